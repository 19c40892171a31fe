// What workers start from: their script and the compiled core, files beside this one.

import { named } from "./slices.ts";

/** What a worker starts from. */
export interface Kit {
  /** The worker's script, whole: it imports nothing. */
  script: Promise<string>;
  /** The compiled core. */
  module: Promise<WebAssembly.Module>;
}

/**
 * The second part of the core: compiled, or where a worker fetches it once something of it is called. It has what a first
 * list does not need.
 */
export type Later = string | WebAssembly.Module;

/** Where the second part of the core is, as most visits do without; or that part, if it is wanted now. */
export function fetchLater(now = false): Later | Promise<Later> {
  const address = new URL("./kindred_later.wasm", import.meta.url);
  return now ? fetched(address).then(compiledFrom) : address.href;
}

/** Fetches the script and compiles the core while it arrives; from another origin this needs its consent (CORS). */
export function fetchKit(): Kit {
  return {
    script: fetched(new URL("./worker.ts", import.meta.url)).then((response) => response.text()),
    module: fetched(new URL("./kindred_bg.wasm", import.meta.url)).then(compiledFrom),
  };
}

/** Compiles while it arrives, which needs the right type, which not every host sends; else when it has come. */
function compiledFrom(response: Response): Promise<WebAssembly.Module> {
  return response.headers.get("Content-Type") === "application/wasm"
    ? compiled(WebAssembly.compileStreaming(response))
    : response.arrayBuffer().then((bytes) => compiled(WebAssembly.compile(bytes)));
}

/** The module, or why there is none. */
export function compiled(module: Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  return module.catch((error: Error) => {
    throw named(
      "StartError",
      `Kindred's core could not be compiled. It needs a browser with WebAssembly SIMD (any since 2023). (${error.message})`,
    );
  });
}

async function fetched(address: URL): Promise<Response> {
  const response = await fetch(address).catch((error: Error) => {
    throw missing(address, error.message);
  });
  if (!response.ok) throw missing(address, `${response.status} ${response.statusText}`);
  return response;
}

function missing({ href }: URL, why: string): Error {
  return named("StartError", `Kindred could not be fetched from ${href} (${why}).`);
}
