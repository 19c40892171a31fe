import { html, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Recommendation } from "../engine/client.ts";
import { ratingMeaning, ratingText, scoreMeaning, scoreRange, scoreText } from "../meaning.ts";
import { type State, scoresOf, type TrainedModel, words } from "../state.ts";
import { ranking } from "./ranking.ts";

/** What is recommended to somebody. */
export interface Recommended {
  lines: Recommendation[];
  /** By the model that is compared; undefined until it has answered. */
  other?: Recommendation[] | undefined;
  label: string;
  /** To whom: “you”, “this person”. */
  who: string;
}

/** Shows what is recommended: as one list, or beside what another model recommends. */
export type Recommending = (recommended: Recommended) => TemplateResult;

/** A list by one model, the one that answers unless another is said; what is in `both` lists is marked. */
export function recommended(
  state: State,
  { lines, label, who }: Omit<Recommended, "other">,
  act: Listing,
  model: TrainedModel | undefined = state.trained,
  both?: Set<string>,
): TemplateResult {
  const scores = scoresOf(state, model);
  const values = lines.map((r) => r.score);
  const [from, to] = scoreRange(scores, values);
  return html`
    ${
      lines.length > 0
        ? ranking(lines, {
            label,
            score: (x) => scoreText(x, scores),
            rating: ratingText(scores),
            from,
            to,
            choose: act.showSimilar,
            hint: `Show similar ${words(state).item[1]}`,
            ...(both ? { both } : {}),
          })
        : html`<p class="empty">Nothing is left to recommend with these filters.</p>`
    }
    <p class="hint meaning">${scoreMeaning(scores, who, values)} ${ratingMeaning(scores, who, lines)}</p>
  `;
}
