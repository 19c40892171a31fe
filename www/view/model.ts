import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Actions } from "../actions/actions.ts";
import { changes, checkSeed, values } from "../form.ts";
import { inWordsOf, type Kind } from "../nouns.ts";
import { chosenModel, hasValues } from "../settings.ts";
import { isOpen, type State, words } from "../state.ts";
import { counted } from "../words.ts";
import { field } from "./field.ts";
import { panel } from "./panel.ts";
import { skeleton } from "./skeleton.ts";

/** What it means to take every value as a plain “yes”. */
const PLAIN: Record<Kind, { title: string; hint: string }> = {
  ratings: {
    title: "Treat every rating as a plain “yes”",
    hint: "For data where having chosen says more than the rating.",
  },
  counts: {
    title: "Treat every count as a plain “yes”",
    hint: "These data have counts: how often something was chosen. With this, once is as much as a hundred times.",
  },
  choices: {
    title: "Every choice is a plain “yes”",
    hint: "These data have no ratings, only who chose what.",
  },
  pairs: {
    title: "Every pair is a plain “yes”",
    hint: "These data have no ratings, only what goes together.",
  },
};

/** The part “Model”: the choice and the form that its parameters make. */
export function model(state: State, act: Actions): TemplateResult {
  const info = chosenModel(state);
  return html`
    <section id="model" aria-labelledby="model-title">
      <h2 id="model-title">Model</h2>
      ${info ? form(state, info, act) : skeleton("The models are on their way", 4)}
    </section>
  `;
}

function form(
  state: State,
  info: NonNullable<ReturnType<typeof chosenModel>>,
  act: Actions,
): TemplateResult {
  const { texts, seed, implicit } = state.form;
  const nouns = words(state);
  const { title, hint } = PLAIN[nouns.kind];
  const free = hasValues(state);
  const checked = values(info.params, texts);
  const changed = changes(info.params, checked.values);
  return html`
    <label for="model-name" class="unseen">Which model</label>
    <select
      id="model-name"
      aria-describedby="model-about"
      @change=${(event: Event) => act.chooseModel((event.target as HTMLSelectElement).value)}
    >
      ${state.models.map((m) => html`<option value=${m.name} .selected=${m.name === info.name}>${inWordsOf(nouns, m.title)}</option>`)}
    </select>
    <p id="model-about" class="about">${inWordsOf(nouns, info.summary)}</p>
    <label class="check">
      <input
        type="checkbox"
        .checked=${live(implicit || !free)}
        ?disabled=${!free}
        @change=${(event: Event) => act.setImplicit((event.target as HTMLInputElement).checked)}
      />
      <span>${title}<span class="hint">${hint}</span></span>
    </label>
    <div class="parameters">
      ${panel(
        {
          name: "settings",
          open: isOpen(state, "settings"),
          summary: html`${counted(info.params.length + 1, "setting")}${changed ? html`<span class="hint">: ${changed}</span>` : nothing}`,
          content: html`
            <div class="fields">
              ${info.params.map((param) => field(param, texts[param.name] ?? "", nouns, (text) => act.setParameter(param.name, text)))}
              ${seedField(seed, act)}
            </div>
            <button type="button" class="quiet" @click=${act.resetParameters}>Back to the defaults</button>
          `,
        },
        act,
      )}
    </div>
  `;
}

function seedField(seed: string, act: Actions): TemplateResult {
  const { problem } = checkSeed(seed);
  return html`
    <div class="field">
      <label for="seed">Seed</label>
      <input
        id="seed"
        inputmode="numeric"
        autocomplete="off"
        .value=${live(seed)}
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby="seed-help${problem ? " seed-problem" : ""}"
        @input=${(event: Event) => act.setSeed((event.target as HTMLInputElement).value)}
      />
      ${problem ? html`<p id="seed-problem" class="error">${problem}</p>` : nothing}
      <p id="seed-help" class="hint">Where the random numbers start. The same seed gives the same model.</p>
    </div>
  `;
}
