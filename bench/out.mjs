// npm run bench:out -- [--spark] ML-100K.zip
//
// Opens what Kindred writes by the programs it is written for. In headless Chromium the package trains on MovieLens 100K,
// exports factors in every format and lists for everybody as CSV and parquet; then numpy, implicit, gensim, safetensors,
// pyarrow and pandas open the files and compare them with Kindred's own answers; with --spark PySpark does, too, which needs
// Java 17. Prints what each found, and fails where they differ.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inRoot } from "../scripts/steps.mjs";
import { inPage } from "./page.mjs";
import { ensurePython, OUT, objects, SPARK } from "./python.mjs";

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { spark: { type: "boolean", default: false } },
});
if (positionals.length !== 1) {
  console.error("out: the archive of MovieLens 100K is needed");
  process.exit(2);
}
const MODELS = ["als", "bpr", "svdpp"];
const folder = inRoot("target", "out");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const results = [];
for (const model of MODELS) {
  const { files, answers } = await inPage(positionals, inBrowser, { model });
  const home = join(folder, model);
  mkdirSync(home);
  for (const { name, base64 } of files)
    writeFileSync(join(home, name), Buffer.from(base64, "base64"));
  writeFileSync(join(home, "answers.json"), JSON.stringify(answers));
  const opened = (where, script) =>
    objects(ensurePython(where), [inRoot("bench", "peers", script), home], {
      OPENBLAS_NUM_THREADS: "1",
    });
  for (const line of opened(OUT, "out_peer.py")) results.push({ model, ...line });
  if (flags.spark) results.push({ model, ...opened(SPARK, "out_spark.py")[0] });
}
console.table(results);
if (results.some(({ agrees }) => !agrees)) process.exitCode = 1;

/** Runs in the page: trains, writes, and answers. */
async function inBrowser({ names, model }) {
  const { createEngine } = await import("/client.js");
  const engine = await createEngine();
  try {
    const [file] = document.querySelector("input").files;
    await engine.load({ name: names[0], bytes: file });
    const fitted = await engine.fit({ model });
    const encoded = async (name, blob) => {
      const text = await new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.readAsDataURL(blob);
      });
      return { name, base64: text.slice(text.indexOf(",") + 1) };
    };
    const files = [];
    for (const format of ["parquet", "npz", "safetensors", "word2vec"]) {
      const { name, blob } = await engine.exportFactors(format);
      files.push(await encoded(name, blob));
    }
    for (const format of ["csv", "parquet"])
      files.push(await encoded(`lists.${format}`, await fitted.recommendAll({ n: 10, format })));
    const people = await engine.findUsers("", { n: 1000 });
    const items = await engine.findItems("", { n: 50 });
    const answers = { lists: {}, rated: {}, similar: {} };
    for (const { id } of people) {
      answers.rated[id] = (await engine.ratingsOf(id, { n: 1000 })).map(({ id }) => id);
      const list = await fitted.recommend(id, { n: 10 });
      answers.lists[id] = list.map(({ id, score, rating }) => [id, score, rating ?? null]);
    }
    for (const { id } of items) {
      const similar = await fitted.similarItems(id, { n: 10 });
      answers.similar[id] = similar.map(({ id, score }) => [id, score]);
    }
    return { files, answers };
  } finally {
    engine.close();
  }
}
