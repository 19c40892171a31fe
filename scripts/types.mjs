// The types of what the package exports: those that its two entries lead to, and no more.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Failure, inRoot, run } from "./steps.mjs";

/** What the package exports, by the file of its types. */
export const ENTRIES = ["engine/client.d.ts", "element/element.d.ts"];

/** The core's types, as the boundary's generator writes them. */
const CORE = "wasm/kindred.d.ts";

/**
 * Writes the types into a folder.
 *
 * @param {string} out
 */
export async function writeTypes(out) {
  const all = inRoot("node_modules", ".cache", "kindred", "types");
  rmSync(all, { recursive: true, force: true });
  const tsc = inRoot("node_modules", "typescript", "bin", "tsc");
  await run(process.execPath, [tsc, "-p", "www/engine/tsconfig.lib.json", "--outDir", all], {
    log: "tsc-lib",
    what: "Writing the package's types",
    tail: true,
  });
  mkdirSync(join(all, dirname(CORE)), { recursive: true });
  writeFileSync(join(all, CORE), coreTypes());
  rmSync(out, { recursive: true, force: true });
  for (const path of reached(all)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    copyFileSync(join(all, path), join(out, path));
  }
}

/** The types that cross the boundary, without the class and the loader that stay in the worker. */
function coreTypes() {
  const text = readFileSync(inRoot("www", "wasm", "kindred.d.ts"), "utf8");
  const end = text.search(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?export class /);
  if (end < 0) throw new Failure("www/wasm/kindred.d.ts has no class: what ends its types?");
  return text.slice(0, end);
}

/** The files to which the entries lead, by their paths in the folder. */
function reached(folder) {
  const paths = new Set();
  const reach = (path) => {
    if (paths.has(path)) return;
    paths.add(path);
    const text = readFileSync(join(folder, path), "utf8");
    for (const [, source] of text.matchAll(/(?:from|import) "(\.[^"]+)\.[jt]s"/g))
      reach(relative(folder, join(folder, dirname(path), `${source}.d.ts`)));
  };
  ENTRIES.forEach(reach);
  return paths;
}
