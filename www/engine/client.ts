// Kindred's main export: an engine that reads ratings and trains recommenders in a worker of its own.

import { proxy, type Remote, transfer } from "comlink";
import type { Comparing, Ended, Model, Searching, Series } from "./compare.ts";
import { Link, type WorkerLike } from "./link.ts";
import type { FactorFormat, Written } from "./outside/write.ts";
import type { ListFormat } from "./outside/write-lists.ts";
import { Queue, unlessAborted } from "./queue.ts";
import { Recruits } from "./recruits.ts";
import { readHere } from "./slices.ts";
import { Starter } from "./starter.ts";
import { asText } from "./tables/kinds.ts";
import type { Wanted } from "./team.ts";
import type {
  Api,
  BlobSource,
  Checkpoint,
  Choice,
  Comparison,
  Entity,
  Estimate,
  Evaluated,
  Export,
  FitSpec,
  Found,
  ItemMap,
  ListOptions,
  LoadOptions,
  MetricInfo,
  ModelInfo,
  OwnRating,
  Preview,
  Rated,
  Reading,
  Recommendation,
  Report,
  SampleInfo,
  Similar,
  SplitInfo,
  Trained,
  Training,
  Value,
} from "./worker.ts";

export type * from "./compare.ts";
export type { FactorFormat, Written } from "./outside/write.ts";
export type { ListFormat } from "./outside/write-lists.ts";
export type * from "./worker.ts";

/** A file to read. A `Blob` without a name is called “file 1”, “file 2”, …. */
export type Input =
  | File
  | Blob
  | {
      /** The name decides nothing, but errors and the report use it. */
      name: string;
      bytes: Uint8Array<ArrayBuffer> | ArrayBuffer | Blob;
      /** True for a file of test ratings. */
      test?: boolean;
    };

/** What long calls take. */
export interface Watch<P> {
  /** Called at most about ten times a second. */
  onProgress?: (progress: P) => void;
  /** Stops the call, which then rejects with the signal's reason; everything is as it was before the call. */
  signal?: AbortSignal;
}

