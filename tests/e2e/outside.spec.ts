// Models trained elsewhere: the page and the package open what other programs wrote, and answer as these do.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { strToU8, unzipSync, zipSync } from "fflate";
import type { Engine, Fitted, Input } from "../../www/engine/client.ts";
import { dataSet, twoCamps } from "./data.ts";
import { expect, test, type Watch } from "./fixtures.ts";
import { hang, lines, load, open, showPerson, tab, trained, withPackage } from "./steps.ts";

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

/** The package's page asked for nothing but its own files. */
function expectOnlyFrom(root: string, watch: Watch): void {
  expect(watch.requests.every((url) => url.startsWith(root) || /^(data|blob):/.test(url))).toBe(
    true,
  );
  watch.requests.length = 0;
}

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
    expectOnlyFrom(root, watch);
  });
});

/** Unpacks the model of Spark into a folder, as Spark wrote it; returns its path. */
function sparkFolder(info: TestInfo): string {
  const folder = info.outputPath("model");
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(spark as string)))) {
    const inner = name.split("/").slice(1).join("/");
    if (name.endsWith("/") || !inner.includes("/")) continue;
    mkdirSync(dirname(join(folder, inner)), { recursive: true });
    writeFileSync(join(folder, inner), bytes);
  }
  // As Hadoop leaves them beside its files.
  writeFileSync(join(folder, "metadata", "._SUCCESS.crc"), "crc");
  return folder;
}

/** Drops files and folders of this machine on the page's zone, as from a desktop. */
async function dropPaths(page: Page, paths: string[]): Promise<void> {
  const zone = page.locator("#data .drop");
  await zone.scrollIntoViewIfNeeded();
  const box = await zone.boundingBox();
  if (!box) throw new Error("the zone is visible");
  const browser = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await browser.send("Input.dispatchDragEvent", { type, ...at, data });
}

const result = (page: Page) => page.locator("#train .result");

test("a folder that Spark saved is dropped on the page: its lists, similar items and the map", async ({
  page,
}, info) => {
  test.skip(!spark, "there is no spark-als-ml-100k.zip");
  const folder = sparkFolder(info);
  await open(page);
  await dropPaths(page, [folder]);
  await expect(result(page)).toContainText(/opened with\s+1,?682 items\s+and 943 people/);
  await expect(page.locator("#train .note-of-model")).toHaveText(
    "Opened by itself: its items are not those of the data from before.",
  );
  await showPerson(page, "196");
  for (const [i, [id]] of SPARK_196.entries())
    await expect(lines(page).nth(i)).toContainText(new RegExp(`\\b${id}\\b`));
  await tab(page, "Map");
  await expect(page.locator("#map")).toBeVisible();
  await page.getByRole("tab", { name: /^Similar/ }).click();
  await expect(lines(page).first()).toBeVisible();
});

test("a model is told from data that only number their items alike, and joined with its own", async ({
  page,
}, info) => {
  test.skip(!spark || !movielens, "a set is missing");
  test.slow();
  const folder = sparkFolder(info);
  await page.goto("/");
  await load(page, twoCamps());
  await dropPaths(page, [folder]);
  await expect(result(page)).toContainText(/Factors trained elsewhere/);
  await expect(result(page)).toContainText(/1,?682 items\s+and 943 people/);
  await expect(page.locator("#train .note-of-model")).toContainText(
    "the data from before number their items alike",
  );
  await showPerson(page, "196");
  await expect(lines(page).first()).toContainText("1643");

  await page.getByLabel("Choose files").setInputFiles(movielens as string);
  await expect(page.getByRole("heading", { name: /^ml-100k/ })).toBeVisible();
  await trained(page);
  await dropPaths(page, [folder]);
  await expect(result(page)).toContainText(/Factors trained elsewhere/);
  await expect(page.locator("#train .note-of-model")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: /^ml-100k/ })).toBeVisible();
  await showPerson(page, "196");
  await expect(lines(page).first()).toContainText(/\(\d{4}\)/);
});

/** A numpy array of this type, as numpy saves it. */
function npy(descr: string, shape: number[], numbers: Iterable<number>): Uint8Array {
  const values = [...numbers];
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const padded = `${header.padEnd(117)}\n`;
  const data = Buffer.alloc(values.length * Number(descr.at(-1)));
  for (const [i, x] of values.entries()) {
    if (descr === "<f4") data.writeFloatLE(x, 4 * i);
    else if (descr === "<i4") data.writeInt32LE(x, 4 * i);
    else data.writeBigInt64LE(BigInt(x), 8 * i);
  }
  const length = Buffer.from([padded.length, 0]);
  return Buffer.concat([
    Buffer.from("\x93NUMPY\x01\x00", "latin1"),
    ...[length, Buffer.from(padded), data],
  ]);
}

