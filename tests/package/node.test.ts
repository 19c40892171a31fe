// The package in scripts of Node.js, and its types in the projects of others.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inRoot } from "../../scripts/steps.mjs";
import { Consumer, program } from "./consumer.ts";

let consumer: Consumer;
beforeAll(() => {
  consumer = new Consumer();
});
afterAll(() => consumer.remove());

/** Runs a script of the project to its end; gives what it prints. */
async function printed(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    cwd: consumer.folder,
    timeout: 60_000,
  });
  return stdout.trim();
}

for (const name of ["kindred", "kindred/inlined"])
  test(`${name} runs in a worker thread, and the script ends with it`, async () => {
    const seen = JSON.parse(
      await printed(consumer.write("script.mjs", program(name, "console.log"))),
    );
    expect(seen.users).toBe(60);
    for (const title of seen.titles) expect(title).toMatch(/^Sea/);
    expect(seen.titles).toHaveLength(3);
  });

test("in Node.js trainings stop, models are saved and opened, and tables are read", async () => {
  const tables = inRoot("tests", "data", "tables");
  const script = consumer.write(
    "more.mjs",
    `
import { readFile } from "node:fs/promises";
import { createEngine } from "kindred";

const engine = await createEngine();
const seen = { ratings: [] };
for (const name of ["openpyxl.xlsx", "pandas.parquet", "readers.yml"]) {
  const bytes = await readFile(${JSON.stringify(tables)} + "/" + name);
  seen.ratings.push((await engine.load({ name, bytes })).ratings);
}
seen.refused = await engine.load({ name: "x", bytes: Buffer.from("nonsense") }).catch((error) => error.name);
await engine.loadSample("films");
const fitted = await engine.fit({ model: "popularity" });
const somebody = await engine.somebody();
const list = await fitted.recommend(somebody.id, { n: 5 });
const bytes = await fitted.save();
const stop = new AbortController();
const long = { model: "mf", factors: 256, epochs: 10000 };
const onProgress = ({ epoch }) => epoch > 0 && stop.abort();
seen.stopped = await engine.fit(long, { signal: stop.signal, onProgress }).catch((error) => error.name);
const other = await createEngine();
const opened = await other.loadModel(bytes);
seen.same = JSON.stringify(await opened.recommend(somebody.id, { n: 5 })) === JSON.stringify(list);
for (const one of [engine, other]) one.close();
seen.closed = await engine.models().catch((error) => error.name);
console.log(JSON.stringify(seen));
`,
  );
  expect(JSON.parse(await printed(script))).toEqual({
    ratings: [28, 28, 5],
    refused: "FileError",
    stopped: "AbortError",
    same: true,
    closed: "StateError",
  });
});

test("in Node.js several threads train the model that one trains, and a script may end with them", async () => {
  const script = consumer.write(
    "workers.mjs",
    `
import { createEngine } from "kindred";

let rows = "user,item,rating\\n";
for (let user = 0; user < 1500; user++)
  for (let item = 0; item < 150; item++)
    if ((user * 31 + item * 17 + ((user * item) % 7)) % 5 === 0)
      rows += \`u\${user},i\${item},\${1 + ((user + item * user) % 5)}\\n\`;
const bytes = new TextEncoder().encode(rows);
const models = [];
const teams = [];
let stopped;
for (const workers of [1, 3]) {
  const engine = await createEngine({ workers });
  await engine.load({ name: "ratings.csv", bytes });
  const fitted = await engine.fit({ model: "als", epochs: 200 });
  models.push(Buffer.from(await fitted.save()).toString("base64"));
  teams.push(fitted.report.team.workers);
  const stop = new AbortController();
  let asked;
  const onProgress = ({ team }) => {
    if (team.workers < workers || asked) return;
    asked = performance.now();
    stop.abort();
  };
  const error = await engine
    .fit({ model: "als", epochs: 1000, factors: 128 }, { signal: stop.signal, onProgress })
    .catch((error) => error);
  stopped = [error.name, performance.now() - asked];
  engine.close();
}
const wrong = await createEngine({ workers: 0 }).catch((error) => error.name);
console.log(JSON.stringify({ same: models[0] === models[1], teams, stopped, wrong }));
`,
  );
  const seen = JSON.parse(await printed(script));
  expect(seen).toMatchObject({ same: true, teams: [1, 3], wrong: "ParameterError" });
  expect(seen.stopped[0]).toBe("AbortError");
  expect(seen.stopped[1]).toBeLessThan(900);
});

for (const [moduleResolution, module] of [
  ["bundler", "esnext"],
  ["nodenext", "nodenext"],
])
  test(`its types pass strict checks, skipping none (${moduleResolution})`, async () => {
    const options = {
      ...{ strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
      ...{ target: "es2022", types: [], module, moduleResolution },
    };
    consumer.write("use.ts", USE);
    consumer.write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: options, files: ["use.ts"] }),
    );
    await printed(inRoot("node_modules", "typescript", "bin", "tsc")).catch((error) => {
      throw new Error(error.stdout);
    });
  });

/** A program whose last line but one must be wrong. */
const USE = `
import { createEngine, type Engine, type FitSettings, type Recommendation, type Report } from "kindred";
import { createEngine as inlined } from "kindred/inlined";
import "kindred/element";
import { KindredRecommender } from "kindred/element-class";

export async function main(stop: AbortController): Promise<Recommendation[]> {
  const engine: Engine = await createEngine({ patience: 100 });
  const report: Report = await engine.load({ name: "a.csv", bytes: new Blob(["x"]) });
  const settings: FitSettings = { model: "als", factors: 8 };
  const onProgress = ({ fraction, stage }: { fraction: number; stage: string }) => console.log(fraction, stage);
  const fitted = await engine.fit(settings, { onProgress, signal: stop.signal });
  const { stopped } = await engine.compare(["als", { model: "mf", factors: 8 }], { folds: 2 });
  console.log(report.users, fitted.chosen?.why, stopped, inlined);
  return fitted.recommend("1", { n: 3, adventure: 0.5 });
}

const element = document.querySelector("kindred-recommender");
element?.addEventListener("ready", (event) => console.log(event.type, element.view));
console.log(element instanceof KindredRecommender);
// @ts-expect-error A model has a name.
export const wrong = (engine: Engine) => engine.fit({ model: 3 });
`;

test("the package says what it exports, and needs nothing else", () => {
  const { version, exports, dependencies } = consumer.manifest();
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Object.keys(exports)).toEqual(
    expect.arrayContaining([".", "./element", "./kindred.wasm"]),
  );
  expect(dependencies).toBeUndefined();
  for (const target of Object.values(exports).flatMap((to) =>
    typeof to === "string" ? [to] : Object.values(to as Record<string, string>),
  ))
    expect(consumer.has(target), target).toBe(true);
});
