// node bench/svm.mjs ML-LATEST-SMALL-FOLDER [--runs 5] [--set name=value]...
//
// Factorization machine against support vector machines, as in the comparison that came with the former's first
// implementation: the first 10 000 ratings of MovieLens latest-small, a random 80 % to train on and 20 % to test on;
// features are user, film, genres, tags and the films that the user has rated. Prints the RMSE of each model on some
// splits, and the means.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { python } from "./python.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "5" },
    set: { type: "string", multiple: true, default: [] },
  },
});
if (positionals.length !== 1) {
  console.error(
    "svm: the folder of MovieLens latest-small is needed (with ratings.csv, movies.csv, tags.csv)",
  );
  process.exit(2);
}
const [from] = positionals;
const ROWS = 10_000;

execFileSync("cargo", ["build", "--release", "--quiet", "--example", "evaluate"], {
  cwd: inRoot(),
});
const folder = mkdtempSync(join(tmpdir(), "kindred-svm-"));
try {
  for (const name of ["movies.csv", "tags.csv"]) copyFileSync(join(from, name), join(folder, name));
  const [header, ...lines] = readFileSync(join(from, "ratings.csv"), "utf8").trim().split("\n");
  const table = [];
  for (let run = 1; run <= Number(flags.runs); run++) {
    const rows = shuffled(lines.slice(0, ROWS), run);
    const write = (name, part) =>
      writeFileSync(join(folder, name), `${[header, ...part].join("\n")}\n`);
    write("train.csv", rows.slice(0, ROWS * 0.8));
    write("test.csv", rows.slice(ROWS * 0.8));
    const peers = python("svm.py", folder).map(({ model, rmse }) => [model, rmse]);
    table.push({ split: run, "Kindred's fm": fm(), ...Object.fromEntries(peers) });
  }
  const mean = { split: "mean" };
  for (const name of Object.keys(table[0]).slice(1)) {
    mean[name] = table.reduce((sum, row) => sum + row[name], 0) / table.length;
  }
  const rounded = (row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        key === "split" ? value : Number(value.toFixed(4)),
      ]),
    );
  console.table([...table, mean].map(rounded));
} finally {
  rmSync(folder, { recursive: true });
}

function fm() {
  const path = (name) => join(folder, name);
  const args = [
    "--train",
    path("train.csv"),
    path("movies.csv"),
    path("tags.csv"),
    "--test",
    path("test.csv"),
  ];
  args.push("--model", "fm", "--metrics", "rmse", "--json");
  for (const set of flags.set) args.push("--set", set);
  const example = inRoot("target", "release", "examples", "evaluate");
  return JSON.parse(execFileSync(example, args, { encoding: "utf8" })).metrics.rmse;
}

/** In an order that is random but the same for the same seed (Fisher and Yates; mulberry32). */
function shuffled(rows, seed) {
  let state = seed;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const out = [...rows];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}
