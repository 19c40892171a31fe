import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { changes } from "../changes.ts";
import { values } from "../form.ts";
import { grouped } from "../groups.ts";
import { askProblem, seedsOf } from "../measure/ask.ts";
import type { Measuring } from "../measure/bench.ts";
import { isAsked, lengthProblem, offered } from "../measure/metrics.ts";
import { numberProblem, numbersOf, offers, splitOf, splitText } from "../measure/splits.ts";
import type { Measure } from "../measure/state.ts";
import { inWordsOf } from "../nouns.ts";
import { chosenModel, formTitle, isAuto } from "../settings.ts";
import { isBusy, type State, words } from "../state.ts";
import { label } from "../words.ts";
import { stop } from "./stop.ts";

/** The form of a comparison: which models, what is hidden, and what is measured. */
export function compare(state: State, measure: Measure, act: Measuring): TemplateResult {
  const job = state.job?.kind === "measure" && state.job.what === "compare" ? state.job : undefined;
  const wrong = askProblem(state, measure);
  return html`
    ${models(state, measure, act)} ${split(state, measure, act)} ${lists(state, measure, act)}
    ${metrics(state, measure, act)}
    <p class="buttons">
      <button
        type="button"
        class="main"
        data-heir="#measure .stop"
        ?disabled=${!state.data.report || isBusy(state) || wrong !== undefined}
        @click=${act.compare}
      >
        Compare
      </button>
      ${job ? stop(job, "#measure .main", act) : nothing}
    </p>
    ${wrong ? html`<p class="error">${wrong}</p>` : nothing}
  `;
}

function models(state: State, { ask }: Measure, act: Measuring): TemplateResult {
  const nouns = words(state);
  const params = isAuto(state) ? [] : (chosenModel(state)?.params ?? []);
  const own = changes(params, values(params, state.form.texts).values);
  return html`
    <fieldset class="metrics">
      <legend>Models</legend>
      ${check(ask.own, html`${label(formTitle(state))}, as in the form above${own ? html` <span class="hint">${own}</span>` : nothing}`, act.setOwn)}
      ${check(ask.all, `All that suit these data`, act.setAll)}
      ${grouped(state).map(({ title, models }) => {
        return html`<div role="group" aria-label=${title} class="metrics group">
          <span class="hint" aria-hidden="true">${title}</span>
          ${models.map(({ name, title }) => {
            const always = name === "popularity";
            const on = always || ask.models.includes(name);
            return check(
              on,
              html`${inWordsOf(nouns, title)}${always ? html` <span class="hint">always there, to compare with</span>` : nothing}`,
              (now) => act.setModel(name, now),
              always,
            );
          })}
        </div>`;
      })}
    </fieldset>
  `;
}

function check(
  on: boolean,
  text: unknown,
  set: (on: boolean) => void,
  fixed = false,
): TemplateResult {
  return html`
    <label class="check">
      <input
        type="checkbox"
        .checked=${live(on)}
        ?disabled=${fixed}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />
      <span>${text}</span>
    </label>
  `;
}

/** A field for a short text, with what is wrong with it. */
export function entry(
  { id, title, text, problem, hint }: Entry,
  set: (text: string) => void,
): TemplateResult {
  const described = [problem ? `${id}-problem` : "", hint ? `${id}-hint` : ""].filter(Boolean);
  return html`
    <div class="field narrow">
      <label for=${id}>${title}</label>
      <input
        id=${id}
        inputmode="decimal"
        autocomplete="off"
        .value=${live(text)}
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby=${described.length > 0 ? described.join(" ") : nothing}
        @input=${(event: Event) => set((event.target as HTMLInputElement).value)}
      />
      ${problem ? html`<p id="${id}-problem" class="error">${problem}</p>` : nothing}
      ${hint ? html`<p id="${id}-hint" class="hint">${hint}</p>` : nothing}
    </div>
  `;
}

interface Entry {
  id: string;
  title: string;
  text: string;
  problem?: string | undefined;
  hint?: string;
}

function split(state: State, measure: Measure, act: Measuring): TemplateResult {
  const { ask, explained } = measure;
  const nouns = words(state);
  const offer = splitOf(state, measure);
  const texts = numbersOf(offer, ask);
  const said = explained.text === splitText(offer, ask) ? explained.sentence : undefined;
  return html`
    <div class="row terms">
      <div class="field">
        <label for="split">Hidden</label>
        <select
          id="split"
          aria-describedby="split-says"
          @change=${(event: Event) => act.setSplit((event.target as HTMLSelectElement).value)}
        >
          ${offers(state, nouns).map((o) => html`<option value=${o.name} .selected=${o.name === offer.name}>${o.title}</option>`)}
        </select>
      </div>
      ${offer.numbers.map((spec, at) => {
        const name = label(spec.name);
        return entry(
          {
            id: `split-${at}`,
            title: `${name}${spec.share ? " in %" : ""}${spec.optional ? ", if any" : ""}`,
            text: texts[at] ?? "",
            problem: numberProblem(spec, texts[at] ?? ""),
          },
          (text) => act.setNumber(at, text),
        );
      })}
      ${entry(
        {
          ...{ id: "seeds", title: "Seeds", text: ask.seeds },
          problem: seedsOf(ask.seeds).problem,
          hint: "Where draws start; each is a run.",
        },
        act.setSeeds,
      )}
    </div>
    <p id="split-says" class="hint">${inWordsOf(nouns, said ?? "").replaceAll("ratings", nouns.value[1])}</p>
  `;
}

function lists(state: State, { ask }: Measure, act: Measuring): TemplateResult {
  const {
    kind,
    person: [one],
    value: [, many],
  } = words(state);
  const choices = [
    ["all", "whatever was hidden"],
    ["liked", `hidden ${many} at or above the ${one}'s mean`],
  ] as const;
  return html`
    <div class="row terms">
      ${
        kind === "ratings"
          ? html`<div class="field">
              <label for="relevant">What a list should find</label>
              <select id="relevant" @change=${(event: Event) => act.setRelevant((event.target as HTMLSelectElement).value === "liked" ? "liked" : "all")}>
                ${choices.map(([value, text]) => html`<option value=${value} .selected=${value === ask.relevant}>${text}</option>`)}
              </select>
            </div>`
          : nothing
      }
      ${entry({ id: "k", title: "List length k", text: ask.k, problem: lengthProblem(ask.k) }, act.setK)}
    </div>
  `;
}

function metrics(state: State, measure: Measure, act: Measuring): TemplateResult {
  const all = offered(state, measure);
  const nouns = words(state);
  return html`
    <fieldset class="metrics">
      <legend>Metrics</legend>
      ${all.map((info) =>
        check(
          isAsked(state, measure, info),
          html`<span title=${inWordsOf(nouns, info.help)}>${info.title}${info.at ? "@k" : ""}</span>`,
          (on) => act.setMetric(info.name, on),
        ),
      )}
    </fieldset>
    <details>
      <summary>What the metrics say</summary>
      <dl class="says">
        ${all.map(({ title, at, help }) => html`<dt>${title}${at ? "@k" : ""}</dt><dd>${inWordsOf(nouns, help)}</dd>`)}
      </dl>
    </details>
  `;
}
