import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Kind } from "../nouns.ts";
import { type CategoryFilter, isOpen, type State, words } from "../state.ts";
import { panel } from "./panel.ts";

const MARK: Record<CategoryFilter, string> = { any: "", only: "+ ", without: "− " };
const SAID: Record<CategoryFilter, string> = {
  any: "shown",
  only: "only these",
  without: "none of these",
};

const HIDE: Record<Kind, string> = {
  ratings: "Hide what they rated already",
  counts: "Hide what they chose already",
  choices: "Hide what they chose already",
  pairs: "Hide what it goes with already",
};

/** What may be recommended: categories, what has been rated already, and how many. */
export function filters(state: State, act: Listing, seen: boolean): TemplateResult {
  const { filter, n } = state.explore;
  const categories = state.data.report?.categories ?? [];
  const set = Object.entries(filter.categories).filter(([, f]) => f !== "any");
  return html`
    <div class="filters">
      <label>
        Show
        <select aria-label="Length of the lists" @change=${(event: Event) => act.setN(Number((event.target as HTMLSelectElement).value))}>
          ${[10, 20, 50, 100].map((choice) => html`<option value=${choice} .selected=${choice === n}>${choice}</option>`)}
        </select>
      </label>
      ${
        seen
          ? html`
              <label class="check">
                <input
                  type="checkbox"
                  .checked=${!filter.includeSeen}
                  @change=${(event: Event) => act.setIncludeSeen(!(event.target as HTMLInputElement).checked)}
                />
                <span>${HIDE[words(state).kind]}</span>
              </label>
            `
          : nothing
      }
      ${
        categories.length > 0
          ? panel(
              {
                name: "categories",
                open: isOpen(state, "categories"),
                summary: `Categories${set.length > 0 ? `: ${set.map(([name, f]) => `${MARK[f]}${name}`).join(", ")}` : ""}`,
                content: html`
                  <p class="hint">Once: only these. Twice: none of these. Three times: no matter.</p>
                  <div class="chips" role="group" aria-label="Categories">
                    ${categories.map((name) => {
                      const how = filter.categories[name] ?? "any";
                      return html`<button
                        type="button"
                        class="chip ${how}"
                        aria-label="${name}: ${SAID[how]}"
                        @click=${() => act.cycleCategory(name)}
                      >${MARK[how]}${name}</button>`;
                    })}
                    ${
                      set.length > 0
                        ? html`<button type="button" class="link" data-heir=".chip" @click=${act.clearFilter}>Clear</button>`
                        : nothing
                    }
                  </div>
                `,
              },
              act,
            )
          : nothing
      }
    </div>
  `;
}
