import { html, nothing, type TemplateResult } from "lit-html";
import type { Measuring } from "../measure/bench.ts";

/** Copies an address that repeats what is shown. */
export function copy(link: string, act: Measuring): TemplateResult {
  return html`<button type="button" class="quiet" @click=${() => act.copyLink(link)}>Copy a link</button>`;
}

/** The address, once somebody has asked for it: not everywhere can it be copied. */
export function copied(link: string | undefined): TemplateResult | typeof nothing {
  if (!link) return nothing;
  const all = (event: Event) => (event.target as HTMLInputElement).select();
  return html`
    <div class="field">
      <label for="measure-link">A link that repeats it; there are no ratings in it</label>
      <input id="measure-link" readonly .value=${link} @focus=${all} />
    </div>
  `;
}
