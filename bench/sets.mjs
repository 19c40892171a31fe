// The public data sets that the benchmarks measure on, and one measurement of a model natively. Data are looked for in
// ../shared/data, or where KINDRED_DATA points.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { inRoot, root } from "../scripts/steps.mjs";

/**
 * Files to train and to test on, or how to divide one.
 *
 * @typedef {{ train: string[], test?: string[], split?: string, implicit?: boolean }} Set
 */

const data = process.env.KINDRED_DATA ?? inRoot("..", "shared", "data");
const ml = (entry) => `${join(data, "ml-100k.zip")}#${entry}`;
const lastfm = `${join(data, "hetrec2011-lastfm-2k.zip")}#user_artists.dat`;

/** @type {(n: number, ...more: string[]) => Set} */
export const fold = (n, ...more) => ({
  train: [`u${n}.base`, ...more].map(ml),
  test: [ml(`u${n}.test`)],
});
export const folds = (...more) => [1, 2, 3, 4, 5].map((n) => fold(n, ...more));

/** @satisfies {Record<string, Set>} */
export const SETS = {
  ua: { train: [ml("ua.base")], test: [ml("ua.test")] },
  all100k: { train: [ml("u.data")] },
  small: { train: [join(data, "ml-latest-small.zip")], split: "random:0.2" },
  jester: { train: [`${join(data, "jester-5k.zip")}#jester_ratings.dat`], split: "ids:10:1" },
  lastfm: { train: [lastfm], split: "ids:10:2" },
  music: { train: [join(data, "meta_Digital_Music.json.gz")], split: "random:0.333333333" },
};

/** @type {(set: Set) => Set} */
export const implicit = (set) => ({ ...set, implicit: true });

/** The file of these sets that is not there, if one is not. */
export const absent = (sets) =>
  sets.flatMap((set) => set.train).find((file) => !existsSync(file.split("#")[0]));

const command = inRoot("target", "release", "examples", "evaluate");

/** Builds the native command. */
export function buildEvaluate() {
  execFileSync("cargo", ["build", "--release", "--quiet", "--example", "evaluate"], {
    cwd: root,
    stdio: "inherit",
  });
}

/**
 * Trains and measures natively, seed 42; the report of the command. With `verbose` the command is printed before it.
 *
 * @param {Set} set
 * @param {string} model
 * @param {{ params?: Record<string, unknown>, metrics: string, more?: string[], verbose?: boolean }} options
 */
export function evaluate(set, model, { params = {}, metrics, more = [], verbose = false }) {
  const args = ["--model", model, "--metrics", metrics, "--json", "--seed", "42", ...more];
  for (const file of set.train) args.push("--train", file);
  for (const file of set.test ?? []) args.push("--test", file);
  for (const [name, value] of Object.entries(params)) args.push("--set", `${name}=${value}`);
  if (set.split) args.push("--split", set.split);
  if (set.implicit) args.push("--implicit");
  if (verbose) console.error([relative(root, command), ...args].map(quoted).join(" "));
  return JSON.parse(execFileSync(command, args, { encoding: "utf8" }));
}

/** As a shell takes it. */
function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
