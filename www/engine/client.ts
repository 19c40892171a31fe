import { releaseProxy, wrap } from "comlink";
import type { Api } from "./worker.ts";

/** A running core. */
export interface Engine {
  /** The version of the core. */
  version(): Promise<string>;
  /** Ends the worker. */
  close(): void;
}

/** Starts the core in a worker of its own. */
export async function createEngine(): Promise<Engine> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const remote = wrap<Api>(worker);
  return {
    version: () => remote.version(),
    close() {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}
