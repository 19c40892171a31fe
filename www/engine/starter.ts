import type { Remote } from "comlink";
import { fetchKit, fetchLater, type Kit, type Later } from "./kit.ts";
import type { WorkerLike } from "./link.ts";
import { trusted } from "./trusted.ts";
import type { Api } from "./worker.ts";

/** What there is already of what workers start from. */
export interface Given {
  /** Starts a worker. */
  worker?: (() => WorkerLike) | undefined;
  /** The compiled core. */
  module?: WebAssembly.Module | undefined;
  /** Its second part. */
  later?: Later | undefined;
}

/**
 * Starts workers from memory: the script as a blob, the core compiled once and posted to each. So nothing is fetched or
 * compiled a second time; the files may come from another origin, where a worker could not be started from its address;
 * and a worker is bound by the policy of the page, which one that starts from a file of a static host is not.
 */
export class Starter {
  readonly #given: Given;
  #kit: Kit | undefined;
  #later: Later | undefined;
  #address: string | undefined;

  constructor(given: Given = {}) {
    this.#given = given;
  }

  /**
   * Gets what a worker starts from, unless it is there already.
   *
   * @throws `StartError` where it cannot be fetched; the next call tries again.
   */
  async prepare(): Promise<void> {
    const { worker, module } = this.#given;
    if (worker && module) return;
    this.#kit ??= fetchKit();
    const { script } = this.#kit;
    // Each failure is told to whoever waits for it; without this line the browser would report it a second time.
    this.#kit.module.catch(() => {});
    try {
      this.#address ??= URL.createObjectURL(new Blob([await script], { type: "text/javascript" }));
    } catch (error) {
      this.#kit = undefined;
      throw error;
    }
  }

  /** Gets the second part of the core, for all workers that start from now on. */
  async complete(): Promise<Later> {
    this.#later ??= this.#given.later ?? (await fetchLater(true));
    return this.#later;
  }

  /** Starts a worker, whose core waits for {@link Starter.begin}. */
  start(): WorkerLike {
    return this.#given.worker?.() ?? new Worker(trusted(this.#address ?? ""));
  }

  /** Starts the worker's core. */
  async begin(remote: Remote<Api>): Promise<void> {
    const kit = this.#kit;
    try {
      const module = this.#given.module ?? (await kit?.module);
      const later = this.#later ?? this.#given.later ?? (await fetchLater());
      if (module) await remote.begin(module, later);
    } catch (error) {
      if (this.#kit === kit) this.#kit = undefined;
      throw error;
    }
  }
}
