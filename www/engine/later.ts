// The second part of the core, which joins the first when something of it is called.

import type { InitOutput } from "../wasm/kindred.js";
import type { Later } from "./kit.ts";
import { named } from "./slices.ts";

/**
 * Lets this core have its second part when it asks for it. The core waits in the middle of a call, and so does this worker: that is
 * once, for a moment, and lets any of its functions stand in either part.
 *
 * @returns what gives it a part that has come meanwhile, so that it need not wait
 */
export function joinLater(core: InitOutput, from: Later): (later: Later) => void {
  let later = from;
  let there = false;
  Object.assign(globalThis, {
    kindredLater() {
      if (there) return;
      const module = typeof later === "string" ? new WebAssembly.Module(fetched(later)) : later;
      // It puts its functions into the table of the first.
      new WebAssembly.Instance(module, { core: { ...core } });
      there = true;
    },
  });
  return (come) => {
    later = come;
  };
}

/** What lies at this address. The call that needed it has broken off where it cannot be had. */
function fetched(address: string): ArrayBuffer {
  const request = new XMLHttpRequest();
  let why = "";
  try {
    request.open("GET", address, false);
    request.responseType = "arraybuffer";
    request.send();
    if (request.status === 200) return request.response;
    why = `${request.status} ${request.statusText}`;
  } catch (error) {
    why = (error as Error).message;
  }
  throw named("PanicError", `A part of Kindred could not be fetched from ${address} (${why}).`);
}
