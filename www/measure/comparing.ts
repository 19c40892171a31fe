// Comparing models: what a person does in the form and in the table.

import { copyAddress } from "../actions/copying.ts";
import { ofOpenFiles } from "../actions/repeating.ts";
import { download } from "../download.ts";
import type { Comparison, Training } from "../engine/client.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { words } from "../state.ts";
import { counted } from "../words.ts";
import { whatIsAsked } from "./ask.ts";
import { linkOf } from "./link.ts";
import { FORMATS, type Format, written } from "./save.ts";
import { numbersOf, splitOf } from "./splits.ts";
import type { Ask, Measure, Terms, Versus } from "./state.ts";
import { added, keysOf, metricInView, rowsOf } from "./table.ts";
import { verdict } from "./verdict.ts";

/** Comparing models. */
export function comparing({ state, screen, jobs, engine }: Parts, measure: Measure) {
  const ask = (change: Partial<Ask>) => {
    Object.assign(measure.ask, change);
    delete state.ends.measure;
    void screen.draw();
  };

  /** Puts what a comparison has so far into the table, which had these rows before it. */
  const take = (comparison: Comparison, terms: Terms, link: string, before: Set<string>) => {
    measure.rows = added(measure.rows, rowsOf(state, comparison, terms), before);
    measure.last = { comparison, terms, link };
  };

  return {
    /** Adds the model of the form, with its settings, or all that suit the data. */
    setOwn: (own: boolean): void => ask({ own }),
    setAll: (all: boolean): void => ask({ all }),

    /** Chooses a model or leaves it out. */
    setModel(name: string, on: boolean): void {
      const others = measure.ask.models.filter((model) => model !== name);
      ask({ models: on ? [...others, name] : others });
    },

    /** Chooses what is hidden. */
    setSplit: (split: string): void => ask({ split }),

    /** Fills in a number of the split. */
    setNumber(at: number, text: string): void {
      const offer = splitOf(state, measure);
      const texts = numbersOf(offer, measure.ask).map((old, i) => (i === at ? text : old));
      ask({ numbers: { ...measure.ask.numbers, [offer.name]: texts } });
    },

    setSeeds: (seeds: string): void => ask({ seeds }),

    /** Sets the length of the lists that are measured. */
    setK: (k: string): void => ask({ k }),

    /** Says what counts as found when a list names it. */
    setRelevant: (relevant: "all" | "liked"): void => ask({ relevant }),

    /** Chooses a metric or leaves it out. */
    setMetric: (name: string, on: boolean): void =>
      ask({ metrics: { ...measure.ask.metrics, [name]: on } }),

    /** Compares what the form asks for. */
    async compare(): Promise<void> {
      const asked = whatIsAsked(state, measure);
      if (!asked) return;
      const { models, how, terms } = asked;
      const link = linkOf(state, measure, location.hash);
      const before = keysOf(measure.rows);
      measure.link = undefined;
      let note: string | undefined;
      const job = { kind: "measure", what: "compare", finished: 0, planned: 0, title: "" } as const;
      screen.announce("Comparing has begun.");
      const done = await jobs.run({ ...job }, async (signal) => {
        const result = await (await engine).compare(models, {
          ...how,
          signal,
          onProgress: ({ finished, planned, run, training, sofar }) => {
            if (sofar) take(sofar, terms, link, before);
            show(finished, planned, run.model, training);
          },
        });
        if (result.runs.every((run) => run.failed !== undefined && run.runs === 0)) {
          throw new Error(result.runs[0]?.failed ?? "Nothing could be measured.");
        }
        take(result, terms, link, before);
        if (result.stopped) {
          note = `Stopped after ${counted(result.finished, "run")} of ${result.planned}. What was finished is in the table.`;
        }
      });
      if (!done) return;
      if (note) state.ends.measure = { note };
      const said = verdict(measure, measure.rows, metricInView(measure) ?? "");
      screen.announce(note ?? `Compared. ${said.join(" ")}`);
    },

    /** Puts the rows in order of a column; once more, the other way round. */
    sortBy(by: string): void {
      const { sort } = measure;
      measure.sort = { by, forward: sort?.by === by ? !sort.forward : true };
      void screen.draw();
    },

    /** Says from what the differences are that stand beside the figures. */
    setVersus(versus: Versus): void {
      measure.versus = versus;
      void screen.draw();
    },

    /** Takes a row out of the table. */
    removeRow(key: string): void {
      const row = measure.rows.find((r) => r.key === key);
      measure.rows = measure.rows.filter((r) => r !== row);
      screen.announce(`${row?.title ?? "The row"} is out of the table.`);
    },

    /** Empties the table. */
    clearRows(): void {
      measure.rows = [];
      measure.last = undefined;
      measure.sort = undefined;
      screen.announce("The table is empty.");
    },

    /** Saves the table. */
    saveRows(format: Format): void {
      download(`compared.${format}`, written(measure, format), FORMATS[format].type);
    },

    /** Copies an address that repeats a comparison or a search, and shows it. */
    async copyLink(link: string): Promise<void> {
      measure.link = new URL(link, location.href).href;
      const own = ofOpenFiles(link) ? " It needs the same files to be open." : "";
      await copyAddress(screen, measure.link, "#measure-link", `The link is copied.${own}`);
    },
  };

  /** Shows how far the comparison is. */
  function show(finished: number, planned: number, model: string, training?: Training): void {
    const info = state.models.find((m) => m.name === model);
    const title = inWordsOf(words(state), info?.title ?? "the model that suits the data");
    if (state.job?.kind === "measure")
      Object.assign(state.job, { finished, planned, title, progress: training });
    void screen.draw();
  }
}
