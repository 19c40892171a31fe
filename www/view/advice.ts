import { html, nothing, type TemplateResult } from "lit-html";
import { inWordsOf } from "../nouns.ts";
import { isAuto } from "../settings.ts";
import { type State, words } from "../state.ts";
import { duration } from "../words.ts";

/**
 * What the data say about a training: which model it is where the choice is left to them, and what is unwise. It comes a moment
 * after the form has changed, so it stands below the button that one is about to press.
 */
export function advice(state: State): TemplateResult | typeof nothing {
  const { estimate } = state;
  if (!estimate) return nothing;
  const nouns = words(state);
  return html`
    ${
      isAuto(state)
        ? html`<p class="hint">
            ${estimate.measures ? "Here it measures first which one is best" : `Here that is ${inWordsOf(nouns, estimate.title)}`};
            about ${duration(estimate.seconds)} on this device.
          </p>`
        : nothing
    }
    ${estimate.unwise.map((why) => html`<p class="unwise">${inWordsOf(nouns, why)}</p>`)}
  `;
}
