import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { exportsFor } from "../exports.ts";
import { bytes } from "../memory.ts";
import { nouns } from "../nouns.ts";
import { isBusy, type Job, type State } from "../state.ts";
import { count, duration, percent } from "../words.ts";
import { chart } from "./chart/chart.ts";
import { dropZone } from "./drop-zone.ts";
import { kept } from "./kept.ts";
import { problem } from "./problem.ts";
import { refusal } from "./refusal.ts";
import { report } from "./report.ts";
import { skeleton } from "./skeleton.ts";
import { stop } from "./stop.ts";

const UNDER_WAY: Record<Job["kind"], string> = {
  read: "reading",
  train: "training",
  measure: "measuring",
  curve: "drawing",
  write: "writing",
};

/** It stands where it will be said what is kept, which comes while one goes on: nothing below may move under a finger. */
const PROMISE = html`<div class="keeping"><p class="hint">What you do here is kept on this device for your next visit.</p></div>`;

/** The part “Data”: the drop zone, the samples, reading, and what was read. */
export function data(state: State, act: Actions): TemplateResult {
  const { report: present, sample, over, refused, choosing } = state.data;
  const { job, waiting, ends } = state;
  const exports = exportsFor(nouns(present));
  const ask = choosing && !choosing.open ? act.askColumns : undefined;
  return html`
    <section id="data" aria-labelledby="data-title">
      <h2 id="data-title">Data</h2>
      ${dropZone({
        id: "files",
        button: "Choose files",
        or: "or drop them.",
        over,
        hint: `A table (CSV, TSV, .dat, JSON, YAML, parquet, Excel) with a column each for people, items and ratings; MovieLens folders; a .zip or .gz of them; ${exports ? "your own export from Letterboxd, IMDb, Goodreads and others; " : ""}a saved model. Files that belong together go together.`,
        hold: (on) => act.dragOver("data", on),
        pick: act.openFiles,
        drop: act.dropFiles,
      })}
      <p class="samples">
        <span>Samples:</span>
        ${state.samples.map(
          (s) => html`
            <button
              type="button"
              class="quiet"
              aria-pressed=${sample?.name === s.name ? "true" : "false"}
              aria-disabled=${isBusy(state) ? "true" : "false"}
              @click=${() => act.openSample(s.name)}
            >
              ${s.title}
            </button>
          `,
        )}
      </p>
      ${job?.kind === "read" && !job.yields ? reading(job, act) : nothing}
      ${
        waiting.length > 0
          ? html`<p class="note" role="status">
              Next: ${waiting.join(", then ")}${job ? ` – as soon as ${UNDER_WAY[job.kind]} has ended or is stopped` : nothing}.
            </p>`
          : nothing
      }
      ${refused ? refusal(refused, state, act) : problem(ends.read, present ? "The data from before are still here." : "")}
      ${sample ? html`<p class="about">${sample.summary}</p>` : nothing}
      ${present ? report(present, chart(state, act), sample?.summary, ask) : nothing}
      ${kept(state.keep, act, PROMISE)}
      ${!present && !state.ends.read ? html`<div class="awaited">${skeleton("The data are on their way", 4)}</div>` : nothing}
    </section>
  `;
}

function reading(job: Extract<Job, { kind: "read" }>, act: Actions): TemplateResult {
  const { name, progress: p } = job;
  const share = p && p.total > 0 ? p.bytes / p.total : 0;
  return html`
    <div class="job">
      <label for="reading">Reading ${name}</label>
      <progress id="reading" max="1" .value=${share}></progress>
      ${stop(job, "#columns-title,#columns-ask,#files", act)}
      <p class="hint">
        ${
          p
            ? html`${percent(share)}: ${bytes(p.bytes)} of ${bytes(p.total)}, ${count(p.rows)} rows,
              ${bytes(p.rate)}/s${Number.isFinite(p.secondsLeft) ? `, ${duration(p.secondsLeft)} left` : ""}`
            : "Starting …"
        }
      </p>
    </div>
  `;
}
