// Comparisons and searches as the engine runs them: the core says which runs come next, and what has come of them is kept
// here, so that a Stop, and even the loss of the worker, leaves all that was finished.

import { proxy, type Remote } from "comlink";
import { Queue } from "./queue.ts";
import type { Api, Comparison, Found, Outcome, Run, Setting, Training, Value } from "./worker.ts";

/** How far a comparison or a search is. */
export interface Several<T> {
  /** Runs finished, and all that are known of; those of a search come in rounds. */
  finished: number;
  planned: number;
  /** The run that has been under way for longest, how far it is, and how many are under way. */
  run: Run;
  training?: Training;
  running: number;
  /** What the runs so far say, when one has just been finished. */
  sofar?: T;
}

/** What comparisons and searches take. */
export interface Watched<T> {
  /** Called at most about ten times a second, and after every run. */
  onProgress?: (progress: Several<T>) => void;
  /** Stops after what is under way has been given up. What was finished is the result, and says that it was `stopped`. */
  signal?: AbortSignal;
}

/** A model with its parameters, or its name. */
export type Model = string | { model: string; [parameter: string]: Value };

/** How to compare models. */
export interface Comparing extends Watched<Comparison> {
  /**
   * `random:0.2` (also the default), `time:0.2`, `last:1`, `people:0.2`, …; `kfold:5` is all five folds; `given` for test
   * files, or one of the report's `splits`.
   */
  split?: string;
  /** Number of folds, instead of a split. */
  folds?: number;
  /** Seeds of splits and trainings, 42 unless given; every model is run with each. */
  seeds?: number[];
  /** Such as `rmse`, `ndcg@10`; those usual for the data unless given. What does not suit a model is missing in its row. */
  metrics?: string[];
  /** Which test items are relevant to lists: `all` (also the default), `liked` or a least value. */
  relevant?: string;
  /** Treat every rating as a yes, whatever its value. */
  implicit?: boolean;
  /** Shares of the training part to train on, all of it unless given; every model is run with each, on the same test. */
  shares?: number[];
  adventure?: number;
  diversity?: number;
}

/** How to search a model's parameters. */
export interface Searching extends Watched<Found> {
  /** The model's name. */
  model: string;
  /** Parameters that keep a value of their own. */
  params?: Record<string, Value>;
  /** `factors` for the registry's range, `factors=8..256`, `regularization=0.01..1:log`, `counts=linear|binary`. */
  ranges: string[];
  /** How many settings are tried at most; 20 unless given, within a budget as many as it allows. */
  trials?: number;
  /**
   * How much work the trials may take: one is a training of the setting without a search on all people of a validation part,
   * others are in proportion to people × epochs × factors.
   */
  budget?: number;
  /** As for comparisons; of `kfold:5` the first part is the test. */
  split?: string;
  /** By which metric settings are chosen. */
  metric?: string;
  /** Further metrics of what was found, on the test. */
  metrics?: string[];
  seed?: number;
  relevant?: string;
  implicit?: boolean;
}

/** Whether a Stop came before all was done. */
export interface Ended {
  stopped: boolean;
}

/** @internal Many runs as one call of the engine. */
export interface Series<T> {
  /** What came of those that are finished. */
  readonly outcomes: Outcome[];
  run(remote: Remote<Api>, job: number): Promise<void>;
  /** What they say together. */
  result(remote: Remote<Api>): Promise<T>;
}

/** @internal The runs of a comparison. */
export function comparing(
  models: Model[] | "all",
  how: Omit<Comparing, keyof Watched<unknown>>,
  watch: Watched<Comparison>,
): Series<Comparison> {
  const done = new Runs<Comparison>(watch);
  const { outcomes } = done;
  let runs: Run[] = [];
  return {
    outcomes,
    async run(remote, job) {
      runs = await remote.compareRuns({ models: settings(models), ...how });
      await done.add(remote, job, runs, () => remote.comparison(runs, outcomes, false));
    },
    result: (remote) => remote.comparison(runs, outcomes, true),
  };
}

/** @internal The runs of a search, which come in rounds. */
export function searching(
  how: Omit<Searching, keyof Watched<unknown>>,
  watch: Watched<Found>,
): Series<Found> {
  const done = new Runs<Found>(watch);
  const { outcomes } = done;
  return {
    outcomes,
    async run(remote, job) {
      const sofar = () => remote.found(how, outcomes).catch(() => undefined);
      let runs = await remote.searchRuns(how, outcomes);
      while (runs.length > 0) {
        await done.add(remote, job, runs, sofar);
        runs = await remote.searchRuns(how, outcomes);
      }
    },
    result: (remote) => remote.found(how, outcomes),
  };
}

/** As the core takes models. */
function settings(models: Model[] | "all"): Setting[] {
  if (models === "all") return [];
  return models.map((given) => {
    if (typeof given === "string") return { model: given, params: {} };
    const { model, ...params } = given;
    return { model, params };
  });
}

/** Does runs, and keeps what comes of them. */
class Runs<T> {
  readonly outcomes: Outcome[] = [];
  readonly #watch: Watched<T>;
  #planned = 0;
  /** Those under way, and how far each is, in the order in which they were begun. */
  readonly #present = new Map<Run, Training | undefined>();
  #last: Run | undefined;

  constructor(watch: Watched<T>) {
    this.#watch = watch;
  }

  /** Does these runs, side by side where that pays; `sofar` is asked after each. */
  async add(
    remote: Remote<Api>,
    job: number,
    runs: Run[],
    sofar: () => Promise<T | undefined>,
  ): Promise<void> {
    this.#watch.signal?.throwIfAborted();
    this.#planned = this.outcomes.length + runs.length;
    this.#present.clear();
    this.#last = runs[0];
    this.#report({});
    // One after the other, so that what is told last is what came last.
    const asking = new Queue();
    const told = {
      progress: (at: number, training: Training) => {
        const run = runs[at];
        if (!run) return;
        this.#present.set(run, training);
        this.#report({});
      },
      outcome: async (at: number, outcome: Outcome) => {
        const run = runs[at];
        this.outcomes.push(outcome);
        if (run) this.#present.delete(run);
        // A Stop waits for nothing more.
        if (!this.#watch.onProgress || this.#watch.signal?.aborted) return;
        this.#last = run;
        const finished = this.outcomes.length;
        await asking.add(async () => {
          const known = await sofar();
          this.#report(known === undefined ? {} : { sofar: known }, finished);
        });
      },
    };
    await remote.runs(job, runs, proxy(told));
  }

  /** Tells of the run that has been under way for longest. */
  #report(more: Pick<Several<T>, "sofar">, finished = this.outcomes.length): void {
    const [run = this.#last, training] = this.#present.entries().next().value ?? [];
    if (!run) return;
    const at = { finished, planned: this.#planned, run, running: this.#present.size };
    this.#watch.onProgress?.({ ...at, ...(training ? { training } : {}), ...more });
  }
}
