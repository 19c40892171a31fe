// npm run bench:cores -- [--rows 1000000] [--workers 2] [--runs 3] [--native | --browser] [--only als,evaluation]
//
// How much faster several workers are than one, in headless Chromium and natively, on generated ratings: training models,
// testing one on thousands of people, and a comparison of four models. Runs with one worker and with several take turns; seconds are
// medians, and so is their ratio; beside it stands the ratio of the shortest runs, to which other work on the machine has added least.
// The last column says whether the results have the same bits: in Chromium those of the saved model or of all figures, natively those
// of all figures.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { inPage } from "./page.mjs";

const { values: flags } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    workers: { type: "string", default: "2" },
    runs: { type: "string", default: "3" },
    only: { type: "string" },
    native: { type: "boolean", default: false },
    browser: { type: "boolean", default: false },
  },
});
const many = Number(flags.workers);
const both = flags.native === flags.browser;

/** What is measured: of what is trained the training, of what is tested the testing. */
const TASKS = {
  als: { model: "als", params: { factors: 64, epochs: 15 } },
  item_knn: { model: "item_knn", params: {} },
  ease: { model: "ease", params: {} },
  mf: { model: "mf", params: { factors: 64, epochs: 20 } },
  bpr: { model: "bpr", params: { factors: 64, epochs: 20 } },
  svdpp: { model: "svdpp", params: { factors: 64, epochs: 20 } },
  hybrid: { model: "hybrid", params: {} },
  item_pairs: { model: "item_pairs", params: {} },
  hashed_lr: { model: "hashed_lr", params: {} },
  evaluation: { model: "als", params: { factors: 64, epochs: 2 }, tested: ["ndcg@10", "auc"] },
  comparison: { models: ["als", "item_knn", "mf", "bpr"], metrics: ["ndcg@10"] },
};
const tasks = Object.fromEntries(
  Object.entries(TASKS).filter(([name]) => !flags.only || flags.only.split(",").includes(name)),
);

const file = inRoot("target", `ratings-${flags.rows}.csv`);
const cargo = (...args) => execFileSync("cargo", args, { cwd: inRoot(), stdio: "inherit" });
const examples = ["generate", ...(both || flags.native ? ["evaluate"] : [])];
cargo("build", "--release", "--quiet", ...examples.flatMap((name) => ["--example", name]));
if (!existsSync(file)) {
  mkdirSync(inRoot("target"), { recursive: true });
  execFileSync(program("generate"), [file, "--rows", flags.rows], { stdio: "inherit" });
}

const table = [];
if (both || flags.browser) {
  const runs = Number(flags.runs);
  const found = await inPage([file], inChromium, { tasks, many, runs });
  add("Chromium", found);
}
if (both || flags.native) add("native", natively());
console.log(`${basename(file)}, ${many} workers beside one`);
console.table(table);

function add(where, found) {
  for (const [name, { one, several, team, people, same }] of Object.entries(found)) {
    const [alone, together] = [one, several].map(median);
    table.push({
      ...{
        where,
        task: name,
        people,
        "one, s": alone.toFixed(2),
        "several, s": together.toFixed(2),
      },
      ratio: (alone / together).toFixed(2),
      "of the shortest": (Math.min(...one) / Math.min(...several)).toFixed(2),
      workers: team?.workers,
      MiB: team && Math.round(team.bytes / 2 ** 20),
      "same bits": same,
    });
  }
}

function median(seconds) {
  return [...seconds].sort((a, b) => a - b)[seconds.length >> 1];
}

function program(name) {
  return inRoot("target", "release", "examples", name);
}

/** Each task with one thread and with several, in turn. */
function natively() {
  const found = {};
  for (const [name, { model, models, params = {}, tested, metrics }] of Object.entries(tasks)) {
    const set = Object.entries(params).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    const run = (workers) => {
      const args = ["--train", file, "--model", models?.join(",") ?? model, ...set, "--json"];
      args.push("--metrics", (tested ?? metrics ?? ["hit-rate@10"]).join(","));
      args.push("--workers", String(workers));
      const stdio = ["ignore", "pipe", "ignore"];
      return JSON.parse(execFileSync(program("evaluate"), args, { encoding: "utf8", stdio }));
    };
    const seconds = (report) =>
      models ? report.seconds.all : tested ? report.seconds.evaluate : report.seconds.fit;
    const results = { one: [], several: [] };
    const figures = new Set();
    for (let at = 0; at < Number(flags.runs); at++) {
      for (const [which, workers] of [
        ["one", 1],
        ["several", many],
      ]) {
        const report = run(workers);
        results[which].push(seconds(report));
        figures.add(JSON.stringify(report, without));
        results.people = (report.runs?.[0] ?? report).data.users;
      }
    }
    found[name] = { ...results, same: figures.size === 1 };
  }
  return found;
}

/** Leaves out what a run took. */
function without(key, value) {
  return ["seconds", "processor_seconds", "peak_bytes"].includes(key) ? undefined : value;
}

/** Runs in the page. */
async function inChromium({ names, tasks, many, runs }) {
  const { createEngine } = await import("/client.js");
  const [file] = document.querySelector("input").files;
  const engines = {};
  for (const [which, workers] of [
    ["one", 1],
    ["several", many],
  ]) {
    engines[which] = await createEngine({ workers });
    await engines[which].load([{ name: names[0], bytes: file }]);
  }
  const users = (await engines.one.report()).users;
  const hashed = async (bytes) => {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(hash, (byte) => byte.toString(16)).join(" ");
  };
  const without = (key, value) => (["seconds", "team"].includes(key) ? undefined : value);
  const found = {};
  for (const [name, { model, models, params, tested, metrics }] of Object.entries(tasks)) {
    const results = { one: [], several: [] };
    const bits = new Set();
    for (let run = 0; run < runs; run++) {
      for (const [which, engine] of Object.entries(engines)) {
        const begun = performance.now();
        let seconds;
        if (models) {
          const onProgress = ({ training }) => {
            if (training?.team.workers > 1) results.team = training.team;
          };
          const result = await engine.compare(models, { metrics, onProgress });
          seconds = (performance.now() - begun) / 1000;
          bits.add(JSON.stringify(result, without));
        } else if (tested) {
          const result = await engine.evaluate({ model, ...params }, { metrics: tested });
          seconds = result.seconds.evaluate;
          if (which === "several") results.team = result.team;
          bits.add(JSON.stringify(result, without));
        } else {
          const fitted = await engine.fit({ model, ...params });
          seconds = fitted.report.seconds;
          if (which === "several") results.team = fitted.report.team;
          bits.add(await hashed(await fitted.save()));
          fitted.close();
        }
        results[which].push(seconds);
      }
    }
    found[name] = { ...results, people: users, same: bits.size === 1 };
  }
  for (const engine of Object.values(engines)) engine.close();
  return found;
}
