// The worker: owns the core and all of its state. What it offers to the page is `api`; the page's side of
// the calls has the type `typeof api`.

import { expose, type ProxyMarked, transfer, transferHandlers } from "comlink";
import type {
  Choice,
  CompareSpec,
  Comparison,
  Entity,
  EvaluateSpec,
  Evaluation,
  Export,
  FitPlan,
  FitReport,
  FitSpec,
  Found,
  ItemMap,
  Learned,
  ListOptions,
  Lists,
  LoadOptions,
  MetricInfo,
  ModelInfo,
  Outcome,
  OwnRating,
  Preview,
  Progress,
  Rated,
  Recommendation,
  Report,
  Rows,
  Run,
  SampleInfo,
  SearchSpec,
  Similar,
  SplitInfo,
} from "../wasm/kindred.js";
import init, { Session } from "../wasm/kindred.js";
import { guard, turn } from "./guard.ts";
import type { Later } from "./kit.ts";
import { joinLater } from "./later.ts";
import { Pool } from "./pool.ts";
import { Queue } from "./queue.ts";
import { type BlobSource, named, type Reader, readHere, Slices, slice } from "./slices.ts";
import type { Crew, Team, Told, Wanted } from "./team.ts";

/** How far reading is. */
export interface Reading {
  /** Bytes read, and bytes in all. */
  bytes: number;
  total: number;
  /** Rows understood. */
  rows: number;
  /** Bytes per second since the start. */
  rate: number;
  /** Seconds to the end at this rate. */
  secondsLeft: number;
}

/** A point of the loss curve. */
export interface LossPoint {
  /** The epoch that ended, counted from 1. */
  epoch: number;
  loss: number;
  /** The loss on held-out ratings, when the model holds some out. */
  validation?: number;
}

/** What a training or an evaluation is at: choosing a model by the data, training it, or measuring it. */
export type Stage = "choosing" | "training" | "testing";

/** How far training is. */
export interface Training extends Progress {
  stage: Stage;
  /** Seconds since the start, and to the end at this pace. */
  seconds: number;
  secondsLeft: number;
  /** The losses of all epochs so far. */
  curve: LossPoint[];
  /** How good it was after the epochs so far, where that is measured. */
  learning?: Learned[];
  /** Who is at work. */
  team: Team;
}

/** A finished training. */
export interface Trained extends FitReport {
  /** What training took. */
  seconds: number;
  curve: LossPoint[];
  /** Who has worked on it, at most at a time; of a model that was opened nobody. */
  team?: Team;
}

/** A training as it stands between two of its epochs: what {@link Engine.resume} goes on from, also in another visit. */
export interface Checkpoint {
  /** What is trained, with all parameter values. */
  spec: FitSpec;
  /** Epochs that are finished, of how many. */
  epoch: number;
  epochs: number;
  /** What training took so far, and the losses. */
  seconds: number;
  curve: LossPoint[];
  /** Why the model was chosen, if it was. */
  chosen?: Choice;
  /** The training itself. */
  state: Uint8Array<ArrayBuffer>;
}

/** What a training would be. */
export interface Estimate extends FitPlan {
  /** How long it would take on this machine. */
  seconds: number;
}

/** A finished evaluation. */
export interface Evaluated extends Evaluation {
  /** What training took, and what measuring took after it. */
  seconds: { fit: number; evaluate: number };
  /** Who has worked on it, at most at a time. */
  team: Team;
}

