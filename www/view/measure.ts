import { html, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { type State, words } from "../state.ts";
import { problem } from "./problem.ts";
import { skeleton } from "./skeleton.ts";

/** The part “Measure”: hide some ratings, train on the rest, compare. */
export function measure(state: State, act: Actions): TemplateResult {
  return html`
    <section id="measure" aria-labelledby="measure-title">
      <h2 id="measure-title">Measure</h2>
      <p class="about">
        Hides some ${words(state).value[1]}, trains models on the rest, and compares how well they foresee what was
        hidden.
      </p>
      ${content(state, act)}
    </section>
  `;
}

function content(state: State, act: Actions): TemplateResult {
  const bench = state.measure && act.bench();
  if (bench) return bench.view();
  if (!state.ends.measure) return skeleton("What compares models is on its way", 4);
  return html`
    ${problem(state.ends.measure)}
    <p class="buttons">
      <button type="button" data-heir="#measure-title" @click=${act.fetchBench}>Try again</button>
    </p>
  `;
}