/** What trainings take. */
export interface WatchTraining extends Watch<Training> {
  /**
   * Called every few seconds of a training that takes longer, between two epochs, with what {@link Engine.resume} goes on
   * from. Models that are trained in one go have no epochs.
   */
  onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** What short calls take. */
export interface Stoppable {
  signal?: AbortSignal;
}

/** The same, where what is missing may be named. */
type Watching<P> = { [key in keyof Watch<P>]: Watch<P>[key] | undefined };

/** The error of a load that would need more memory than there is. */
export interface Refusal extends Error {
  name: "MemoryError";
  /** Bytes needed, and bytes that there can be. */
  need: number;
  limit: number;
}

/** How many answers to give. */
export interface Limit extends Stoppable {
  /** 10 unless given. */
  n?: number;
}

/** How far writing is: people of all people. */
export interface Writing {
  done: number;
  of: number;
}

/** What lists for everybody are to be. */
export interface Everybody extends Watch<Writing>, ListOptions {
  /** Length of a list; 10 unless given. */
  n?: number;
  /** `csv` unless given. */
  format?: ListFormat;
}

/** A model to train. All keys but `model`, `seed` and `implicit` are parameters of the model. */
export interface FitSettings {
  /** Its name in the registry; see {@link Engine.models}. `auto`, or nothing, chooses what suits the data. */
  model?: string;
  /** Where the random numbers start; the same seed gives the same model, bit for bit. */
  seed?: number;
  /** Treat every rating as a yes, whatever its value. */
  implicit?: boolean;
  [parameter: string]: Value | undefined;
}

/** How to measure a model. */
export interface Measuring extends Watch<Training> {
  /** `random:0.2` (also the default), `per-user:0.2`, `last:1`, `kfold:5:0`, `given` for test files, or one of the report's `splits`. */
  split?: string;
  /** Such as `rmse`, `mae`, `ndcg@10`, `recall@20`, `auc`; those usual for the data unless given. */
  metrics?: string[];
  /** Which test items are relevant to lists: `all` (also the default), `liked` (at or above the person's mean) or a least value. */
  relevant?: string;
  /** How adventurous and how diverse the measured lists are, as for {@link Fitted.recommend}. */
  adventure?: number;
  diversity?: number;
  /**
   * Also measure after some epochs of the training (all of up to twelve, else twelve at most), on the training part and on the
   * test: {@link Evaluated.learning}, and so far {@link Training.learning}. `seconds.fit` has the time that takes in it.
   */
  learning?: boolean;
}

/** How the engine runs. */
export interface EngineOptions {
  /** Starts the worker; needed where workers may not start from a blob, or a bundler does not find `worker.js`. */
  worker?: () => WorkerLike;
  /** The compiled core; needed where a bundler does not find `kindred_bg.wasm`. */
  module?: WebAssembly.Module;
  /**
   * The second part of the core, which most visits do without: compiled, or the address from which a worker fetches it when
   * something of it is called; needed where a bundler does not find `kindred_later.wasm`.
   */
  later?: WebAssembly.Module | string;
  /** Milliseconds that the worker has to stop a job before it is ended and started anew; 1000 unless given. */
  patience?: number;
  /**
   * How many workers share the work, with the same results for any number. `auto`, also the default, is one less than there
   * are cores, at most eight, and one where more do not pay; a number is taken also where it hardly pays. Further workers are
   * started when there is work for them and ended with their data, or after half a minute without work; each has the data
   * once more, and there are no more than there is memory for.
   */
  workers?: "auto" | number;
  /** How many cores there are, where the platform does not tell. */
  cores?: number;
}

/** Most workers that are taken without being asked for. */
const MOST = 8;

/** How many helpers the worker may have. */
function wanted({ workers = "auto", cores }: EngineOptions): Wanted {
  if (workers === "auto") {
    const { navigator } = globalThis as { navigator?: Navigator };
    const all = cores ?? navigator?.hardwareConcurrency ?? 1;
    return { most: Math.max(Math.min(all - 1, MOST) - 1, 0), anyway: false };
  }
  if (Number.isInteger(workers) && workers >= 1 && workers <= 64) {
    return { most: workers - 1, anyway: true };
  }
  throw Object.assign(
    new Error(`createEngine: workers is “auto” or a whole number from 1 to 64, not ${workers}.`),
    { name: "ParameterError" },
  );
}

/** Starts an engine. Resolves when it can be asked. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { worker, module, later } = options;
  wanted(options);
  const starter = worker || module || later ? new Starter(options) : shared;
  await starter.prepare();
  const engine = new Engine(options, starter);
  try {
    await engine.ready;
  } catch (error) {
    engine.close();
    throw error;
  }
  return engine;
}

/** @internal The data that a fresh worker needs to be given back. */
export type Given =
  | { kind: "files"; sources: BlobSource[]; options: LoadOptions }
  | { kind: "sample"; name: string }
  | { kind: "model"; model: Kept };

/** The model that a fresh worker needs to be given back, as the bytes of its file. */
interface Kept {
  job: number;
  file: Blob;
}

/** For all engines of this page. */
const shared = new Starter();

/**
 * One set of ratings and the models trained on it, in a worker.
 *
 * Long calls (load, fit, evaluate) run one after the other. Questions are answered in between their steps, about
 * the data and the model as they are at that moment.
 *
 * A worker that breaks off, or does not stop when it is told to, is replaced by another one that reads the same data
 * again and takes back the models, whose bytes are kept.
 */
export class Engine {
  readonly #queue = new Queue();
  readonly #watchers = new Map<number, (progress: Reading | Training) => void>();
  readonly #starter: Starter;
  readonly #options: EngineOptions;
  readonly #recruits: Recruits;
  readonly #link: Link;
  #given: Given | undefined;
  /** The models that answer, by the job of each, with what {@link Fitted.keep} made of it once that is there. */
  readonly #models = new Map<number, Blob | undefined>();
  #fitted: Fitted | undefined;
  /** Closes the models that nobody can ask any more. */
  readonly #lost = new FinalizationRegistry<() => void>((close) => close());
  #jobs = 0;

