import { html, nothing, type TemplateResult } from "lit-html";
import { shortened } from "../words.ts";

/** What of a long title stands in its place; the rest is read in `wholeTitle`. */
export function shortTitle(title: string): string {
  return shortened(title, 90);
}

/** Opens a title that is too long for its place, such as the text of a joke. */
export function wholeTitle(title: string): TemplateResult | typeof nothing {
  if (shortTitle(title) === title) return nothing;
  return html`
    <details class="whole">
      <summary aria-label="Whole text of “${shortened(title, 40)}”">Whole text</summary>
      <p>${title}</p>
    </details>
  `;
}
