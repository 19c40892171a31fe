// Models trained elsewhere: the page and the package open what other programs wrote, and answer as these do.

import { readFileSync } from "node:fs";
import { dataSet } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { lines, open, showPerson, withPackage } from "./steps.ts";

const spark = dataSet("spark-als-ml-100k.zip");
const implicit = dataSet("implicit-als-ml-100k.npz");
const movielens = dataSet("ml-100k.zip");

/** What Spark recommends to person 196, seen items included. */
const SPARK_196 = [
  ["1643", 4.975656],
  ["1064", 4.606749],
  ["1367", 4.596396],
  ["197", 4.579298],
  ["1398", 4.533181],
] as const;

test("the page opens an ALSModel of Spark, and fetches the reader of Parquet only then", async ({
  page,
  watch,
}) => {
  test.skip(!spark, "there is no spark-als-ml-100k.zip");
  await open(page);
  const scripts = () => watch.requests.filter((url) => url.endsWith(".js")).length;
  const before = scripts();
  await page.getByLabel("Choose files").setInputFiles(spark as string);
  await expect(page.locator("#train .result")).toContainText(
    /Factors trained elsewhere:\s+opened with\s+1,?682 items\s+and 943 people/,
  );
  expect(scripts()).toBeGreaterThan(before);
  await showPerson(page, "196");
  await expect(lines(page).first()).toContainText("1643");
});

test("the package opens models of Spark and implicit as these answer, alone and over ratings", async ({
  page,
  watch,
}) => {
  test.skip(!spark || !implicit || !movielens, "a set is missing");
  await withPackage(page, async (root) => {
    const sets = [spark, implicit, movielens].map((path) =>
      readFileSync(path as string).toString("base64"),
    );
    const seen = await page.evaluate(
      async ({ address, sets }) => {
        const { createEngine } = (await import(
          address
        )) as typeof import("../../www/engine/client.ts");
        const [spark, implicit, movielens] = await Promise.all(
          sets.map(async (text, i) => ({
            name: ["spark.zip", "als.npz", "ml-100k.zip"][i] ?? "",
            bytes: await (await fetch(`data:;base64,${text}`)).blob(),
          })),
        );
        if (!spark || !implicit || !movielens) throw new Error("three files are given");
        const engine = await createEngine();
        const alone = await engine.loadModel(spark);
        const list = await alone.recommend("196", { n: 5 });
        const similar = await (await engine.loadModel(implicit)).similarItems("50", { n: 1 });
        const both = await engine.loadModel([spark, movielens]);
        const known = await both.recommend("196", { n: 5 });
        const rated = await engine.ratingsOf("196", { n: 1000 });
        const own = rated.map(({ id, rating }) => ({ id, rating }));
        const folded = await both.recommendFor(own, { n: 5 });
        const wrong = await engine
          .loadModel({ name: "a.npz", bytes: new Blob(["user,item"]) })
          .catch((error: Error) => `${error.name}: ${error.message}`);
        engine.close();
        return { list, similar, known, folded, rated: rated.map((r) => r.id), wrong };
      },
      { address: `${root}client.js`, sets },
    );
    expect(seen.list.map((r) => r.id)).toEqual(SPARK_196.map(([id]) => id));
    for (const [i, [, score]] of SPARK_196.entries())
      expect(seen.list[i]?.score).toBeCloseTo(score, 4);
    expect(seen.similar[0]).toMatchObject({ id: "181" });
    expect(seen.similar[0]?.score).toBeCloseTo(0.97023, 4);
    expect(seen.known.every((r) => !seen.rated.includes(r.id) && /\(\d{4}\)$/.test(r.title))).toBe(
      true,
    );
    expect(seen.folded.map((r) => r.id)).toEqual(seen.known.map((r) => r.id));
    expect(seen.wrong).toContain("ModelFileError: not a usable model file");
    expect(watch.requests.every((url) => url.startsWith(root) || /^(data|blob):/.test(url))).toBe(
      true,
    );
    watch.requests.length = 0;
  });
});
