// The package's export for Node.js: the engine runs in a worker thread, and the files beside this one are read from the disk.

import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { MessageChannel, Worker } from "node:worker_threads";
import { createEngine as create, type Engine, type EngineOptions } from "./client.ts";
import { compiled } from "./kit.ts";
import type { WorkerLike } from "./link.ts";

export * from "./client.ts";

/** For all engines of this process: the core and its second part. */
let core: Promise<[WebAssembly.Module, WebAssembly.Module]> | undefined;

/** Starts an engine. Resolves when it can be asked. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  core ??= Promise.all([read("kindred_bg.wasm"), read("kindred_later.wasm")]);
  const [module, later] = await core;
  const cores = availableParallelism();
  return create({ worker: startThread, module, later, cores, ...options });
}

/** Compiles a file beside this one. */
function read(name: string): Promise<WebAssembly.Module> {
  const bytes = readFile(new URL(`./${name}`, import.meta.url));
  return compiled(bytes.then((content) => WebAssembly.compile(content)));
}

/** A worker thread, as the engine knows workers of a browser. */
function startThread(): WorkerLike {
  const { port1, port2 } = new MessageChannel();
  const thread = new Worker(new URL("./thread.js", import.meta.url), {
    workerData: { port: port2 },
    transferList: [port2],
  });
  const port = port1 as unknown as MessagePort;
  port.start();
  return {
    postMessage: port.postMessage.bind(port),
    addEventListener(type: string, listener: EventListener) {
      if (type === "error") thread.on("error", (error) => listener(error as unknown as Event));
      else port.addEventListener(type, listener);
    },
    removeEventListener: port.removeEventListener.bind(port),
    terminate() {
      port.close();
      thread.terminate();
    },
  } as WorkerLike;
}
