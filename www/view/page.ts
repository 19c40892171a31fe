import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import type { State } from "../state.ts";
import { columns } from "./columns.ts";
import { data } from "./data.ts";
import { explore } from "./explore.ts";
import { measure } from "./measure.ts";
import { model } from "./model.ts";
import { train } from "./train.ts";

/** The whole page. */
export function page(state: State, act: Actions): TemplateResult {
  const { choosing } = state.data;
  return html`
    <a class="skip" href="#explore">Skip to the recommendations</a>
    <header>
      <div>
        <h1>Kindred</h1>
        <p class="tagline">Recommendations from your own ratings, worked out on this computer. Nothing is uploaded.</p>
      </div>
      <nav aria-label="Sections">
        <a href="#data">Data</a>
        <a href="#model">Model</a>
        <a href="#train">Train</a>
        <a href="#explore">Explore</a>
        <a href="#measure">Measure</a>
      </nav>
    </header>
    ${
      state.fatal
        ? html`<main><p class="error" role="alert">${state.fatal}</p></main>`
        : html`<main>
            ${choosing?.open ? columns(choosing, state, act) : nothing}
            <div class="work">${data(state, act)} ${model(state, act)} ${train(state, act)}</div>
            <div class="see">${explore(state, act)} ${measure(state, act)}</div>
          </main>`
    }
    <footer>
      <p>
        This page makes no request after it has loaded. Ratings, models and results stay in this tab and are gone when
        it closes; a model can be saved to a file.
      </p>
    </footer>
    <p class="unseen" role="status">${state.announcement}</p>
  `;
}
