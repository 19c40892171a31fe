import { type Remote, releaseProxy, wrap } from "comlink";
import type { Api } from "./worker.ts";

/** What a worker needs to be for the link: anything that takes and sends messages and can be ended. */
export type WorkerLike = Pick<
  Worker,
  "postMessage" | "addEventListener" | "removeEventListener" | "terminate"
>;

/** @internal One life of the worker. */
interface Life {
  worker: WorkerLike;
  remote: Remote<Api>;
  /** Resolves when the worker has back what it had; only then are calls let through. */
  ready: Promise<void>;
  /** Rejects when the worker is lost; a call that is under way rejects with it. */
  lost: Promise<never>;
  lose: (why: Error) => void;
}

/** @internal The connection to a worker that may break off: every loss starts a new worker and gives it back what it had. */
export class Link {
  #life: Life;
  #closed: Error | undefined;
  readonly #start: () => WorkerLike;
  readonly #restore: (remote: Remote<Api>) => Promise<void>;

  /** `restore` brings a fresh worker to where the last one was; it is also called for the first one. */
  constructor(start: () => WorkerLike, restore: (remote: Remote<Api>) => Promise<void>) {
    this.#start = start;
    this.#restore = restore;
    this.#life = this.#begin();
  }

  /** Resolves when the present worker can be asked. */
  get ready(): Promise<void> {
    return Promise.race([this.#life.ready, this.#life.lost]);
  }

  /**
   * Calls the worker.
   *
   * @throws what the call throws; and the loss of the worker, after which another one is being started.
   */
  async call<T>(work: (remote: Remote<Api>) => Promise<T>): Promise<T> {
    if (this.#closed) throw this.#closed;
    const life = this.#life;
    try {
      await Promise.race([life.ready, life.lost]);
      return await Promise.race([work(life.remote), life.lost]);
    } catch (error) {
      if (error instanceof Error && error.name === "PanicError" && this.#life === life)
        this.restart(error);
      throw error;
    }
  }

  /** Sends a message to the present worker without waiting for an answer. */
  tell(message: (remote: Remote<Api>) => Promise<unknown>): void {
    if (!this.#closed) message(this.#life.remote).catch(() => {});
  }

  /** Ends the worker and starts another one; calls under way reject with `why`. */
  restart(why: Error): void {
    if (this.#closed) return;
    this.#end(why);
    this.#life = this.#begin();
  }

  /** Ends the worker for good. */
  close(): void {
    if (this.#closed) return;
    this.#closed = Object.assign(new Error("The engine has been closed."), { name: "StateError" });
    this.#end(this.#closed);
  }

  #begin(): Life {
    const worker = this.#start();
    const remote = wrap<Api>(worker as Worker);
    let lose: (why: Error) => void = () => {};
    const lost = new Promise<never>((_, reject) => {
      lose = reject;
    });
    lost.catch(() => {});
    const ready = this.#restore(remote);
    const life: Life = { worker, remote, ready, lost, lose };
    let started = false;
    ready.then(
      () => {
        started = true;
      },
      () => {},
    );
    // A fault that no call reports. One at the start would only come again.
    worker.addEventListener("error", (event) => {
      const why = (event as ErrorEvent).message || "its script could not be loaded";
      const error = Object.assign(new Error(`Kindred's worker failed: ${why}.`), {
        name: "StartError",
      });
      if (started && this.#life === life) this.restart(error);
      else lose(error);
    });
    return life;
  }

  #end(why: Error): void {
    const { worker, remote, lose } = this.#life;
    lose(why);
    remote[releaseProxy]();
    worker.terminate();
  }
}
