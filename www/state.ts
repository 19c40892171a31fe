// What the page shows, and what a person can do on it. Only app.ts changes the one and carries out the other.

import type { Role } from "./columns.ts";
import { type Combobox, EMPTY } from "./combobox.ts";
import type {
  Columns,
  Entity,
  Evaluated,
  Export,
  Input,
  ItemMap,
  ModelInfo,
  Preview,
  Rated,
  Reading,
  Recommendation,
  Report,
  SampleInfo,
  Similar,
  Trained,
  Training,
} from "./engine/client.ts";
import type { Texts } from "./form.ts";

/** The tabs of the part “Explore”. */
export type Tab = "person" | "you" | "items" | "map";

/** The fields in which one searches for a person or an item. */
export type Search = "person" | "you" | "items" | "map";

/** How a category filters: not at all, only these, or none of these. */
export type CategoryFilter = "any" | "only" | "without";

/** A rating that the visitor gave. */
export interface OwnRated extends Rated {}

/** What becomes of the visitor's watchlist: nothing special, left out, or the only source. */
export type Watchlist = "any" | "without" | "only";

/** The choice of what the columns of the files read last mean. */
export interface Choosing {
  /** The first rows of the tables, with what is said about their columns. */
  previews: Preview[];
  /** Index of the table that is shown. */
  at: number;
  /** Shown, or only offered. */
  open: boolean;
  /** What asks for it: a load that failed, columns without names, or the person. */
  why: "failed" | "guessed" | "asked";
  error?: string | undefined;
}

/** The places that take files. */
export type Zone = "data" | "you";

/** One evaluation in the table. */
export interface Run {
  evaluated: Evaluated;
  /** Title of the model, and the parameters that are not at their default. */
  title: string;
  changes: string;
  split: string;
  /** Name of the data, since runs on different data do not compare. */
  data: string;
}

/** Everything the page shows. */
export interface State {
  /** Why there is no engine at all. */
  fatal?: string | undefined;
  models: ModelInfo[];
  samples: SampleInfo[];
  /** What the screen reader is told next. */
  announcement: string;

  data: {
    report?: Report | undefined;
    sample?: SampleInfo | undefined;
    /** What is being read; `progress` is missing until the first report. */
    reading?: { name: string; progress?: Reading | undefined } | undefined;
    /** True while files are held over the drop zone. */
    over: boolean;
    error?: string | undefined;
    note?: string | undefined;
    choosing?: Choosing | undefined;
    /** Data that do not fit: bytes needed, bytes there can be, and the share of the people that should fit. */
    refused?: { need: number; limit: number; share: number } | undefined;
  };

  form: {
    model: string;
    texts: Texts;
    seed: string;
    implicit: boolean;
  };

  train: {
    progress?: Training | undefined;
    running: boolean;
    trained?: Trained | undefined;
    error?: string | undefined;
    note?: string | undefined;
  };

  explore: {
    tab: Tab;
    n: number;
    filter: { categories: Record<string, CategoryFilter>; includeSeen: boolean };
    boxes: Record<Search, Combobox>;
    person: {
      chosen?: Entity | undefined;
      rated: Rated[];
      recommended: Recommendation[];
      similar: Similar[];
      error?: string | undefined;
    };
    you: {
      own: OwnRated[];
      recommended: Recommendation[];
      /** What the visitor's own export has in common with the data. */
      export?: ({ name: string } & Export) | undefined;
      watchlist: Watchlist;
      /** True while files are held over the place for an export. */
      over: boolean;
      error?: string | undefined;
    };
    items: { chosen?: Entity | undefined; similar: Similar[]; error?: string | undefined };
    map: {
      map?: ItemMap | undefined;
      /** Items that carry their title on the map, best known first. */
      known: string[];
      /** Index of the item under the pointer or chosen by key. */
      at: number;
      error?: string | undefined;
    };
  };

  measure: {
    split: string;
    metrics: Record<string, boolean>;
    k: string;
    running?:
      | { progress?: Training | undefined; split: string; fold: number; folds: number }
      | undefined;
    runs: Run[];
    error?: string | undefined;
    note?: string | undefined;
  };
}

