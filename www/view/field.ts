import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { ParamSpec } from "../engine/client.ts";
import { check, range } from "../form.ts";
import { inWordsOf, type Nouns } from "../nouns.ts";
import { decimal, label } from "../words.ts";

/** One parameter of a model as a field with its unit, range, default and help. */
export function field(
  param: ParamSpec,
  text: string | boolean,
  nouns: Nouns,
  set: (text: string | boolean) => void,
): TemplateResult {
  const id = `param-${param.name}`;
  const help = inWordsOf(nouns, param.help);
  const problem = check(param, text).problem;
  const described = `${id}-help${problem ? ` ${id}-problem` : ""}`;
  const invalid = problem ? "true" : "false";
  const said = problem ? html`<p id="${id}-problem" class="error">${problem}</p>` : nothing;
  if (param.kind === "switch") {
    return html`
      <div class="field">
        <label class="check">
          <input
            id=${id}
            type="checkbox"
            .checked=${live(text === true)}
            aria-describedby=${described}
            @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
          />
          <span>${label(param.name)}</span>
        </label>
        <p id="${id}-help" class="hint">${help} ${param.default === true ? "On" : "Off"} by default.</p>
      </div>
    `;
  }
  if (param.kind === "choice") {
    return html`
      <div class="field">
        <label for=${id}>${label(param.name)}</label>
        <select
          id=${id}
          aria-describedby=${described}
          @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}
        >
          ${param.choices.map((c) => html`<option value=${c.name} .selected=${c.name === text}>${c.name.replaceAll("_", " ")}</option>`)}
        </select>
        ${said}
        <p id="${id}-help" class="hint">
          ${help} ${inWordsOf(nouns, param.choices.find((c) => c.name === text)?.help ?? "")} The default is ${String(param.default).replaceAll("_", " ")}.
        </p>
      </div>
    `;
  }
  const standard = typeof param.default === "number" ? decimal(param.default) : param.default;
  return html`
    <div class="field">
      <label for=${id}>${label(param.name)}${param.unit && param.unit !== param.name ? html` <span class="unit">(${inWordsOf(nouns, param.unit)})</span>` : nothing}</label>
      <input
        id=${id}
        inputmode=${param.kind === "integer" ? "numeric" : "decimal"}
        autocomplete="off"
        .value=${live(String(text))}
        aria-invalid=${invalid}
        aria-describedby=${described}
        @input=${(event: Event) => set((event.target as HTMLInputElement).value)}
      />
      ${said}
      <p id="${id}-help" class="hint">${help} From ${range(param).replace(" or more", " up")}; ${standard} by default.</p>
    </div>
  `;
}
