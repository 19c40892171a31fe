import { html, nothing, type TemplateResult } from "lit-html";
import { type Actions, isBusy, type State } from "../state.ts";
import { bytes, count, duration, percent } from "../words.ts";
import { columns } from "./columns.ts";
import { dropZone } from "./drop-zone.ts";
import { problem } from "./problem.ts";
import { refusal } from "./refusal.ts";
import { report } from "./report.ts";

/** The part “Data”: the drop zone, the samples, reading, and what was read. */
export function data(state: State, act: Actions): TemplateResult {
  const { report: present, sample, reading, over, error, note, refused, choosing } = state.data;
  const ask = choosing && !choosing.open ? act.askColumns : undefined;
  return html`
    <section id="data" aria-labelledby="data-title">
      <h2 id="data-title">Data</h2>
      ${dropZone({
        id: "files",
        button: "Choose files",
        over,
        hint: "CSV, TSV or .dat with a column each for people, items and ratings; MovieLens folders; a .zip or .gz of them; a saved model. Files that belong together go together.",
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
              ?disabled=${isBusy(state)}
              @click=${() => act.openSample(s.name)}
            >
              ${s.title}
            </button>
          `,
        )}
      </p>
      ${reading ? readingView(reading, act) : nothing} ${problem(error, note)}
      ${refused ? refusal(refused, state, act) : nothing} ${choosing?.open ? columns(choosing, state, act) : nothing}
      ${sample ? html`<p class="about">${sample.summary}</p>` : nothing} ${present ? report(present, sample?.summary, ask) : nothing}
    </section>
  `;
}

function readingView(reading: NonNullable<State["data"]["reading"]>, act: Actions): TemplateResult {
  const p = reading.progress;
  const share = p && p.total > 0 ? p.bytes / p.total : 0;
  return html`
    <div class="job">
      <label for="reading">Reading ${reading.name}</label>
      <progress id="reading" max="1" .value=${share}></progress>
      <button type="button" @click=${act.stop}>Stop</button>
      <p class="hint">
        ${
          p
            ? html`${percent(share)}: ${bytes(p.bytes)} of ${bytes(p.total)}, ${count(p.rows)} ratings,
              ${bytes(p.rate)}/s${Number.isFinite(p.secondsLeft) ? `, ${duration(p.secondsLeft)} left` : ""}`
            : "Starting …"
        }
      </p>
    </div>
  `;
}
