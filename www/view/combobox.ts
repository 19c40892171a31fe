import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Combobox } from "../combobox.ts";
import type { Entity } from "../engine/client.ts";
import type { Nouns } from "../nouns.ts";
import type { Search } from "../state.ts";
import { counted } from "../words.ts";
import { shortTitle } from "./title.ts";

/** A search field with suggestions; the keyboard stays in the field. */
export function combobox(
  name: Search,
  label: string,
  hint: string,
  box: Combobox,
  nouns: Nouns,
  act: Listing,
): TemplateResult {
  const id = `search-${name}`;
  const open = box.open && (box.options.length > 0 || box.query !== "");
  return html`
    <div class="combobox">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        role="combobox"
        autocomplete="off"
        spellcheck="false"
        placeholder=${hint}
        aria-expanded=${open ? "true" : "false"}
        aria-controls="${id}-list"
        aria-autocomplete="list"
        aria-activedescendant=${box.active >= 0 && open ? `${id}-${box.active}` : nothing}
        .value=${box.query}
        @focus=${() => act.openSearch(name)}
        @click=${() => act.openSearch(name)}
        @blur=${() => act.closeSearch(name)}
        @input=${(event: Event) => act.search(name, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => act.searchKey(name, event)}
      />
      <ul id="${id}-list" role="listbox" aria-label=${label} ?hidden=${!open || box.options.length === 0}>
        ${box.options.map(
          (option, i) => html`
            <li
              id="${id}-${i}"
              role="option"
              aria-selected=${i === box.active ? "true" : "false"}
              @pointerdown=${(event: Event) => event.preventDefault()}
              @click=${() => act.choose(name, option)}
            >
              <span>${shortTitle(option.title)}</span>
              <small>${twin(box, option) ? `${option.id}, ` : ""}${counted(option.ratings, ...nouns.value)}</small>
            </li>
          `,
        )}
      </ul>
      ${
        open && box.options.length === 0
          ? html`<p class="nothing" role="status">Nothing found for “${box.query}”: every word has to begin a word of the title.</p>`
          : nothing
      }
    </div>
  `;
}

/** Whether another suggestion has the same title, so that only the ids tell them apart. */
function twin(box: Combobox, option: Entity): boolean {
  return box.options.some((o) => o.title === option.title && o.id !== option.id);
}
