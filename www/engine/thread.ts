// What a worker thread of Node.js runs: the same script as a worker of a browser, which sends and takes messages by global
// functions.

import { workerData } from "node:worker_threads";

const { port } = workerData as { port: MessagePort };
Object.assign(globalThis, {
  self: globalThis,
  postMessage: port.postMessage.bind(port),
  addEventListener: port.addEventListener.bind(port),
  removeEventListener: port.removeEventListener.bind(port),
});
const script = new URL("./worker.js", import.meta.url);
await import(script.href);
// Only now somebody listens.
port.start();
