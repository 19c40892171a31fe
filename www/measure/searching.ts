// Searching good settings of the model in the form.

import { trainModel } from "../actions/choosing.ts";
import type { Found, ParamSpec } from "../engine/client.ts";
import { defaults } from "../form.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { chosenModel } from "../settings.ts";
import { words } from "../state.ts";
import { searchLink } from "./link.ts";
import { rangeOf } from "./ranges.ts";
import type { Measure, Range, Sought } from "./state.ts";
import { wanted } from "./wanted.ts";

/** Searching good settings. */
export function searching(parts: Parts, measure: Measure) {
  const { state, screen, jobs, engine } = parts;
  const changed = () => {
    delete state.ends.measure;
    void screen.draw();
  };

  /** Shows what is found so far. */
  const take = (found: Found, rest: Pick<Sought, "running" | "stopped" | "link">) => {
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

    setBudget(budget: string): void {
      measure.search.budget = budget;
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
      const link = searchLink(state, measure, location.hash);
      measure.search.found = undefined;
      measure.link = undefined;
      screen.announce("The search has begun.");
      const job = { kind: "measure", what: "search", finished: 0, planned: 0, title } as const;
      const done = await jobs.run({ ...job }, async (signal) => {
        const { stopped, ...found } = await (await engine).search({
          ...spec,
          signal,
          onProgress: ({ finished, planned, training, sofar }) => {
            if (sofar) take(sofar, { running: true, stopped: false, link });
            if (state.job?.kind === "measure")
              Object.assign(state.job, { finished, planned, progress: training });
            void screen.draw();
          },
        });
        take(found, { running: false, stopped, link });
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
