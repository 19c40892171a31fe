// node bench/peers.mjs ML-100K-FOLDER [--only als,bpr,ease,item_knn,mf,fm_gibbs] [--runs 3] [--workers 2] [--large RATINGS.csv] [--own-vectors]
//
// The same training by Kindred natively, by Kindred in headless Chromium, and by a well-known Python package, in turn
// and on one thread each, and then by Kindred in Chromium with several workers, which are started and given the data while it
// trains; with --own-vectors also natively, compiled for the vectors of this machine. Prints the medians of the runs: seconds of
// processor time, seconds passed, the quality, and the ratios of both times. What each package does on its own beyond training
// (reading files) is left out.
//
//     als       implicit's AlternatingLeastSquares: 64 factors, 15 iterations, ua as plain choices
//     bpr       implicit's BayesianPersonalizedRanking: 64 factors, 100 iterations, ua as plain choices; one candidate
//     ease      numpy's inverse in single precision, ua as plain choices
//     item_knn  implicit's TFIDFRecommender: 100 neighbours, ua as plain choices
//     mf        LIBMF, with SSE: 64 factors, 20 iterations, u1; the same rate and ridge, and Kindred has biases too
//     fm_gibbs  myfm's MyFMGibbsRegressor: rank 10, 512 iterations, u1, user and item ids only
//
// With --large those of choices and mf also train on that file.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { inPage } from "./page.mjs";
import { python } from "./python.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "als,bpr,ease,item_knn,mf,fm_gibbs" },
    runs: { type: "string", default: "3" },
    workers: { type: "string", default: "2" },
    large: { type: "string" },
    "own-vectors": { type: "boolean", default: false },
  },
});
if (positionals.length !== 1) {
  console.error(
    "peers: the folder of MovieLens 100K is needed (with ua.base, ua.test, u1.base, u1.test)",
  );
  process.exit(2);
}
const file = (name) => join(positionals[0], name);
/** What each rating brings, in units of the ratings' standard deviation. */
const RIDGE = 0.1;
const idsOnly = { others: false, attributes: false, genres: false, tags: false, dates: false };

const JOBS = [
  {
    name: "als",
    peer: "implicit",
    script: ["implicit_peer.py", "als"],
    files: [file("ua.base"), file("ua.test")],
    settings: { model: "als", factors: 64, epochs: 15, implicit: true },
    metric: "ndcg@10",
  },
  {
    name: "bpr",
    peer: "implicit",
    script: ["implicit_peer.py", "bpr"],
    files: [file("ua.base"), file("ua.test")],
    settings: { model: "bpr", factors: 64, epochs: 100, candidates: 1, implicit: true },
    metric: "ndcg@10",
  },
  {
    name: "ease",
    peer: "numpy",
    script: ["ease_peer.py"],
    files: [file("ua.base"), file("ua.test")],
    settings: { model: "ease", regularization: 400, implicit: true },
    metric: "ndcg@10",
  },
  {
    name: "item_knn",
    peer: "implicit",
    script: ["implicit_peer.py", "item_knn"],
    files: [file("ua.base"), file("ua.test")],
    settings: { model: "item_knn", similarity: "tfidf", neighbours: 100, implicit: true },
    metric: "ndcg@10",
  },
  {
    name: "mf",
    peer: "LIBMF",
    script: ["libmf_peer.py"],
    files: [file("u1.base"), file("u1.test")],
    given: [`${RIDGE}`],
    settings: {
      ...{ model: "mf", factors: 64, epochs: 20, optimizer: "adagrad", learning_rate: 0.1 },
      ...{ regularization: RIDGE, bias_regularization: RIDGE, frequency_scaling: 1 },
    },
    metric: "rmse",
  },
  {
    name: "fm_gibbs",
    peer: "myfm",
    script: ["myfm_peer.py"],
    files: [file("u1.base"), file("u1.test")],
    settings: { model: "fm_gibbs", factors: 10, iterations: 512, ...idsOnly },
    metric: "rmse",
  },
];
const jobs = JOBS.filter((job) => flags.only.split(",").includes(job.name));
if (flags.large) {
  // For its speed; the test rows belong to another set of people, so its quality says nothing.
  for (const job of jobs.filter((job) => job.name !== "fm_gibbs")) {
    jobs.push({ ...job, name: `${job.name}, large`, files: [flags.large, job.files[1]] });
  }
}

