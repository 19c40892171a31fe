import { html, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { behind } from "./behind.ts";

/** The part “Columns”, shown when asked for. */
export function choice(act: Actions): TemplateResult {
  return html`
    <section id="columns" aria-labelledby="columns-title" data-heir="#data .stop,#columns-ask,#files">
      <h2 id="columns-title" tabindex="-1">What the columns mean</h2>
      ${behind(act.behind.choice, "The first rows are on their way", 8, "#columns-title")}
    </section>
  `;
}
