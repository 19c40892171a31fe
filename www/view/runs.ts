import { html, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { METRICS, metricOf } from "../metrics.ts";
import type { Run } from "../state.ts";
import { count, duration } from "../words.ts";

/** Evaluations side by side, with the best of those on the same data and split in each column marked. */
export function runs(list: Run[], act: Actions): TemplateResult {
  const names = [...new Set(list.flatMap((run) => Object.keys(run.evaluated.metrics)))].sort(
    (a, b) => place(a) - place(b),
  );
  return html`
    <div class="scroll" role="region" aria-label="Results" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Hidden</th>
            ${names.map((name) => html`<th scope="col" class="number">${title(name)}</th>`)}
            <th scope="col" class="number">Time</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            (run) => html`
              <tr>
                <th scope="row">
                  ${run.title}
                  <small class="detail">${run.changes ? `${run.changes}; ` : ""}seed ${run.evaluated.seed}; ${run.data}</small>
                </th>
                <td>${run.split} <small class="detail">trained on ${count(run.evaluated.data.ratings)}${run.evaluated.relevant === "liked" ? "; lists are to find what was liked" : ""}</small></td>
                ${names.map((name) => {
                  const value = run.evaluated.metrics[name];
                  if (value === undefined)
                    return html`<td class="number"><abbr title="Not measured: without a meaning for this model, or not asked for">—</abbr></td>`;
                  return isBest(list, run, name)
                    ? html`<td class="number best"><b>${value.toFixed(4)}</b> <small class="detail">best</small></td>`
                    : html`<td class="number">${value.toFixed(4)}</td>`;
                })}
                <td class="number">${duration(run.evaluated.seconds.fit + run.evaluated.seconds.evaluate)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
    <p class="buttons">
      <button type="button" class="quiet" data-heir="#measure .main" @click=${act.exportRuns}>Save as CSV</button>
      <button type="button" class="quiet" data-heir="#measure .main,#measure-title" @click=${act.clearRuns}>Clear</button>
    </p>
  `;
}

function place(name: string): number {
  const known = metricOf(name);
  return known ? METRICS.indexOf(known) : METRICS.length;
}

function title(name: string): string {
  const [, k] = name.split("@");
  return `${metricOf(name)?.title ?? name}${k ? `@${k}` : ""}`;
}

/** Whether no comparable run is better; a run without a rival is not called best. */
function isBest(list: Run[], run: Run, name: string): boolean {
  const sign = metricOf(name)?.lowerIsBetter ? -1 : 1;
  const value = run.evaluated.metrics[name];
  const rivals = list.filter(
    (r) =>
      r !== run &&
      r.split === run.split &&
      r.data === run.data &&
      r.evaluated.relevant === run.evaluated.relevant &&
      name in r.evaluated.metrics,
  );
  return (
    value !== undefined &&
    rivals.length > 0 &&
    rivals.every((r) => sign * value >= sign * (r.evaluated.metrics[name] ?? Number.NaN))
  );
}
