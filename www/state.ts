// What is known: everything the page shows. Views turn it into elements, actions change it.

import { type Combobox, EMPTY } from "./combobox.ts";
import type { CurveKind } from "./curves/kinds.ts";
import type {
  Checkpoint,
  Entity,
  Estimate,
  Export,
  FactorFormat,
  Feedback,
  FitSettings,
  Input,
  ItemMap,
  ListFormat,
  LoadOptions,
  ModelInfo,
  Preview,
  Rated,
  Reading,
  Recommendation,
  Report,
  SampleInfo,
  Scale,
  Similar,
  Trained,
  Training,
  Writing,
} from "./engine/client.ts";
import type { Texts } from "./form.ts";
import type { Held } from "./map.ts";
import type { Scores } from "./meaning.ts";
import type { Lasting, Measure } from "./measure/state.ts";
import { type Nouns, nouns } from "./nouns.ts";
import { type Sight, WHOLE } from "./sight.ts";
import type { At, Picture } from "./view/chart/picture.ts";
import { AUTO, type Wish } from "./wish.ts";

/** What is trained where the choice of the model is left to the data. */
export const BEST = "the best for these data";

/** The seed of the form unless somebody fills in another. */
export const SEED = "42";

/** The tabs of the part “Explore”. */
export type Tab = "person" | "you" | "items" | "map";

const TABS: Tab[] = ["you", "person", "items", "map"];

/** The fields in which one searches for a person or an item. */
export type Search = "person" | "you" | "items" | "map";

/** How many items are offered at a time to begin with. */
export const STARTERS = 4;

/** How a category filters: not at all, only these, or none of these. */
export type CategoryFilter = "any" | "only" | "without";

/** What a list can be steered by. */
export type Balance = "adventure" | "diversity";

/** What becomes of the visitor's watchlist: nothing special, left out, or the only source. */
export type Watchlist = "any" | "without" | "only";

/** The places that take files. */
export type Zone = "data" | "you";

/** What takes long. One runs at a time. */
export type Job =
  /** `progress` is missing until the first report. */
  (
    | { kind: "read"; name: string; progress?: Reading | undefined }
    | {
        kind: "train";
        title: string;
        lossName: string;
        progress?: Training | undefined;
        /** What it goes on from, where it was interrupted, and by what. */
        from?: { epoch: number; epochs: number; by: "leaving" | "fault" } | undefined;
      }
    | {
        kind: "measure";
        what: "compare" | "search";
        /** Runs that are done, and all that are known of. */
        finished: number;
        planned: number;
        /** The model under way. */
        title: string;
        progress?: Training | undefined;
      }
    | { kind: "curve"; fraction: number }
    | { kind: "write"; what: "factors" | "lists"; progress?: Writing | undefined }
  ) & {
    /** True for what nobody asked for: it makes way for whatever somebody does. */
    yields?: boolean;
    /** True from the click on Stop until the end. */
    stopping?: boolean;
  };

/** How a job ended, where that has to be said: it failed, or it was stopped. */
export interface End {
  error?: string | undefined;
  note?: string | undefined;
}

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
  /** Something else has been said than what the data were read with. */
  changed?: boolean;
  error?: string | undefined;
}

/** A training that can be gone on with where it is interrupted. */
export interface Unfinished {
  title: string;
  lossName: string;
  /** What was asked for. */
  spec: FitSettings;
  checkpoint: Checkpoint;
}

/** The model that answers, and how it was made. The form may say something else by now. */
export interface TrainedModel {
  /** What was asked for; undefined for a model from a file. */
  spec?: FitSettings | undefined;
  report: Trained;
  /** What the values said that it learned from. */
  feedback: Feedback;
}

/** A rating that the visitor gave. */
export interface OwnRated extends Rated {
  /** By hand, or in an export. */
  from: "hand" | "export";
  /** The scale on which it was given. */
  scale: Scale;
  /** Name of the data in which the item was found. */
  data: string;
}

