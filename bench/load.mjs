// node bench/load.mjs [--native] [--runs 3] [--model NAME [--set name=value]... [--workers 2]] FILE...
//
// Loads each file by itself in headless Chromium and prints a table: rows, megabytes a second (of time passed, and of
// processor time), nanoseconds a row and the most memory that the core took; with --native beside the same parser
// natively, run in turn. With --model the model is then trained on the whole file, and its seconds and memory are told
// too, with --workers of as many together. All figures are medians of the runs. Chromium first loads the beginning of the file for a second and a half: a
// browser compiles in two stages, and the second, which makes the code fast, is over by then.

import { execFileSync } from "node:child_process";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { inPage } from "./page.mjs";

const { values: flags, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    native: { type: "boolean", default: false },
    runs: { type: "string", default: "3" },
    model: { type: "string" },
    workers: { type: "string", default: "1" },
    set: { type: "string", multiple: true, default: [] },
  },
});
if (files.length === 0) {
  console.error("load: at least one file is needed");
  process.exit(2);
}
const params = Object.fromEntries(flags.set.map((text) => text.split(/=(.*)/s).slice(0, 2)));

if (flags.native)
  execFileSync("cargo", ["build", "--release", "--quiet", "--example", "load"], { cwd: inRoot() });

const table = [];
for (const file of files) {
  const runs = [];
  for (let run = 0; run < Number(flags.runs); run++) {
    const browser = await inPage([file], job, {
      ...{ model: flags.model, params, workers: Number(flags.workers) },
    });
    runs.push({ browser, native: flags.native ? natively(file) : undefined });
  }
  const median = (pick) => runs.map(pick).sort((a, b) => a - b)[runs.length >> 1];
  const { rows, bytes } = runs[0].browser;
  const rate = (seconds) => round(bytes / 1e6 / seconds, 0);
  const cost = (seconds) => round((seconds * 1e9) / rows, 0);
  const seconds = median((run) => run.browser.load);
  const processor = median((run) => run.browser.loadProcessor);
  const row = {
    file: basename(file),
    rows,
    MB: round(bytes / 1e6, 1),
    "MB/s": rate(seconds),
    "MB/cpu s": rate(processor),
    "cpu ns/row": cost(processor),
    MiB: mebibytes(median((run) => run.browser.loadMemory)),
  };
  if (flags.native) {
    const native = median((run) => run.native.processor_seconds ?? run.native.seconds);
    row["native MB/s"] = rate(median((run) => run.native.seconds));
    row["native MB/cpu s"] = rate(native);
    row["native cpu ns/row"] = cost(native);
    row["of native"] = round(native / processor, 2);
  }
  if (flags.model) {
    row.model = flags.model;
    row.workers = runs[0].browser.workers;
    row["fit s"] = round(
      median((run) => run.browser.fit),
      2,
    );
    row["fit cpu s"] = round(
      median((run) => run.browser.fitProcessor),
      2,
    );
    row["fit MiB"] = mebibytes(median((run) => run.browser.fitMemory));
    row.best = runs[0].browser.best;
  }
  table.push(row);
}
console.table(table);

function natively(file) {
  return JSON.parse(
    execFileSync(inRoot("target", "release", "examples", "load"), [file], { encoding: "utf8" }),
  );
}

function round(number, digits) {
  return Number(number.toFixed(digits));
}

function mebibytes(bytes) {
  return round(bytes / 2 ** 20, 0);
}

/** Runs in the page. */
async function job({ names, model, params, workers }) {
  const { createEngine } = await import("/client.js");
  const engine = await createEngine({ workers });
  const result = {};
  const measured = async (name, work, times = 1) => {
    const [begun, processor] = [performance.now(), await globalThis.processorSeconds()];
    let outcome;
    for (let time = 0; time < times; time++) outcome = await work();
    result[name] = (performance.now() - begun) / 1000 / times;
    result[`${name}Processor`] = ((await globalThis.processorSeconds()) - processor) / times;
    result[`${name}Memory`] = await engine.memory();
    return outcome;
  };
  try {
    const [file] = document.querySelector("input").files;
    const begun = performance.now();
    do {
      await engine.load([{ name: names[0], bytes: file.slice(0, 8e6) }]);
    } while (performance.now() - begun < 1500);
    // Chromium tells processor time in hundredths of a second: small files are loaded many times.
    const times = Math.ceil(3e7 / file.size);
    const load = () => engine.load([{ name: names[0], bytes: file }]);
    const report = await measured("load", load, times);
    result.rows = report.ratings;
    result.bytes = file.size;
    if (model) {
      const fitted = await measured("fit", () => engine.fit({ model, ...params }));
      result.fitMemory = Math.max(result.fitMemory, fitted.report.team?.bytes ?? 0);
      result.workers = fitted.report.team?.workers ?? 1;
      const [user] = await engine.findUsers("", { n: 1 });
      const [best] = await fitted.recommend(user.id, { n: 1 });
      result.best = `${best.id} (${best.score.toFixed(2)})`;
    }
    return result;
  } finally {
    engine.close();
  }
}
