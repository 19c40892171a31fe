// npm test: the set-up, then every test, in order; the first failure ends it.
//
//     npm test
//     npm test -- --only e2e        one stage: check, rust, rust32, wasm, build, unit, e2e, browsers or package

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { testBrowsers } from "./browsers.mjs";
import { build, buildCore } from "./build.mjs";
import { check } from "./check.mjs";
import { ensureBrowser, ensureRust, TARGET_32 } from "./setup.mjs";
import { Failure, inRoot, main, run, seconds } from "./steps.mjs";

/** @typedef {{ rust: NodeJS.ProcessEnv, bindgen: string, chromium: string, driver: string }} Tools */

/** A stage that this machine cannot run, with the reason; it is named in the summary and is no failure. */
class Skipped extends Error {}

/** @type {Record<string, { title: string, work: (tools: Tools) => Promise<unknown> }>} what a stage's work returns as text stands in the summary */
const STAGES = {
  check: { title: "Formatting, lints, types", work: () => check() },
  rust: { title: "Rust, native", work: ({ rust }) => cargo(rust, "test") },
  rust32: { title: "Rust, native, on 32 bits", work: testOn32Bits },
  wasm: { title: "The core in a worker of headless Chromium", work: testWasm },
  build: { title: "Production build and its budgets", work: build },
  unit: { title: "Front end, units", work: () => node("node_modules/vitest/vitest.mjs", "run") },
  e2e: { title: "The page in headless Chromium", work: testPage },
  browsers: { title: "The page in every browser", work: testEveryBrowser },
  package: { title: "The package in other projects", work: testPackage },
};

const cargo = (env, ...args) =>
  run("cargo", args, { env, show: true, what: `cargo ${args.join(" ")}` });
const node = (...args) => run(process.execPath, args, { show: true, what: args.join(" ") });

/**
 * The native tests once more where a `usize` has 32 bits, as in WebAssembly: the library's own and all of `tests/`, public
 * data included. The examples in the docs are left out, since each would be linked by itself.
 */
async function testOn32Bits() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Skipped("needs Linux on x86-64");
  const env = await ensureRust({ more: [TARGET_32] });
  const probe = inRoot("target", "probe-32-bits");
  writeFileSync(`${probe}.rs`, "fn main() {}\n");
  const flags = ["--target", TARGET_32, "-C", "linker=rust-lld", "-o", probe];
  await run("rustc", [...flags, `${probe}.rs`], { env, what: "Linking for 32 bits" });
  await run(probe, []).catch(() => {
    throw new Skipped("the kernel runs no 32-bit programs");
  });
  await cargo(env, "test", "--tests", "--target", TARGET_32);
}

/** `tests/wasm_*.rs` and `tests/conformance.rs`, in a dedicated worker of a real browser. */
function testWasm({ rust, bindgen, chromium, driver }) {
  const capabilities = JSON.parse(readFileSync(inRoot("webdriver.json"), "utf8"));
  capabilities["goog:chromeOptions"].binary = chromium;
  const file = inRoot("target", "webdriver.json");
  mkdirSync(inRoot("target"), { recursive: true });
  writeFileSync(file, JSON.stringify(capabilities));
  const env = {
    ...rust,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(bindgen, "wasm-bindgen-test-runner"),
    CHROMEDRIVER: driver,
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
    WASM_BINDGEN_TEST_TIMEOUT: "120",
  };
  const which = ["--test", "wasm_*", "--test", "conformance"];
  return cargo(env, "test", "--target", "wasm32-unknown-unknown", ...which);
}

/** `tests/e2e`, on the production build: first what stands company, then what measures how fast the page answers. */
async function testPage({ chromium }) {
  await build();
  const tests = ["node_modules/@playwright/test/cli.js", "test"];
  const config = ["--config", "tests/e2e/playwright.config.ts"];
  const env = { ...process.env, CHROMIUM: chromium };
  for (const which of [
    ["--grep-invert", "@alone"],
    ["--grep", "@alone", "--workers", "1"],
  ])
    await run(process.execPath, [...tests, ...config, ...which], {
      env,
      show: true,
      what: "The page's tests",
    });
}

/** `tests/browsers`; a browser that this machine cannot have is named in the summary. */
async function testEveryBrowser() {
  const missing = await testBrowsers();
  return missing.length > 0 ? `without ${missing.join(" and ")}, not on this machine` : undefined;
}

/** `tests/package`: the packed package in Node.js, in a plain page and through bundlers. */
async function testPackage({ chromium }) {
  await build();
  const config = ["--config", "tests/package/vitest.config.ts"];
  await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...config], {
    env: { ...process.env, CHROMIUM: chromium },
    show: true,
    what: "The package's tests",
  });
}

function options() {
  const names = Object.keys(STAGES);
  try {
    const { values } = parseArgs({ options: { only: { type: "string" } } });
    if (values.only === undefined) return names;
    if (names.includes(values.only)) return [values.only];
  } catch {
    // An unknown option: the usage says which one there is.
  }
  throw new Failure(`npm test takes only --only STAGE, with STAGE one of ${names.join(", ")}.`);
}

await main(async () => {
  const chosen = options();
  const begin = Date.now();
  /** @type {[string, string][]} */
  const table = [];
  const stage = async (title, work) => {
    const start = Date.now();
    console.log(`\n━━ ${title} ━━`);
    try {
      const result = await work();
      const note = typeof result === "string" && result !== "" ? ` (${result})` : "";
      table.push([title, seconds(Date.now() - start) + note]);
      return result;
    } catch (error) {
      if (error instanceof Skipped) {
        console.log(`skipped: ${error.message}`);
        table.push([title, `skipped: ${error.message}`]);
        return undefined;
      }
      const reason = error instanceof Failure ? error.message : (error?.stack ?? String(error));
      table.push([title, `FAILED after ${seconds(Date.now() - start)}`]);
      summary(table);
      throw new Failure(`Failed in the stage “${title}”: ${reason}`);
    }
  };
  const tools = await stage("Set-up", async () => ({
    ...(await buildCore()),
    ...(await ensureBrowser()),
  }));
  for (const name of chosen) {
    const { title, work } = STAGES[name];
    await stage(title, () => work(tools));
  }
  summary([...table, ["Everything", seconds(Date.now() - begin)]]);
});

function summary(table) {
  console.log("\n━━ Summary ━━");
  for (const [title, result] of table) console.log(`  ${title.padEnd(44)}${result}`);
}