/** A sparse matrix in rows: with which entry each begins, and where the last one ends, then all entries. */
export interface Sparse {
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

/** A model trained elsewhere, as its files have it: factors, or similarities of items. */
export type OutsideModel = OutsideFactors | { ids: string[]; similarities: Sparse };

/** Factors of people and items, or vectors of items. */
export interface OutsideFactors {
  /** Ids and their factors, row after row; no users where there are only vectors of items. */
  users: { ids: string[]; rows: Float32Array };
  items: { ids: string[]; rows: Float32Array };
  /** Whether scores are ratings, where the files say so. */
  ratings?: boolean;
  /** How it was trained, so that somebody new can be solved for: by Spark's least squares or by those of implicit. */
  regularization: number;
  alpha: number;
  spark: boolean;
}

/** @internal Receives the progress of every job, by the job's number. */
export type Listener = (job: number, progress: Reading | Training) => void;

/** Seconds for which a training is tried to see how long the whole would take. */
const PROBE = 0.15;

/** Seconds between two checkpoints at least, how many times as long as taking the last one took, and bytes for each second. */
const CHECKPOINT_EVERY = 4;
const CHECKPOINT_SHARE = 20;
const CHECKPOINT_BYTES = 4 << 20;

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 100;

let listener: Listener = () => {};
/**
 * Reads files on the page's thread: this one is busy with what has been read already, and where a page has no origin WebKit
 * lets no worker read files.
 */
let reader: Reader = readHere;
/** The models that answer, by the job that trained or opened each; the core has their data. */
const models = new Map<number, Session>();
/** Maps are made in slices, one map after another. */
const maps = new Queue();
/** Jobs that have been asked to stop. */
const stopped = new Set<number>();

let giveLater: (later: Later) => void = () => {};
let provide: (parts: { module: WebAssembly.Module; later: Later }) => void = () => {};
const core: Promise<Session> = new Promise<Parameters<typeof provide>[0]>((resolve) => {
  provide = resolve;
}).then(start);
// Whoever calls gets the failure; without this line the browser would report it a second time.
core.catch(() => {});
/** Runs that another worker has ordered. */
let ordered = 0;
/** Those who share the work. */
const pool = new Pool(core, (run, report, stop) => {
  ordered -= 1;
  const job = ordered;
  stop(() => stopped.add(job));
  return doRun(job, run, report);
});

async function start({ module, later }: Parameters<typeof provide>[0]): Promise<Session> {
  try {
    giveLater = joinLater(await init({ module_or_path: module }), later);
    return new Session();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw named("StartError", `Kindred's core could not be started. (${why})`);
  }
}

/** A question about the present data. */
async function ask<T>(question: (core: Session) => T): Promise<T> {
  const session = await core;
  return guard(() => question(session));
}

/** A question to the model that this job trained. */
async function askModel<T>(model: number, question: (core: Session) => T): Promise<T> {
  await core;
  const session = models.get(model);
  if (!session) {
    throw named(
      "StateError",
      "This model is no longer there: it has been closed, or its training data have been replaced. Train it again.",
    );
  }
  return guard(() => question(session));
}

/** Lets the model that the core has just trained or opened answer for this job. */
function holds(job: number, session: Session): void {
  models.set(
    job,
    guard(() => session.takeModel()),
  );
}

/** Gives back what a model takes. */
function drops(job: number): void {
  models.get(job)?.free();
  models.delete(job);
}

/** No model answers any more: the data are others. */
function dropsAll(): void {
  for (const job of models.keys()) drops(job);
}

// Comlink sends an error's name, message and stack. What a refusal for want of memory would `need`, and the `limit`,
// go along; the other side gives them back to the error.
const thrown = transferHandlers.get("throw");
if (thrown) {
  const { serialize } = thrown;
  thrown.serialize = (value) => {
    const [sent, transferables] = serialize(value) as [{ value: unknown }, Transferable[]];
    const { need, limit } = Object((value as { value?: unknown }).value);
    if (need !== undefined) Object.assign(sent.value as object, { need, limit });
    return [sent, transferables];
  };
}

/** Takes steps until one returns true, with a turn for questions and stops after each. */
async function inSteps<T>(
  job: number,
  parts: { step: () => boolean | Promise<boolean>; finish: () => T; abandon: () => void },
): Promise<T> {
  try {
    let done = false;
    while (!done) {
      done = await parts.step();
      await turn();
      if (stopped.has(job)) throw named("AbortError", "Stopped.");
    }
    return guard(parts.finish);
  } catch (error) {
    // After a trap nothing may be called any more.
    if (!(error instanceof Error && error.name === "PanicError")) guard(parts.abandon);
    throw error;
  } finally {
    stopped.delete(job);
  }
}

/** Reports at most every `REPORT_EVERY` milliseconds, except for what must not be missed; only what is reported is made. */
function throttled<P>(
  report: (progress: P) => unknown,
): (progress: () => P, must: boolean) => unknown {
  let last = Number.NEGATIVE_INFINITY;
  return (progress, must) => {
    const now = performance.now();
    if (!must && now - last < REPORT_EVERY) return undefined;
    last = now;
    return report(progress());
  };
}

/** Tells the page how far a job is; resolves when it has heard of it. */
const toPage = (job: number) => (progress: Reading | Training) => listener(job, progress);

/** Runs training or evaluation to its end, with reports. */
async function train<T>(
  job: number,
  session: Session,
  tell: (training: Training) => unknown,
  parts: {
    begin: () => void;
    step: () => Progress;
    stage: () => Stage;
    finish: () => T;
    abandon: () => void;
    /** The learning curve so far, where there is one. */
    learned?: () => Learned[];
    /** Told after every step. */
    after?: (progress: Progress, seconds: number, curve: LossPoint[]) => void;
  },
  since: { seconds: number; curve: LossPoint[] } = { seconds: 0, curve: [] },
): Promise<T & { seconds: number; curve: LossPoint[]; team: Team }> {
  const begun = performance.now();
  const report = throttled(tell);
  const curve = [...since.curve];
  const seconds = () => since.seconds + (performance.now() - begun) / 1000;
  guard(parts.begin);
  let team = pool.team(session);
  let end: unknown;
  const step = async () => {
    const progress = await pool.step(session, parts.step);
    const present = pool.team(session);
    if (present.workers >= team.workers) team = present;
    // Answers may come in another order than the parts.
    if (!progress) return false;
    const { epoch, loss, validation, fraction } = progress;
    if (loss !== undefined && epoch > (curve.at(-1)?.epoch ?? 0)) {
      curve.push({ epoch, loss, ...(validation === undefined ? {} : { validation }) });
    }
    const secondsLeft =
      fraction > 0 ? (seconds() * (1 - fraction)) / fraction : Number.POSITIVE_INFINITY;
    const told = report(
      () => ({
        ...progress,
        ...{ stage: parts.stage(), seconds: seconds(), secondsLeft, curve, team: present },
        ...(parts.learned && { learning: guard(parts.learned) }),
      }),
      progress.done,
    );
    parts.after?.(progress, seconds(), curve);
    if (progress.done) end = told;
    return progress.done;
  };
  try {
    const result = await inSteps(job, { step, finish: parts.finish, abandon: parts.abandon });
    const { lost } = pool.team(session);
    const who = lost === undefined ? team : { ...team, lost };
    const all = { ...result, seconds: seconds(), curve, team: who };
    // The end is told on another way than what comes of it, which is not to be there before.
    await Promise.resolve(end).catch(() => {});
    return all;
  } finally {
    pool.drop();
  }
}

/** Takes a checkpoint after a step where one can be taken, unless the last one is so near that it would cost too much. */
function checkpoints(
  session: Session,
  from: Checkpoint | undefined,
  keep: (checkpoint: Checkpoint) => void,
): (progress: Progress, seconds: number, curve: LossPoint[]) => void {
  let next = performance.now() + 1000 * CHECKPOINT_EVERY;
  return ({ epoch, epochs }, seconds, curve) => {
    const now = performance.now();
    if (now < next) return;
    const state = guard(() => session.checkpointFit()) as Uint8Array<ArrayBuffer> | undefined;
    if (!state) return;
    const { model, params, seed, implicit } = guard(() => session.errand());
    const spec = { model, params, seed, implicit };
    const chosen = from?.chosen ?? guard(() => session.chosen());
    const why = chosen && { chosen };
    const taken = performance.now();
    const pauses = [1000 * CHECKPOINT_EVERY, CHECKPOINT_SHARE * (taken - now)];
    next = taken + Math.max(...pauses, (1000 * state.length) / CHECKPOINT_BYTES);
    keep(transfer({ spec, epoch, epochs, seconds, curve, ...why, state }, [state.buffer]));
  };
}

/** Trains and measures to the end; what comes of it, and what training and measuring took. */
async function measure<T extends object>(
  job: number,
  session: Session,
  told: (training: Training) => void,
  begin: () => void,
  finish: () => T,
  learned?: () => Learned[],
): Promise<{
  result: Omit<T, "seconds">;
  seconds: { fit: number; evaluate: number };
  team: Team;
}> {
  let trained: number | undefined;
  const { seconds, curve, team, ...result } = await train(job, session, told, {
    begin,
    step: () => session.stepEvaluate(),
    stage: () => {
      if (session.isTesting()) return "testing";
      return session.isChoosing() ? "choosing" : "training";
    },
    after: (_, seconds) => {
      if (trained === undefined && session.isTesting()) trained = seconds;
    },
    finish,
    abandon: () => session.abandonEvaluate(),
    ...(learned && { learned }),
  });
  const fit = trained ?? seconds;
  return {
    result: result as unknown as Omit<T, "seconds">,
    seconds: { fit, evaluate: seconds - fit },
    team,
  };
}

/** One run of a comparison or a search. What cannot be trained or measured is an outcome, too; a Stop is none. */
async function doRun(job: number, run: Run, told: (training: Training) => void): Promise<Outcome> {
  const session = await core;
  try {
    const { result, seconds } = await measure(
      job,
      session,
      told,
      () => session.beginRun(run),
      () => session.finishRun(run),
    );
    return { ...result, seconds };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "AbortError" || name === "PanicError") throw error;
    return guard(() => Session.failedRun(run, (error as Error).message));
  }
}

