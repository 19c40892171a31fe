// What the form of the search asks for.

import type { ParamSpec, Searching, Value } from "../engine/client.ts";
import { chosenModel, hasValues, isAuto, predictsRatings, settings } from "../settings.ts";
import type { State } from "../state.ts";
import { seedsOf } from "./ask.ts";
import { asked, lengthProblem, metricOf, offered, written } from "./metrics.ts";
import { rangeOf, rangeProblem, rangeText, searchable } from "./ranges.ts";
import { splitOf, splitText } from "./splits.ts";
import type { Measure, Range } from "./state.ts";

/** Most trials at a time. */
const MOST = 1000;

/** Metrics of the data as a whole say nothing of one setting against another. */
const CHOOSERS = ["ratings", "lists", "pairs"];

/** What is wrong with the number of trials, if so; within a `budget` there need be none. */
export function trialsProblem(text: string, budget = ""): string | undefined {
  const found = Number(text);
  if (text.trim() === "" && budget.trim() !== "") return undefined;
  return text.trim() !== "" && Number.isInteger(found) && found >= 2 && found <= MOST
    ? undefined
    : `Needed: a whole number from 2 to ${MOST}; found “${text}”.`;
}

/** What is wrong with the most work, if so. */
export function budgetProblem(text: string): string | undefined {
  const found = numberOf(text);
  return text.trim() === "" || (Number.isFinite(found) && found > 0)
    ? undefined
    : `Needed: a number above 0, or nothing; found “${text}”.`;
}

/** A number as people write it. */
const numberOf = (text: string) => Number(text.trim().replace(",", "."));

/** The metrics that settings can be chosen by; the first is the usual one. */
export function choosers(state: State, measure: Measure): string[] {
  const all = offered(state, measure)
    .filter(({ of }) => CHOOSERS.includes(of) && (of !== "ratings" || predictsRatings(state)))
    .map((info) => written(info, measure.ask.k));
  const usual = predictsRatings(state) ? "rmse" : `ndcg@${measure.ask.k.trim()}`;
  return [...all.filter((name) => name === usual), ...all.filter((name) => name !== usual)];
}

/** The parameters that are searched. */
export function chosenRanges(
  state: State,
  { search }: Measure,
): { param: ParamSpec; range: Range }[] {
  const { name = "", params = [] } = chosenModel(state) ?? {};
  return searchable(params)
    .map((param) => ({ param, range: rangeOf(name, param, search) }))
    .filter(({ range }) => range.on);
}

/** Why nothing can be searched with the form as it is, if so. */
export function searchProblem(state: State, measure: Measure): string | undefined {
  const { ask, search } = measure;
  const chosen = chosenRanges(state, measure);
  if (!chosenModel(state)) return "Choose a model in the form above.";
  if (!settings(state)) return "A setting of the model has to be put right first.";
  if (chosen.length === 0) return "Choose at least one setting to search.";
  if (chosen.some(({ param, range }) => rangeProblem(param, range)))
    return "A range has to be put right first.";
  if (trialsProblem(search.trials, search.budget))
    return "The number of trials has to be put right first.";
  if (budgetProblem(search.budget)) return "The most work has to be put right first.";
  if (splitText(splitOf(state, measure), ask) === undefined || measure.explained.problem)
    return "The split has to be put right first.";
  if (seedsOf(ask.seeds).problem) return "The seeds have to be put right first.";
  return lengthProblem(ask.k) ? "The length of the lists has to be put right first." : undefined;
}

/** What the form asks to search; undefined while it has a problem. */
export function wanted(state: State, measure: Measure): Searching | undefined {
  const info = chosenModel(state);
  const split = splitText(splitOf(state, measure), measure.ask);
  const { seed: _, model: __, implicit: ___, ...params } = settings(state) ?? {};
  if (!info || split === undefined || searchProblem(state, measure)) return undefined;
  const [first = ""] = choosers(state, measure);
  const metric = measure.search.metric ?? first;
  const own = metricOf(measure.metrics, metric);
  const suited = asked(state, measure).filter((name) => {
    const of = metricOf(measure.metrics, name)?.of;
    return of !== "probabilities" && (of !== "ratings" || predictsRatings(state));
  });
  return {
    ...{ model: info.name, split, metrics: suited },
    params: isAuto(state) ? {} : (params as Record<string, Value>),
    ranges: chosenRanges(state, measure).map(({ param, range }) => rangeText(param, range)),
    trials: Number(measure.search.trials),
    budget: numberOf(measure.search.budget),
    metric: own ? written(own, measure.ask.k) : metric,
    seed: seedsOf(measure.ask.seeds).seeds[0] ?? 42,
    relevant: measure.ask.relevant,
    implicit: state.form.implicit && hasValues(state),
  };
}
