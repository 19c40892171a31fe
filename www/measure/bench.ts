// What compares models and searches settings: fetched behind the first list.

import { chart } from "../actions/chart.ts";
import { panels } from "../actions/panels.ts";
import { ofOpenFiles } from "../actions/repeating.ts";
import type { Repeated } from "../behind/behind.ts";
import { fitting } from "../keep/document.ts";
import type { Parts } from "../parts.ts";
import { bench as view } from "../view/bench.ts";
import { plain } from "../words.ts";
import { comparing } from "./comparing.ts";
import { takeLink } from "./link.ts";
import { searching } from "./searching.ts";
import { explainable, splitOf, splitText } from "./splits.ts";
import { type Lasting, lasting, type Measure, unmeasured } from "./state.ts";

/** Begins the part “Measure”. */
export async function begin(parts: Parts): Promise<Repeated> {
  const { state, screen } = parts;
  const engine = await parts.engine;
  const [splits, metrics] = await Promise.all([
    ...([engine.splits(), engine.metrics()] as const),
    // They are in this file, but by names of their own, which nobody is to ask for later, when there may be no network.
    ...([import("../engine/compare.ts"), import("../view/chart/save.ts")] as const),
  ]);
  const measure = unmeasured(splits, metrics);
  if (state.measured) takeLasting(measure, state.measured);
  state.measure = measure;
  const act = gestures(parts, measure);

  /** Asks the core what the split in the form does, where that is not known yet. */
  const explain = async () => {
    const offer = splitOf(state, measure);
    const text = splitText(offer, measure.ask);
    if (text === undefined || text === measure.explained.text) return;
    measure.explained = { text };
    try {
      const sentence = await engine.explainSplit(explainable(offer, text, state.data.report));
      if (measure.explained.text === text) measure.explained = { text, sentence };
    } catch (error) {
      if (measure.explained.text === text) measure.explained = { text, problem: plain(error) };
    }
    void screen.draw();
  };

  return {
    view() {
      void explain();
      return view(state, measure, act);
    },
    async repeat(hash) {
      try {
        takeLink(state, measure, hash);
      } catch (error) {
        state.ends.measure = { error: plain(error) };
        await screen.reveal("#measure");
        return;
      }
      await explain();
      const { report, sample } = state.data;
      // A sample would have been named.
      const here = report && !(sample && ofOpenFiles(hash));
      if (!here) {
        const note = "The form says what the link is about. Open the files that it was made with.";
        state.ends.measure = { note };
      }
      await screen.reveal("#measure");
      if (here) await (/[#&]search=/.test(hash) ? act.search() : act.compare());
    },
  };
}

/** Takes what is left of an earlier visit. */
function takeLasting(measure: Measure, left: Lasting): void {
  Object.assign(measure, fitting(lasting(measure), left));
  measure.sort = left.sort;
  measure.last = left.last;
  // A search that was under way when the page was closed is so no more.
  if (measure.search.found?.running)
    Object.assign(measure.search.found, { running: false, stopped: true });
}

function gestures(parts: Parts, measure: Measure) {
  const { setPanel } = panels(parts);
  const stop = () => parts.jobs.stop();
  const own = { ...comparing(parts, measure), ...searching(parts, measure) };
  return { ...own, ...chart(parts), setPanel, stop };
}

/** Everything a person can do there. */
export type Measuring = ReturnType<typeof gestures>;