/** What is kept on this device between visits. */
export interface Keeping {
  /** Bytes that are kept; undefined where that cannot be told. */
  bytes: number | undefined;
  /** What could not be kept or did not come back, in sentences. */
  notes: string[];
  /** Why what is done here is not kept, if it is not. */
  not?: string | undefined;
  /** What can be done about that: keep again, or in this tab instead of another. */
  offer?: "again" | "here" | undefined;
}

/** Everything the page shows. */
export interface State {
  /** Why there is no engine at all. */
  fatal?: string | undefined;
  /** Whether the page is one file, with nothing beside it. */
  alone: boolean;
  /** Empty until the engine is there. */
  models: ModelInfo[];
  samples: SampleInfo[];
  /** What the screen reader is told next. */
  announcement: string;
  /** The value that is pointed at in each chart, by the chart's name. */
  pointed: Record<string, At | undefined>;
  /** Begins anew with a newer version of the page; undefined unless one is ready. */
  renew?: (() => void) | undefined;
  /** Panels that a person has opened or closed, by name; the others are as they are at first. */
  panels: Record<string, boolean>;

  /** True from the moment that data are there until it is decided whether they are trained at once. */
  starting: boolean;
  /** What is under way. */
  job?: Job | undefined;
  /** Names of the files that wait for their turn. */
  waiting: string[];
  /** How the last job of each kind ended, until the next one or until what was wrong is mended. */
  ends: Partial<Record<Job["kind"], End>>;

  /** Undefined where it is not known yet, and where nothing is to be kept. */
  keep?: Keeping | undefined;

  data: {
    report?: Report | undefined;
    sample?: SampleInfo | undefined;
    /** The files that the present data were read from, and how. */
    source?: { files: Input[]; options: LoadOptions } | undefined;
    /** True for data that nobody has opened here: the page begins with them, or its address names them. */
    lent?: boolean;
    /** True while files are held over the drop zone. */
    over: boolean;
    choosing?: Choosing | undefined;
    /** What was read last, or could not be read, so that it can be read in another way. */
    attempt?: { files: Input[]; options: LoadOptions } | undefined;
    /** Data that do not fit: bytes needed, bytes there can be, and the share of the people that should fit. */
    refused?: { need: number; limit: number; share: number } | undefined;
  };

  /** What a link asks for whose data are not here: their name, which is all that a link says of them. */
  awaited?: { data: string; wish: Wish } | undefined;

  /** What would be trained next; the model is `AUTO` or one of the registry. */
  form: { model: string; texts: Texts; seed: string; implicit: boolean };
  /** What training that would take; undefined until it is known. */
  estimate?: Estimate | undefined;
  /** The data for which that was found to be little. */
  cheap?: Report | undefined;
  /** How far the training under way was a moment ago, where it takes long. */
  unfinished?: Unfinished | undefined;
  /** What answers now. */
  trained?: TrainedModel | undefined;
  /** What answers beside it, so that the two can be compared. */
  other?: TrainedModel | undefined;
  /** The model that is offered for that; empty where none is. */
  against: string;

  explore: {
    tab: Tab;
    n: number;
    filter: { categories: Record<string, CategoryFilter>; includeSeen: boolean };
    /** From 0 to 1: from popular to adventurous, and from alike to varied. */
    balance: Record<Balance, number>;
    boxes: Record<Search, Combobox>;
    person: {
      chosen?: Entity | undefined;
      /** Undefined until the model has answered about the chosen person. */
      answer?:
        | {
            recommended: Recommendation[];
            /** By the other model, where one is compared. */
            other?: Recommendation[] | undefined;
            rated: Rated[];
            similar: Similar[];
          }
        | undefined;
      error?: string | undefined;
    };
    you: {
      /** What the visitor rated among the present items. */
      own: OwnRated[];
      /** What the visitor rated by hand in other data, of items that the present ones do not have. */
      away: OwnRated[];
      /** The files of the visitor's own export, which is met with other data, too. */
      files?: { name: string; files: Input[] } | undefined;
      /** Well-known and varied items to begin with, and the index of the first that is in sight. */
      starters: Entity[];
      from: number;
      /** What most people know: stands in the list's place while no model answers. */
      known: Entity[];
      /** Undefined until the model has answered. */
      recommended?: Recommendation[] | undefined;
      /** By the other model, where one is compared. */
      other?: Recommendation[] | undefined;
      /** Whether that answer rests on something the visitor said. */
      personal: boolean;
      /** What the visitor's own export has in common with the data. */
      export?: ({ name: string } & Export) | undefined;
      watchlist: Watchlist;
      /** True while files are held over the place for an export. */
      over: boolean;
      error?: string | undefined;
    };
    items: {
      chosen?: Entity | undefined;
      /** Undefined until the model has answered about the chosen item. */
      similar?: Similar[] | undefined;
      error?: string | undefined;
    };
    map: {
      map?: ItemMap | undefined;
      /** Items that carry their title on the map, best known first. */
      known: string[];
      /** Index of the item under the pointer or chosen by key; −1 for none. */
      at: number;
      /** The part that is shown. */
      view: Sight;
      /** Where fingers or the pressed pointer are, in CSS pixels on the canvas. */
      held: Held[];
      error?: string | undefined;
    };
  };