/** Feeds the core with what it wants of the files, until it has all of it or `enough`, and ends with `finish`. */
async function read<T>(
  job: number,
  session: Session,
  sources: BlobSource[],
  options: LoadOptions,
  finish: () => T,
  enough: () => boolean = () => false,
): Promise<T> {
  const begun = performance.now();
  const report = throttled(toPage(job));
  const found = sources.flatMap(({ name, written }) =>
    written === undefined ? [] : `The text of ${name} was read as ${written}.`,
  );
  guard(() =>
    session.beginLoad(
      sources.map(({ name, blob, test }) => ({
        name,
        size: blob.size,
        ...(test === undefined ? {} : { test }),
      })),
      { ...options, found },
    ),
  );
  const slices = new Slices(reader);
  const step = async () => {
    const want = guard(() => session.want());
    if (want === undefined) return true;
    const source = sources[want.source];
    if (!source)
      throw named("StateError", `The core asked for file ${want.source}, which does not exist.`);
    const bytes = await slices.read(source, want);
    const progress = guard(() => session.feed(bytes));
    const rate = (progress.bytes * 1000) / Math.max(performance.now() - begun, 1);
    const secondsLeft =
      rate > 0 ? (progress.total - progress.bytes) / rate : Number.POSITIVE_INFINITY;
    const { bytes: read, total, rows } = progress;
    report(() => ({ bytes: read, total, rows, rate, secondsLeft }), false);
    return enough();
  };
  return inSteps(job, { step, finish, abandon: () => session.abandonLoad() });
}

