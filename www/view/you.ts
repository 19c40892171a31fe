import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { type Actions, isImplicit, type OwnRated, type State } from "../state.ts";
import { count, decimal, scoreMeaning, score as scoreText } from "../words.ts";
import { combobox } from "./combobox.ts";
import { dropZone } from "./drop-zone.ts";
import { exported } from "./export.ts";
import { filters } from "./filters.ts";
import { problem } from "./problem.ts";
import { ranking } from "./ranking.ts";

/** How many of one's own ratings are in sight; an export has hundreds. */
const SHOWN = 12;

/** The visitor's own ratings, and what the model makes of them. */
export function you(state: State, act: Actions): TemplateResult {
  const { trained } = state.train;
  const { boxes, you: y } = state.explore;
  const report = state.data.report;
  if (!trained || !report) return html``;
  if (trained.abilities.fold_in === "impossible") {
    return html`<p class="empty">${trained.title} has answers only for people who were in its training data.</p>`;
  }
  const meaning = trained.score;
  const rated = meaning === "predicted-rating";
  const choices = steps(report.histogram, report.scale);
  const rows = (own: OwnRated[]) =>
    repeat(
      own,
      (o) => o.id,
      (o) => html`<li>
        <span>${o.title}</span>
        ${
          isImplicit(state)
            ? nothing
            : html`<select
                aria-label="Your rating of ${o.title}"
                @change=${(event: Event) => act.rate(o.id, Number((event.target as HTMLSelectElement).value))}
              >
                ${withOwn(choices, o.rating).map((c) => html`<option value=${c} .selected=${c === o.rating}>${decimal(c)}</option>`)}
              </select>`
        }
        <button type="button" class="quiet" aria-label="Remove ${o.title}" @click=${() => act.unrate(o.id)}>×</button>
      </li>`,
    );
  return html`
    <p class="about">
      Search for what you know and ${isImplicit(state) ? "like" : "rate it"}; the recommendations follow at once, without
      training anew.
      ${trained.abilities.fold_in === "ignored" ? html`<b>${trained.title} gives everybody the same list.</b>` : nothing}
    </p>
    ${combobox("you", "Add something you know", "title or id", boxes.you, act)}
    ${
      y.export
        ? exported(y.export, y.watchlist, report.name, act)
        : html`
            <details ?open=${y.own.length === 0}>
              <summary>Or take your export from Letterboxd, IMDb or Goodreads</summary>
              ${dropZone({
                id: "export",
                button: "Choose your export",
                over: y.over,
                hint: "The .zip from Letterboxd or the .csv from IMDb or Goodreads. Titles are looked for in these data; the file stays on this computer.",
                hold: (on) => act.dragOver("you", on),
                pick: act.openExport,
                drop: act.dropExport,
              })}
            </details>
          `
    }
    ${problem(y.error)}
    <div class="pair">
      <div>
        <div class="head">
          <h3 id="recommended-you">Recommended for you</h3>
          <button
            type="button"
            class="quiet"
            ?disabled=${y.recommended.length === 0}
            @click=${() => act.exportList("you")}
          >Save as CSV</button>
        </div>
        ${
          y.recommended.length > 0
            ? html`
                <p class="hint">${scoreMeaning(
                  meaning,
                  report.scale,
                  y.recommended.map((r) => r.score),
                )
                  .replace("this person", "you")
                  .replaceAll("chooses", "choose")}</p>
                ${filters(state, act, false)}
                ${ranking(y.recommended, {
                  label: "Recommended for you",
                  score: (x) => scoreText(x, meaning, report.scale),
                  from: rated ? report.scale.min : 0,
                  to: rated
                    ? report.scale.max
                    : meaning === "probability"
                      ? 1
                      : (y.recommended[0]?.score ?? 1),
                  choose: act.showSimilar,
                  hint: "Show similar items",
                })}
              `
            : html`<p class="empty">${y.own.length > 0 ? "Nothing to recommend." : "Add a first item."}</p>`
        }
      </div>
      <div class="beside">
        <h3>Your ratings</h3>
        ${
          y.own.length === 0
            ? html`<p class="hint">None yet.</p>`
            : html`
                <ul class="plain own">${rows(y.own.slice(0, SHOWN))}</ul>
                ${
                  y.own.length > SHOWN
                    ? html`<details>
                        <summary>and ${count(y.own.length - SHOWN)} more</summary>
                        <ul class="plain own long">${rows(y.own.slice(SHOWN))}</ul>
                      </details>`
                    : nothing
                }
              `
        }
      </div>
    </div>
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
