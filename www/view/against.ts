import { html, nothing, type TemplateResult } from "lit-html";
import type { Against } from "../actions/against.ts";
import type { Listing } from "../actions/listing.ts";
import { grouped } from "../groups.ts";
import { inWordsOf } from "../nouns.ts";
import { isBusy, isOpen, type State, words } from "../state.ts";
import { panel } from "./panel.ts";
import { problem } from "./problem.ts";

/** Another model beside the one that answers: choosing one, and ending that. */
export function against(state: State, act: Listing & Against): TemplateResult | typeof nothing {
  if (!state.trained || state.against === "") return nothing;
  if (state.other) {
    return html`<p class="buttons">
      <button type="button" class="quiet" id="end-comparison" data-heir="#panel-against summary,#against,h3" @click=${act.endComparison}>
        End the comparison
      </button>
    </p>`;
  }
  const nouns = words(state);
  const training = state.job?.kind === "train";
  const open = isOpen(state, "against");
  return html`
    ${panel(
      {
        name: "against",
        open,
        summary: "Compare with another model",
        content: open
          ? html`
          <div class="against">
            <label for="against" class="unseen">Which other model</label>
            <select id="against" @change=${(event: Event) => act.chooseOther((event.target as HTMLSelectElement).value)}>
              ${grouped(state).map(
                ({ title, models }) => html`<optgroup label=${title}>
                  ${models.map((m) => html`<option value=${m.name} .selected=${m.name === state.against}>${inWordsOf(nouns, m.title)}</option>`)}
                </optgroup>`,
              )}
            </select>
            <button
              type="button"
              data-heir="#end-comparison,.stop,h3"
              ?disabled=${isBusy(state)}
              @click=${act.compareWith}
            >${training ? "Training …" : "Train it and compare"}</button>
          </div>
          <p class="hint">It is trained with its defaults, and both are kept in memory until the comparison ends.</p>
          ${problem(state.ends.train)}
        `
          : nothing,
      },
      act,
    )}
  `;
}
