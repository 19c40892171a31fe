// What goes out: factors for other programs, which Kindred opens again itself, and lists for everybody.

import { readFileSync } from "node:fs";
import { dataSet, file } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  faults,
  focused,
  lines,
  load,
  open,
  overflow,
  showPerson,
  train,
  withPackage,
} from "./steps.ts";

const movielens = dataSet("ml-100k.zip");

/** What is asked of the package in the page. */
interface Task {
  address: string;
  /** A data set in base64; the embedded sample unless given. */
  set?: string;
  models: string[];
}

/** Writes factors and lists of some models, opens the factors again, and compares all lists. */
async function thereAndBack({ address, set, models }: Task) {
  const { createEngine } = (await import(address)) as typeof import("../../www/engine/client.ts");
  const engine = await createEngine();
  const load = async () => {
    if (!set) return engine.loadSample("films");
    const bytes = await (await fetch(`data:;base64,${set}`)).blob();
    return engine.load({ name: "ml-100k.zip", bytes });
  };
  const report = await load();
  const people = (await engine.findUsers("", { n: 1000 })).map(({ id }) => id);
  const seen = { people: people.length, users: report.users, wrong: [] as string[], lines: 0 };
  const row = /^([^,]*),(\d+),([^,]*),(?:"(?:[^"]|"")*"|[^,]*),([^,]+)(?:,([^,]+))?$/;
  for (const model of models) {
    await load();
    const fitted = await engine.fit({ model });
    const expected = new Map<string, { id: string; score: number; rating?: number }[]>();
    for (const id of people) expected.set(id, await fitted.recommend(id, { n: 5 }));
    const table = await (await fitted.recommendAll({ n: 5 })).text();
    const listed = new Map<string, { id: string; score: number; rating?: number }[]>();
    for (const line of table.trimEnd().split("\r\n").slice(1)) {
      const [, user = "", , id = "", score, rating] = row.exec(line) ?? [];
      const list = listed.get(user) ?? [];
      listed.set(user, list);
      const number = (text: string) => Math.fround(Number(text));
      list.push({
        ...{ id, score: number(score ?? "") },
        ...(rating === undefined ? {} : { rating: number(rating) }),
      });
      seen.lines += 1;
    }
    for (const [user, list] of expected) {
      const plain = list.map(({ id, score, rating }) => ({
        ...{ id, score },
        ...(rating === undefined ? {} : { rating }),
      }));
      if (JSON.stringify(plain) !== JSON.stringify(listed.get(user)))
        seen.wrong.push(`${model}: the list of ${user} in the table`);
    }
    const ids = (list: { id: string }[] | undefined) => list?.map(({ id }) => id).join();
    const alike = await fitted.similarItems(expected.get(people[0] ?? "")?.[0]?.id ?? "", { n: 5 });
    for (const format of ["parquet", "npz", "safetensors", "word2vec"] as const) {
      await load();
      await engine.fit({ model });
      const { name, blob } = await engine.exportFactors(format);
      const back = await engine.loadModel({ name, bytes: blob });
      if (format === "word2vec") {
        const item = expected.get(people[0] ?? "")?.[0]?.id ?? "";
        if (ids(await back.similarItems(item, { n: 5 })) !== ids(alike))
          seen.wrong.push(`${model}: similar items from ${name}`);
        continue;
      }
      for (const [user, list] of expected) {
        if (ids(await back.recommend(user, { n: 5 })) !== ids(list))
          seen.wrong.push(`${model}: the list of ${user} from ${name}`);
      }
    }
  }
  const popular = await engine.fit({ model: "popularity" });
  const refused = await popular.exportFactors("npz").catch((error: Error) => error);
  engine.close();
  return {
    ...seen,
    refused: refused instanceof Error ? `${refused.name}: ${refused.message}` : "",
  };
}

test("factors of the sample go out in every format, and come back with equal lists for everybody", async ({
  page,
  watch,
}) => {
  await withPackage(page, async (root) => {
    const models = ["mf", "svdpp", "als", "bpr", "fm"];
    const seen = await page.evaluate(thereAndBack, { address: `${root}client.js`, models });
    expect(seen.people).toBe(seen.users);
    expect(seen.lines).toBeGreaterThan(seen.users * models.length * 4);
    expect(seen.wrong).toEqual([]);
    expect(seen.refused).toBe(
      "UnsupportedError: the model popularity cannot tell vectors whose products give its order; als, bpr, fm, item_pairs, mf and svdpp have such",
    );
    watch.requests.length = 0;
  });
});

test("so do those of MovieLens 100K", async ({ page, watch }) => {
  test.skip(!movielens, "there is no ml-100k.zip");
  test.slow();
  await withPackage(page, async (root) => {
    const set = readFileSync(movielens as string).toString("base64");
    const models = ["als", "bpr"];
    const seen = await page.evaluate(thereAndBack, { address: `${root}client.js`, set, models });
    expect(seen).toMatchObject({ people: 943, users: 943, lines: 943 * 5 * models.length });
    expect(seen.wrong).toEqual([]);
    watch.requests.length = 0;
  });
});

