// What is known of comparing models and of searching settings.

import type { Compared, Comparison, Found, MetricInfo, SplitInfo } from "../engine/client.ts";

/** What is to be compared, as it stands in the form. */
export interface Ask {
  /** All models that suit the data, besides those that are named. */
  all: boolean;
  /** The model of the form above, with its settings. */
  own: boolean;
  /** Names of models, which take their defaults; with settings where a link said some. */
  models: string[];
  /** A kind of split or one of the data's own; undefined for what is usual for the data. */
  split: string | undefined;
  /** What stands in the fields of a split, by its name: shares in percent. */
  numbers: Record<string, string[]>;
  seeds: string;
  /** The length of the lists. */
  k: string;
  /** What counts as found when a list names it: whatever was hidden, or of ratings only what was liked. */
  relevant: "all" | "liked";
  /** Metrics that somebody ticked or left out; the others are as usual for the data. */
  metrics: Record<string, boolean>;
}

/** What figures must have in common to be compared. */
export interface Terms {
  /** Name of the data. */
  data: string;
  /** As the core takes it, in a few words, and in one sentence. */
  split: string;
  title: string;
  says: string;
  seeds: number[];
  relevant: string;
  /** Every value taken as a plain “yes”. */
  implicit: boolean;
}

/** One model and setting, measured. */
export interface Row {
  /** The same for the same model, setting and terms. */
  key: string;
  terms: Terms;
  /** Title of the model in the words of the data, and the parameters that are not at their default. */
  title: string;
  changes: string;
  figures: Compared;
}

/** By what the rows are in order. */
export interface Sort {
  by: string;
  /** The best first, or the first letter; else the other way round. */
  forward: boolean;
}

/** From what the differences beside the figures are. */
export type Versus = "best" | "popularity";

/** What stands in the fields of a range. */
export interface Range {
  on: boolean;
  low: string;
  high: string;
  log: boolean;
}

/** What a search has found so far, of which data. */
export interface Sought {
  found: Found;
  data: string;
  stopped: boolean;
  running: boolean;
  /** The part of an address that repeats it. */
  link: string;
}

/** The search of good settings. */
export interface Search {
  /** By the model's and the parameter's name; those that nobody has touched are as the registry has them. */
  ranges: Record<string, Record<string, Range>>;
  trials: string;
  /** The most work of the trials, in trainings; empty for no bound. */
  budget: string;
  /** By which metric settings are chosen, maybe with the length of lists; undefined for the usual one. */
  metric: string | undefined;
  /** What the last search has found so far. */
  found?: Sought | undefined;
}

/** The part “Measure”. */
export interface Measure {
  /** What there is. */
  splits: SplitInfo[];
  metrics: MetricInfo[];
  ask: Ask;
  /** What the core says of the split in the form: a sentence, or what is wrong. */
  explained: { text: string; sentence?: string; problem?: string };
  rows: Row[];
  sort: Sort | undefined;
  versus: Versus;
  /** The comparison that was made last, and the part of an address that repeats it. */
  last: { comparison: Comparison; terms: Terms; link: string } | undefined;
  /** The whole address, once somebody has asked for it. */
  link: string | undefined;
  search: Search;
}

/** Nothing asked yet. */
export function unmeasured(splits: SplitInfo[], metrics: MetricInfo[]): Measure {
  return {
    splits,
    metrics,
    ask: {
      ...{ all: false, own: true, models: [], split: undefined, numbers: {} },
      ...{ seeds: "42", k: "10", relevant: "all", metrics: {} },
    },
    explained: { text: "" },
    rows: [],
    sort: undefined,
    versus: "best",
    last: undefined,
    link: undefined,
    search: { ranges: {}, trials: "20", budget: "", metric: undefined },
  };
}

/** What outlasts a visit: what was asked, and what came of it. */
export type Lasting = Pick<Measure, "ask" | "rows" | "sort" | "versus" | "last" | "search">;

/** That part of it. */
export function lasting({ ask, rows, sort, versus, last, search }: Measure): Lasting {
  return { ask, rows, sort, versus, last, search };
}
