// npm run check: formatting, clippy, strict TypeScript, the front end's linter, the boundary's types, the documents of the
// crate and of the API.
//
//     npm run check
//     npm run check -- --update    accepts the boundary's types as they are now, and writes the reference of the API

import { readFileSync, writeFileSync } from "node:fs";
import { API, apiReference } from "./api.mjs";
import { buildCore } from "./build.mjs";
import { checkCrate } from "./crate.mjs";
import { ensureRust } from "./setup.mjs";
import { Failure, inRoot, isMain, main, readIfPresent, run, seconds } from "./steps.mjs";

const GOLDEN = "tests/data/boundary.d.ts";

/** Runs every check; the first that fails ends it. */
export async function check({ update = false } = {}) {
  // TypeScript reads the types that come out of the core's build.
  await buildCore();
  const rust = await ensureRust({ lint: true });
  const cargo = (...args) =>
    run("cargo", args, { env: rust, show: true, what: `cargo ${args[0]}` });
  const node = (...args) => run(process.execPath, args, { show: true, what: args.join(" ") });
  const deny = ["--", "--deny", "warnings"];

  const checks = {
    "Rust formatting": () => cargo("fmt", "--all", "--check"),
    "Rust lints, native": () => cargo("clippy", "--quiet", "--all-targets", ...deny),
    "Rust lints, wasm": () =>
      cargo("clippy", "--quiet", "--lib", "--target", "wasm32-unknown-unknown", ...deny),
    "TypeScript, the page": () => node("node_modules/typescript/bin/tsc", "-p", "www"),
    "TypeScript, the worker": () =>
      node("node_modules/typescript/bin/tsc", "-p", "www/engine/tsconfig.worker.json"),
    "TypeScript, the service worker": () =>
      node("node_modules/typescript/bin/tsc", "-p", "www/offline"),
    "TypeScript, tools and browser tests": () =>
      node("node_modules/typescript/bin/tsc", "-p", "tsconfig.json"),
    "Format and lints, TypeScript, JavaScript, CSS, JSON": () =>
      node("node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"),
    "Types of the boundary": async () => compareBoundary(update),
    "Reference of the API": () => compareReference(update),
    "Documents and files of the crate": () => checkCrate(rust),
  };
  for (const [title, work] of Object.entries(checks)) {
    const start = Date.now();
    console.log(`${title} …`);
    await work();
    console.log(`  fine (${seconds(Date.now() - start)})`);
  }
}

/**
 * Compares the types that the core's build generated with those on record, so that a change of what JavaScript
 * sees is seen in review. What follows the exports is the loader's, which differs between compilers.
 */
function compareBoundary(update) {
  const generated = readFileSync(inRoot("www", "wasm", "kindred.d.ts"), "utf8");
  const end = generated.indexOf("export type InitInput");
  const types = `${generated.slice(0, end < 0 ? undefined : end).trimEnd()}\n`;
  if (update) {
    writeFileSync(inRoot(GOLDEN), types);
    return;
  }
  const recorded = readIfPresent(inRoot(GOLDEN));
  if (recorded === types) return;
  const now = types.split("\n");
  const then = recorded?.split("\n") ?? [];
  const line = now.findIndex((text, i) => text !== then[i]);
  throw new Failure(
    [
      `The types of the boundary differ from ${GOLDEN}, first in line ${line + 1}:`,
      `  on record: ${then[line] ?? "(nothing)"}`,
      `  generated: ${now[line] ?? "(nothing)"}`,
      "If the change is meant, run npm run check -- --update, commit the file, and note it in CHANGELOG.md.",
    ].join("\n"),
  );
}

/** Compares the reference of the API with the one that the present types make. */
async function compareReference(update) {
  const text = await apiReference();
  if (update) writeFileSync(inRoot(API), text);
  else if (readIfPresent(inRoot(API)) !== text)
    throw new Failure(`${API} is not of the present types: run npm run check -- --update.`);
}

if (isMain(import.meta.url)) {
  await main(() => check({ update: process.argv.includes("--update") }));
}
