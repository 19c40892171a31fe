import { html, nothing, type TemplateResult } from "lit-html";
import type { Answering } from "../actions/answering.ts";
import type { Recommendation } from "../engine/client.ts";
import { ratingMeaning, ratingText, scoreMeaning, scoreRange, scoreText } from "../meaning.ts";
import { inWordsOf } from "../nouns.ts";
import { type State, scoresOf, type TrainedModel, words } from "../state.ts";
import { bytes, count } from "../words.ts";
import { against } from "./against.ts";
import { ranking } from "./ranking.ts";
import { skeletonLines } from "./skeleton.ts";

/** What is recommended to somebody. */
export interface Recommended {
  lines: Recommendation[];
  /** By the model that is compared; undefined until it has answered. */
  other?: Recommendation[] | undefined;
  label: string;
  /** To whom: “you”, “this person”. */
  who: string;
}

/** A list by the model that answers; beside it that of another one where there is one, with what is common marked and counted. */
export function recommended(
  state: State,
  { lines, other, label, who }: Recommended,
  act: Answering,
): TemplateResult {
  const { trained, other: beside } = state;
  if (!trained || !beside) {
    return html`${list(state, trained, lines, { label, who }, act)} ${against(state, act)}`;
  }
  const both = new Set(lines.map(({ id }) => id).filter((id) => other?.some((o) => o.id === id)));
  const half = (model: TrainedModel, answer: Recommendation[] | undefined) => {
    const title = inWordsOf(words(state), model.report.title);
    return html`
      <div>
        <h4>${title} <span class="hint">${bytes(model.report.bytes)}</span></h4>
        ${
          answer
            ? list(state, model, answer, { label: `${label}, by ${title}`, who, both }, act)
            : skeletonLines("The answer is on its way", state.explore.n)
        }
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

function list(
  state: State,
  model: TrainedModel | undefined,
  lines: Recommendation[],
  { label, who, both }: { label: string; who: string; both?: Set<string> },
  act: Answering,
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
