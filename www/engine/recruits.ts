// The page's side of shared work: starts helpers of the engine's worker, and ends them. What they say to each other goes over
// ports between the workers, and not through the page.

import { type Remote, releaseProxy, transfer, wrap } from "comlink";
import type { WorkerLike } from "./link.ts";
import type { Starter } from "./starter.ts";
import type { Recruit } from "./team.ts";
import type { Api } from "./worker.ts";

/** @internal Workers that help another one. */
export class Recruits {
  readonly #starter: Starter;
  readonly #lost: (id: number, why: string) => void;
  readonly #workers = new Map<
    number,
    { worker: WorkerLike; remote: Remote<Api>; ended: () => void }
  >();
  #count = 0;

  /** `lost` is told of each that breaks off. */
  constructor(starter: Starter, lost: (id: number, why: string) => void) {
    this.#starter = starter;
    this.#lost = lost;
  }

  /** Starts so many workers; returns those that have started. */
  async start(n: number): Promise<Recruit[]> {
    const started = await Promise.all(Array.from({ length: n }, () => this.#one()));
    const recruits = started.filter((recruit) => recruit !== undefined);
    return transfer(
      recruits,
      recruits.map(({ port }) => port),
    );
  }

  /** Ends these workers, or all. */
  end(ids: Iterable<number> = this.#workers.keys()): void {
    for (const id of [...ids]) {
      const { worker, remote, ended } = this.#workers.get(id) ?? {};
      this.#workers.delete(id);
      ended?.();
      remote?.[releaseProxy]();
      worker?.terminate();
    }
  }

  async #one(): Promise<Recruit | undefined> {
    const id = ++this.#count;
    const lose = (why: string) => {
      if (!this.#workers.has(id)) return;
      this.end([id]);
      this.#lost(id, why);
    };
    try {
      const worker = this.#starter.start();
      const remote = wrap<Api>(worker as Worker);
      let ended = () => {};
      const end = new Promise<never>((_, reject) => {
        ended = () => reject(new Error("It was ended."));
      });
      end.catch(() => {});
      this.#workers.set(id, { worker, remote, ended });
      worker.addEventListener("error", (event) =>
        lose((event as ErrorEvent).message || "its script could not be loaded"),
      );
      await Promise.race([this.#starter.begin(remote), end]);
      const { port1, port2 } = new MessageChannel();
      await Promise.race([remote.serve(transfer(port1, [port1])), end]);
      return { id, port: port2 };
    } catch (error) {
      lose((error as Error).message);
      return undefined;
    }
  }
}
