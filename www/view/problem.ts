import { html, nothing, type TemplateResult } from "lit-html";

/** An error, or a plain note such as “Stopped.”, where it belongs. */
export function problem(error?: string, note?: string): TemplateResult | typeof nothing {
  if (error) return html`<p class="error" role="alert">${error}</p>`;
  return note ? html`<p class="note">${note}</p>` : nothing;
}
