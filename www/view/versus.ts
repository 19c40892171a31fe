import { html, nothing, type TemplateResult } from "lit-html";
import type { Against } from "../actions/against.ts";
import type { Listing } from "../actions/listing.ts";
import type { Recommendation } from "../engine/client.ts";
import { bytes } from "../memory.ts";
import { inWordsOf } from "../nouns.ts";
import { type State, type TrainedModel, words } from "../state.ts";
import { count } from "../words.ts";
import { against } from "./against.ts";
import { type Recommended, recommended } from "./recommended.ts";
import { skeletonLines } from "./skeleton.ts";

/** A list by the model that answers; beside it that of another one where there is one, with what is common marked and counted. */
export function versus(
  state: State,
  { lines, other, label, who }: Recommended,
  act: Listing & Against,
): TemplateResult {
  const { trained, other: beside } = state;
  if (!trained || !beside) {
    return html`${recommended(state, { lines, label, who }, act)} ${against(state, act)}`;
  }
  const both = new Set(lines.map(({ id }) => id).filter((id) => other?.some((o) => o.id === id)));
  const half = (model: TrainedModel, answer: Recommendation[] | undefined) => {
    const title = inWordsOf(words(state), model.report.title);
    const list = (lines: Recommendation[]) =>
      recommended(state, { lines, label: `${label}, by ${title}`, who }, act, model, both);
    return html`
      <div>
        <h4>${title} <span class="hint">${bytes(model.report.bytes)}</span></h4>
        ${answer ? list(answer) : skeletonLines("The answer is on its way", state.explore.n)}
      </div>
    `;
  };
  return html`
    ${against(state, act)}
    <p class="common" role="status">${other ? common(state, both.size, Math.max(lines.length, other.length)) : nothing}</p>
    <div class="versus">${half(trained, lines)} ${half(beside, other)}</div>
  `;
}

function common(state: State, both: number, of: number): string {
  const [one, many] = words(state).item;
  if (both === 0) return `The two lists have no ${one} in common.`;
  if (both === of) return `Both lists have the same ${count(of)} ${many}.`;
  return `${count(both)} of ${count(of)} ${many} ${both === 1 ? "stands" : "stand"} in both lists.`;
}
