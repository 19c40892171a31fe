// npm run bench -- <the flags of examples/evaluate.rs, but for the forms of tables>
//
// Several models (--model a,b or all) are compared, and --search searches, as natively; --native and --runs are for one model.
//
// The same job as the native command, in headless Chromium on the package as it ships (lib/), and the same one
// JSON object. With --native the native command runs in the same call, and the ratios are printed too:
//
// With --runs N the job is done N times in the same page, and in N processes natively, and the medians are printed: the
// first run in a page includes the browser's own compilation of the module.
//
//     npm run bench -- --native --runs 5 --train u1.base --test u1.test --model mf --set factors=64 --metrics rmse

import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { inPage } from "./page.mjs";

const { values: flags, positionals } = parseArgs({
  args: joined(process.argv.slice(2)),
  allowPositionals: true,
  options: {
    train: { type: "string", multiple: true, default: [] },
    test: { type: "string", multiple: true, default: [] },
    split: { type: "string" },
    model: { type: "string" },
    folds: { type: "string" },
    seeds: { type: "string" },
    search: { type: "string", multiple: true, default: [] },
    trials: { type: "string" },
    set: { type: "string", multiple: true, default: [] },
    metrics: { type: "string" },
    relevant: { type: "string" },
    adventure: { type: "string" },
    diversity: { type: "string" },
    implicit: { type: "boolean", default: false },
    seed: { type: "string", default: "42" },
    json: { type: "boolean", default: false },
    native: { type: "boolean", default: false },
    runs: { type: "string", default: "1" },
  },
});
if (positionals.length > 0 || flags.train.length === 0) {
  console.error("bench: --train is needed; the flags are those of examples/evaluate.rs");
  process.exit(2);
}

/** `--train a b` becomes `--train a --train b`, as the native command reads it. */
function joined(args) {
  const out = [];
  let list;
  for (const arg of args) {
    if (arg.startsWith("--")) list = ["--train", "--test"].includes(arg) ? arg : undefined;
    else if (list && out.at(-1) !== list) out.push(list);
    out.push(arg);
  }
  return out;
}

const several = /,|^all$/.test(flags.model ?? "") || flags.folds || flags.seeds?.includes(",");
const many = several || flags.search.length > 0;
if (many && (flags.native || flags.runs !== "1")) {
  console.error("bench: --native and --runs are for one model");
  process.exit(2);
}

const browser = await inBrowser();
if (flags.native) {
  const native = natively();
  const ratio = (part) => browser.seconds[part] / native.seconds[part];
  const ratios = Object.fromEntries(["load", "fit", "evaluate"].map((part) => [part, ratio(part)]));
  const same = JSON.stringify(browser.metrics) === JSON.stringify(native.metrics);
  print({ browser, native, browser_to_native: ratios, same_metrics: same });
} else {
  print(browser);
}

function print(result) {
  console.log(flags.json ? JSON.stringify(result) : JSON.stringify(result, null, 2));
}

function natively() {
  const args = ["run", "--release", "--quiet", "--example", "evaluate", "--"];
  for (const file of flags.train) args.push("--train", file);
  for (const file of flags.test) args.push("--test", file);
  for (const set of flags.set) args.push("--set", set);
  for (const name of ["model", "split", "metrics", "relevant", "adventure", "diversity"])
    if (flags[name]) args.push(`--${name}`, flags[name]);
  args.push("--seed", flags.seed, "--json");
  if (flags.implicit) args.push("--implicit");
  const run = () => JSON.parse(execFileSync("cargo", args, { encoding: "utf8", cwd: inRoot() }));
  const results = Array.from({ length: Number(flags.runs) }, run);
  const seconds = (part) => median(results.map((result) => result.seconds[part]));
  const all = ["load", "fit", "evaluate"].map((part) => [part, seconds(part)]);
  return { ...results[0], seconds: Object.fromEntries(all) };
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function inBrowser() {
  const params = Object.fromEntries(flags.set.map((text) => text.split(/=(.*)/s).slice(0, 2)));
  return inPage([...flags.train, ...flags.test], job, {
    trained: flags.train.length,
    given: flags.test.length > 0,
    settings: { ...params, model: flags.model, seed: Number(flags.seed), implicit: flags.implicit },
    split: flags.split,
    how: {
      ...(flags.metrics && { metrics: flags.metrics.split(",") }),
      ...(flags.relevant && { relevant: flags.relevant }),
      ...(flags.adventure && { adventure: Number(flags.adventure) }),
      ...(flags.diversity && { diversity: Number(flags.diversity) }),
    },
    runs: Number(flags.runs),
    compare: many && {
      models: flags.model === "all" ? "all" : flags.model?.split(","),
      params,
      folds: Number(flags.folds ?? 0),
      seeds: (flags.seeds ?? flags.seed).split(",").map(Number),
      ranges: flags.search,
      trials: Number(flags.trials ?? 0),
    },
  });
}

/** Runs in the page. */
async function job({ names, trained, given, settings, split, how, runs, compare }) {
  const { createEngine } = await import("/client.js");
  const engine = await createEngine();
  const files = [...document.querySelector("input").files];
  const inputs = files.map((file, i) => ({ name: names[i], bytes: file, test: i >= trained }));
  const begun = performance.now();
  await engine.load(inputs);
  const load = (performance.now() - begun) / 1000;
  if (compare) {
    const { models = ["auto"], params, folds, seeds, ranges, trials } = compare;
    const { implicit } = settings;
    const usual = given ? "given" : folds > 1 ? "" : "random:0.2";
    const common = { split: split ?? usual, implicit };
    const { relevant, metrics = [] } = how;
    const begun = performance.now();
    const [metric, ...further] = metrics;
    const search = { model: models[0], params, ranges, trials, seed: seeds[0], metrics: further };
    const chosen =
      models.length === 1 && models !== "all" ? [{ model: models[0], ...params }] : models;
    const result = await (ranges.length > 0
      ? engine.search({ ...search, ...common, relevant, ...(metric && { metric }) })
      : engine.compare(chosen, { ...how, ...common, folds, seeds }));
    const all = (performance.now() - begun) / 1000;
    const peak_bytes = await engine.memory();
    engine.close();
    return { ...result, seconds: { ...result.seconds, load, all }, peak_bytes };
  }
  const measuring = { ...how, split: split ?? (given ? "given" : "random:0.2") };
  const results = [];
  while (results.length < runs) results.push(await engine.evaluate(settings, measuring));
  const median = (part) =>
    results.map(({ seconds }) => seconds[part]).sort((a, b) => a - b)[Math.floor(runs / 2)];
  const { curve, ...evaluation } = results[0];
  const seconds = { fit: median("fit"), evaluate: median("evaluate") };
  const result = {
    ...evaluation,
    seconds: { load, ...seconds },
    peak_bytes: await engine.memory(),
  };
  engine.close();
  return result;
}