/** Folders with a native command each, and what it is compiled with. */
const BUILDS = { native: { folder: inRoot("target"), flags: "" } };
if (flags["own-vectors"])
  BUILDS.own = { folder: inRoot("target", "own-vectors"), flags: "-C target-cpu=native" };
for (const { folder, flags } of Object.values(BUILDS))
  execFileSync("cargo", ["build", "--release", "--quiet", "--example", "evaluate"], {
    cwd: inRoot(),
    env: { ...process.env, CARGO_TARGET_DIR: folder, ...(flags && { RUSTFLAGS: flags }) },
  });
const table = [];
for (const job of jobs) {
  const runs = [];
  for (let run = 0; run < Number(flags.runs); run++) {
    runs.push({
      peer: python(...job.script, ...job.files, ...(job.given ?? []))[0],
      ...Object.fromEntries(Object.keys(BUILDS).map((build) => [build, natively(job, build)])),
      browser: await inChromium(job, 1),
      pool: await inChromium(job, Number(flags.workers)),
    });
  }
  const median = (pick) => runs.map(pick).sort((a, b) => a - b)[runs.length >> 1];
  for (const who of ["peer", ...Object.keys(BUILDS), "browser", "pool"]) {
    const processor = (by) => median((run) => run[by].processor_seconds);
    const passed = (by) => median((run) => run[by].seconds);
    table.push({
      job: job.name,
      by: {
        peer: job.peer,
        native: "Kindred natively",
        own: "Kindred natively, own vectors",
        browser: "Kindred in Chromium",
        pool: `Kindred in Chromium, ${flags.workers} workers`,
      }[who],
      "cpu s": round(processor(who)),
      s: round(passed(who)),
      [job.metric]: Number(runs[0][who].metrics[job.metric].toFixed(4)),
      "peer ÷, cpu s": round(processor("peer") / processor(who)),
      "peer ÷, s": round(passed("peer") / passed(who)),
      "÷ native, cpu s": round(processor(who) / processor("native")),
    });
  }
}
console.table(table);

function round(number) {
  return Number(number.toPrecision(3));
}

function natively({ files: [train, test], settings, metric }, build) {
  const { model, implicit, ...params } = settings;
  const args = ["--train", train, "--test", test, "--model", model, "--metrics", metric, "--json"];
  for (const [name, value] of Object.entries(params)) args.push("--set", `${name}=${value}`);
  if (implicit) args.push("--implicit");
  args.push("--workers", "1");
  const example = join(BUILDS[build].folder, "release", "examples", "evaluate");
  const { seconds, processor_seconds, metrics } = JSON.parse(
    execFileSync(example, args, { encoding: "utf8" }),
  );
  return { seconds: seconds.fit, processor_seconds: processor_seconds.fit ?? seconds.fit, metrics };
}

function inChromium({ files, settings, metric }, workers) {
  return inPage(files, inBrowser, { settings, metric, workers });
}

/** Runs in the page: training by itself, for its time, then once more with its quality. */
async function inBrowser({ names, settings, metric, workers }) {
  const { createEngine } = await import("/client.js");
  const engine = await createEngine({ workers });
  try {
    const files = [...document.querySelector("input").files];
    await engine.load(files.map((bytes, i) => ({ name: names[i], bytes, test: i > 0 })));
    const [begun, processor] = [performance.now(), await globalThis.processorSeconds()];
    await engine.fit({ ...settings, seed: 42 });
    const seconds = (performance.now() - begun) / 1000;
    const processor_seconds = (await globalThis.processorSeconds()) - processor;
    const { metrics } = await engine.evaluate(
      { ...settings, seed: 42 },
      { split: "given", metrics: [metric] },
    );
    return { seconds, processor_seconds, metrics };
  } finally {
    engine.close();
  }
}
