import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Actions } from "../actions/actions.ts";
import { changes } from "../changes.ts";
import { checkSeed, values } from "../form.ts";
import { grouped } from "../groups.ts";
import { inWordsOf, type Kind } from "../nouns.ts";
import { chosenModel, hasValues, isAuto } from "../settings.ts";
import { isOpen, type State, words } from "../state.ts";
import { AUTO } from "../wish.ts";
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

/** What the automatic choice does. */
const AUTOMATIC = "Takes the model that suits the data and sets it up.";

/** The part “Model”: the choice and the form that its parameters make. */
export function model(state: State, act: Actions): TemplateResult {
  return html`
    <section id="model" aria-labelledby="model-title">
      <h2 id="model-title">Model</h2>
      ${state.models.length > 0 ? form(state, act) : skeleton("The models are on their way", 6)}
    </section>
  `;
}

function form(state: State, act: Actions): TemplateResult {
  const { texts, seed, implicit } = state.form;
  const nouns = words(state);
  const { title, hint } = PLAIN[nouns.kind];
  const free = hasValues(state);
  const info = isAuto(state) ? undefined : chosenModel(state);
  const params = info?.params ?? [];
  const changed = changes(params, values(params, texts).values);
  return html`
    <label for="model-name" class="unseen">Which model</label>
    <select
      id="model-name"
      aria-describedby="model-about"
      @change=${(event: Event) => act.chooseModel((event.target as HTMLSelectElement).value)}
    >
      <option value=${AUTO} .selected=${!info}>The best for these data (automatic)</option>
      ${grouped(state).map(
        ({ title, models }) => html`<optgroup label=${title}>
          ${models.map((m) => html`<option value=${m.name} .selected=${m.name === info?.name}>${inWordsOf(nouns, m.title)}</option>`)}
        </optgroup>`,
      )}
    </select>
    <p id="model-about" class="about">${info ? inWordsOf(nouns, info.summary) : AUTOMATIC}</p>
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
          summary: html`${counted(params.length + 1, "setting")}${changed ? html`<span class="hint">: ${changed}</span>` : nothing}`,
          content: html`
            <div class="fields">
              ${params.map((param) => field(param, texts[param.name] ?? "", nouns, (text) => act.setParameter(param.name, text)))}
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
