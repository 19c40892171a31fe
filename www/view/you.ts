import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Actions } from "../actions/actions.ts";
import type { Report } from "../engine/client.ts";
import { ratingMeaning, ratingText, scoreMeaning, scoreRange, scoreText } from "../meaning.ts";
import { exportsFor, inWordsOf } from "../nouns.ts";
import { isOpen, type OwnRated, type State, scoresOf, type TrainedModel, words } from "../state.ts";
import { count, counted, decimal, label } from "../words.ts";
import { combobox } from "./combobox.ts";
import { dropZone } from "./drop-zone.ts";
import { exported } from "./export.ts";
import { filters } from "./filters.ts";
import { panel } from "./panel.ts";
import { problem } from "./problem.ts";
import { ranking } from "./ranking.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** How many of one's own ratings are in sight; an export has hundreds. */
const SHOWN = 12;

/** The visitor's own ratings, and what the model makes of them. */
export function you(state: State, act: Actions): TemplateResult {
  const { trained } = state;
  const { report } = state.data;
  if (!trained || !report) return html``;
  const { boxes, you: y } = state.explore;
  const nouns = words(state);
  const title = inWordsOf(nouns, trained.report.title);
  const rated = trained.feedback === "explicit";
  return html`
    <p class="about">
      Search for what you know and ${rated ? "rate it" : "like"}; the recommendations follow at once, without training
      anew. ${trained.report.abilities.fold_in === "ignored" ? html`<b>${title} gives the same list whatever you say.</b>` : nothing}
    </p>
    ${combobox("you", "Add something you know", "title or id", boxes.you, nouns, act)}
    ${y.export ? exported(y.export, y.watchlist, report.name, act) : takeExport(state, act)}
    ${problem(y)}
    <div class="pair">
      <div>
        <div class="head">
          <h3 id="recommended-you" tabindex="-1">Recommended for you</h3>
          <button
            type="button"
            class="quiet"
            ?disabled=${y.recommended.length === 0}
            @click=${() => act.exportList("you")}
          >Save as CSV</button>
        </div>
        ${
          y.recommended.length > 0
            ? list(state, act)
            : html`<p class="empty">${y.own.length > 0 ? "Nothing to recommend." : `Add a first ${nouns.item[0]}.`}</p>`
        }
      </div>
      <div class="beside">
        <h3>Your ${rated ? "ratings" : "choices"}</h3>
        ${y.own.length === 0 ? html`<p class="hint">None yet.</p>` : own(y.own, trained, report, act)}
        ${
          y.away.length > 0
            ? html`<p class="hint">
                ${counted(y.away.length, "more rating is", "more ratings are")} of titles that these data do not have; they
                are kept for data that do.
                <button type="button" class="link" data-heir="#search-you" @click=${act.forgetAway}>Forget them</button>
              </p>`
            : nothing
        }
      </div>
    </div>
  `;
}

function takeExport(state: State, act: Actions): TemplateResult | typeof nothing {
  const exports = exportsFor(words(state));
  if (!exports) return nothing;
  const { own, over } = state.explore.you;
  return panel(
    {
      name: "export",
      open: isOpen(state, "export", own.length === 0),
      summary: `Or take your export from ${exports.from}`,
      content: dropZone({
        id: "export",
        button: "Choose your export",
        or: "or drop it here.",
        over,
        hint: `${exports.files} Titles are looked for in these data; the file stays on this computer.`,
        hold: (on) => act.dragOver("you", on),
        pick: act.openExport,
        drop: act.dropExport,
      }),
    },
    act,
  );
}

function list(state: State, act: Actions): TemplateResult {
  const { recommended } = state.explore.you;
  const scores = scoresOf(state);
  const values = recommended.map((r) => r.score);
  const [from, to] = scoreRange(scores, values);
  return html`
    <p class="hint">${scoreMeaning(scores, "you", values)} ${ratingMeaning(scores, "you", recommended)}</p>
    ${filters(state, act, false)}
    ${ranking(recommended, {
      label: "Recommended for you",
      score: (x) => scoreText(x, scores),
      rating: ratingText(scores),
      from,
      to,
      choose: act.showSimilar,
      hint: label(`show similar ${words(state).item[1]}`),
    })}
  `;
}

function own(
  rated: OwnRated[],
  { feedback }: TrainedModel,
  report: Report,
  act: Actions,
): TemplateResult {
  const choices = steps(report.histogram, report.scale);
  const rows = (part: OwnRated[]) =>
    repeat(
      part,
      (o) => o.id,
      (o) => html`<li>
        <div>${shortTitle(o.title)} ${wholeTitle(o.title)}</div>
        ${
          feedback === "implicit"
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
