import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Exporting } from "../actions/write.ts";
import type { FactorFormat, ListFormat } from "../engine/client.ts";
import { isBusy, isOpen, type Job, type State, type TrainedModel, words } from "../state.ts";
import { count, counted, percent } from "../words.ts";
import { panel } from "./panel.ts";
import { problem } from "./problem.ts";
import { stop } from "./stop.ts";

const FACTORS: { name: FactorFormat; title: string }[] = [
  { name: "parquet", title: "Spark (parquet)" },
  { name: "npz", title: "numpy, implicit (npz)" },
  { name: "safetensors", title: "safetensors" },
  { name: "word2vec", title: "gensim (word2vec)" },
];

const LISTS: { name: ListFormat; title: string }[] = [
  { name: "csv", title: "CSV" },
  { name: "parquet", title: "parquet" },
];

/** What can be written for other programs: the model's factors, and its lists for everybody. */
export function write(
  { report: { abilities, users } }: TrainedModel,
  state: State,
  act: Listing & Exporting,
): TemplateResult {
  const { person, item, kind } = words(state);
  const job = state.job?.kind === "write" ? state.job : undefined;
  const formats = FACTORS.filter(({ name }) =>
    name === "word2vec" ? abilities.item_map : abilities.factors,
  );
  const format = formats.find(({ name }) => name === state.write.factors) ?? formats[0];
  const about =
    formats.length > 1 ? `Vectors of ${person[1]} and ${item[1]}` : `Vectors of ${item[1]}`;
  return panel(
    {
      name: "write",
      open: isOpen(state, "write"),
      summary: "For other programs",
      content: html`
        ${
          format
            ? choice({
                id: "write-factors",
                label: "Factors for other programs",
                hint:
                  format.name === "word2vec"
                    ? `Vectors of ${item[1]} alone.`
                    : `${about}, whose products order as the model does.`,
                options: formats,
                chosen: format.name,
                set: act.setFactorFormat,
                save: () => act.writeFactors(format.name),
                busy: isBusy(state),
              })
            : nothing
        }
        ${choice({
          id: "write-lists",
          label: kind === "pairs" ? `Lists for all ${person[1]}` : "Lists for everybody",
          hint: `The best ${state.explore.n} for each of ${counted(users, ...person)}, without filters.`,
          options: LISTS,
          chosen: state.write.lists,
          set: act.setListFormat,
          save: act.writeLists,
          busy: isBusy(state),
        })}
        ${job ? running(job, person[1], act) : nothing} ${problem(state.ends.write)}
      `,
    },
    act,
  );
}

interface Choice<T> {
  id: string;
  label: string;
  hint: string;
  options: { name: T; title: string }[];
  chosen: T;
  set: (name: T) => void;
  save: () => void;
  busy: boolean;
}

function choice<T extends string>(c: Choice<T>): TemplateResult {
  return html`
    <div class="writing">
      <div class="field">
        <label for=${c.id}>${c.label}</label>
        <select id=${c.id} aria-describedby="${c.id}-hint" @change=${(event: Event) => c.set((event.target as HTMLSelectElement).value as T)}>
          ${c.options.map(({ name, title }) => html`<option value=${name} .selected=${name === c.chosen}>${title}</option>`)}
        </select>
      </div>
      <button
        type="button"
        class="quiet"
        aria-label="Save: ${c.label}"
        data-heir="#panel-write .stop"
        ?disabled=${c.busy}
        @click=${c.save}
      >Save</button>
      <p id="${c.id}-hint" class="hint">${c.hint}</p>
    </div>
  `;
}

function running(
  job: Extract<Job, { kind: "write" }>,
  people: string,
  act: Listing & Exporting,
): TemplateResult {
  const { done, of } = job.progress ?? { done: 0, of: 1 };
  return html`
    <div class="job">
      <label for="writing">${job.what === "lists" ? "Making the lists" : "Writing the factors"}</label>
      <progress id="writing" max="1" .value=${done / Math.max(of, 1)}></progress>
      <p class="hint">
        ${job.progress ? `${percent(done / Math.max(of, 1))}: ${count(done)} of ${count(of)} ${people}` : "Starting …"}
      </p>
      ${stop(job, `#write-${job.what}`, act)}
    </div>
  `;
}
