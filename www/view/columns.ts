import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Explaining } from "../actions/columns.ts";
import { ENCODINGS, isComplete, ROLES, type Role, roleOf, SEPARATORS } from "../columns.ts";
import type { Encoding } from "../engine/client.ts";
import { type Choosing, isBusy, type State } from "../state.ts";
import { problem } from "./problem.ts";

const WHY: Record<Choosing["why"], (file: string) => string> = {
  failed: (file) =>
    `It is not clear which column of ${file} is which. Say it above the columns, and read the file again.`,
  guessed: (file) =>
    `What the columns of ${file} mean was guessed from what stands in them. Change what is wrong.`,
  asked: (file) => `This is how the columns of ${file} were read. Change what is wrong.`,
};

/** The first rows of a table, with a choice above each column of what it means. */
export function columns(choosing: Choosing, state: State, act: Explaining): TemplateResult {
  const { previews, at, why, error } = choosing;
  const preview = previews[at];
  if (!preview) return html``;
  const { columns: said, rows } = preview;
  const width = Math.max(...rows.map((row) => row.length));
  const value = (event: Event) => (event.target as HTMLSelectElement).value;
  const separators = SEPARATORS.some((s) => s.separator === said.separator)
    ? SEPARATORS
    : [...SEPARATORS, { separator: said.separator ?? "", title: said.separator ?? "" }];
  const complete = isComplete(said);
  // A guess that nobody has touched is most likely right.
  const right = why === "guessed" && !choosing.changed;
  const again = html`
    <button
      type="button"
      class=${right ? "" : "main"}
      ?disabled=${!complete || isBusy(state)}
      @click=${act.readColumns}
    >
      Read again with these
    </button>
  `;
  const close = html`
    <button type="button" class=${right ? "main" : ""} @click=${act.closeColumns}>
      ${why === "guessed" ? (right ? "They are right" : "Keep them as they were") : "Close"}
    </button>
  `;
  return html`
      <p class="about">${WHY[why](preview.file)}</p>
      ${
        previews.length > 1
          ? html`
              <div class="field">
                <label for="columns-file">File</label>
                <select id="columns-file" @change=${(event: Event) => act.choosePreview(Number(value(event)))}>
                  ${previews.map((p, i) => html`<option value=${i} .selected=${i === at}>${p.file}</option>`)}
                </select>
              </div>
            `
          : nothing
      }
      <div class="scroll">
        <table class="preview" aria-label="First rows of ${preview.file}">
          <thead>
            <tr>
              ${Array.from(
                { length: width },
                (_, i) => html`<td>
                  <select
                    aria-label="Meaning of column ${i + 1}"
                    class=${roleOf(said, i) ? "said" : ""}
                    @change=${(event: Event) => act.setColumn(i, value(event) as Role)}
                  >
                    ${ROLES.map((r) => html`<option value=${r.role} .selected=${r.role === roleOf(said, i)}>${r.title}</option>`)}
                  </select>
                </td>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row, r) => html`<tr class=${r === 0 && said.header ? "names" : ""}>
                ${Array.from({ length: width }, (_, i) => html`<td class=${roleOf(said, i) ? "" : "ignored"}>${row[i]}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="writing">
        <div class="field">
          <label for="separator">Between fields</label>
          <select id="separator" @change=${(event: Event) => act.setWriting({ separator: value(event) })}>
            ${separators.map((s) => html`<option value=${s.separator} .selected=${s.separator === said.separator}>${s.title}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="encoding">Encoding</label>
          <select id="encoding" @change=${(event: Event) => act.setWriting({ encoding: value(event) as Encoding })}>
            ${ENCODINGS.map((e) => html`<option value=${e.encoding} .selected=${e.encoding === said.encoding}>${e.title}</option>`)}
          </select>
        </div>
        ${check("No column has the person: all rows are mine", said.mine ?? false, (mine) => act.setTable({ mine }))}
        ${check("Each column is an item", said.wide ?? false, (wide) => act.setTable({ wide }))}
        ${check("0 says “not rated”", said.zeroIsUnrated ?? false, (zeroIsUnrated) => act.setTable({ zeroIsUnrated }))}
        ${said.minusOneIsUnrated === undefined ? nothing : check("−1 says “not rated”", said.minusOneIsUnrated, (minusOneIsUnrated) => act.setTable({ minusOneIsUnrated }))}
        ${check("The first line names the columns", said.header ?? false, (header) => act.setWriting({ header }))}
        ${check('Quotes “"” enclose fields', said.quote ?? false, (quote) => act.setWriting({ quote }))}
      </div>
      ${problem({ error })}
      ${complete ? nothing : html`<p class="hint">One column has to be the person, and one the item, unless all rows are yours or each column is an item. Without a rating every row counts as a plain “yes”.</p>`}
      <p class="buttons">${right ? html`${close} ${again}` : html`${again} ${close}`}</p>
  `;
}

function check(title: string, on: boolean, set: (on: boolean) => void): TemplateResult {
  return html`
    <label class="check">
      <input
        type="checkbox"
        .checked=${live(on)}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />
      <span>${title}</span>
    </label>
  `;
}
