// What workers start from where the page is one file: its own text has both.

import type { Kit } from "./kit.ts";
import { unpackCore, unpackKit } from "./kit-packed.ts";

/** Unpacks the script and compiles the core. */
export const fetchKit = (): Kit => unpackKit(content("kindred-worker"), content("kindred-core"));

let later: Promise<WebAssembly.Module> | undefined;

/** Unpacks and compiles the second part of the core, once. */
export function fetchLater(): Promise<WebAssembly.Module> {
  later ??= unpackCore(content("kindred-later"));
  return later;
}

const content = (id: string) => document.getElementById(id)?.textContent ?? "";
