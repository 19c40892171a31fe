import { expose } from "comlink";
import init, { version } from "../wasm/kindred.js";

const ready = init();

const api = {
  /** The version of the core. */
  async version(): Promise<string> {
    await ready;
    return version();
  },
};

/** What the worker offers to the page. */
export type Api = typeof api;

expose(api);