/** Safetensors of float matrices. */
function safetensors(matrices: Record<string, number[][]>): Buffer {
  const header: Record<string, object> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, rows] of Object.entries(matrices)) {
    const part = Buffer.from(Float32Array.from(rows.flat()).buffer);
    const shape = [rows.length, rows[0]?.length ?? 0];
    header[name] = { dtype: "F32", shape, data_offsets: [at, at + part.length] };
    at += part.length;
    parts.push(part);
  }
  const text = JSON.stringify(header);
  const padded = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(padded.length);
  return Buffer.concat([length, padded, ...parts]);
}

/** Three items in word2vec's form: the first two are alike. */
function word2vec(binary: boolean): Buffer {
  const rows: [string, number[]][] = [
    ["tea", [1, 0]],
    ["chai", [4, 1]],
    ["rum", [0, -2.5]],
  ];
  const lines = rows.map(([key, vector]) =>
    binary
      ? Buffer.concat([Buffer.from(`${key} `), Buffer.from(Float32Array.from(vector).buffer)])
      : Buffer.from(`${key} ${vector.join(" ")}\n`),
  );
  return Buffer.concat([Buffer.from("3 2\n"), ...lines]);
}

/** What the tests below keep in the page. */
interface Kept {
  engine: Engine;
  model: Fitted;
}

/** Files as a page can be given them. */
type Given = { name: string; base64: string }[];

const given = (...files: [string, Uint8Array][]): Given =>
  files.map(([name, bytes]) => ({ name, base64: Buffer.from(bytes).toString("base64") }));

/** Opens files by the package in the page, which keeps the engine and the model; `data` are loaded before. */
async function openIn(page: Page, root: string, files: Given, data: Given = []): Promise<string> {
  return page.evaluate(
    async ({ address, files, data }) => {
      const kept = window as unknown as Kept;
      const { createEngine } = (await import(
        address
      )) as typeof import("../../www/engine/client.ts");
      const inputs = (all: typeof files): Promise<Input[]> =>
        Promise.all(
          all.map(async ({ name, base64 }) => ({
            name,
            bytes: await (await fetch(`data:;base64,${base64}`)).blob(),
          })),
        );
      kept.engine?.close();
      kept.engine = await createEngine({ patience: 200 });
      if (data.length > 0) await kept.engine.load(await inputs(data));
      kept.model = await kept.engine.loadModel(await inputs(files));
      return kept.model.report.note ?? kept.model.report.model;
    },
    { address: `${root}client.js`, files, data },
  );
}

const TITLES: [string, Uint8Array] = [
  "titles.csv",
  strToU8("item,title\ntea,Tea\nchai,Masala Chai\nrum,Rum\n"),
];

test("vectors, similarities and factors of other programs are opened, with titles from a second file", async ({
  page,
  watch,
}) => {
  await withPackage(page, async (root) => {
    const similar = (item: string) =>
      page.evaluate(
        async (item) =>
          (await (window as unknown as Kept).model.similarItems(item, { n: 5 })).map(
            ({ id, title, score }) => ({ id, title, score }),
          ),
        item,
      );
    for (const binary of [false, true]) {
      const vectors: [string, Uint8Array] = [binary ? "v.bin" : "v.txt", word2vec(binary)];
      expect(await openIn(page, root, given(vectors, TITLES))).toBe("vectors");
      const found = await similar("tea");
      // Rum is at a right angle to tea.
      expect(found.map((s) => s.title)).toEqual(["Masala Chai"]);
      expect(found[0]?.score).toBeCloseTo(4 / Math.sqrt(17), 5);
    }

    // What implicit saves of nearest neighbours, and scipy of any sparse matrix.
    const sparse = zipSync({
      "K.npy": npy("<i8", [], [2]),
      "shape.npy": npy("<i8", [2], [3, 3]),
      "indptr.npy": npy("<i4", [4], [0, 2, 4, 5]),
      "indices.npy": npy("<i4", [5], [0, 1, 1, 0, 2]),
      "data.npy": npy("<f4", [5], [1, 0.5, 1, 0.5, 1]),
    });
    expect(await openIn(page, root, given(["neighbours.npz", sparse]))).toBe("similarities");
    expect(await similar("0")).toMatchObject([{ id: "1", score: 0.5 }]);
    const list = await page.evaluate(async () =>
      (window as unknown as Kept).model.recommendFor([{ id: "1", rating: 1 }], { n: 1 }),
    );
    expect(list).toMatchObject([{ id: "0", score: 0.5 }]);

    // Both sides have an id that stands for itself: the number of the row.
    const factors = safetensors({
      "user_embedding.weight": [
        [4, 0],
        [0, 4],
      ],
      "item_embedding.weight": [
        [1, 0],
        [0.9, 0.1],
        [0, 1],
      ],
    });
    expect(await openIn(page, root, given(["model.safetensors", factors]))).toBe("rating_factors");
    const both = await page.evaluate(async () => {
      const { model } = window as unknown as Kept;
      const list = await model.recommend("1", { n: 3 });
      const fresh = await model.recommendFor([{ id: "0", rating: 4 }], { n: 2 });
      const { ids } = await model.itemMap();
      return { list: list.map(({ id, score }) => [id, score]), fresh: fresh.map((r) => r.id), ids };
    });
    expect(both.list[0]).toEqual(["2", 4]);
    expect(both.fresh).toEqual(["1", "2"]);
    expect(both.ids).toEqual(["0", "1", "2"]);

    const damaged = await openIn(
      page,
      root,
      given(["model.safetensors", factors.subarray(0, 40)]),
    ).catch((error: Error) => error.message);
    expect(damaged).toContain("expected a whole .safetensors file, found a damaged one");
    expectOnlyFrom(root, watch);
  });
});

