import { html, nothing, type TemplateResult } from "lit-html";
import type { Report } from "../engine/client.ts";
import { count, counted, decimal, figure, percent } from "../words.ts";
import { histogram } from "./histogram.ts";

/**
 * What was read, and what was not. A note that has been `said` already is left out; `ask` opens the choice of what the
 * columns mean, where there is one.
 */
export function report(data: Report, said?: string, ask?: () => void): TemplateResult {
  const notes = data.notes.filter((note) => note !== said);
  const pairs = data.shape === "pairs";
  const { skipped } = data;
  const fact = (term: string, value: string) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
  return html`
    <div class="report" aria-label="What was read" role="group">
      <h3>${data.name}</h3>
      <dl class="facts">
        ${fact(pairs ? "Choices" : "Ratings", count(data.ratings))} ${data.testRatings > 0 ? fact("For testing", count(data.testRatings)) : nothing}
        ${fact("People", count(data.users))}
        ${fact("Items", count(data.items))} ${fact("Filled", percent(data.density))}
        ${pairs ? nothing : fact("Scale", `${decimal(data.scale.min)} to ${decimal(data.scale.max)}`)}
        ${pairs ? nothing : fact("Mean", figure(data.mean))}
      </dl>
      ${pairs ? nothing : histogram(data.histogram)}
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
              ${counted(data.duplicates, "rating was", "ratings were")} replaced by a later one of the same person and item.
            </p>`
          : nothing
      }
      ${ask ? html`<p><button type="button" class="quiet" @click=${ask}>These columns are wrong?</button></p>` : nothing}
    </div>
  `;
}
