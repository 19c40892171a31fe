// What the form of the model asks for.

import type { Feedback, FitSettings, ModelInfo } from "./engine/client.ts";
import { checkSeed, values } from "./form.ts";
import { inWordsOf, kindOf } from "./nouns.ts";
import { BEST, type State, words } from "./state.ts";
import { AUTO } from "./wish.ts";

/** Whether the form leaves the choice to the data. */
export function isAuto(state: State): boolean {
  return state.form.model === AUTO;
}

/** The registry's entry of the model in the form; where that is left to the data, of the one expected, once it is known. */
export function chosenModel(state: State): ModelInfo | undefined {
  const name = isAuto(state) ? state.estimate?.model : state.form.model;
  return state.models.find((m) => m.name === name);
}

/** What the form asks for, as it stands after “Train” and among what is compared. */
export function formTitle(state: State): string {
  if (isAuto(state)) return BEST;
  return inWordsOf(words(state), chosenModel(state)?.title ?? "");
}

/** Whether taking every value as a plain “yes” changes anything: it does not where they all are. */
export function hasValues(state: State): boolean {
  const kind = kindOf(state.data.report);
  return kind === "ratings" || kind === "counts";
}

/** What the values will say to the model in the form. */
export function feedbackOf(state: State): Feedback {
  const plain = state.form.implicit && hasValues(state);
  return plain ? "implicit" : (state.data.report?.feedback ?? "explicit");
}

/** Whether the model in the form will predict ratings: as its scores or beside them. */
export function predictsRatings(state: State): boolean {
  const info = chosenModel(state);
  const [explicit, implicit] = info?.score ?? [];
  if (feedbackOf(state) === "implicit") return implicit === "predicted-rating";
  return explicit === "predicted-rating" || info?.ratesBeside === true;
}

/** What the form of the model says, or undefined while it has a problem. */
export function settings(state: State): FitSettings | undefined {
  const info = isAuto(state) ? undefined : chosenModel(state);
  const seed = checkSeed(state.form.seed);
  if ((!info && !isAuto(state)) || seed.problem !== undefined) return undefined;
  const read = values(info?.params ?? [], state.form.texts);
  if (read.problems.length > 0) return undefined;
  return {
    ...read.values,
    model: state.form.model,
    seed: Number(seed.value),
    implicit: state.form.implicit && hasValues(state),
  };
}

/** Why nothing can be trained with the form as it is, if so. */
export function trainingProblem(state: State): string | undefined {
  return settings(state) ? undefined : "A setting of the model has to be put right first.";
}
