// npm run bench:spark [-- --people 50 --factors 16 --epochs 10]
//
// Real PySpark beside Kindred, on MovieLens 100K. examples/spark/train.py trains ALS, on ratings and on choices; Kindred
// opens what it saved, natively and in headless Chromium, and must give what Spark gives: the top tens of some people
// (ids, or a tie, and scores), their predictions, and the lists of these people as if they were new, since the last thing
// Spark does is to solve for people with the items as they are. Exits with 1 where the two differ by more than TOLERANCE.
//
// Then the time and the quality of Spark's training beside that of Kindred's als, at equal factors and epochs.
//
// Needs Java 17, Python 3, and the network once: PySpark goes into .tools/spark.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { unzipSync } from "fflate";
import { Failure, inRoot, main, root } from "../scripts/steps.mjs";
import { inPage } from "./page.mjs";
import { ensurePython, objects, SPARK } from "./python.mjs";
import { SETS } from "./sets.mjs";

/** The largest difference of two scores, in parts of the larger. */
const TOLERANCE = 1e-4;

/** Longest list that is answered. */
const LONGEST = 1000;

const { values: flags } = parseArgs({
  options: {
    people: { type: "string", default: "50" },
    factors: { type: "string", default: "16" },
    epochs: { type: "string", default: "10" },
  },
});

const home = inRoot("target", "spark");
const example = (name) => inRoot("target", "release", "examples", name);

await main(async () => {
  ensureJava();
  const data = unpacked();
  const program = ensurePython(SPARK);
  for (const name of ["recommend", "evaluate"])
    execFileSync("cargo", ["build", "--release", "--quiet", "--example", name], { cwd: root });
  const train = (ratings, model, implicit, more = []) => {
    const columns = ["--no-header", "--separator", "\t", "--columns", "_c0,_c1,_c2"];
    const size = ["--factors", flags.factors, "--epochs", flags.epochs];
    const kind = implicit ? ["--implicit"] : [];
    const script = inRoot("examples", "spark", "train.py");
    const begun = performance.now();
    const all = [script, ratings, model, ...columns, ...size, ...kind, ...more];
    const [report] = objects(program, all);
    return { ...report, whole: (performance.now() - begun) / 1000 };
  };

  // Some people, from those with few ratings to those with many.
  const rows = new Map();
  for (const line of readFileSync(data["u.data"], "utf8").trim().split("\n")) {
    const [user, item, rating] = line.split("\t");
    if (!rows.has(user)) rows.set(user, []);
    rows.get(user).push({ id: item, rating: Number(rating) });
  }
  const byActivity = [...rows.keys()].sort((a, b) => rows.get(a).length - rows.get(b).length);
  const n = Number(flags.people);
  const people = byActivity.filter(
    (_, i) =>
      Math.floor((i * n) / byActivity.length) !== Math.floor(((i - 1) * n) / byActivity.length),
  );

  const table = [];
  let version = "";
  for (const implicit of [false, true]) {
    const kind = implicit ? "choices" : "ratings";
    const given = implicit ? data["u.choices"] : data["u.data"];
    const model = join(home, kind);
    ({ version } = train(given, model, implicit));
    const peer = objects(program, [
      inRoot("bench", "peers", "spark_peer.py"),
      model,
      people.join(),
    ]);
    const lists = (...more) =>
      objects(example("recommend"), ["--factors", model, "--people", people.join(), ...more]);
    const own = people.map((user) =>
      rows.get(user).map(({ id, rating }) => ({ id, rating: implicit ? 1 : rating })),
    );
    const files = ["metadata", "userFactors", "itemFactors"].flatMap((folder) =>
      readdirSync(join(model, folder)).map((name) => `${folder}/${name}`),
    );
    files.push("kindred.json");
    const asChoices = implicit ? ["--implicit"] : [];
    const answers = {
      natively: {
        top: lists("--n", "10"),
        all: lists("--n", `${LONGEST}`),
        fresh: lists("--n", "10", "--new", "--train", given, ...asChoices),
      },
      "in Chromium": await inPage(
        files.map((name) => join(model, name)),
        inBrowser,
        { paths: files, people, own, longest: LONGEST },
      ),
    };
    for (const [where, { top, all, fresh }] of Object.entries(answers)) {
      // Over ratings, somebody new is told ratings: scores that end where the scale does.
      const onScale = where === "natively" && !implicit;
      const found = peer.map(({ top: best, scores }, i) => {
        const told = onScale ? clipped(scores) : scores;
        return {
          same: sameList(top[i].items, best),
          top: differences(top[i].items, scores),
          all: differences(all[i].items, scores),
          fresh: differences(fresh[i].items, told),
          isFresh: sameList(fresh[i].items, unseen(told, own[i])),
        };
      });
      const count = (key) => `${found.filter((f) => f[key]).length} of ${found.length}`;
      const largest = (key) => Math.max(...found.map((f) => f[key]));
      table.push({
        "Spark's model of": kind,
        Kindred: where,
        "top tens alike": count("same"),
        "scores differ by": largest("top").toExponential(1),
        "predictions by": largest("all").toExponential(1),
        "lists of the new alike": count("isFresh"),
        "their scores by": largest("fresh").toExponential(1),
      });
      if (found.some((f) => !f.same || !f.isFresh)) process.exitCode = 1;
      if (Math.max(largest("top"), largest("all"), largest("fresh")) > TOLERANCE)
        process.exitCode = 1;
    }
  }
  console.log(
    `PySpark ${version}, ${people.length} people; differences in parts of a person's highest score`,
  );
  console.table(table);

  const beside = [];
  for (const implicit of [false, true]) {
    const [base, test] = implicit ? ["ua.choices", "ua.test-choices"] : ["u1.base", "u1.test"];
    const files = ["--train", data[base], "--test", data[test]];
    const metrics = ["--metrics", implicit ? "ndcg@10" : "rmse,ndcg@10", "--json"];
    if (implicit) metrics.push("--implicit");
    const model = join(home, `${base}-model`);
    const spark = train(data[base], model, implicit);
    const [measured] = objects(example("evaluate"), ["--factors", model, ...files, ...metrics]);
    const settings = [
      `factors=${flags.factors}`,
      `epochs=${flags.epochs}`,
      `mode=${implicit ? "implicit" : "explicit"}`,
    ];
    const set = settings.flatMap((one) => ["--set", one]);
    const [own] = objects(example("evaluate"), ["--model", "als", ...set, ...files, ...metrics]);
    const row = (by, fit, whole, { metrics }) => ({
      data: implicit ? "ua, choices" : "u1, ratings",
      by,
      "fit, s": Number(fit.toPrecision(3)),
      "the whole command, s": Number(whole.toPrecision(3)),
      ...(metrics.rmse && { rmse: Number(metrics.rmse.toFixed(4)) }),
      "ndcg@10": Number(metrics["ndcg@10"].toFixed(4)),
    });
    const { load, fit, evaluate } = own.seconds;
    beside.push(row("Spark", spark.seconds.fit, spark.whole, measured));
    beside.push(row("Kindred, natively", fit, load + fit + evaluate, own));
  }
  console.log(`${flags.factors} factors, ${flags.epochs} epochs`);
  console.table(beside);
});

