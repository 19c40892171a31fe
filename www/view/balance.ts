import { html, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import { inWordsOf } from "../nouns.ts";
import { type Balance, type State, words } from "../state.ts";
import { percent } from "../words.ts";

/** What each slider goes from and to. */
const ENDS: Record<Balance, [label: string, from: string, to: string]> = {
  adventure: ["Popular or adventurous", "Popular", "Adventurous"],
  diversity: ["Alike or varied", "Alike", "Varied"],
};

/** The sliders that steer a list. */
export function balance(state: State, act: Listing): TemplateResult {
  const { trained } = state;
  const nouns = words(state);
  const alike = !trained || trained.report.abilities.similar_items;
  const what: Record<Balance, string> = {
    adventure: `To the right: ${nouns.item[1]} that fewer ${nouns.kind === "pairs" ? "others go with" : `${nouns.person[1]} know`}.`,
    diversity: alike
      ? "To the right: some of each kind, instead of much of one."
      : `${inWordsOf(nouns, trained?.report.title ?? "")} does not know which ${nouns.item[1]} are alike, so it cannot vary them.`,
  };
  return html`
    <div class="balance" role="group" aria-label="What the list is like">
      ${(["adventure", "diversity"] as const).map((name) => {
        const [label, from, to] = ENDS[name];
        const value = state.explore.balance[name];
        return html`
          <div class="slider">
            <input
              id=${name}
              type="range"
              min="0"
              max="1"
              step="0.1"
              aria-label=${label}
              aria-valuetext="${percent(value)} ${to.toLowerCase()}"
              aria-describedby="${name}-hint"
              ?disabled=${name === "diversity" && !alike}
              .value=${String(value)}
              @input=${(event: Event) => act.setBalance(name, Number((event.target as HTMLInputElement).value))}
            />
            <span aria-hidden="true">${from}</span><span aria-hidden="true">${to}</span>
            <p id="${name}-hint" class="hint">${what[name]}</p>
          </div>
        `;
      })}
    </div>
  `;
}
