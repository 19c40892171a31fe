// node bench/kernels.mjs [--rounds 400]
//
// The kernels written for WebAssembly's vectors against what the compiler makes of the scalar reference, in a worker of
// headless Chromium. In each round both are timed in turn for half a millisecond twice, so short that a busy machine seldom
// comes in between; the table has the ratio of their least times and, in brackets, the median over the rounds of the ratio.
// Above 1 the hand-written version is faster.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { WASM_FEATURES } from "../scripts/build.mjs";
import { inRoot } from "../scripts/steps.mjs";
import { launch } from "./page.mjs";

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "400" } } });
const LENGTHS = [16, 64, 65, 256, 1024];

const crate = inRoot("bench", "kernels", "Cargo.toml");
const folder = inRoot("target", "kernels");
const target = "wasm32-unknown-unknown";
const cargo = ["build", "--release", "--quiet", "--manifest-path", crate, "--target-dir", folder];
execFileSync("cargo", [...cargo, "--target", target], { cwd: inRoot(), stdio: "inherit" });
const compiled = inRoot("target", "kernels", target, "release", "kernels.wasm");
const module = inRoot("target", "kernels", "kernels.wasm");
const optimizer = inRoot("node_modules", "binaryen", "bin", "wasm-opt");
execFileSync(process.execPath, [optimizer, ...WASM_FEATURES, "-O3", compiled, "-o", module]);

const chrome = await launch();
try {
  const page = await chrome.newPage();
  // An isolated page has a clock of 5 µs instead of 100.
  const headers = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const body = "<!doctype html><title>kernels</title>";
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", headers, body }));
  await page.goto("http://localhost/");
  const given = {
    script: `(${worker})()`,
    bytes: readFileSync(module).toString("base64"),
    lengths: LENGTHS,
    rounds: Number(flags.rounds),
  };
  console.table(await page.evaluate(inPage, given));
} finally {
  await chrome.close();
}

/** Runs in the page. */
function inPage({ script, ...given }) {
  const worker = new Worker(URL.createObjectURL(new Blob([script])));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(given);
  });
}

/** Is the worker's whole script. */
function worker() {
  const SPAN = 0.5;
  globalThis.onmessage = async ({ data: { bytes, lengths, rounds } }) => {
    const module = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
    const { exports } = (await WebAssembly.instantiate(module)).instance;
    const time = (work, times) => {
      const begun = performance.now();
      work(times);
      return performance.now() - begun;
    };
    const table = {};
    for (const name of Object.keys(exports).filter((name) => name.endsWith("_vector"))) {
      const kernel = name.slice(0, -"_vector".length);
      const versions = [exports[`${kernel}_scalar`], exports[name]];
      const row = {};
      for (const length of lengths) {
        exports.prepare(length);
        // As many calls as take the span; before that the browser's second compiler has done its work.
        for (const version of [...versions, ...versions]) {
          for (let passed = 0; passed < 150; ) passed += time(version, 1000);
        }
        const shortest = (times) =>
          Math.min(...Array.from({ length: 9 }, () => time(versions[0], times)));
        const times = Math.ceil((SPAN / shortest(1000)) * 1000);
        const ratios = [];
        const least = [Infinity, Infinity];
        for (let round = 0; round < rounds; round++) {
          const passed = [0, 0];
          for (const which of round % 2 ? [0, 1, 1, 0] : [1, 0, 0, 1]) {
            const span = time(versions[which], times);
            passed[which] += span;
            least[which] = Math.min(least[which], span);
          }
          ratios.push(passed[0] / passed[1]);
        }
        const median = ratios.sort((a, b) => a - b)[rounds >> 1];
        row[length] = `${(least[0] / least[1]).toFixed(2)} (${median.toFixed(2)})`;
      }
      table[kernel] = row;
    }
    globalThis.postMessage(table);
  };
}