function ensureJava() {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
  } catch {
    throw new Failure(
      "Spark runs on Java, and there is none: install Java 17 (Debian: apt install openjdk-17-jre-headless) and run the command again.",
    );
  }
}

/** The files of MovieLens 100K by name, and those of plain choices beside them. */
function unpacked() {
  const archive = SETS.ua.train[0].split("#")[0];
  if (!existsSync(archive))
    throw new Failure(`MovieLens 100K is needed, and there is no ${archive}.`);
  mkdirSync(home, { recursive: true });
  const files = {};
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    const name = path.split("/").at(-1);
    if (!/^(u\.data|u[1a]\.(base|test))$/.test(name)) continue;
    files[name] = join(home, name);
    writeFileSync(files[name], bytes);
  }
  for (const name of ["u.data", "ua.base", "ua.test"]) {
    const choices = name === "ua.test" ? "ua.test-choices" : name.replace(/\..*/, ".choices");
    files[choices] = join(home, choices);
    const rows = readFileSync(files[name], "utf8").replace(/^(\d+\t\d+)\t\d+/gm, "$1\t1");
    writeFileSync(files[choices], rows);
  }
  return files;
}

/** Two scores are alike to a tolerance in parts of the larger. */
function alike(a, b) {
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether a list has the items of `best` (pairs of id and score) in their order, ties apart, with their scores. */
function sameList(items, best) {
  if (items.length !== best.length) return false;
  const scores = new Map(best);
  return items.every(
    ({ id, score }, i) => alike(score, best[i][1]) && alike(score, scores.get(id) ?? best[i][1]),
  );
}

/** The largest difference of an item's score from that by Spark, in parts of the person's highest. */
function differences(items, scores) {
  const highest = Math.max(...Object.values(scores).map(Math.abs));
  return Math.max(...items.map(({ id, score }) => Math.abs(score - scores[id]) / highest));
}

/** Scores within the scale of MovieLens. */
function clipped(scores) {
  const within = ([id, score]) => [id, Math.min(Math.max(score, 1), 5)];
  return Object.fromEntries(Object.entries(scores).map(within));
}

/** The ten best of Spark's scores without the person's own items. */
function unseen(scores, own) {
  const seen = new Set(own.map(({ id }) => id));
  const others = Object.entries(scores).filter(([id]) => !seen.has(id));
  return others.sort((a, b) => b[1] - a[1]).slice(0, 10);
}

/** Runs in the page: the same lists by the package. */
async function inBrowser({ paths, people, own, longest }) {
  const { createEngine } = await import("/client.js");
  const engine = await createEngine();
  try {
    const files = [...document.querySelector("input").files];
    const model = await engine.loadModel(files.map((bytes, i) => ({ name: paths[i], bytes })));
    const lists = (n) =>
      Promise.all(people.map(async (user) => ({ items: await model.recommend(user, { n }) })));
    const fresh = own.map(async (rows) => ({ items: await model.recommendFor(rows, { n: 10 }) }));
    return { top: await lists(10), all: await lists(longest), fresh: await Promise.all(fresh) };
  } finally {
    engine.close();
  }
}
