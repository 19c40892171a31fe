import type { Remote } from "comlink";
import type { WorkerLike } from "./link.ts";
import type { Api, Kit } from "./worker.ts";

/**
 * Starts workers, and gives each its core: the first one from its file, the others from what the first one left in
 * memory, so that nothing is fetched or compiled a second time.
 */
export class Starter {
  readonly #first: () => WorkerLike;
  #kit: Kit | undefined;
  #address: string | undefined;

  /** `first` starts a worker from its file. */
  constructor(first: () => WorkerLike) {
    this.#first = first;
  }

  /** Starts a worker, whose core waits for {@link Starter.begin}. */
  start(): WorkerLike {
    const script = this.#kit?.script;
    if (script === undefined) return this.#first();
    this.#address ??= URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return new Worker(this.#address, { type: "module" });
  }

  /** Starts the worker's core. */
  async begin(remote: Remote<Api>): Promise<void> {
    const kit = await remote.begin(this.#kit?.module);
    this.#kit ??= kit;
  }
}
