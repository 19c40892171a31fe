import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Listing } from "../actions/listing.ts";
import type { Saying } from "../actions/own.ts";
import type { Report } from "../engine/client.ts";
import { exportsFor } from "../exports.ts";
import { inWordsOf, type Kind, type Noun } from "../nouns.ts";
import { isOpen, type OwnRated, type State, words } from "../state.ts";
import { count, counted, decimal, label } from "../words.ts";
import { balance } from "./balance.ts";
import { combobox } from "./combobox.ts";
import { dropZone } from "./drop-zone.ts";
import { exported } from "./export.ts";
import { filters } from "./filters.ts";
import { panel } from "./panel.ts";
import { problem } from "./problem.ts";
import { ranking } from "./ranking.ts";
import type { Recommending } from "./recommended.ts";
import { skeletonLines } from "./skeleton.ts";
import { starters } from "./starters.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** How many of one's own ratings are in sight; an export has hundreds. */
const SHOWN = 12;

/** What a list for somebody nothing is known of is called, by what the values say. */
const FOR_ANYBODY: Record<Kind, string> = {
  ratings: "What most people love",
  counts: "What most people choose",
  choices: "What most people choose",
  pairs: "What goes with most",
};

const RATING: Noun = ["rating", "ratings"];

/** The visitor's own ratings, and what the model makes of them. `list` shows a list. */
export function you(state: State, act: Listing & Saying, list: Recommending): TemplateResult {
  const { trained } = state;
  const { report } = state.data;
  const { boxes, you: y } = state.explore;
  const nouns = words(state);
  const rated = (trained?.feedback ?? report?.feedback ?? "explicit") === "explicit";
  return html`
    <div class="pair">
      <div class="first">${starters(state, act)}</div>
      <div class="list">
        <div class="head">
          <h3 id="recommended-you" tabindex="-1">${y.personal ? "Recommended for you" : inWordsOf(nouns, FOR_ANYBODY[nouns.kind])}</h3>
          <button
            type="button"
            class="quiet"
            ?disabled=${!y.recommended?.length}
            @click=${() => act.exportList("you")}
          >Save as CSV</button>
        </div>
        ${answered(state, act, list)}
      </div>
      <div class="beside">
        ${balance(state, act)} ${filters(state, act, false)}
        <h3>Your ${rated ? "ratings" : "choices"}</h3>
        ${combobox("you", "Add something you know", "title or id", boxes.you, nouns, act)}
        ${y.own.length === 0 || !report ? nothing : own(y.own, rated, report, act)}
        ${
          y.away.length > 0
            ? html`<p class="hint">
                ${counted(y.away.length, "more rating is", "more ratings are")} of titles that these data do not have; they
                are kept for data that do.
                <button type="button" class="link" data-heir="#search-you" @click=${act.forgetAway}>Forget them</button>
              </p>`
            : nothing
        }
        ${y.export ? exported(y.export, y.watchlist, report?.name ?? "", act) : takeExport(state, act)}
        ${problem(y)}
      </div>
    </div>
  `;
}

function takeExport(state: State, act: Listing & Saying): TemplateResult | typeof nothing {
  const exports = exportsFor(words(state));
  if (!exports) return nothing;
  const { over } = state.explore.you;
  return panel(
    {
      name: "export",
      open: isOpen(state, "export"),
      summary: `Or take your export from ${exports.from}`,
      content: dropZone({
        id: "export",
        button: "Choose your export",
        or: "or drop it here.",
        over,
        hint: `${exports.files} Titles are looked for in these data; the file stays on this device.`,
        hold: (on) => act.dragOver("you", on),
        pick: act.openExport,
        drop: act.dropExport,
      }),
    },
    act,
  );
}

function answered(state: State, act: Listing & Saying, list: Recommending): TemplateResult {
  const { trained, explore } = state;
  const { n, you: y } = explore;
  const nouns = words(state);
  const choose = { choose: act.showSimilar, hint: label(`show similar ${nouns.item[1]}`) };
  if (!trained || !y.recommended) {
    const known = y.known.slice(0, n);
    if (known.length === 0)
      return html`<p class="hint">The list is on its way.</p>${skeletonLines("The list is on its way", n)}`;
    const to = Math.max(...known.map((item) => item.ratings));
    return html`
      <p class="hint">Until the model is trained: what has the most ${nouns.value[1]}.</p>
      ${ranking(
        known.map(({ id, title, ratings }) => ({ id, title, score: ratings })),
        { label: FOR_ANYBODY[nouns.kind], score: count, from: 0, to, ...(trained ? choose : {}) },
      )}
    `;
  }
  const ignored = trained.report.abilities.fold_in === "ignored";
  const title = inWordsOf(nouns, trained.report.title);
  const rated = trained.feedback === "explicit";
  return html`
    <p class="hint">
      ${
        ignored
          ? html`<b>${title} gives the same list whatever you say.</b>`
          : y.personal
            ? `From ${counted(y.own.length, ...(rated ? RATING : nouns.value))} of yours; it follows every further one.`
            : `${rated ? "Rate" : "Pick"} something, and this becomes your own list.`
      }
    </p>
    ${list({
      lines: y.recommended,
      other: y.other,
      label: y.personal ? "Recommended for you" : FOR_ANYBODY[nouns.kind],
      who: "you",
    })}
  `;
}

function own(
  rated: OwnRated[],
  withRatings: boolean,
  report: Report,
  act: Listing & Saying,
): TemplateResult {
  const choices = steps(report.histogram, report.scale);
  const rows = (part: OwnRated[]) =>
    repeat(
      part,
      (o) => o.id,
      (o) => html`<li>
        <div>${shortTitle(o.title)} ${wholeTitle(o.title)}</div>
        ${
          !withRatings
            ? nothing
            : html`<select
                aria-label="Your rating of ${o.title}"
                @change=${(event: Event) => act.rate(o.id, Number((event.target as HTMLSelectElement).value))}
              >
                ${withOwn(choices, o.rating).map((c) => html`<option value=${c} .selected=${c === o.rating}>${decimal(c)}</option>`)}
              </select>`
        }
        <button type="button" class="quiet" data-heir="#search-you" aria-label="Remove ${o.title}" @click=${() => act.unrate(o.id)}>×</button>
      </li>`,
    );
  return html`
    <ul class="plain own">${rows(rated.slice(0, SHOWN))}</ul>
    ${
      rated.length > SHOWN
        ? html`<details>
            <summary>and ${count(rated.length - SHOWN)} more</summary>
            <ul class="plain own long">${rows(rated.slice(SHOWN))}</ul>
          </details>`
        : nothing
    }
  `;
}

/** The ratings on offer, and this one where it is between two of them. */
function withOwn(choices: number[], rating: number): number[] {
  return choices.includes(rating) ? choices : [...choices, rating].sort((a, b) => b - a);
}

/** The ratings on offer, highest first: those that occur where they are few, else ten steps of the scale. */
function steps(
  bars: { from: number; to: number }[],
  scale: { min: number; max: number },
): number[] {
  const distinct = bars.length > 0 && bars.every((b) => b.from === b.to);
  const values = distinct
    ? bars.map((b) => b.from)
    : Array.from({ length: 11 }, (_, i) => scale.min + ((scale.max - scale.min) * i) / 10);
  return values.reverse();
}
