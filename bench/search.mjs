// npm run search [-- --trials N] [NAME...]
//
// What a search finds on public data sets, natively, beside the defaults on a test part that is looked at once, at the end;
// and the process's largest memory after the first trial and after the last. Data are looked for as sets.mjs says. With
// names, only rows that contain one.

import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { absent, buildEvaluate, SETS } from "./sets.mjs";

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { trials: { type: "string", default: "20" } },
});

// Name, data, model, metric, what is searched, and which side is better.
const ROWS = [
  ["mf, MovieLens 100K", SETS.all100k, "mf", "rmse", ["factors", "regularization"], "<"],
  ["als, Jester", SETS.jester, "als", "rmse", ["factors=2..64", "rating_regularization"], "<"],
  ["rp3beta, Last.fm", SETS.lastfm, "rp3beta", "ndcg@10", ["neighbours", "alpha", "beta"], ">"],
];

buildEvaluate();
const command = inRoot("target", "release", "examples", "evaluate");

console.log("| model and data | metric | found | default | gain | setting | trials | s | MiB |");
console.log("|---|---|---|---|---|---|---|---|---|");
let worse = 0;
for (const [name, set, model, metric, ranges, side] of ROWS) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const missing = absent([set]);
  if (missing) {
    console.log(`| ${name} | skipped: ${missing} is not there | | | | | | | |`);
    continue;
  }
  const args = ["--model", model, "--metrics", metric, "--trials", flags.trials, "--json"];
  for (const file of set.train) args.push("--train", file);
  for (const range of ranges) args.push("--search", range);
  args.push("--split", set.split ?? "random:0.2");
  const stdio = ["ignore", "pipe", "inherit"];
  const found = JSON.parse(execFileSync(command, args, { encoding: "utf8", stdio }));
  const [best, without] = [found.metrics[metric], found.without[metric]];
  const gain = (side === "<" ? without - best : best - without) / without;
  if (gain < 0) worse += 1;
  const setting = Object.entries(found.trials[found.best].params).map(([key, x]) => `${key}=${x}`);
  const cells = [name, metric, best.toFixed(4), without.toFixed(4)];
  cells.push(`${(100 * gain).toFixed(2)} %`, setting.join(" "), found.trials.length);
  cells.push(found.seconds.all.toFixed(0), (found.peak_bytes / 2 ** 20).toFixed(0));
  console.log(`| ${cells.join(" | ")} |`);
}
process.exitCode = worse > 0 ? 1 : 0;
