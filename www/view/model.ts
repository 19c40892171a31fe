import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { changes, checkSeed, values } from "../form.ts";
import { type Actions, chosenModel, isImplicit, type State } from "../state.ts";
import { counted } from "../words.ts";
import { field } from "./field.ts";

/** The part “Model”: the choice and the form that its parameters make. */
export function model(state: State, act: Actions): TemplateResult {
  const info = chosenModel(state);
  const { texts, seed } = state.form;
  const forced = state.data.report?.feedback === "implicit";
  const checked = info ? values(info.params, texts) : { values: {}, problems: [] };
  const seedProblem = checkSeed(seed).problem;
  const changed = info ? changes(info.params, checked.values) : "";
  return html`
    <section id="model" aria-labelledby="model-title">
      <h2 id="model-title">Model</h2>
      <label for="model-name" class="unseen">Which model</label>
      <select
        id="model-name"
        aria-describedby="model-about"
        @change=${(event: Event) => act.chooseModel((event.target as HTMLSelectElement).value)}
      >
        ${state.models.map((m) => html`<option value=${m.name} .selected=${m.name === info?.name}>${m.title}</option>`)}
      </select>
      <p id="model-about" class="about">${info?.summary}</p>
      <label class="check">
        <input
          type="checkbox"
          .checked=${live(isImplicit(state))}
          ?disabled=${forced}
          @change=${(event: Event) => act.setImplicit((event.target as HTMLInputElement).checked)}
        />
        <span>
          Treat every rating as a plain “yes”
          <span class="hint">
            ${forced ? "These data have no ratings, only who chose what." : "For data where having chosen says more than the rating."}
          </span>
        </span>
      </label>
      <details class="parameters" ?open=${checked.problems.length > 0 || seedProblem !== undefined}>
        <summary>
          ${counted((info?.params.length ?? 0) + 1, "setting")}${changed ? html`<span class="hint">: ${changed}</span>` : nothing}
        </summary>
        <div class="fields">
          ${info?.params.map((param) => field(param, texts[param.name] ?? "", (text) => act.setParameter(param.name, text)))}
          <div class="field">
            <label for="seed">Seed</label>
            <input
              id="seed"
              inputmode="numeric"
              autocomplete="off"
              .value=${live(seed)}
              aria-invalid=${seedProblem ? "true" : "false"}
              aria-describedby="seed-help${seedProblem ? " seed-problem" : ""}"
              @input=${(event: Event) => act.setSeed((event.target as HTMLInputElement).value)}
            />
            ${seedProblem ? html`<p id="seed-problem" class="error">${seedProblem}</p>` : nothing}
            <p id="seed-help" class="hint">Where the random numbers start. The same seed gives the same model.</p>
          </div>
        </div>
        <button type="button" class="quiet" @click=${act.resetParameters}>Back to the defaults</button>
      </details>
    </section>
  `;
}
