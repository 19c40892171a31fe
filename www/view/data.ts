import { html, nothing, type TemplateResult } from "lit-html";
import { type Actions, isBusy, type State } from "../state.ts";
import { bytes, count, duration, percent } from "../words.ts";
import { problem } from "./problem.ts";
import { report } from "./report.ts";

/** The part “Data”: the drop zone, the samples, reading, and what was read. */
export function data(state: State, act: Actions): TemplateResult {
  const { report: present, sample, reading, over, error, note } = state.data;
  const picked = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.files?.length) act.openFiles([...input.files]);
    // Choosing the same file again is a change, too.
    input.value = "";
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    if (event.dataTransfer) act.dropFiles(event.dataTransfer);
  };
  const held = (event: DragEvent) => {
    event.preventDefault();
    act.dragOver(true);
  };
  return html`
    <section id="data" aria-labelledby="data-title">
      <h2 id="data-title">Data</h2>
      <div
        class="drop ${over ? "over" : ""}"
        @dragenter=${held}
        @dragover=${held}
        @dragleave=${() => act.dragOver(false)}
        @drop=${dropped}
      >
        <p>
          <label class="button">
            <input id="files" type="file" multiple @change=${picked} aria-describedby="data-hint" />
            Choose files
          </label>
          <span>or drop them here.</span>
        </p>
        <p id="data-hint" class="hint">
          CSV, TSV or .dat with a column each for people, items and ratings; MovieLens folders; a .zip or .gz of them; a
          saved model. Files that belong together go together.
        </p>
      </div>
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
      ${sample ? html`<p class="about">${sample.summary}</p>` : nothing} ${present ? report(present, sample?.summary) : nothing}
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
              ${bytes(p.rate)}/s, ${duration(p.secondsLeft)} left`
            : "Starting …"
        }
      </p>
    </div>
  `;
}