test("a folder of Spark that is picked with its paths is opened with titles beside it", async ({
  page,
  watch,
}, info) => {
  test.skip(!spark, "there is no spark-als-ml-100k.zip");
  const folder = sparkFolder(info);
  const titles = Array.from({ length: 1682 }, (_, i) => `${i + 1},Film ${i + 1}`).join("\n");
  writeFileSync(join(folder, "titles.csv"), `movieId,title\n${titles}\n`);
  await withPackage(page, async (root) => {
    await page.setContent("<input type=file webkitdirectory>");
    await page.locator("input").setInputFiles(folder);
    const list = await page.evaluate(async (address) => {
      const { createEngine } = (await import(
        address
      )) as typeof import("../../www/engine/client.ts");
      const engine = await createEngine();
      const model = await engine.loadModel([...(document.querySelector("input")?.files ?? [])]);
      const list = await model.recommend("196", { n: 5 });
      engine.close();
      return list.map(({ title, score }) => ({ title, score }));
    }, `${root}client.js`);
    expect(list.map((r) => r.title)).toEqual(SPARK_196.map(([id]) => `Film ${id}`));
    for (const [i, [, score]] of SPARK_196.entries()) expect(list[i]?.score).toBeCloseTo(score, 4);
    expectOnlyFrom(root, watch);
  });
});

test("a worker that is replaced has the model from elsewhere again: lists, somebody new, the map", async ({
  page,
  watch,
}) => {
  test.skip(!spark || !implicit || !movielens, "a set is missing");
  test.slow();
  const [als, npz, data] = [spark, implicit, movielens].map((path) => readFileSync(path as string));
  if (!als || !npz || !data) throw new Error("three files are read");
  const answers = () =>
    page.evaluate(async () => {
      const { engine, model } = window as unknown as Kept;
      const { ids, x } = await model.itemMap();
      const report = await engine.report();
      return {
        known: await model.recommend("196", { n: 5 }),
        fresh: await model.recommendFor(
          [
            { id: "50", rating: 5 },
            { id: "181", rating: 5 },
          ],
          { n: 5 },
        ),
        map: [ids.length, x[0], x[500]],
        ratings: report?.ratings,
      };
    });
  await withPackage(page, async (root) => {
    const ratings = given(["ml-100k.zip", data]);
    for (const [files, before, count] of [
      [given(["als.zip", als]), [], 0],
      [given(["als.zip", als]), ratings, 100_000],
      [[...given(["als.npz", npz]), ...ratings], [], 100_000],
    ] as const) {
      const starts = page.waitForEvent("worker");
      const opened = openIn(page, root, files as Given, before as Given);
      const worker = await starts;
      expect(await opened).toMatch(/^(rating|choice)_factors$/);
      const first = await answers();
      expect(first.ratings).toBe(count);
      expect(first.fresh).toHaveLength(5);
      hang(worker);
      const silent = () =>
        page.evaluate(() => {
          const late = new Promise((resolve) => setTimeout(() => resolve(true), 200));
          return Promise.race([
            late,
            (window as unknown as Kept).engine.memory().then(() => false),
          ]);
        });
      await expect.poll(silent).toBe(true);
      const next = page.waitForEvent("worker");
      const stopped = await page.evaluate(async () => {
        const { engine } = window as unknown as Kept;
        const stop = new AbortController();
        const fit = engine.fit({ model: "popularity" }, { signal: stop.signal });
        setTimeout(() => stop.abort(), 100);
        return fit.then(
          () => "trained",
          (error: Error) => error.name,
        );
      });
      expect(stopped).toBe("AbortError");
      await next;
      expect(await answers()).toEqual(first);
    }
    expectOnlyFrom(root, watch);
  });
});
