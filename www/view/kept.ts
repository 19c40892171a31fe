import { html, nothing, type TemplateResult } from "lit-html";
import type { Forgetting } from "../actions/keeping.ts";
import { bytes } from "../memory.ts";
import type { Keeping } from "../state.ts";

const OFFERS = { again: "Keep it again", here: "Keep from this tab" };

/**
 * What is kept on this device, why something is not, and the ways to forget it or to keep it again; `before` is said in its place
 * until there is something.
 */
export function kept(
  keep: Keeping | undefined,
  act: Forgetting,
  before: TemplateResult | typeof nothing = nothing,
): TemplateResult | typeof nothing {
  if (!keep) return nothing;
  const { not, offer, notes } = keep;
  if (keep.bytes === 0 && !not && notes.length === 0) return before;
  return html`
    <div id="kept" class="keeping">
      ${not ? html`<p class="note" role="status">${not}</p>` : nothing}
      ${notes.map((note) => html`<p class="note" role="status">${note}</p>`)}
      <p class="hint">
        ${keep.bytes ? html`Kept on this device for your next visit: <b>${bytes(keep.bytes)}</b>.` : nothing}
        ${
          offer
            ? html`<button type="button" class="link" data-heir="#kept button,#data-title" @click=${act.keepHere}>${OFFERS[offer]}</button>`
            : nothing
        }
        ${
          keep.bytes !== 0
            ? html`<button type="button" class="link" data-heir="#kept button,#data-title" @click=${act.forgetKept}>Forget everything</button>`
            : nothing
        }
      </p>
    </div>
  `;
}