/** Gives a model trained elsewhere to the core. */
function beginModel(session: Session, model: OutsideModel): void {
  if ("similarities" in model) {
    const { starts, columns, values } = model.similarities;
    session.beginSimilarities(model.ids, starts, columns, values);
    return;
  }
  const { users, items, ratings, regularization, alpha, spark } = model;
  session.beginModel(
    ...([users.ids, users.rows, items.ids, items.rows] as const),
    ...([ratings, regularization, alpha, spark] as const),
  );
}

/** @internal */
const api = {
  /** Starts the core. Everything else waits for this. */
  async begin(module: WebAssembly.Module, later: Later): Promise<void> {
    provide({ module, later });
    await core;
  },

  /** Takes the second part of the core, before something of it is called. */
  async complete(later: Later): Promise<void> {
    await core;
    giveLater(later);
  },

  /** Sends the progress of all jobs here, and reads files there. */
  listen(to: Listener & ProxyMarked, read: Reader & ProxyMarked): void {
    listener = to;
    reader = read;
  },

  /** Lets workers that the page starts help with all that follows. */
  employ(crew: Crew & ProxyMarked, wanted: Wanted): void {
    pool.employ(crew, wanted);
  },

  /** Helps the worker at the other end of this port. */
  serve(port: MessagePort): void {
    pool.serve(port);
  },

  /** Tells that the page has lost this helper. */
  lost(id: number, why: string): void {
    pool.lose(id, why);
  },

  /** Stops a job between two of its steps; what was there before it stays. */
  stop(job: number): void {
    stopped.add(job);
    pool.wake();
  },

  models: (): Promise<ModelInfo[]> => ask(() => Session.models()),
  samples: (): Promise<SampleInfo[]> => ask(() => Session.samples()),
  report: (): Promise<Report | undefined> => ask((core) => core.report()),
  memory: (): Promise<number> => ask((core) => pool.bytes(core)),

  async load(job: number, sources: BlobSource[], options: LoadOptions): Promise<Report> {
    const session = await core;
    // Their memory is needed now, and their data are soon others.
    pool.end();
    const result = await read(job, session, sources, options, () => session.finishLoad());
    dropsAll();
    return result;
  },

  /** Meets one person's export with the present data, which stay. */
  async matchExport(job: number, sources: BlobSource[]): Promise<Export> {
    const session = await core;
    return read(job, session, sources, {}, () => session.finishMatch());
  },

  ownExport: (): Promise<Export | undefined> => ask((core) => core.ownExport()),
  previews: (): Promise<Preview[]> => ask((core) => core.previews()),

  /** Reads only as far as the first rows of the file that the columns are about, beside the present data. */
  async preview(job: number, sources: BlobSource[], options: LoadOptions): Promise<Preview[]> {
    await core;
    const probe = guard(() => new Session());
    const file = options.columns?.file;
    const enough = () =>
      guard(() => probe.previews()).some((p) => file === undefined || p.file === file);
    const previews = await read(job, probe, sources, options, () => probe.previews(), enough);
    // After a failure the garbage collector frees it: the module itself may be unusable.
    probe.free();
    return previews;
  },

  async loadSample(name: string): Promise<Report> {
    const report = await ask((core) => core.loadSample(name));
    pool.end();
    dropsAll();
    return report;
  },

  /** Trains, from where another training stood if there is one; `keep` is told now and then how it stands. */
  async fit(
    job: number,
    spec: FitSpec,
    from?: Checkpoint,
    keep?: ((checkpoint: Checkpoint) => void) & ProxyMarked,
  ): Promise<Trained> {
    const session = await core;
    const parts = {
      begin: () => (from ? session.resumeFit(spec, from.state) : session.beginFit(spec)),
      step: () => session.stepFit(),
      stage: (): Stage => (session.isChoosing() ? "choosing" : "training"),
      finish: () => session.finishFit(),
      abandon: () => session.abandonFit(),
    };
    const after = keep && { after: checkpoints(session, from, keep) };
    const trained = await train(job, session, toPage(job), { ...parts, ...after }, from);
    holds(job, session);
    return from?.chosen ? { ...trained, chosen: from.chosen } : trained;
  },

  /** What a training would be and how long it would take: it is begun, and given up as soon as that shows. */
  async estimate(job: number, spec: FitSpec): Promise<Estimate> {
    const session = await core;
    const plan = guard(() => session.plan(spec));
    const begun = performance.now();
    let fraction = 0;
    guard(() => session.beginFit(spec));
    const spent = () => (performance.now() - begun) / 1000;
    const step = () => {
      const progress = guard(() => session.stepFit());
      fraction = progress.done ? 1 : progress.fraction;
      return progress.done || (fraction > 0 && spent() >= PROBE) || spent() >= 10 * PROBE;
    };
    const finish = () => {
      const seconds = spent() / Math.max(fraction, 1e-6) / pool.workers(session);
      session.abandonFit();
      return seconds;
    };
    const seconds = await inSteps(job, { step, finish, abandon: () => session.abandonFit() });
    return { ...plan, seconds };
  },

  async evaluate(job: number, spec: EvaluateSpec): Promise<Evaluated> {
    const session = await core;
    const { result, ...more } = await measure(
      job,
      session,
      toPage(job),
      () => session.beginEvaluate(spec),
      () => session.finishEvaluate(),
      spec.learning ? () => session.learned() : undefined,
    );
    return { ...result, ...more };
  },

  splits: (): Promise<SplitInfo[]> => ask(() => Session.splits()),
  explainSplit: (text: string): Promise<string> => ask(() => Session.explainSplit(text)),
  metrics: (): Promise<MetricInfo[]> => ask(() => Session.metrics()),
  compareRuns: (spec: CompareSpec): Promise<Run[]> => ask((core) => core.compareRuns(spec)),
  comparison: (runs: Run[], outcomes: Outcome[], sure: boolean): Promise<Comparison> =>
    ask(() => Session.comparison(runs, outcomes, sure)),
  searchRuns: (spec: SearchSpec, outcomes: Outcome[]): Promise<Run[]> =>
    ask((core) => core.searchRuns(spec, outcomes)),
  found: (spec: SearchSpec, outcomes: Outcome[]): Promise<Found> =>
    ask((core) => core.found(spec, outcomes)),

  /** Runs of a comparison or a search, side by side where that pays. Those that are done are told before a Stop. */
  async runs(job: number, runs: Run[], told: Told & ProxyMarked): Promise<void> {
    const own = (run: Run, report: (training: Training) => void) => doRun(job, run, report);
    const telling: (void | Promise<void>)[] = [];
    const noted: Told = {
      progress: (at, training) => void told.progress(at, training),
      outcome: (at, outcome) => {
        const heard = told.outcome(at, outcome);
        telling.push(heard);
        return heard;
      },
    };
    try {
      await pool.sideBySide(runs, own, noted, () => {
        if (stopped.has(job)) throw named("AbortError", "Stopped.");
      });
    } finally {
      await Promise.all(telling);
      stopped.delete(job);
    }
  },

  findUsers: (query: string, n: number): Promise<Entity[]> =>
    ask((core) => core.findUsers(query, n)),
  findItems: (query: string, n: number): Promise<Entity[]> =>
    ask((core) => core.findItems(query, n)),
  somebody: (): Promise<Entity | undefined> => ask((core) => core.somebody()),
  starters: (n: number): Promise<Entity[]> => ask((core) => core.starters(n)),
  ratingsOf: (user: string, n: number): Promise<Rated[]> => ask((core) => core.ratingsOf(user, n)),

  isPresent: (model: number): boolean => models.has(model),

  /** Gives back what a model takes. */
  closeModel: (model: number): void => drops(model),

  recommend: (
    model: number,
    user: string,
    n: number,
    options: ListOptions,
  ): Promise<Recommendation[]> => askModel(model, (core) => core.recommend(user, n, options)),
  recommendFor: (
    model: number,
    own: OwnRating[],
    n: number,
    options: ListOptions,
  ): Promise<Recommendation[]> => askModel(model, (core) => core.recommendFor(own, n, options)),
  similarItems: (model: number, item: string, n: number): Promise<Similar[]> =>
    askModel(model, (core) => core.similarItems(item, n)),
  similarUsers: (model: number, user: string, n: number): Promise<Similar[]> =>
    askModel(model, (core) => core.similarUsers(user, n)),

  async itemMap(model: number): Promise<ItemMap> {
    const map = await maps.add(async () => {
      await askModel(model, (core) => core.beginMap());
      while (!(await askModel(model, (core) => core.stepMap()))) await turn();
      return askModel(model, (core) => core.finishMap());
    });
    return transfer(map, [map.x.buffer, map.y.buffer, map.mean.buffer]);
  },

  /** What everybody's lists and other programs' factors are made of, a slice of the people at a time. */
  itemNames: (model: number): Promise<[string[], string[]]> =>
    askModel(model, (core) => core.itemNames()),
  async itemVectors(model: number, bare: boolean): Promise<Float32Array> {
    const rows = await askModel(model, (core) => core.itemVectors(bare));
    return transfer(rows, [rows.buffer]);
  },
  async userVectors(model: number, from: number): Promise<Rows> {
    const slice = await askModel(model, (core) => core.userVectors(from));
    return transfer(slice, [slice.rows.buffer]);
  },
  async lists(model: number, from: number, n: number, options: ListOptions): Promise<Lists> {
    const slice = await askModel(model, (core) => core.lists(from, n, options));
    const { lengths, items, scores, ratings } = slice;
    return transfer(slice, [lengths.buffer, items.buffer, scores.buffer, ratings.buffer]);
  },

  async saveModel(model: number): Promise<Uint8Array> {
    const bytes = await askModel(model, (core) => core.saveModel());
    return transfer(bytes, [bytes.buffer]);
  },

  /** The model without its ratings, for `recallModel` beside the same data. */
  async keepModel(model: number): Promise<Uint8Array> {
    const bytes = await askModel(model, (core) => core.keepModel());
    return transfer(bytes, [bytes.buffer]);
  },

  /** Opens a model, with files that have its ratings or say what its items are. */
  async loadModel(
    job: number,
    model: Blob | OutsideModel,
    others: BlobSource[] = [],
  ): Promise<FitReport> {
    const session = await core;
    let opened: FitReport;
    if (model instanceof Blob) {
      const bytes = await slice({ name: "the model file", blob: model }, 0, model.size, reader);
      opened = guard(() => session.loadModel(bytes));
    } else {
      guard(() => beginModel(session, model));
      const finish = () => session.finishModel();
      opened = others.length > 0 ? await read(job, session, others, {}, finish) : guard(finish);
    }
    if (!opened.keepsData) {
      pool.end();
      dropsAll();
    }
    holds(job, session);
    return opened;
  },

  /** Lets a model answer again that another worker trained on the present data, which stay as they are. */
  async recallModel(job: number, file: Blob): Promise<void> {
    const bytes = await slice({ name: "the model", blob: file }, 0, file.size, reader);
    const session = await core;
    models.set(
      job,
      guard(() => session.recallModel(bytes)),
    );
  },
};

/** @internal What the worker offers to the page. */
export type Api = typeof api;

expose(api);

export type * from "../wasm/kindred.js";
export type { BlobSource } from "./slices.ts";
export type { Team } from "./team.ts";
