import { html, type TemplateResult } from "lit-html";

/** What stands in the place of something that is on its way: as many bars as it will have lines. */
export function skeleton(what: string, lines: number): TemplateResult {
  return html`
    <div class="skeleton" role="img" aria-label=${what}>
      ${Array.from({ length: lines }, () => html`<span></span>`)}
    </div>
  `;
}

/** The same for a ranked list, whose lines have more room. */
export function skeletonLines(what: string, lines: number): TemplateResult {
  return html`<div class="lines">${skeleton(what, lines)}</div>`;
}
