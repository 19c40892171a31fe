// What a score says, in words, for what the model and the data are.

import type { Scale, ScoreMeaning } from "./engine/client.ts";
import { type Kind, type Nouns, VALUES } from "./nouns.ts";
import { count, decimal, figure, fixed } from "./words.ts";

/** What a model's scores rest on. */
export interface Scores extends Pick<Nouns, "person" | "item"> {
  meaning: ScoreMeaning;
  /** What the values said to the model. */
  kind: Kind;
  /** The lowest and highest value of the data. */
  scale: Scale;
}

/** True for a predicted rating at the upper end of the scale: estimates beyond it were cut there. */
function isBeyond(x: number, { meaning, scale }: Scores): boolean {
  return meaning === "predicted-rating" && x >= scale.max;
}

/** A score as it stands in a list. */
export function scoreText(x: number, of: Scores): string {
  if (isBeyond(x, of))
    return of.kind === "counts" ? `${count(of.scale.max)}+` : `${decimal(of.scale.max)}+`;
  switch (of.meaning) {
    case "probability":
      return likelihood(x);
    case "count":
      return count(x);
    case "predicted-rating":
      return of.kind === "counts" ? figure(x) : fixed(x, 2);
    default:
      return figure(x);
  }
}

/** A likelihood as a percentage; near the ends with more places, so that a list is not 99% throughout. */
function likelihood(x: number): string {
  const p = x * 100;
  if (p > 99.99) return "over 99.99%";
  if (p < 0.01) return "under 0.01%";
  return `${p.toFixed(p > 99 || p < 1 ? 2 : p > 90 || p < 10 ? 1 : 0)}%`;
}

/** How a rating beside a score is written; undefined where the score is the rating itself. */
export function ratingText(of: Scores): ((rating: number) => string) | undefined {
  return of.meaning === "predicted-rating" ? undefined : (x) => `rating ${fixed(x, 1)}`;
}

/** What ratings beside the scores say, where there are any. */
export function ratingMeaning(of: Scores, who: string, lines: { rating?: number }[]): string {
  if (!ratingText(of) || !lines.some((line) => line.rating !== undefined)) return "";
  return `Beside it stands the rating ${who} would give, on the scale from ${decimal(of.scale.min)} to ${decimal(of.scale.max)}.`;
}

/** What these scores of a list for `who` (“this person”, “you”) say, in a sentence or two. */
export function scoreMeaning(of: Scores, who: string, scores: number[] = []): string {
  const { kind, scale } = of;
  const pairs = kind === "pairs";
  switch (of.meaning) {
    case "predicted-rating":
      return `${predicted(of, who)}${
        scores.some((x) => isBeyond(x, of))
          ? ` “${scoreText(scale.max, of)}” is an estimate beyond its end; these keep their order.`
          : ""
      }`;
    case "probability":
      return pairs
        ? `The score is how likely the model holds this to go with ${who}, rather than to be drawn at random. It puts the list in order; it is not a forecast.`
        : `The score is how likely the model holds this to be a choice of ${who === "you" ? "yours" : who}, rather than drawn at random. It puts the list in order; it is not a forecast.`;
    case "similarity-sum":
      return pairs
        ? `The score adds up how similar this is to what goes with ${who}.`
        : `The score adds up how similar the ${of.item[0]} is to what ${who} chose.`;
    case "count":
      return pairs
        ? `The score is how many ${of.item[1]} this goes with.`
        : `The score is how many ${of.person[1]} chose the ${of.item[0]}.`;
    case "preference":
      return pairs
        ? "A higher score means that the two go together better; it has no unit."
        : "A higher score means a stronger preference; it has no unit.";
  }
}

function predicted({ kind, scale }: Scores, who: string): string {
  switch (kind) {
    case "ratings":
      return `The score is the rating ${who} would give, on the scale from ${decimal(scale.min)} to ${decimal(scale.max)}.`;
    case "counts":
      return `The score is the count expected for ${who}; those of the data go from ${count(scale.min)} to ${count(scale.max)}.`;
    default:
      return `The score is the value expected for ${who}, where 1 is a ${VALUES[kind][0]}.`;
  }
}

/** The scores at the empty and at the full end of a bar. */
export function scoreRange({ meaning, kind, scale }: Scores, scores: number[]): [number, number] {
  if (meaning === "predicted-rating" && kind === "ratings") return [scale.min, scale.max];
  if (meaning === "probability") return [0, 1];
  return barRange(scores);
}

/** The ends of bars for scores without a scale: from 0 or, below it, from the lowest, to the highest. */
export function barRange(scores: number[]): [number, number] {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return low >= 0 ? [0, high] : [low, high];
}

/** What similarities say. They are cosines mostly, but not in every model, so that no end is promised. */
export const SIMILARITY =
  "The higher the score, the more similar; it compares within this list and has no unit.";
