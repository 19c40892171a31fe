import { html, type TemplateResult } from "lit-html";
import type { Behind, Viewed } from "../behind/behind.ts";
import { problem } from "./problem.ts";
import { skeleton } from "./skeleton.ts";

/**
 * What a part shows that comes behind the first list. Until it is there, as many bars as it will have lines, or why it did not
 * come; `heir` is focused when it comes after all.
 */
export function behind(
  part: Behind<Viewed>,
  what: string,
  lines: number,
  heir: string,
): TemplateResult {
  if (part.there) return part.there.view();
  if (!part.error) return skeleton(what, lines);
  return html`
    ${problem(part)}
    <p class="buttons">
      <button type="button" data-heir=${heir} @click=${() => part.fetch()}>Try again</button>
    </p>
  `;
}
