import { html, nothing, type TemplateResult } from "lit-html";
import type { Teaching } from "../actions/train.ts";
import { formTitle } from "../settings.ts";
import { isBusy, type State } from "../state.ts";
import { duration } from "../words.ts";

/** What it costs to train what the form says, and the button for it. */
export function offer(state: State, act: Teaching): TemplateResult {
  const seconds = state.estimate?.seconds;
  return html`
    ${seconds === undefined ? nothing : html`<span>Training takes about ${duration(seconds)} on this device.</span>`}
    <button
      type="button"
      class="main"
      data-heir="#explore .stop,#explore-title"
      ?disabled=${isBusy(state)}
      @click=${act.train}
    >Train ${formTitle(state)}</button>
  `;
}
