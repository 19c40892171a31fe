import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Actions } from "../actions/actions.ts";
import { lengthProblem, METRICS } from "../metrics.ts";
import type { Nouns } from "../nouns.ts";
import { formTitle, measuringProblem, predictsRatings } from "../settings.ts";
import { type Job, type State, words } from "../state.ts";
import { duration, percent } from "../words.ts";
import { problem } from "./problem.ts";
import { runs } from "./runs.ts";
import { skeleton } from "./skeleton.ts";
import { stop } from "./stop.ts";

/** The splits that every data set has. */
function splits({ person: [one], value: [single, many] }: Nouns) {
  return [
    { name: "random:0.2", title: `A random fifth of all ${many}` },
    { name: "per-user:0.2", title: `A fifth of each ${one}'s ${many}` },
    { name: "last:1", title: `Each ${one}'s latest ${single}` },
    { name: "kfold:5", title: "Five folds, one after the other" },
  ];
}

/** The part “Measure”: hide some ratings, train on the rest, compare. */
export function measure(state: State, act: Actions): TemplateResult {
  return html`
    <section id="measure" aria-labelledby="measure-title">
      <h2 id="measure-title">Measure</h2>
      <p class="about">
        Hides some ${words(state).value[1]}, trains the model of the form on the rest, and measures how well it foresees
        what was hidden.
      </p>
      ${state.models.length > 0 ? form(state, act) : skeleton("The metrics are on their way", 4)}
    </section>
  `;
}

function form(state: State, act: Actions): TemplateResult {
  const { split, k, relevant, runs: done } = state.measure;
  const job = state.job?.kind === "measure" ? state.job : undefined;
  const { report } = state.data;
  const nouns = words(state);
  const listed = [
    ...(report?.testRatings ? [{ name: "given", title: "The test file that was loaded" }] : []),
    ...(report?.splits ?? []).map((name) => ({ name, title: `The data's own split ${name}` })),
    ...splits(nouns),
  ];
  const badK = lengthProblem(k);
  const wrong = measuringProblem(state);
  return html`
    <div class="row">
      <div class="field">
        <label for="split">Hidden</label>
        <select id="split" @change=${(event: Event) => act.setSplit((event.target as HTMLSelectElement).value)}>
          ${listed.map((s) => html`<option value=${s.name} .selected=${s.name === split}>${s.title}</option>`)}
        </select>
      </div>
      <div class="field narrow">
        <label for="k">List length k</label>
        <input
          id="k"
          inputmode="numeric"
          autocomplete="off"
          .value=${live(k)}
          aria-invalid=${badK ? "true" : "false"}
          aria-describedby=${badK ? "k-problem" : nothing}
          @input=${(event: Event) => act.setK((event.target as HTMLInputElement).value)}
        />
      </div>
    </div>
    ${badK ? html`<p id="k-problem" class="error">${badK}</p>` : nothing}
    ${nouns.kind === "ratings" ? found(relevant, nouns, act) : nothing} ${metrics(state, act)}
    <p class="buttons">
      <button
        type="button"
        class="main"
        data-heir="#measure .stop"
        ?disabled=${!report || state.job !== undefined || wrong !== undefined}
        @click=${act.evaluate}
      >
        Measure ${formTitle(state)}
      </button>
      ${job ? stop(job, "#measure .main", act) : nothing}
    </p>
    ${wrong && !badK ? html`<p class="error">${wrong}</p>` : nothing} ${job ? running(job) : nothing}
    ${problem(state.ends.measure)} ${done.length > 0 ? runs(done, act) : nothing}
  `;
}

function found(
  relevant: State["measure"]["relevant"],
  { person: [one], value: [, many] }: Nouns,
  act: Actions,
): TemplateResult {
  const choices = [
    ["all", "whatever was hidden"],
    ["liked", `hidden ${many} at or above the ${one}'s mean`],
  ] as const;
  return html`
    <div class="field">
      <label for="relevant">What a list should find</label>
      <select id="relevant" @change=${(event: Event) => act.setRelevant((event.target as HTMLSelectElement).value === "liked" ? "liked" : "all")}>
        ${choices.map(([value, text]) => html`<option value=${value} .selected=${value === relevant}>${text}</option>`)}
      </select>
    </div>
  `;
}

function metrics(state: State, act: Actions): TemplateResult {
  const ratings = predictsRatings(state);
  return html`
    <fieldset class="metrics">
      <legend>Metrics</legend>
      ${METRICS.map((m) => {
        const off = m.ofRatings && !ratings;
        return html`
          <label class="check">
            <input
              type="checkbox"
              .checked=${live((state.measure.metrics[m.name] ?? false) && !off)}
              ?disabled=${off}
              @change=${(event: Event) => act.setMetric(m.name, (event.target as HTMLInputElement).checked)}
            />
            <span>${m.title}${m.list ? "@k" : ""}</span>
          </label>
        `;
      })}
      ${ratings ? nothing : html`<p class="hint">RMSE and MAE are for models that predict ratings; this one does not on these data.</p>`}
    </fieldset>
  `;
}

function running({ fold, folds, progress }: Extract<Job, { kind: "measure" }>): TemplateResult {
  return html`
    <div class="job">
      <label for="measuring">Measuring${folds > 1 ? `, fold ${fold + 1} of ${folds}` : ""}</label>
      <progress id="measuring" max="1" .value=${progress?.fraction ?? 0}></progress>
      <p class="hint">
        ${progress ? `${percent(progress.fraction)}, ${duration(progress.secondsLeft)} left` : "Starting …"}
      </p>
    </div>
  `;
}
