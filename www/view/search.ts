import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Found, ParamSpec } from "../engine/client.ts";
import type { Measuring } from "../measure/bench.ts";
import { direction, metricTitle } from "../measure/metrics.ts";
import { rangeOf, rangeProblem, searchable } from "../measure/ranges.ts";
import type { Measure, Range, Search, Sought } from "../measure/state.ts";
import { signed } from "../measure/verdict.ts";
import { budgetProblem, choosers, searchProblem, trialsProblem } from "../measure/wanted.ts";
import { inWordsOf } from "../nouns.ts";
import { chosenModel } from "../settings.ts";
import { isBusy, isOpen, type State, words } from "../state.ts";
import { counted, label, percent } from "../words.ts";
import { running } from "./bench.ts";
import { chart } from "./chart/chart.ts";
import { entry } from "./compare.ts";
import { copy } from "./copy.ts";
import { panel } from "./panel.ts";
import { stop } from "./stop.ts";
import { settingText, trials } from "./trials.ts";

/** The search of good settings for the model of the form. */
export function search(state: State, measure: Measure, act: Measuring): TemplateResult {
  const info = chosenModel(state);
  const title = info ? inWordsOf(words(state), info.title) : "the model of the form";
  const open = isOpen(state, "search");
  return panel(
    {
      name: "search",
      open,
      summary: `Search good settings for ${title}`,
      // The names of its fields are those of the model's form.
      content: open ? html`<div id="search">${form(state, measure, act)}</div>` : nothing,
    },
    act,
  );
}

function form(state: State, measure: Measure, act: Measuring): TemplateResult {
  const job = state.job?.kind === "measure" && state.job.what === "search" ? state.job : undefined;
  const { name = "", params: all = [] } = chosenModel(state) ?? {};
  const params = searchable(all);
  const wrong = searchProblem(state, measure);
  const { kind, person, value } = words(state);
  const few = (kind === "pairs" ? value : person)[1];
  const { trials: number, budget, found } = measure.search;
  const names = choosers(state, measure);
  const chosen = names.find((name) => name === measure.search.metric) ?? names[0];
  return html`
    <p class="hint">
      Tries settings on a part of the training data, all with few ${few} and the best with all of them. What is found has to
      be surely better than the form's settings on further such parts; the test is looked at once, at the end. What is
      hidden, the first seed and the length of lists are those above.
    </p>
    <fieldset class="ranges">
      <legend>Settings to search</legend>
      ${params.length > 0 ? params.map((param) => range(name, param, measure.search, act)) : nothing}
    </fieldset>
    <div class="row terms">
      <div class="field">
        <label for="search-metric">The best by</label>
        <select id="search-metric" @change=${(event: Event) => act.setChooser((event.target as HTMLSelectElement).value)}>
          ${names.map((name) => html`<option value=${name} .selected=${name === chosen}>${metricTitle(measure.metrics, name)}</option>`)}
        </select>
      </div>
      ${entry({ id: "trials", title: "Trials", text: number, problem: trialsProblem(number, budget) }, act.setTrials)}
      ${entry(
        {
          ...{ id: "budget", title: "Most work, if any", text: budget },
          problem: budgetProblem(budget),
          hint: "In trainings with the form's settings.",
        },
        act.setBudget,
      )}
    </div>
    <p class="buttons">
      <button
        type="button"
        class="main"
        data-heir="#search .stop"
        ?disabled=${!state.data.report || isBusy(state) || wrong !== undefined}
        @click=${act.search}
      >
        Search
      </button>
      ${job ? stop(job, "#search .main", act) : nothing}
    </p>
    ${wrong ? html`<p class="hint">${wrong}</p>` : nothing} ${job ? running(job) : nothing}
    ${found ? result(state, measure, found, act) : nothing}
  `;
}