test("a stop of lists for everybody lands at once, and the model still answers", {
  tag: "@alone",
}, async ({ page, watch }) => {
  await withPackage(page, async (root) => {
    const seen = await page.evaluate(async (address) => {
      const { createEngine } = (await import(
        address
      )) as typeof import("../../www/engine/client.ts");
      const engine = await createEngine();
      const rows = ["user,item,rating"];
      for (let u = 0; u < 3000; u++)
        for (let i = 0; i < 20; i++)
          rows.push(`${u},${(u * 7 + i * i * 13) % 2000},${1 + (i % 5)}`);
      await engine.load({ name: "r.csv", bytes: new Blob([rows.join("\n")]) });
      const fitted = await engine.fit({ model: "als", factors: 128, epochs: 1 });
      const control = new AbortController();
      let stopped = 0;
      const told: number[] = [];
      const onProgress = ({ done }: { done: number }) => {
        told.push(done);
        stopped ||= performance.now();
        control.abort(new Error("enough"));
      };
      const { signal } = control;
      const why = await fitted
        .recommendAll({ n: 100, format: "parquet", onProgress, signal })
        .catch((error: Error) => error.message);
      const rejected = performance.now() - stopped;
      // The worker is free as soon as its slice has ended.
      const list = await fitted.recommend("0", { n: 1 });
      const free = performance.now() - stopped;
      const again = await fitted
        .recommendAll({ signal })
        .catch((error: Error) => `again: ${error.message}`);
      engine.close();
      return { why, rejected, free, told, list: list.length, again };
    }, `${root}client.js`);
    expect(seen).toMatchObject({ why: "enough", list: 1, again: "again: enough" });
    expect(seen.told).toHaveLength(1);
    expect(seen.told[0]).toBeLessThan(3000);
    expect(seen.rejected).toBeLessThan(300);
    expect(seen.free).toBeLessThan(300);
    watch.requests.length = 0;
  });
});

const panel = "#panel-write";

test("the page saves factors, which it opens again, and lists for everybody", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await open(page);
  await choose(page, /^Alternating least squares/);
  await train(page);
  await showPerson(page, "Ada");
  const before = await lines(page).allTextContents();
  // By keyboard alone.
  await page.locator(`${panel} summary`).focus();
  await page.keyboard.press("Enter");
  expect(await overflow(page)).toBe(0);
  expect(await faults(page)).toEqual([]);
  await page.getByLabel("Factors for other programs", { exact: true }).selectOption("npz");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save: Factors for other programs" }).focus();
  await page.keyboard.press("Enter");
  const factors = await saved;
  expect(factors.suggestedFilename()).toBe("kindred-als-factors.npz");
  const table = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save: Lists for everybody" }).click();
  const lists = await table;
  expect(lists.suggestedFilename()).toBe("kindred-als-lists.csv");
  const text = readFileSync(await lists.path(), "utf8");
  expect(text.slice(1)).toMatch(/^user,rank,item,title,score/);
  expect(await focused(page)).not.toBe("body");
  const buffer = readFileSync(await factors.path());
  await page
    .getByLabel("Choose files")
    .setInputFiles({ ...file("kindred-als-factors.npz", ""), buffer });
  await expect(page.locator("#train .result")).toContainText("trained elsewhere");
  await showPerson(page, "Ada");
  const titles = (all: string[]) =>
    all.map((line) => line.replace(/\s+/g, " ").trim().split(" ").slice(0, 3));
  expect(titles(await lines(page).allTextContents())).toEqual(titles(before));
});

test("a stop on the page ends the lists, and the focus stays at their place", async ({ page }) => {
  const rows = ["userId,itemId,rating"];
  for (let u = 0; u < 3000; u++)
    for (let i = 0; i < 20; i++) rows.push(`${u},${(u * 7 + i * i * 13) % 2000},${1 + (i % 5)}`);
  await open(page);
  await load(page, [file("ratings.csv", rows.join("\n"))]);
  await page.locator(`${panel} summary`).click();
  const saved: string[] = [];
  page.on("download", (download) => saved.push(download.suggestedFilename()));
  // As soon as there is something to stop.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const look = () => {
          const stop = document.querySelector<HTMLButtonElement>("#panel-write .stop");
          if (!stop) return requestAnimationFrame(look);
          stop.focus();
          stop.click();
          return resolve();
        };
        document
          .querySelector<HTMLButtonElement>('[aria-label="Save: Lists for everybody"]')
          ?.click();
        look();
      }),
  );
  await expect(page.locator(panel)).toContainText("Stopped writing.");
  expect(await focused(page)).toBe("write-lists");
  expect(saved).toEqual([]);
  await expect(lines(page).first()).toBeVisible();
});