  /** @internal `starter` has been prepared. */
  constructor(options: EngineOptions, starter: Starter) {
    this.#starter = starter;
    this.#options = options;
    this.#recruits = new Recruits(starter, (id, why) =>
      this.#link.tell((remote) => remote.lost(id, why)),
    );
    this.#link = new Link(
      () => {
        this.#recruits.end();
        return this.#starter.start();
      },
      (remote) => this.#restore(remote),
    );
  }

  /** Resolves when the engine can be asked; rejects where it cannot run. */
  get ready(): Promise<void> {
    return this.#link.ready;
  }

  /**
   * Fetches the second part of the core now, which is otherwise fetched when something of it is called; after that nothing needs
   * the network.
   */
  async complete(): Promise<void> {
    const later = await this.#starter.complete();
    await this.#link.call((remote) => remote.complete(later));
  }

  /** The models that can be trained, with their parameters. */
  models(): Promise<ModelInfo[]> {
    return this.#link.call((remote) => remote.models());
  }

  /** The embedded sample data. */
  samples(): Promise<SampleInfo[]> {
    return this.#link.call((remote) => remote.samples());
  }

  /**
   * Reads ratings from one file or from several that belong together, archives among them. Earlier data stay until
   * the new ones have been read in full.
   *
   * @throws `FileError` or `DataError`, saying where, what was expected and what was found; {@link Engine.previews}
   * then has the first rows. `MemoryError` ({@link Refusal}) when the data cannot fit; `keepUsers` reads a part.
   */
  load(
    files: Input | Iterable<Input>,
    options: Watch<Reading> & LoadOptions = {},
  ): Promise<Report> {
    const { onProgress, signal, ...rest } = options;
    return this.#reading(files, { onProgress, signal }, async (remote, job, sources) => {
      const report = await remote.load(job, sources, rest);
      this.#takes({ kind: "files", sources, options: rest });
      return report;
    });
  }

  /**
   * The first rows of the tables that were read last, and what their columns were taken for; also after reading
   * failed. Formats that are known for certain have none. {@link Engine.load} takes corrected `columns`.
   */
  previews(): Promise<Preview[]> {
    return this.#link.call((remote) => remote.previews());
  }

  /** The first rows of files as they look with these `columns`, beside the present data. */
  preview(
    files: Input | Iterable<Input>,
    { columns, ...watch }: Watch<Reading> & Pick<LoadOptions, "columns"> = {},
  ): Promise<Preview[]> {
    return this.#reading(files, watch, (remote, job, sources) =>
      remote.preview(job, sources, { columns }),
    );
  }

  /**
   * Finds what a person exported from Letterboxd, IMDb or Goodreads among the present items. The ratings are on the
   * scale of the data, ready for {@link Fitted.recommendFor}.
   *
   * @throws `FileError` when the files hold something else.
   */
  matchExport(files: Input | Iterable<Input>, watch: Watch<Reading> = {}): Promise<Export> {
    return this.#reading(files, watch, (remote, job, sources) => remote.matchExport(job, sources));
  }

  /** The export that was among the files of the present data; undefined when there was none. */
  ownExport(): Promise<Export | undefined> {
    return this.#link.call((remote) => remote.ownExport());
  }

  /** Takes the embedded data of this name. */
  loadSample(name: string, { signal }: Stoppable = {}): Promise<Report> {
    return this.#job({ signal }, async (remote) => {
      const report = await remote.loadSample(name);
      this.#takes({ kind: "sample", name });
      return report;
    });
  }

  /** What the present data are; undefined before the first load. */
  report(): Promise<Report | undefined> {
    return this.#link.call((remote) => remote.report());
  }

  /**
   * Trains a model on the present data: the one that suits them unless it is named, and {@link Fitted.chosen} says why.
   * Earlier models go on answering until they are closed or other data are loaded.
   *
   * @throws `MemoryError` ({@link Refusal}) when it cannot fit beside those that are there; closing some makes room.
   */
  fit(settings: FitSettings = {}, watch: WatchTraining = {}): Promise<Fitted> {
    return this.#train(fitSpec(settings), undefined, watch);
  }

  /**
   * Goes on with a training that was interrupted, from its last checkpoint: the model has the same bits as if it had not
   * been. The present data have to be those that it was about.
   *
   * @throws `DataError` for a checkpoint of other data, or of another version of Kindred; train anew then.
   */
  resume(checkpoint: Checkpoint, watch: WatchTraining = {}): Promise<Fitted> {
    return this.#train(checkpoint.spec, checkpoint, watch);
  }

  #train(spec: FitSpec, from: Checkpoint | undefined, watch: WatchTraining): Promise<Fitted> {
    const { onCheckpoint } = watch;
    return this.#job(watch, async (remote, job) => {
      const trained = await remote.fit(job, spec, from, onCheckpoint && proxy(onCheckpoint));
      this.#keep(remote, job);
      return this.#answering(job, trained);
    });
  }

  /**
   * What a training would be: the model, the memory it needs, how long it would take on this machine, and what is unwise
   * about it. The training is tried for some tenths of a second and given up; the present model stays.
   */
  estimate(settings: FitSettings = {}, { signal }: Stoppable = {}): Promise<Estimate> {
    const spec = fitSpec(settings);
    return this.#job({ signal }, (remote, job) => remote.estimate(job, spec));
  }

  /** Trains a model on one part of the present data and measures it on the other. The present model stays. */
  async evaluate(settings: FitSettings = {}, measuring: Measuring = {}): Promise<Evaluated> {
    const { split = "random:0.2", onProgress, signal, ...how } = measuring;
    if (cameWithFiles(split)) {
      return this.#readApart(split, signal, (other) =>
        other.evaluate(settings, { ...measuring, split: "given" }),
      );
    }
    const spec = { ...fitSpec(settings), ...defined(how), split };
    return this.#job({ onProgress, signal }, (remote, job) => remote.evaluate(job, spec));
  }

  /** Every kind of split, with what it has to be told and a sentence on each. */
  splits(): Promise<SplitInfo[]> {
    return this.#link.call((remote) => remote.splits());
  }

  /** What a split such as `random:0.2` does, in one sentence. */
  explainSplit(text: string): Promise<string> {
    return this.#link.call((remote) => remote.explainSplit(text));
  }

  /** Every metric, with a sentence on each and which values are better. */
  metrics(): Promise<MetricInfo[]> {
    return this.#link.call((remote) => remote.metrics());
  }

  /**
   * Trains and measures several models, or `all` that suit the data (also `["all", …]` with further settings), on the same
   * parts of the present data, `popularity` always among them: means and deviations over folds and seeds, and how sure differences are. The present model stays.
   *
   * After a Stop the result is what was finished, with `stopped`; where nothing was, it rejects with the signal's reason.
   */
  async compare(
    models: Model[] | "all",
    { onProgress, signal, ...how }: Comparing = {},
  ): Promise<Comparison & Ended> {
    const watch = defined({ onProgress, signal }) as Pick<Comparing, "onProgress" | "signal">;
    const { split } = how;
    if (split && cameWithFiles(split)) {
      return this.#readApart(split, signal, (other) =>
        other.compare(models, { ...how, ...watch, split: "given" }),
      );
    }
    return this.#measured(signal, ({ comparing }) => comparing(models, defined(how), watch));
  }

  /**
   * Searches good parameters of a model: settings are tried on a part of the training data, and the best is measured on
   * the test once, at the end. The default setting is always tried, so what is found is not worse where it was chosen.
   *
   * After a Stop the result is the best so far, with `stopped`; where no trial was finished, it rejects.
   */
  async search({ onProgress, signal, ...how }: Searching): Promise<Found & Ended> {
    const watch = defined({ onProgress, signal }) as Pick<Searching, "onProgress" | "signal">;
    const { split } = how;
    if (split && cameWithFiles(split)) {
      return this.#readApart(split, signal, (other) =>
        other.search({ ...how, ...watch, split: "given" }),
      );
    }
    return this.#measured(signal, ({ searching }) => searching(defined(how), watch));
  }

  /** Does many runs as one long call. A Stop after something was finished leaves that as the result. */
  async #measured<T>(
    signal: AbortSignal | undefined,
    begin: (from: typeof import("./compare.ts")) => Series<T>,
  ): Promise<T & Ended> {
    const begun: { series?: Series<T> } = {};
    let stopped = false;
    try {
      await this.#job({ signal }, async (remote, job) => {
        begun.series = begin(await import("./compare.ts"));
        await begun.series.run(remote, job);
      });
    } catch (error) {
      if (!signal?.aborted || !begun.series?.outcomes.length) throw error;
      stopped = true;
    }
    const { series } = begun;
    if (!series) throw signal?.reason;
    return { ...(await this.#link.call((remote) => series.result(remote))), stopped };
  }

  /** Works on a split that came with the files: they are read once more, in an engine of their own, as `given`. */
  async #readApart<T>(
    split: string,
    signal: AbortSignal | undefined,
    work: (other: Engine) => Promise<T>,
  ): Promise<T> {
    const { readApart } = await import("./apart.ts");
    const other = () => new Engine(this.#options, this.#starter);
    return readApart(this.#given, split, signal, other, work);
  }

  /**
   * Takes a saved model with its data, or one that was trained elsewhere: an `ALSModel` of Spark (the files of its folder,
   * or a zip archive of it), `.npz` factors of implicit or similarities of scipy, `.safetensors` matrices, word2vec vectors.
   * Of several files the others have its ratings, or say what its items are called. Without them it is opened over the
   * present data where these are of the same items, else alone; `report.note` then says why. Small numbers that
   * coincide do not make them the same: the ratings have to go with what the model says.
   *
   * @throws `ModelFileError` for a file that is none of these, saying what was found; `DataError` for others that are
   * about other items.
   */
  loadModel(
    files: Uint8Array<ArrayBuffer> | ArrayBuffer | Input | Iterable<Input>,
    { signal }: Stoppable = {},
  ): Promise<Fitted> {
    const bare = files instanceof ArrayBuffer || files instanceof Uint8Array;
    const sources = [...listed(bare ? new Blob([files]) : files)].map(source);
    return this.#job({ signal }, async (remote, job) => {
      const { contentOf } = await import("./outside/index.ts");
      const { own, content, others } = await contentOf(sources);
      signal?.throwIfAborted();
      const report = await remote.loadModel(job, content, others);
      if (report.keepsData) this.#keep(remote, job);
      else {
        const file = own ?? new Blob([(await remote.saveModel(job)) as Uint8Array<ArrayBuffer>]);
        this.#takes({ kind: "model", model: { job, file } });
        this.#models.set(job, undefined);
      }
      return this.#answering(job, { ...report, seconds: 0, curve: [] });
    });
  }

  /**
   * Lets a model answer again, from what {@link Fitted.keep} or {@link Fitted.save} made of it and its report. It was trained
   * on the present data, which stay as they are.
   *
   * @throws `ModelFileError` for one that was kept beside other data.
   */
  recall(file: Blob, report: Trained): Promise<Fitted> {
    return this.#job({}, async (remote, job) => {
      await remote.recallModel(job, file);
      this.#models.set(job, file);
      return this.#answering(job, report);
    });
  }

  /** Writes the factors of the present model for other programs; see {@link Fitted.exportFactors}. */
  exportFactors(format: FactorFormat, watch: Watch<Writing> = {}): Promise<Written> {
    return this.#queue.add(async () => {
      if (this.#fitted) return this.#fitted.exportFactors(format, watch);
      throw Object.assign(new Error("Train or open a model first."), { name: "StateError" });
    }, watch.signal);
  }

  /** People whose id or name has these letters; those with most ratings when there are none. */
  findUsers(query: string, { n = 10, signal }: Limit = {}): Promise<Entity[]> {
    return unlessAborted(
      this.#link.call((remote) => remote.findUsers(query, n)),
      signal,
    );
  }

  /** Items whose title or id has these letters; those with most ratings when there are none. */
  findItems(query: string, { n = 10, signal }: Limit = {}): Promise<Entity[]> {
    return unlessAborted(
      this.#link.call((remote) => remote.findItems(query, n)),
      signal,
    );
  }

  /** Well-known and varied items, on which people differ, for somebody new to begin with. */
  starters({ n = 10, signal }: Limit = {}): Promise<Entity[]> {
    return unlessAborted(
      this.#link.call((remote) => remote.starters(n)),
      signal,
    );
  }

  /** Somebody to show first: with about as many ratings as people have on average, and with something left to recommend. */
  somebody(): Promise<Entity | undefined> {
    return this.#link.call((remote) => remote.somebody());
  }

  /** A person's ratings, highest first. */
  ratingsOf(user: string, { n = 10, signal }: Limit = {}): Promise<Rated[]> {
    return unlessAborted(
      this.#link.call((remote) => remote.ratingsOf(user, n)),
      signal,
    );
  }

  /** Bytes of memory that the core has, in all workers together. */
  memory(): Promise<number> {
    return this.#link.call((remote) => remote.memory());
  }

  /** Ends the worker and those that help it. Calls under way reject. */
  close(): void {
    this.#link.close();
    this.#recruits.end();
  }

  /** Runs a call that reads files. */
  #reading<T>(
    files: Input | Iterable<Input>,
    watch: Watching<Reading>,
    work: (remote: Remote<Api>, job: number, sources: BlobSource[]) => Promise<T>,
  ): Promise<T> {
    const given = [...listed(files)].map(source);
    const total = given.reduce((sum, { blob }) => sum + blob.size, 0);
    return this.#job(watch, async (remote, job) => {
      const begun = performance.now();
      const onRead = (bytes: number, rows: number) => {
        const rate = (bytes * 1000) / Math.max(performance.now() - begun, 1);
        watch.onProgress?.({ bytes, total, rows, rate, secondsLeft: (total - bytes) / rate });
      };
      const { signal } = watch;
      const sources = await unlessAborted(asText(given, { signal, onRead }), signal);
      return work(remote, job, sources);
    });
  }

  /** Runs a long call: after the others, with reports, and so that it can be stopped. */
  #job<T, P extends Reading | Training>(
    { onProgress, signal }: Watching<P>,
    work: (remote: Remote<Api>, job: number) => Promise<T>,
  ): Promise<T> {
    return this.#queue.add(async () => {
      await unlessAborted(this.#link.ready, signal);
      this.#jobs += 1;
      const job = this.#jobs;
      if (onProgress) this.#watchers.set(job, onProgress as (progress: Reading | Training) => void);
      let impatience: ReturnType<typeof setTimeout> | undefined;
      const stop = () => {
        this.#link.tell((remote) => remote.stop(job));
        const why = new Error("The worker did not stop, so it was ended.");
        const { patience = 1000 } = this.#options;
        impatience = setTimeout(() => this.#link.restart(why), patience);
      };
      signal?.addEventListener("abort", stop, { once: true });
      try {
        return await this.#link.call((remote) => work(remote, job));
      } catch (error) {
        throw signal?.aborted ? signal.reason : error;
      } finally {
        clearTimeout(impatience);
        signal?.removeEventListener("abort", stop);
        this.#watchers.delete(job);
      }
    }, signal);
  }

  /** Notes what a fresh worker would have to be given back: new data, and no earlier model. */
  #takes(given: Given): void {
    this.#given = given;
    this.#models.clear();
    this.#fitted = undefined;
  }

  /** The model of this job, which answers from now on. */
  #answering(job: number, report: Trained): Fitted {
    const close = () => {
      this.#models.delete(job);
      this.#link.tell((remote) => remote.closeModel(job));
    };
    this.#fitted = new Fitted(this.#link, job, report, close);
    this.#lost.register(this.#fitted, close);
    return this.#fitted;
  }

  /** Keeps the bytes of the model that has just been trained. Nobody waits for them. */
  #keep(remote: Remote<Api>, job: number): void {
    this.#models.set(job, undefined);
    const kept = remote.keepModel(job) as Promise<Uint8Array<ArrayBuffer>>;
    kept.then(
      (bytes) => {
        // It may have been closed in the meantime, or its data are gone.
        if (this.#models.has(job)) this.#models.set(job, new Blob([bytes]));
      },
      // A model that cannot be saved is lost with its worker, and says so when it is asked.
      () => {},
    );
  }

  /** Brings a fresh worker to where the last one was. */
  async #restore(remote: Remote<Api>): Promise<void> {
    await this.#starter.begin(remote);
    await remote.listen(
      // Whoever tells it waits for no answer of whoever watches.
      proxy((job, progress) => void this.#watchers.get(job)?.(progress)),
      proxy(async (part) => {
        const bytes = await readHere(part);
        return transfer(bytes, [bytes]);
      }),
    );
    await remote.employ(proxy(this.#recruits), wanted(this.#options));
    const given = this.#given;
    switch (given?.kind) {
      case "files":
        await remote.load(0, given.sources, given.options);
        break;
      case "sample":
        await remote.loadSample(given.name);
        break;
      case "model":
        await remote.loadModel(given.model.job, given.model.file);
        if (!this.#models.has(given.model.job)) await remote.closeModel(given.model.job);
        break;
    }
    for (const [job, file] of this.#models) if (file) await remote.recallModel(job, file);
  }
}

/**
 * A trained model. It answers until it is closed or other data are loaded in the same engine. `report.bytes` says what it
 * takes beside the ratings.
 */
export class Fitted {
  /** What was trained, on what, how long it took, and how the loss went. */
  readonly report: Trained;
  readonly #link: Link;
  readonly #job: number;

  /** Gives back what the model takes; it answers no more. */
  readonly close: () => void;

  /** @internal */
  constructor(link: Link, job: number, report: Trained, close: () => void) {
    this.#link = link;
    this.#job = job;
    this.report = report;
    this.close = close;
  }

  /** Why this model was chosen and what was measured for it; undefined where it was named. */
  get chosen(): Choice | undefined {
    return this.report.chosen;
  }

  /**
   * The best items for a person of the training data, best first. `n` is 10 unless given; the rest filters
   * and mixes: `adventure` trades what everybody knows for what few know, `diversity` much of a kind for some of each.
   *
   * @throws `UnknownError` for a user, item or category that is not in the data.
   */
  recommend(
    user: string,
    { n = 10, signal, ...options }: Limit & ListOptions = {},
  ): Promise<Recommendation[]> {
    return this.#ask((remote, job) => remote.recommend(job, user, n, defined(options)), signal);
  }

  /** The best items for somebody who was not in the training data, from ratings of their own. */
  recommendFor(
    own: OwnRating[],
    { n = 10, signal, ...options }: Limit & ListOptions = {},
  ): Promise<Recommendation[]> {
    return this.#ask((remote, job) => remote.recommendFor(job, own, n, defined(options)), signal);
  }

  /** The items most similar to this one. */
  similarItems(item: string, { n = 10, signal }: Limit = {}): Promise<Similar[]> {
    return this.#ask((remote, job) => remote.similarItems(job, item, n), signal);
  }

  /** The people most similar to this one. */
  similarUsers(user: string, { n = 10, signal }: Limit = {}): Promise<Similar[]> {
    return this.#ask((remote, job) => remote.similarUsers(job, user, n), signal);
  }

  /** Every item's place on a plane: the first two principal components of the item factors. */
  itemMap({ signal }: Stoppable = {}): Promise<ItemMap> {
    return this.#ask((remote, job) => remote.itemMap(job), signal);
  }

  /**
   * The best items for each person of the training data, as one table: user, rank, item, title, score, and the rating
   * where the model predicts one. Order and scores are those of {@link Fitted.recommend}.
   */
  async recommendAll({
    n = 10,
    format = "csv",
    onProgress,
    signal,
    ...options
  }: Everybody = {}): Promise<Blob> {
    const { listsOf, counted } = await import("./outside/sources.ts");
    const { writeLists } = await import("./outside/write-lists.ts");
    const source = listsOf((question) => this.#ask(question, signal), n, defined(options));
    return unlessAborted(
      writeLists(format, source, counted(this.report.users, onProgress)),
      signal,
    );
  }

  /**
   * The model's factors as a file that other programs open, and {@link Engine.loadModel} too: `parquet` the folder of an
   * `ALSModel` of Spark in a zip archive, `npz` arrays of numpy with the names of implicit, `safetensors` two matrices,
   * `word2vec` vectors of items alone, as gensim reads them. The products of people's and items' vectors order items as
   * the model does. What the model adds to the products is in further columns: an item's bias beside a 1 of each person,
   * and last a 1 of each item beside what is added to all of a person's scores. In `word2vec` the vectors are bare.
   *
   * @throws `UnsupportedError` for a model without factors, naming those that have them.
   */
  async exportFactors(
    format: FactorFormat,
    { onProgress, signal }: Watch<Writing> = {},
  ): Promise<Written> {
    const { factorsOf, counted } = await import("./outside/sources.ts");
    const { writeFactors } = await import("./outside/write.ts");
    const source = factorsOf((question) => this.#ask(question, signal), this.report);
    return unlessAborted(
      writeFactors(format, source, counted(this.report.users, onProgress)),
      signal,
    );
  }

  /** Whether this model can still be asked: it has not been closed, and the data are still its own. */
  answers({ signal }: Stoppable = {}): Promise<boolean> {
    return this.#ask((remote, job) => remote.isPresent(job), signal);
  }

  /** The model with its data as a safetensors file; {@link Engine.loadModel} reads it. */
  save({ signal }: Stoppable = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask(
      (remote, job) => remote.saveModel(job) as Promise<Uint8Array<ArrayBuffer>>,
      signal,
    );
  }

  /**
   * The model without the ratings that it learned from, for {@link Engine.recall} where the same data are there: much smaller
   * than the file of {@link Fitted.save}.
   */
  keep({ signal }: Stoppable = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask(
      (remote, job) => remote.keepModel(job) as Promise<Uint8Array<ArrayBuffer>>,
      signal,
    );
  }

  #ask<T>(
    question: (remote: Remote<Api>, job: number) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return unlessAborted(
      this.#link.call((remote) => question(remote, this.#job)),
      signal,
    );
  }
}

/** Whether this is the name of a split that came with the files, and not a kind of split. */
function cameWithFiles(split: string): boolean {
  return !split.includes(":") && split !== "given";
}

function listed(files: Input | Iterable<Input>): Iterable<Input> {
  return Symbol.iterator in files ? files : [files];
}

function source(input: Input, index: number): BlobSource {
  if (input instanceof Blob) {
    const { webkitRelativePath = "", name = `file ${index + 1}` } = input as Partial<File>;
    return { name: webkitRelativePath || name, blob: input };
  }
  const { name, bytes, test } = input;
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
  return { name, blob, ...(test === undefined ? {} : { test }) };
}

/** Without what is undefined: the core tells a missing key from one without a value. */
function defined<T extends object>(settings: T): T {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

function fitSpec({ model, seed, implicit, ...rest }: FitSettings): FitSpec {
  const params = defined(rest) as Record<string, Value>;
  return defined({ model, params, seed, implicit }) as FitSpec;
}