function range(model: string, param: ParamSpec, search: Search, act: Measuring): TemplateResult {
  const at = rangeOf(model, param, search);
  const set = (change: Partial<Range>) => act.setRange(model, param, change);
  const id = `range-${param.name}`;
  const problem = at.on ? rangeProblem(param, at) : undefined;
  const field = (end: "low" | "high", title: string) => html`
    <label>
      <span class="unseen">${label(param.name)}</span> ${title}
      <input
        inputmode="decimal"
        autocomplete="off"
        .value=${live(at[end])}
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby=${problem ? `${id}-problem` : nothing}
        @input=${(event: Event) => set({ [end]: (event.target as HTMLInputElement).value })}
      />
    </label>
  `;
  const options =
    param.kind === "choice" ? param.choices.map((c) => c.name.replaceAll("_", " ")) : ["on", "off"];
  return html`
    <div class="range">
      <label class="check">
        <input
          type="checkbox"
          .checked=${live(at.on)}
          @change=${(event: Event) => set({ on: (event.target as HTMLInputElement).checked })}
        />
        <span>${label(param.name)}</span>
      </label>
      ${!at.on ? nothing : param.search ? html`${field("low", "from")} ${field("high", "to")} ${scale(param, at.log, set)}` : html`<span class="hint">${options.join(", ")}</span>`}
      ${problem ? html`<p id="${id}-problem" class="error">${problem}</p>` : nothing}
    </div>
  `;
}

function scale(
  param: ParamSpec,
  log: boolean,
  set: (change: Partial<Range>) => void,
): TemplateResult {
  return html`
    <label>
      <span class="unseen">${label(param.name)}</span> spread
      <select @change=${(event: Event) => set({ log: (event.target as HTMLSelectElement).value === "log" })}>
        <option value="log" .selected=${log}>by ratio</option>
        <option value="linear" .selected=${!log}>evenly</option>
      </select>
    </label>
  `;
}

/** How the best trial stands the comparison with the form's settings on parts that chose nothing. */
function confirmed({ confirmed: stood, complete }: Found, what: string): string {
  if (!stood) return complete ? "No other setting was above it on the validation part." : "";
  const { trial, parts, difference, sure } = stood;
  const by = difference ? `: ${what} ${signed(difference)}` : "";
  const where = `on ${counted(parts, "further part")}`;
  return sure
    ? `It is surely better than the form's settings ${where}${by}.`
    : `Trial ${trial + 1} was the best, but is not surely better ${where}${by}.`;
}

function result(
  state: State,
  measure: Measure,
  { found, data, stopped, running, link }: Sought,
  act: Measuring,
): TemplateResult {
  const { metrics } = measure;
  const what = metricTitle(metrics, found.metric);
  const [tested, without] = [found.metrics[found.metric], found.without[found.metric]];
  const setting = settingText(found.trials[found.best] ?? { params: {} });
  const picture = trials(found, what, direction(metrics, found.metric));
  const begin = running ? "The best so far" : stopped ? "Stopped; the best so far" : "The best";
  const other = data !== (state.data.report?.name ?? "");
  return html`
    ${picture ? chart(state, act)(picture) : nothing}
    <p class="found">
      ${begin}: <b>${setting}</b>${found.best === 0 ? ", as it stands in the form" : ""}. ${confirmed(found, what)}
      ${
        tested !== undefined && without !== undefined
          ? `On the test it has ${what} ${tested.toFixed(4)}; without a search it is ${without.toFixed(4)}.`
          : "The test has not been looked at yet."
      }
    </p>
    ${
      running
        ? nothing
        : html`<p class="buttons">
            <button type="button" data-heir="#train .stop,#search .main" ?disabled=${isBusy(state) || other} @click=${act.applyFound}>
              Take these settings and train
            </button>
            ${copy(link, act)}
          </p>`
    }
    <details>
      <summary>All trials</summary>
      <div class="scroll" role="region" aria-label="Trials" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Trial</th>
              <th scope="col">Setting</th>
              <th scope="col" class="number">${what}</th>
              <th scope="col" class="number">Data</th>
              <th scope="col" class="number">On further parts</th>
            </tr>
          </thead>
          <tbody>
            ${found.trials.map(
              (trial, at) => html`
                <tr>
                  <th scope="row">${at + 1}${at === found.best ? ", best" : ""}</th>
                  <td>
                    ${settingText(trial)}
                    ${trial.failed ? html`<small class="detail failed">${trial.failed}</small>` : nothing}
                  </td>
                  <td class="number">${trial.figure === undefined ? "–" : trial.figure.toFixed(4)}</td>
                  <td class="number">${trial.share > 0 ? percent(trial.share) : "–"}</td>
                  <td class="number">${trial.confirmed === undefined ? "–" : trial.confirmed.toFixed(4)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    </details>
  `;
}
