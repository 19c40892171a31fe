import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { type Actions, chosenModel, isBusy, isImplicit, METRICS, type State } from "../state.ts";
import { duration, percent } from "../words.ts";
import { problem } from "./problem.ts";
import { runs } from "./runs.ts";

/** The splits that every data set has. */
const SPLITS = [
  { name: "random:0.2", title: "A random fifth of all ratings" },
  { name: "per-user:0.2", title: "A fifth of each person's ratings" },
  { name: "last:1", title: "Each person's latest rating" },
  { name: "kfold:5", title: "Five folds, one after the other" },
];

/** The part “Measure”: hide some ratings, train on the rest, compare. */
export function measure(state: State, act: Actions): TemplateResult {
  const { split, metrics, k, running, runs: done, error, note } = state.measure;
  const given = state.data.report?.splits ?? [];
  const listed = [
    ...(state.data.report?.testRatings
      ? [{ name: "given", title: "The test file that was loaded" }]
      : []),
    ...given.map((name) => ({ name, title: `The data's own split ${name}` })),
    ...SPLITS,
  ];
  const badK = !/^[1-9]\d{0,3}$/.test(k.trim());
  const info = chosenModel(state);
  return html`
    <section id="measure" aria-labelledby="measure-title">
      <h2 id="measure-title">Measure</h2>
      <p class="about">
        Hides some ratings, trains the model of the form on the rest, and measures how well it foresees what was hidden.
      </p>
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
      ${badK ? html`<p id="k-problem" class="error">Needed: a whole number from 1 to 9999; found “${k}”.</p>` : nothing}
      <fieldset class="metrics">
        <legend>Metrics</legend>
        ${METRICS.map((m) => {
          const off = m.explicitOnly && isImplicit(state);
          return html`
            <label class="check">
              <input
                type="checkbox"
                .checked=${live((metrics[m.name] ?? false) && !off)}
                ?disabled=${off}
                @change=${(event: Event) => act.setMetric(m.name, (event.target as HTMLInputElement).checked)}
              />
              <span>${m.title}${m.list ? "@k" : ""}</span>
            </label>
          `;
        })}
      </fieldset>
      <p class="buttons">
        <button type="button" class="main" ?disabled=${!state.data.report || isBusy(state) || badK} @click=${act.evaluate}>
          Measure ${info?.title}
        </button>
        ${running ? html`<button type="button" @click=${act.stop}>Stop</button>` : nothing}
      </p>
      ${
        running
          ? html`
              <div class="job">
                <label for="measuring">
                  Measuring${running.folds > 1 ? `, fold ${running.fold + 1} of ${running.folds}` : ""}
                </label>
                <progress id="measuring" max="1" .value=${running.progress?.fraction ?? 0}></progress>
                <p class="hint">
                  ${
                    running.progress
                      ? `${percent(running.progress.fraction)}, ${duration(running.progress.secondsLeft)} left`
                      : "Starting …"
                  }
                </p>
              </div>
            `
          : nothing
      }
      ${problem(error, note)} ${done.length > 0 ? runs(done, act) : nothing}
    </section>
  `;
}
