// npm run figures [-- [--verbose] NAME...]
//
// The quality of every model with its defaults on the public data sets, natively, next to what it should reach.
// Data are looked for in ../shared/data, or where KINDRED_DATA points. With names, only rows that contain one. With
// --verbose the command of each run is printed before it, so that a figure can be had again by itself.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { inRoot, root } from "../scripts/steps.mjs";

const data = process.env.KINDRED_DATA ?? inRoot("..", "shared", "data");
const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: "boolean", default: false } },
});

const ml = (entry) => `${join(data, "ml-100k.zip")}#${entry}`;
const fold = (n, ...more) => ({ train: [`u${n}.base`, ...more].map(ml), test: [ml(`u${n}.test`)] });
const folds = (...more) => [1, 2, 3, 4, 5].map((n) => fold(n, ...more));
const ua = [{ train: [ml("ua.base")], test: [ml("ua.test")], implicit: true }];
const uaRatings = [{ train: [ml("ua.base")], test: [ml("ua.test")] }];
const small = [{ train: [join(data, "ml-latest-small.zip")], split: "random:0.2" }];
const lastfmCounts = [
  { train: [`${join(data, "hetrec2011-lastfm-2k.zip")}#user_artists.dat`], split: "ids:10:2" },
];
const lastfm = [
  {
    train: [`${join(data, "hetrec2011-lastfm-2k.zip")}#user_artists.dat`],
    split: "ids:10:2",
    implicit: true,
  },
];
const jester = [
  { train: [`${join(data, "jester-5k.zip")}#jester_ratings.dat`], split: "ids:10:1" },
];
const features = ["u.item", "u.user"];
const idsOnly = { others: false, attributes: false, genres: false, tags: false, dates: false };

// Name, data, model, parameters, metric, and what it must reach ("<" or ">" says which side is better).
const ROWS = [
  ["mf, u1–u5", folds(), "mf", {}, "rmse", "<", 0.912],
  [
    "mf, two factors, 70/15/15",
    [{ train: [ml("u.data")], split: "random:0.15:0.15" }],
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
  ["hybrid, ua, ratings as they stand", uaRatings, "hybrid", {}, "ndcg@10", ">", 0.323],
  ["hybrid, ua, ratings as they stand", uaRatings, "hybrid", {}, "rmse", "<", 0.917],
  ["hybrid, latest-small", small, "hybrid", {}, "ndcg@10", ">", 0.35],
  ["hybrid, Last.fm, counts as they stand", lastfmCounts, "hybrid", {}, "ndcg@10", ">", 0.196],
  ["hybrid, Jester", jester, "hybrid", {}, "rmse", "<", 4.0],
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
  [
    "item_pairs, Digital Music",
    [{ train: [join(data, "meta_Digital_Music.json.gz")], split: "random:0.333333333" }],
    "item_pairs",
    {},
    "auc",
    ">",
    0.92,
  ],
  ...[0.559, 0.667, 0.751, 0.799, 0.824, 0.833, 0.9].map((auc, i) => [
    `hashed_lr, 2^${10 + 2 * i}`,
    [{ train: [ml("u.data")], split: "users:100:800" }],
    "hashed_lr",
    { bits: 10 + 2 * i },
    "auc",
    ">",
    auc,
  ]),
];

const command = inRoot("target", "release", "examples", "evaluate");
execFileSync("cargo", ["build", "--release", "--quiet", "--example", "evaluate"], {
  cwd: inRoot(),
  stdio: "inherit",
});

function figure({ train, test = [], split, implicit }, model, params, metric) {
  const args = ["--model", model, "--metrics", metric, "--json", "--seed", "42"];
  for (const file of train) args.push("--train", file);
  for (const file of test) args.push("--test", file);
  for (const [name, value] of Object.entries(params)) args.push("--set", `${name}=${value}`);
  if (split) args.push("--split", split);
  if (implicit) args.push("--implicit");
  if (flags.verbose) console.error([relative(root, command), ...args].map(quoted).join(" "));
  const { metrics, seconds, nonzero_weights } = JSON.parse(
    execFileSync(command, args, { encoding: "utf8" }),
  );
  return { value: metrics[metric], fit: seconds.fit, nonzero: nonzero_weights };
}

/** As a shell takes it. */
function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

let missed = 0;
console.log("| model and data | metric | found | to reach | fit, s |\n|---|---|---|---|---|");
for (const [name, sets, model, params, metric, side, target] of ROWS) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const absent = sets.flatMap((set) => set.train).find((file) => !existsSync(file.split("#")[0]));
  if (absent) {
    console.log(`| ${name} | ${metric} | skipped: ${absent} is not there | | |`);
    continue;
  }
  const found = sets.map((set) => figure(set, model, params, metric));
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
