import { Queue } from "./engine/queue.ts";
import type { Screen } from "./screen.ts";
import type { Job, State } from "./state.ts";
import { plain } from "./words.ts";

const STOPPED: Record<Job["kind"], string> = {
  read: "Stopped reading.",
  train: "Stopped training.",
  measure: "Stopped measuring.",
  curve: "Stopped drawing.",
  write: "Stopped writing.",
};

/** Why a job is ended that nobody asked for: the person wants something else. */
const GIVES_WAY = new Error("Something else is wanted.");

/** What takes long: one job at a time, and files that wait for their turn. */
export class Jobs {
  readonly #state: State;
  readonly #screen: Screen;
  readonly #turns = new Queue();
  #running: { control: AbortController; yields: boolean; end: Promise<void> } | undefined;
  /** Looks after what a job that did not come to its end may have cost. */
  afterwards: () => Promise<void> = async () => {};

  constructor(state: State, screen: Screen) {
    this.#state = state;
    this.#screen = screen;
  }

  /**
   * Runs a job, and says in the state how it ended unless it came to its end. Does nothing while another one runs.
   * One that `yields` is ended without a word when another one is to run or files come. Resolves to true when the
   * job came to its end.
   */
  async run(
    job: Job,
    work: (signal: AbortSignal) => Promise<void>,
    { yields = false } = {},
  ): Promise<boolean> {
    const state = this.#state;
    while (!yields && this.#running?.yields) await this.#makeWay();
    if (state.job || (yields && state.waiting.length > 0)) return false;
    const control = new AbortController();
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    this.#running = { control, yields, end };
    state.job = yields ? { ...job, yields } : job;
    delete state.ends[job.kind];
    void this.#screen.draw();
    try {
      await work(control.signal);
      return true;
    } catch (error) {
      await this.afterwards();
      if (control.signal.reason === GIVES_WAY) return false;
      if (control.signal.aborted) {
        state.ends[job.kind] = { note: STOPPED[job.kind] };
        this.#screen.announce(STOPPED[job.kind]);
      } else state.ends[job.kind] = { error: plain(error) };
      return false;
    } finally {
      this.#running = undefined;
      state.job = undefined;
      ended();
      void this.#screen.draw();
    }
  }

  /** Stops the job that runs. */
  stop(): void {
    if (this.#state.job) this.#state.job.stopping = true;
    this.#running?.control.abort();
    void this.#screen.draw();
  }

  /** Lets files have their turn: after those that came before them, and after the job that runs. */
  inTurn(name: string, open: () => Promise<void>): Promise<void> {
    this.#state.waiting.push(name);
    if (this.#running?.yields) void this.#makeWay();
    void this.#screen.draw();
    return this.#turns.add(async () => {
      while (this.#running) await this.#running.end;
      this.#state.waiting.shift();
      await open();
    });
  }

  async #makeWay(): Promise<void> {
    this.#running?.control.abort(GIVES_WAY);
    await this.#running?.end;
  }
}
