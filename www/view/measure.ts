import { html, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { type State, words } from "../state.ts";
import { behind } from "./behind.ts";

/** The part “Measure”: hide some ratings, train on the rest, compare. */
export function measure(state: State, act: Actions): TemplateResult {
  return html`
    <section id="measure" aria-labelledby="measure-title">
      <h2 id="measure-title">Measure</h2>
      <p class="about">
        Hides some ${words(state).value[1]}, trains models on the rest, and compares how well they foresee what was
        hidden.
      </p>
      ${behind(act.behind.bench, "What compares models is on its way", 4, "#measure-title")}
    </section>
  `;
}
