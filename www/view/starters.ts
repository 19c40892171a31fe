import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { Listing } from "../actions/listing.ts";
import type { Saying } from "../actions/own.ts";
import type { Entity, Report } from "../engine/client.ts";
import { marks } from "../marks.ts";
import { STARTERS, type State, words } from "../state.ts";
import { decimal } from "../words.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** A few items that the visitor may know, to rate or like with one touch. */
export function starters(state: State, act: Listing & Saying): TemplateResult | typeof nothing {
  const { report } = state.data;
  const { starters: all, from, own } = state.explore.you;
  if (report && report.titled === 0) return nothing;
  const nouns = words(state);
  const rated = (state.trained?.feedback ?? report?.feedback ?? "explicit") === "explicit";
  const shown = all.slice(from, from + STARTERS);
  const given = (item: Entity) => own.find((o) => o.id === item.id)?.rating;
  return html`
    <div class="starters">
      <h3>${rated ? "Rate" : "Pick"} a few you know</h3>
      <ul class="plain">
        ${
          shown.length === 0
            ? Array.from({ length: STARTERS }, () => html`<li class="skeleton"><span></span></li>`)
            : repeat(
                shown,
                (item) => item.id,
                (item) => html`<li>
                  <div><span class="title">${shortTitle(item.title)}</span> ${wholeTitle(item.title)}</div>
                  ${rated && report ? stars(item, given(item), report, act) : like(item, given(item), nouns.kind === "pairs", act)}
                </li>`,
              )
        }
      </ul>
      <button
        type="button"
        class="quiet"
        aria-disabled=${all.length > STARTERS ? "false" : "true"}
        @click=${act.showOtherStarters}
      >I know none of these: show others</button>
    </div>
  `;
}

function stars(item: Entity, given: number | undefined, report: Report, act: Listing & Saying) {
  const { min, max } = report.scale;
  const all = marks(report);
  const of =
    min < 0 ? `on the scale from ${decimal(min)} to ${decimal(max)}` : `of ${decimal(max)}`;
  // A rating between two stars, such as one from an export, fills those up to it.
  const at = given === undefined ? -1 : all.findLastIndex((mark) => mark <= given);
  return html`
    <span class="stars" role="radiogroup" aria-label="Rate ${item.title}">
      ${all.map(
        (mark, i) => html`<label class=${i <= at ? "full" : ""}>
          <input
            type="radio"
            name="rate-${item.id}"
            aria-label="${decimal(mark)} ${of}"
            .checked=${live(i === at)}
            @change=${() => act.rateStarter(item, mark)}
          />
        </label>`,
      )}
    </span>
  `;
}

function like(item: Entity, given: number | undefined, product: boolean, act: Listing & Saying) {
  return html`
    <button
      type="button"
      class="quiet"
      aria-pressed=${given === undefined ? "false" : "true"}
      aria-label="${product ? "I have" : "I like"} ${item.title}"
      @click=${() => act.rateStarter(item)}
    >${product ? "Have it" : "Like"}</button>
  `;
}
