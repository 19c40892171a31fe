import { html, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { behind } from "./behind.ts";

/** The part “Curves”: one is chosen, computed and drawn. */
export function curves(act: Actions): TemplateResult {
  return html`
    <section id="curves" aria-labelledby="curves-title">
      <h2 id="curves-title">Curves</h2>
      <p class="about">How the model's quality depends on what it is given, drawn from trainings of its own.</p>
      ${behind(act.behind.drawing, "What draws curves is on its way", 4, "#curves-title")}
    </section>
  `;
}
