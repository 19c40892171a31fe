import { html, nothing, type TemplateResult } from "lit-html";
import type { Measuring } from "../measure/bench.ts";
import type { Measure } from "../measure/state.ts";
import { atWork } from "../memory.ts";
import { type Job, type State, words } from "../state.ts";
import { duration, percent } from "../words.ts";
import { compare } from "./compare.ts";
import { comparison } from "./comparison.ts";
import { copied } from "./copy.ts";
import { problem } from "./problem.ts";
import { search } from "./search.ts";

/** Comparing models, the table of what came of it, and searching settings. */
export function bench(state: State, measure: Measure, act: Measuring): TemplateResult {
  const job = state.job?.kind === "measure" ? state.job : undefined;
  const { rows } = measure;
  return html`
    ${compare(state, measure, act)} ${job?.what === "compare" ? running(job) : nothing}
    ${problem(state.ends.measure)} ${rows.length > 0 ? comparison(measure, words(state), act) : nothing}
    ${search(state, measure, act)} ${copied("measure-link", measure.link)}
  `;
}

/** How far a comparison or a search is. */
export function running({
  what,
  finished,
  planned,
  title,
  progress,
}: Extract<Job, { kind: "measure" }>): TemplateResult {
  const share = (finished + (progress?.fraction ?? 0)) / Math.max(planned, 1);
  const name = what === "compare" ? "Comparing" : "Searching";
  return html`
    <div class="job">
      <label for="measuring">
        ${name}${planned > 0 ? `: ${what === "compare" ? "run" : "trial"} ${Math.min(finished + 1, planned)} of ${planned}, ${title}` : ""}
      </label>
      <progress id="measuring" max="1" .value=${share}></progress>
      <p class="hint">
        ${progress ? `${percent(progress.fraction)} of this one, ${duration(progress.secondsLeft)} left of it${atWork(progress)}` : "Starting …"}
      </p>
    </div>
  `;
}
