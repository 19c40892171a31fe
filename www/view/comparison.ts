import { html, nothing, type TemplateResult } from "lit-html";
import type { Measuring } from "../measure/bench.ts";
import { metricOf, metricTitle } from "../measure/metrics.ts";
import { FORMATS, type Format } from "../measure/save.ts";
import type { Measure, Row, Versus } from "../measure/state.ts";
import {
  columnsOf,
  differenceOf,
  direct,
  inOrder,
  isBest,
  isUnsure,
  metricInView,
} from "../measure/table.ts";
import { signed, verdict } from "../measure/verdict.ts";
import { bytes } from "../memory.ts";
import { inWordsOf, type Nouns } from "../nouns.ts";
import { count, counted, duration } from "../words.ts";
import { copy } from "./copy.ts";

const ARROWS = { ascending: "↑", descending: "↓", none: "" };

const VERSUS: [Versus, string][] = [
  ["best", "the best of the same comparison"],
  ["popularity", "popularity"],
];

/** What comparisons have found: in a sentence, and as a table of one row a model and setting. */
export function comparison(measure: Measure, nouns: Nouns, act: Measuring): TemplateResult {
  const { rows, metrics, sort, versus } = measure;
  const columns = columnsOf(rows, metrics);
  const inView = metricInView(measure);
  const said = inView ? verdict(measure, rows, inView) : [];
  const head = (by: string, title: string, number = true, help = "") => {
    const order = direct(by, sort, metrics);
    return html`
      <th scope="col" class=${by === "title" ? "whose" : number ? "number" : nothing} aria-sort=${order}>
        <button type="button" class="quiet" title=${help || nothing} @click=${() => act.sortBy(by)}>
          ${title}<span aria-hidden="true">${ARROWS[order]}</span>
        </button>
      </th>
    `;
  };
  return html`
    ${said.length > 0 ? html`<p class="verdict">${said.join(" ")}</p>` : nothing}
    <div class="scroll" role="region" aria-label="Results" tabindex="0">
      <table class="compared">
        <thead>
          <tr>
            ${head("title", "Model", false)}
            ${columns.map((name) => head(name, metricTitle(metrics, name), true, inWordsOf(nouns, metricOf(metrics, name)?.help ?? "")))}
            ${head("fit", "Training")} ${head("evaluate", "Answering")} ${head("bytes", "Size")}
            ${head("split", "Hidden", false)}
            <th scope="col"><span class="unseen">Remove</span></th>
          </tr>
        </thead>
        <tbody>
          ${inOrder(rows, sort, metrics).map((row) => line(row, columns, measure, act))}
        </tbody>
      </table>
    </div>
    <div class="row terms">
      <div class="field">
        <label for="versus">Beside each figure the difference from</label>
        <select id="versus" @change=${(event: Event) => act.setVersus((event.target as HTMLSelectElement).value === "popularity" ? "popularity" : "best")}>
          ${VERSUS.map(([value, text]) => html`<option value=${value} .selected=${value === versus}>${text}</option>`)}
        </select>
        <p class="hint">
          In brackets: where it lies in 95 of 100 draws of the ${nouns.person[1]}. Where 0 lies between, it may be chance. After ±:
          the deviation over folds and seeds.
        </p>
      </div>
    </div>
    <p class="buttons">
      ${Object.entries(FORMATS).map(
        ([format, { title }]) =>
          html`<button type="button" class="quiet" @click=${() => act.saveRows(format as Format)}>Save as ${title}</button>`,
      )}
      ${measure.last ? copy(measure.last.link, act) : nothing}
      <button type="button" class="quiet" data-heir="#measure .main,#measure-title" @click=${act.clearRows}>Clear</button>
    </p>
  `;
}

function line(row: Row, columns: string[], measure: Measure, act: Measuring): TemplateResult {
  const { title, changes, figures, terms } = row;
  const { fit, evaluate } = figures.seconds;
  const how = [
    `seed ${terms.seeds.join(", ")}`,
    figures.runs > 1 ? counted(figures.runs, "run") : "",
    figures.data.ratings > 0 ? `trained on ${count(figures.data.ratings)}` : "",
    terms.relevant === "liked" ? "lists are to find what was liked" : "",
    terms.implicit ? "every value as a plain “yes”" : "",
    terms.data,
  ].filter(Boolean);
  return html`
    <tr>
      <th scope="row" class="whose">
        ${title}${changes ? html`<small class="detail">${changes}</small>` : nothing}
        ${figures.failed ? html`<small class="detail failed">${figures.failed}</small>` : nothing}
      </th>
      ${columns.map((name) => cell(row, name, measure))}
      <td class="number">${figures.runs > 0 ? duration(fit) : "–"}</td>
      <td class="number">${figures.runs > 0 ? duration(evaluate) : "–"}</td>
      <td class="number">${figures.bytes > 0 ? bytes(figures.bytes) : "–"}</td>
      <td>
        <span title=${terms.says || nothing}>${terms.title}</span> <small class="detail">${how.join("; ")}</small>
      </td>
      <td>
        <button
          type="button"
          class="quiet"
          aria-label="Remove ${title}${changes ? ` (${changes})` : ""}"
          data-heir=".compared tbody button,#measure .main,#measure-title"
          @click=${() => act.removeRow(row.key)}
        >
          Remove
        </button>
      </td>
    </tr>
  `;
}

function cell(row: Row, name: string, { rows, metrics, versus }: Measure): TemplateResult {
  const value = row.figures.metrics[name];
  if (value === undefined)
    return html`<td class="number"><abbr title="Not measured: without a meaning for this model, or not asked for">—</abbr></td>`;
  const deviation = row.figures.deviations[name];
  const difference = differenceOf(row, name, versus);
  const best = isBest(rows, row, name, metrics);
  const spread =
    deviation === undefined ? nothing : html` <span class="hint">± ${deviation.toFixed(4)}</span>`;
  const mean = html`${value.toFixed(4)}${spread}`;
  const beside = difference
    ? html`<small class="detail hint">${signed(difference)}${isUnsure(difference) ? ", not sure" : ""}</small>`
    : nothing;
  return best
    ? html`<td class="number best"><b>${mean}</b> <small class="detail">best</small>${beside}</td>`
    : html`<td class="number">${mean}${beside}</td>`;
}
