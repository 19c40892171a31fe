import { html, nothing, type TemplateResult } from "lit-html";
import { changes } from "../changes.ts";
import type { Trained } from "../engine/client.ts";
import { inWordsOf } from "../nouns.ts";
import { type State, words } from "../state.ts";

/** Why a model was chosen, and what was measured to choose it; nothing where a person chose. */
export function chosen({ chosen }: Trained, state: State): TemplateResult | typeof nothing {
  if (!chosen) return nothing;
  const nouns = words(state);
  const { why, metric, measured } = chosen;
  const settings = (name: string, params: (typeof measured)[number]["params"]) => {
    const info = state.models.find((m) => m.name === name);
    return info ? changes(info.params, params) : "";
  };
  return html`
    <div class="chosen">
      <p class="hint">Why this model: ${inWordsOf(nouns, why)}</p>
      ${
        measured.length > 0
          ? html`
              <details>
                <summary class="hint">What was measured</summary>
                <table>
                  <thead>
                    <tr><th scope="col">Model</th><th scope="col" class="number">${metric ?? "Figure"}</th></tr>
                  </thead>
                  <tbody>
                    ${measured.map(
                      (m) => html`<tr>
                        <th scope="row">${inWordsOf(nouns, m.title)} <small class="detail">${settings(m.model, m.params)}</small></th>
                        <td class="number">${m.figure.toFixed(4)}</td>
                      </tr>`,
                    )}
                  </tbody>
                </table>
              </details>
            `
          : nothing
      }
    </div>
  `;
}
