// npm run search [-- --trials N] [--seeds 101,102,103] [NAME...]
//
// What a search finds on public data sets, natively, beside the defaults on a test part that is looked at once, at the end.
// What is searched follows a rule, so that nothing is shown because it gained: on each set the same models for its kind of data
// (those with factors, and those with neighbours or weights), of each how large it is and what holds it back, over the
// registry's ranges; by RMSE for ratings, NDCG@10 for choices. Each seed is a split, a search and trainings of their own. Data are
// looked for as sets.mjs says. With names, only rows that contain one. It ends in an error where a mean is worse.

import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { absent, buildEvaluate, SETS } from "./sets.mjs";

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    trials: { type: "string", default: "20" },
    seeds: { type: "string", default: "101,102,103" },
  },
});

const RATINGS = {
  metric: "rmse",
  models: {
    mf: ["factors", "regularization"],
    als: ["factors", "rating_regularization"],
    item_knn: ["neighbours", "shrinkage", "damping"],
  },
};
const CHOICES = {
  metric: "ndcg@10",
  models: {
    als: ["factors", "regularization"],
    ease: ["regularization"],
    rp3beta: ["neighbours", "alpha", "beta"],
  },
};
const DATA = {
  "MovieLens 100K": { set: SETS.all100k, kind: RATINGS },
  Jester: { set: SETS.jester, kind: RATINGS },
  "Last.fm": { set: SETS.lastfm, kind: CHOICES },
};

const command = inRoot("target", "release", "examples", "evaluate");

/** One search: what it found and by how much that is better on the test, in percent. */
function search({ train }, model, { metric, models }, seed) {
  const args = ["--model", model, "--metrics", metric, "--trials", flags.trials, "--seed", seed];
  for (const file of train) args.push("--train", file);
  for (const range of models[model]) args.push("--search", range);
  args.push("--split", "random:0.2", "--json");
  const stdio = ["ignore", "pipe", "ignore"];
  const found = JSON.parse(execFileSync(command, args, { encoding: "utf8", stdio }));
  const [best, without] = [found.metrics[metric], found.without[metric]];
  const sign = metric === "rmse" ? -1 : 1;
  const gain = (100 * sign * (best - without)) / without;
  const setting = Object.entries(found.trials[found.best].params).map(([key, x]) => `${key}=${x}`);
  const { seconds, work } = found;
  return { best, without, gain, work, seconds, setting: found.best > 0 ? setting.join(" ") : "" };
}

const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const signed = (percent) => `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(2)} %`;

buildEvaluate();
console.log(
  "| data, model | metric | default | found | gain | of each seed | settings | work | s |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
let worse = 0;
for (const [name, { set, kind }] of Object.entries(DATA)) {
  for (const model of Object.keys(kind.models)) {
    const row = `${name}, \`${model}\``;
    if (wanted.length > 0 && !wanted.some((part) => row.includes(part))) continue;
    const missing = absent([set]);
    if (missing) {
      console.log(`| ${row} | skipped: ${missing} is not there | | | | | | | |`);
      continue;
    }
    const all = flags.seeds.split(",").map((seed) => search(set, model, kind, seed));
    const of = (what) => mean(all.map(what));
    const gain = of((one) => one.gain);
    if (gain < 0) worse += 1;
    const cells = [row, `\`${kind.metric}\``, of((one) => one.without).toFixed(4)];
    cells.push(of((one) => one.best).toFixed(4), signed(gain));
    cells.push(all.map((one) => (one.setting ? signed(one.gain) : "default")).join(", "));
    cells.push([...new Set(all.map((one) => one.setting))].filter(Boolean).join("; ") || "–");
    cells.push(of((one) => one.work).toFixed(0), of((one) => one.seconds.all).toFixed(0));
    console.log(`| ${cells.join(" | ")} |`);
  }
}
process.exitCode = worse > 0 ? 1 : 0;
