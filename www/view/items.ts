import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions, State } from "../state.ts";
import { figure } from "../words.ts";
import { combobox } from "./combobox.ts";
import { problem } from "./problem.ts";
import { ranking } from "./ranking.ts";

/** Items that are like a chosen one. */
export function items(state: State, act: Actions): TemplateResult {
  const { trained } = state.train;
  const { boxes, items: i } = state.explore;
  if (trained && !trained.abilities.similar_items) {
    return html`<p class="empty">${trained.title} does not know which items are alike. Other models do.</p>`;
  }
  return html`
    ${combobox("items", "Search for an item", "title or id", boxes.items, act)} ${problem(i.error)}
    ${
      i.chosen
        ? html`
            <div class="head">
              <h3 id="similar" tabindex="-1">Similar to ${i.chosen.title}</h3>
              <button
                type="button"
                class="quiet"
                ?disabled=${i.similar.length === 0}
                @click=${() => act.exportList("items")}
              >Save as CSV</button>
            </div>
            ${
              i.similar.length > 0
                ? html`
                    <p class="hint">The score is the similarity: 1 is the most there can be.</p>
                    ${ranking(i.similar, {
                      label: `Similar to ${i.chosen.title}`,
                      score: figure,
                      from: 0,
                      to: 1,
                      choose: act.showSimilar,
                      hint: "Show what is similar to this one",
                    })}
                  `
                : i.error
                  ? nothing
                  : html`<p class="empty">Nothing in these data is similar to it.</p>`
            }
          `
        : nothing
    }
  `;
}
