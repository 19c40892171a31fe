import { html, nothing, type TemplateResult } from "lit-html";
import type { End } from "../state.ts";

/** How something ended: an error, or a plain note such as “Stopped.”, and what holds nevertheless. */
export function problem({ error, note }: End = {}, still = ""): TemplateResult | typeof nothing {
  const rest = still ? ` ${still}` : "";
  if (error) return html`<p class="error" role="alert">${error}${rest}</p>`;
  return note ? html`<p class="note">${note}${rest}</p>` : nothing;
}
