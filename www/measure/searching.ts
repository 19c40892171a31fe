// Searching good settings of the model in the form.

import { trainModel } from "../actions/training.ts";
import type { Found, ParamSpec, Searching, Value } from "../engine/client.ts";
import { defaults } from "../form.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { chosenModel, hasValues, isAuto, predictsRatings, settings } from "../settings.ts";
import { type State, words } from "../state.ts";
import { seedsOf } from "./ask.ts";
import { asked, lengthProblem, metricOf, offered, written } from "./metrics.ts";
import { rangeOf, rangeProblem, rangeText, searchable } from "./ranges.ts";
import { splitOf, splitText } from "./splits.ts";
import type { Measure, Range } from "./state.ts";

/** Most trials at a time. */
const MOST = 1000;

/** Metrics of the data as a whole say nothing of one setting against another. */
const CHOOSERS = ["ratings", "lists", "pairs"];

/** What is wrong with the number of trials, if so. */
export function trialsProblem(text: string): string | undefined {
  const found = Number(text);
  return text.trim() !== "" && Number.isInteger(found) && found >= 2 && found <= MOST
    ? undefined
    : `Needed: a whole number from 2 to ${MOST}; found “${text}”.`;
}

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
  if (trialsProblem(search.trials)) return "The number of trials has to be put right first.";
  if (splitText(splitOf(state, measure), ask) === undefined || measure.explained.problem)
    return "The split has to be put right first.";
  if (seedsOf(ask.seeds).problem) return "The seeds have to be put right first.";
  return lengthProblem(ask.k) ? "The length of the lists has to be put right first." : undefined;
}

/** What the form asks to search; undefined while it has a problem. */
function wanted(state: State, measure: Measure): Searching | undefined {
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
    metric: own ? written(own, measure.ask.k) : metric,
    seed: seedsOf(measure.ask.seeds).seeds[0] ?? 42,
    relevant: measure.ask.relevant,
    implicit: state.form.implicit && hasValues(state),
  };
}

/** Searching good settings. */
export function searching(parts: Parts, measure: Measure) {
  const { state, screen, jobs, engine } = parts;
  const changed = () => {
    delete state.ends.measure;
    void screen.draw();
  };

  /** Shows what is found so far. */
  const take = (found: Found, rest: { running: boolean; stopped: boolean }) => {
    measure.search.found = { found, data: state.data.report?.name ?? "", ...rest };
  };

  /** What broke off is not under way any more. */
  const settle = (found: Measure["search"]["found"]) => {
    if (found) found.running = false;
  };

  return {
    /** Changes the range of a parameter, or whether it is searched. */
    setRange(model: string, param: ParamSpec, change: Partial<Range>): void {
      const range = { ...rangeOf(model, param, measure.search), ...change };
      const { ranges } = measure.search;
      measure.search.ranges = { ...ranges, [model]: { ...ranges[model], [param.name]: range } };
      changed();
    },

    setTrials(trials: string): void {
      measure.search.trials = trials;
      changed();
    },

    /** Says by which metric settings are chosen. */
    setChooser(metric: string): void {
      measure.search.metric = metric;
      changed();
    },

    /** Searches. */
    async search(): Promise<void> {
      const spec = wanted(state, measure);
      const info = chosenModel(state);
      if (!spec || !info) return;
      const title = inWordsOf(words(state), info.title);
      measure.search.found = undefined;
      screen.announce("The search has begun.");
      const job = { kind: "measure", what: "search", finished: 0, planned: 0, title } as const;
      const done = await jobs.run({ ...job }, async (signal) => {
        const { stopped, ...found } = await (await engine).search({
          ...spec,
          signal,
          onProgress: ({ finished, planned, training, sofar }) => {
            if (sofar) take(sofar, { running: true, stopped: false });
            if (state.job?.kind === "measure")
              Object.assign(state.job, { finished, planned, progress: training });
            void screen.draw();
          },
        });
        take(found, { running: false, stopped });
      });
      settle(measure.search.found);
      if (done) screen.announce("The search is done.");
    },

    /** Puts what was found into the form, and trains it. */
    async applyFound(): Promise<void> {
      const found = measure.search.found?.found;
      const info = state.models.find((m) => m.name === found?.model);
      if (!found || !info) return;
      state.form.model = info.name;
      state.form.texts = defaults(
        info.params.map((p) => ({ ...p, default: found.params[p.name] ?? p.default })),
      );
      state.estimate = undefined;
      await trainModel(parts);
    },
  };
}
