import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import { barRange, SIMILARITY } from "../meaning.ts";
import { a, inWordsOf } from "../nouns.ts";
import { type State, words } from "../state.ts";
import { figure } from "../words.ts";
import { combobox } from "./combobox.ts";
import { problem } from "./problem.ts";
import { ranking } from "./ranking.ts";
import { skeletonLines } from "./skeleton.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** Items that are like a chosen one. */
export function items(state: State, act: Listing): TemplateResult {
  const { boxes, items: i, n } = state.explore;
  const report = state.trained?.report;
  const nouns = words(state);
  const [one, many] = nouns.item;
  if (report && !report.abilities.similar_items) {
    return html`<p class="empty">${inWordsOf(nouns, report.title)} does not know which ${many} are alike. Other models do.</p>`;
  }
  const { chosen, similar } = i;
  const [from, to] = barRange(similar?.map((s) => s.score) ?? []);
  return html`
    ${combobox("items", `Search for ${a(one)}`, "title or id", boxes.items, nouns, act)}
    ${problem(i)}
    ${
      chosen
        ? html`
            <div class="head">
              <h3 id="similar" tabindex="-1">Similar to ${shortTitle(chosen.title)}</h3>
              <button
                type="button"
                class="quiet"
                ?disabled=${!similar?.length}
                @click=${() => act.exportList("items")}
              >Save as CSV</button>
            </div>
            ${wholeTitle(chosen.title)}
            ${
              similar && similar.length > 0
                ? html`
                    <p class="hint">${SIMILARITY}</p>
                    ${ranking(similar, {
                      label: `Similar to ${chosen.title}`,
                      score: figure,
                      from,
                      to,
                      choose: act.showSimilar,
                      hint: "Show what is similar to this one",
                    })}
                  `
                : i.error
                  ? nothing
                  : similar
                    ? html`<p class="empty">Nothing in these data is similar to it.</p>`
                    : skeletonLines("The answer is on its way", n)
            }
          `
        : skeletonLines("The answer is on its way", n)
    }
  `;
}
