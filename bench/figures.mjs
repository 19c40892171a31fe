// npm run figures [-- [--verbose] NAME...]
//
// The quality of every model with its defaults on the public data sets, natively, next to what it should reach.
// Data are looked for as sets.mjs says. With names, only rows that contain one. With
// --verbose the command of each run is printed before it, so that a figure can be had again by itself.

import { parseArgs } from "node:util";
import { absent, buildEvaluate, evaluate, fold, folds, implicit, SETS } from "./sets.mjs";

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: "boolean", default: false } },
});

const ua = [implicit(SETS.ua)];
const lastfm = [implicit(SETS.lastfm)];
const jester = [SETS.jester];
const features = ["u.item", "u.user"];
const idsOnly = { others: false, attributes: false, genres: false, tags: false, dates: false };

// Name, data, model, parameters, metric, and what it must reach ("<" or ">" says which side is better).
const ROWS = [
  ["mf, u1–u5", folds(), "mf", {}, "rmse", "<", 0.912],
  [
    "mf, two factors, 70/15/15",
    [{ ...SETS.all100k, split: "random:0.15:0.15" }],
    "mf",
    { factors: 2 },
    "mse",
    "<",
    0.89,
  ],
  ["bias, u1–u5", folds(), "bias", {}, "rmse", "<", 0.945],
  ["svdpp, u1–u5", folds(), "svdpp", {}, "rmse", "<", 0.912],
  ["item_knn, u1–u5", folds(), "item_knn", {}, "rmse", "<", 0.919],
  ["user_knn, u1–u5", folds(), "user_knn", {}, "rmse", "<", 1.0174],
  ["fm, ids only, u1–u5", folds(), "fm", idsOnly, "rmse", "<", 0.912],
  ["fm, features, u1–u5", folds(...features), "fm", {}, "rmse", "<", 0.9],
  ["fm_gibbs, ids only, u1–u5", folds(), "fm_gibbs", idsOnly, "rmse", "<", 0.899],
  ["fm_gibbs, features, u1", [fold(1, ...features)], "fm_gibbs", {}, "rmse", "<", 0.884],
  ["item_knn, ua", ua, "item_knn", {}, "ndcg@10", ">", 0.25],
  ["als, ua", ua, "als", {}, "ndcg@10", ">", 0.322],
  ["als, ua", ua, "als", {}, "recall@20", ">", 0.4],
  ["als, Last.fm", lastfm, "als", {}, "ndcg@10", ">", 0.18],
  ["bpr, ua", ua, "bpr", {}, "ndcg@10", ">", 0.26],
  ["ease, ua", ua, "ease", {}, "ndcg@10", ">", 0.316],
  ["rp3beta, ua", ua, "rp3beta", {}, "ndcg@10", ">", 0.26],
  ["popularity, ua", ua, "popularity", {}, "ndcg@10", ">", 0.133],
  [
    "mf with Adam, 16 factors, Jester",
    jester,
    "mf",
    { optimizer: "adam", factors: 16 },
    "rmse",
    "<",
    4.09,
  ],
  ["item_knn, Jester", jester, "item_knn", {}, "rmse", "<", 4.02],
  ["svdpp, Jester", jester, "svdpp", {}, "rmse", "<", 4.0],
  ["item_pairs, Digital Music", [SETS.music], "item_pairs", {}, "auc", ">", 0.92],
  ...[0.559, 0.667, 0.751, 0.799, 0.824, 0.833, 0.9].map((auc, i) => [
    `hashed_lr, 2^${10 + 2 * i}`,
    [{ ...SETS.all100k, split: "users:100:800" }],
    "hashed_lr",
    { bits: 10 + 2 * i },
    "auc",
    ">",
    auc,
  ]),
];

buildEvaluate();

let missed = 0;
console.log("| model and data | metric | found | to reach | fit, s |\n|---|---|---|---|---|");
for (const [name, sets, model, params, metric, side, target] of ROWS) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const missing = absent(sets);
  if (missing) {
    console.log(`| ${name} | ${metric} | skipped: ${missing} is not there | | |`);
    continue;
  }
  const found = sets.map((set) => {
    const run = evaluate(set, model, { params, metrics: metric, verbose: flags.verbose });
    return { value: run.metrics[metric], fit: run.seconds.fit, nonzero: run.nonzero_weights };
  });
  const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
  const fit = found.reduce((sum, { fit }) => sum + fit, 0) / found.length;
  const reached = side === "<" ? mean <= target : mean >= target;
  if (!reached) missed += 1;
  const weights = found[0].nonzero ? `, ${found[0].nonzero} weights` : "";
  const sign = side === "<" ? "≤" : "≥";
  console.log(
    `| ${name} | ${metric} | ${mean.toFixed(4)}${weights} | ${sign} ${target}${reached ? "" : " (missed)"} | ${fit.toFixed(2)} |`,
  );
}
process.exitCode = missed > 0 ? 1 : 0;
