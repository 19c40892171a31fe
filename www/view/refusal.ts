import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { bytes } from "../memory.ts";
import { isBusy, type State } from "../state.ts";
import { percent } from "../words.ts";

/** Data that do not fit: the figures, and the offer to read a sample of the people. */
export function refusal(
  refused: NonNullable<State["data"]["refused"]>,
  state: State,
  act: Actions,
): TemplateResult {
  const { need, limit, share } = refused;
  return html`
    <div class="refusal" role="group" aria-label="A part of the data">
      <p role="alert">
        These data would need about ${bytes(need)} of memory; ${bytes(limit)} can be used here.
        ${state.data.report ? "The data from before are still here." : nothing} A sample of the people fits: those who
        are in it keep all of their ratings.
      </p>
      <p class="buttons">
        ${[share, share / 2, share / 4].map(
          (part, i) => html`
            <button
              type="button"
              class=${i === 0 ? "main" : ""}
              data-heir="#data .stop,#files"
              ?disabled=${isBusy(state)}
              @click=${() => act.readShare(part)}
            >
              ${i === 0 ? "Read a sample of the people: " : ""}${percent(part)}
            </button>
          `,
        )}
      </p>
    </div>
  `;
}
