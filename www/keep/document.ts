// What is kept between visits: all that a visitor gave, made and chose.

import type {
  Checkpoint,
  FitSettings,
  Fitted,
  Input,
  LoadOptions,
  Trained,
} from "../engine/client.ts";
import { lasting } from "../measure/state.ts";
import type { Parts } from "../parts.ts";
import type { OwnRated, State, Tab, Unfinished, Watchlist } from "../state.ts";

/** A file, by its name for people and its name in the store. */
export interface KeptFile {
  name: string;
  file: string;
  test?: boolean;
}

/** What the data were: files as they were given, a sample, or what a saved model brought along. */
export type KeptData =
  | { kind: "files"; files: KeptFile[]; options: LoadOptions }
  | { kind: "sample"; name: string }
  | { kind: "model" };

/** What belongs to the data. */
export interface KeptWork {
  data?: KeptData | undefined;
  model?: { file: string; spec?: FitSettings | undefined; report: Trained } | undefined;
  /** A training under way; `file` has its state. */
  training?:
    | ({ file: string } & Omit<Unfinished, "checkpoint"> &
        Omit<Checkpoint, "spec" | "state"> & { fit: Checkpoint["spec"] })
    | undefined;
  form: State["form"];
  view: {
    tab: Tab;
    n: number;
    from: number;
    filter: State["explore"]["filter"];
    balance: State["explore"]["balance"];
    person?: State["explore"]["person"]["chosen"];
    item?: State["explore"]["items"]["chosen"];
  };
}

/** Everything that is kept. */
export interface Kept {
  work: KeptWork;
  you: {
    rated: OwnRated[];
    watchlist: Watchlist;
    export?: { name: string; files: KeptFile[] } | undefined;
  };
  measured: State["measured"];
  write: State["write"];
  panels: State["panels"];
}

/** What has a file of its own. */
export type Thing = Input | Fitted | Checkpoint;

/** Gives the same name in the store to the same thing. */
export type Namer = (thing: Thing) => string;

/** What there is to be kept. Where `work` is given, that is kept instead of what the page shows; of `nothing` no data and no model. */
export function gather({ state, answers }: Parts, named: Namer, work?: KeptWork | "nothing"): Kept {
  const { you } = state.explore;
  const { form, view } = workOf(state, undefined, named);
  return {
    work: work === "nothing" ? { form, view } : (work ?? workOf(state, answers.model, named)),
    you: {
      rated: [...you.own.filter((rated) => rated.from === "hand"), ...you.away],
      watchlist: you.watchlist,
      export: you.files && { name: you.files.name, files: filesOf(you.files.files, named) },
    },
    measured: state.measure ? lasting(state.measure) : state.measured,
    write: state.write,
    panels: state.panels,
  };
}

/** The names in the store of all files of a document. */
export function filesNamed({ work, you }: Kept): string[] {
  const files = [
    ...(work.data?.kind === "files" ? work.data.files : []),
    ...(you.export?.files ?? []),
    ...(work.model ? [work.model] : []),
    ...(work.training ? [work.training] : []),
  ];
  return files.map(({ file }) => file);
}

function workOf(state: State, model: Fitted | undefined, named: Namer): KeptWork {
  const { explore, trained, form } = state;
  const { tab, n, filter, balance, person, items, you } = explore;
  return {
    data: dataOf(state, named),
    model: model && trained && { file: named(model), spec: trained.spec, report: trained.report },
    training: state.unfinished && trainingOf(state.unfinished, named),
    form,
    view: {
      ...{ tab, n, filter, balance },
      from: you.from,
      person: person.chosen,
      item: items.chosen,
    },
  };
}

function trainingOf(unfinished: Unfinished, named: Namer): KeptWork["training"] {
  const { checkpoint, ...what } = unfinished;
  const { state, spec, ...far } = checkpoint;
  return { file: named(checkpoint), ...what, ...far, fit: spec };
}

/** A training as it was kept, with its state. */
export function unfinishedOf(
  { file, title, lossName, spec, fit, ...far }: NonNullable<KeptWork["training"]>,
  state: Uint8Array<ArrayBuffer>,
): Unfinished {
  return { title, lossName, spec, checkpoint: { ...far, spec: fit, state } };
}

function dataOf({ data }: State, named: Namer): KeptData | undefined {
  if (!data.report) return undefined;
  if (data.sample) return { kind: "sample", name: data.sample.name };
  if (!data.source) return { kind: "model" };
  const { files, options } = data.source;
  return { kind: "files", files: filesOf(files, named), options };
}

function filesOf(files: Input[], named: Namer): KeptFile[] {
  return files.map((input, index) => ({
    name: nameOf(input) || `file ${index + 1}`,
    file: named(input),
    ...(!(input instanceof Blob) && input.test ? { test: true } : {}),
  }));
}

/** A file's name with the folder it came from, which may decide what it is. */
function nameOf(input: Input): string {
  const { webkitRelativePath = "", name = "" } = input as Partial<File>;
  return webkitRelativePath || name;
}

/** What is kept as far as it is of the kind that the page has now; else as the page has it. */
export function fitting<T>(present: T, kept: unknown): T {
  if (kept === undefined || kept === null || typeof kept !== typeof present) return present;
  if (Array.isArray(present) || Array.isArray(kept))
    return Array.isArray(present) && Array.isArray(kept) ? (kept as T) : present;
  if (typeof present !== "object" || present === null) return kept as T;
  const record = kept as Record<string, unknown>;
  const known = Object.entries(present).map(([key, value]) => [key, fitting(value, record[key])]);
  // Of a record without names of its own, such as the panels', every entry is taken.
  return { ...record, ...Object.fromEntries(known) } as T;
}