  /** What is written for other programs, and as what. */
  write: { factors: FactorFormat; lists: ListFormat };

  curves: {
    /** Which curve is chosen. */
    kind: CurveKind;
    /** What has been drawn of the present data, and the address that draws it again. */
    drawn: Partial<Record<CurveKind, { pictures: Picture[]; link: string }>>;
    /** The address that somebody has copied. */
    copied?: string | undefined;
  };
  /** Comparisons and searches; undefined until what makes them is there. */
  measure?: Measure | undefined;
  /** What of it is left of an earlier visit, until then. */
  measured?: Lasting | undefined;
}

/** Nothing asked yet. */
export function unexplored(): State["explore"] {
  return {
    tab: "you",
    n: 10,
    filter: { categories: {}, includeSeen: false },
    balance: { adventure: 0, diversity: 0 },
    boxes: { person: EMPTY, you: EMPTY, items: EMPTY, map: EMPTY },
    person: {},
    you: {
      own: [],
      away: [],
      starters: [],
      from: 0,
      known: [],
      personal: false,
      watchlist: "any",
      over: false,
    },
    items: {},
    map: { known: [], at: -1, view: WHOLE, held: [] },
  };
}

/** A form in which nobody has filled in anything. */
export function unformed(): State["form"] {
  return { model: AUTO, texts: {}, seed: SEED, implicit: false };
}

/** The page before anything has been loaded. */
export function initial(): State {
  return {
    alone: false,
    models: [],
    samples: [],
    announcement: "",
    pointed: {},
    panels: {},
    starting: false,
    waiting: [],
    ends: {},
    data: { over: false },
    form: unformed(),
    against: "popularity",
    explore: unexplored(),
    write: { factors: "parquet", lists: "csv" },
    curves: { kind: "roc", drawn: {} },
  };
}

/** True while a job runs that somebody asked for, so that no other is offered. */
export function isBusy(state: State): boolean {
  return state.job !== undefined && !state.job.yields;
}

/** The tabs, the one that suits the data first: a list of bare ids says nothing to a visitor, and a pair has no person. */
export function tabsOf({ data: { report }, explore }: State): Tab[] {
  const rest = (...first: Tab[]) => [...first, ...TABS.filter((tab) => !first.includes(tab))];
  if (!report) return TABS;
  if (report.shape === "pairs") return rest("items");
  // Somebody's own export is about nobody else.
  if (report.users <= 1 || explore.you.export) return TABS;
  return report.titled > 0 ? TABS : rest("person");
}

/** Whether this panel is open. */
export function isOpen(state: State, panel: string, first = false): boolean {
  return state.panels[panel] ?? first;
}

/** What a model's scores rest on: those of the present one, unless another is said. */
export function scoresOf(state: State, trained = state.trained): Scores {
  const { report } = state.data;
  const { kind, person, item } = words(state);
  return {
    meaning: trained?.report.score ?? "preference",
    kind: trained?.spec?.implicit && kind !== "pairs" ? "choices" : kind,
    scale: report?.scale ?? { min: 0, max: 1 },
    person,
    item,
  };
}

/** What the present data call their people, items and values. */
export function words(state: State): Nouns {
  return nouns(state.data.report);
}