/** Everything a person can do. */
export interface Actions {
  openFiles(files: Input[]): void;
  dropFiles(transfer: DataTransfer): void;
  dragOver(zone: Zone, over: boolean): void;
  choosePreview(at: number): void;
  setColumn(index: number, role: Role): void;
  setWriting(change: Pick<Columns, "separator" | "quote" | "header" | "encoding">): void;
  readColumns(): void;
  askColumns(): void;
  closeColumns(): void;
  readSample(share: number): void;
  openExport(files: Input[]): void;
  dropExport(transfer: DataTransfer): void;
  removeExport(): void;
  setWatchlist(watchlist: Watchlist): void;
  openSample(name: string): void;
  chooseModel(name: string): void;
  setParameter(name: string, text: string | boolean): void;
  setSeed(text: string): void;
  setImplicit(on: boolean): void;
  resetParameters(): void;
  train(): void;
  stop(): void;
  saveModel(): void;
  showTab(tab: Tab, focus?: boolean): void;
  search(box: Search, query: string): void;
  openSearch(box: Search): void;
  closeSearch(box: Search): void;
  searchKey(box: Search, event: KeyboardEvent): void;
  choose(box: Search, entity: { id: string; title: string; ratings?: number }): void;
  showSimilar(item: { id: string; title: string }): void;
  rate(id: string, rating: number): void;
  unrate(id: string): void;
  cycleCategory(name: string): void;
  clearFilter(): void;
  setIncludeSeen(on: boolean): void;
  setN(n: number): void;
  exportList(list: "person" | "you" | "items"): void;
  pointAt(event: PointerEvent): void;
  mapKey(event: KeyboardEvent): void;
  openPoint(): void;
  setSplit(split: string): void;
  setMetric(name: string, on: boolean): void;
  setK(text: string): void;
  evaluate(): void;
  clearRuns(): void;
  exportRuns(): void;
}

/** The metrics on offer; those of lists take a length k. */
export const METRICS: {
  name: string;
  title: string;
  list: boolean;
  lowerIsBetter: boolean;
  explicitOnly: boolean;
}[] = [
  { name: "rmse", title: "RMSE", list: false, lowerIsBetter: true, explicitOnly: true },
  { name: "mae", title: "MAE", list: false, lowerIsBetter: true, explicitOnly: true },
  { name: "precision", title: "Precision", list: true, lowerIsBetter: false, explicitOnly: false },
  { name: "recall", title: "Recall", list: true, lowerIsBetter: false, explicitOnly: false },
  { name: "ndcg", title: "NDCG", list: true, lowerIsBetter: false, explicitOnly: false },
  { name: "map", title: "MAP", list: true, lowerIsBetter: false, explicitOnly: false },
  { name: "auc", title: "AUC", list: false, lowerIsBetter: false, explicitOnly: false },
];

/** The page before anything has been loaded. */
export function initial(): State {
  return {
    models: [],
    samples: [],
    announcement: "",
    data: { over: false },
    form: { model: "", texts: {}, seed: "42", implicit: false },
    train: { running: false },
    explore: {
      tab: "person",
      n: 10,
      filter: { categories: {}, includeSeen: false },
      boxes: { person: EMPTY, you: EMPTY, items: EMPTY, map: EMPTY },
      person: { rated: [], recommended: [], similar: [] },
      you: { own: [], recommended: [], watchlist: "any", over: false },
      items: { similar: [] },
      map: { known: [], at: -1 },
    },
    measure: {
      split: "random:0.2",
      metrics: { rmse: true, mae: true, ndcg: true, recall: true },
      k: "10",
      runs: [],
    },
  };
}

/** True when the model in the form will be trained on plain choices. */
export function isImplicit(state: State): boolean {
  return state.form.implicit || state.data.report?.feedback === "implicit";
}

/** The registry's entry of the model in the form. */
export function chosenModel(state: State): ModelInfo | undefined {
  return state.models.find((m) => m.name === state.form.model);
}

/** True while a job runs, so that no other is offered. */
export function isBusy(state: State): boolean {
  return (
    state.train.running || state.data.reading !== undefined || state.measure.running !== undefined
  );
}
