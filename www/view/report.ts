import { html, nothing, type TemplateResult } from "lit-html";
import type { Report } from "../engine/client.ts";
import { nouns } from "../nouns.ts";
import { count, counted, decimal, figure, label, percent } from "../words.ts";
import type { Draw } from "./chart/chart.ts";
import { histogram } from "./histogram.ts";

/**
 * What was read, and what was not. A note that has been `said` already is left out; `ask` opens the choice of what the
 * columns mean, where there is one.
 */
export function report(data: Report, draw: Draw, said?: string, ask?: () => void): TemplateResult {
  // What was guessed is said where it is seen, above the way to change it.
  const told = data.files.filter((file) => file.sureness === "told");
  const notes = [
    ...data.notes.filter((note) => note !== said),
    ...told.map((file) => `${file.name}: ${file.note}.`),
  ];
  const { kind, person, item, value } = nouns(data);
  const same = kind === "pairs" ? `two ${item[1]}` : `${person[0]} and ${item[0]}`;
  const { skipped, scale } = data;
  const bars =
    kind === "ratings" || kind === "counts" ? histogram(data.histogram, kind) : undefined;
  const fact = (term: string, value: string) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  return html`
    <div class="report" aria-label="What was read" role="group">
      <h3>${data.name}</h3>
      <dl class="facts">
        ${fact(label(value[1]), count(data.ratings))} ${data.testRatings > 0 ? fact("For testing", count(data.testRatings)) : nothing}
        ${
          kind === "pairs"
            ? fact(label(item[1]), count(Math.max(data.users, data.items)))
            : html`${fact(label(person[1]), count(data.users))} ${fact(label(item[1]), count(data.items))}`
        }
        ${fact("Filled", percent(data.density))}
        ${kind === "ratings" ? html`${fact("Scale", `${decimal(scale.min)} to ${decimal(scale.max)}`)} ${fact("Mean", figure(data.mean))}` : nothing}
        ${kind === "counts" ? html`${fact("Counts", `${count(scale.min)} to ${count(scale.max)}`)} ${fact("Mean count", figure(data.mean))}` : nothing}
      </dl>
      ${bars ? draw(bars) : nothing}
      ${
        skipped.count > 0
          ? html`
              <details class="skipped">
                <summary>${counted(skipped.count, "line")} skipped</summary>
                <ul>
                  ${skipped.first.map(
                    ({ position: p, expected, found }) => html`
                      <li>
                        <b>${p.file}${p.line ? `, line ${count(p.line)}` : ""}${p.column ? `, field ${p.column}` : ""}</b>:
                        expected ${expected}, found ${found}
                      </li>
                    `,
                  )}
                  ${
                    skipped.count > skipped.first.length
                      ? html`<li>and ${count(skipped.count - skipped.first.length)} more</li>`
                      : nothing
                  }
                </ul>
              </details>
            `
          : nothing
      }
      ${
        data.files.length > 0
          ? html`
              <details>
                <summary>${counted(data.files.length, "file")}, and what each was taken for</summary>
                <ul>
                  ${data.files.map(
                    (file) => html`
                      <li>
                        <b>${file.name}</b>: ${file.format}${file.rows ? `, ${counted(file.rows, "row")}` : ""}${
                          file.skipped ? `, ${count(file.skipped)} skipped` : ""
                        }${file.note ? `. ${file.note}` : ""}
                      </li>
                    `,
                  )}
                </ul>
              </details>
            `
          : nothing
      }
      ${notes.length > 0 ? html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
      ${
        data.duplicates > 0
          ? html`<p class="hint">
              ${counted(data.duplicates, `${value[0]} was`, `${value[1]} were`)} replaced by a later one of the same
              ${same}.
            </p>`
          : nothing
      }
      ${
        data.addedUp > 0
          ? html`<p class="hint">
              ${counted(data.addedUp, "row was", "rows were")} added to another one of the same
              ${same}.
            </p>`
          : nothing
      }
      ${ask ? html`<p><button id="columns-ask" type="button" class="quiet" data-heir="#columns-title" @click=${ask}>These columns are wrong?</button></p>` : nothing}
    </div>
  `;
}
