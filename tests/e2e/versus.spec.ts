// Two trained models at a time: in the page, beside each other; and by the package.

import { dataSet } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  faults,
  focused,
  hang,
  lines,
  load,
  open,
  options,
  overflow,
  showPerson,
  tab,
  trainButton,
  trained,
  withPackage,
  withPackageElsewhere,
  withPage,
} from "./steps.ts";

test("two models' lists stand beside each other, with what is common counted", async ({ page }) => {
  await open(page);
  await tab(page, "For a person");
  await expect(lines(page)).toHaveCount(10);
  const alone = await lines(page).locator(".what button").allTextContents();
  const panel = page.locator("#panel");
  await panel.getByText("Compare with another model").click();
  await panel.getByLabel("Which other model").selectOption({ label: "Popularity" });
  await panel.getByRole("button", { name: "Train it and compare" }).focus();
  await page.keyboard.press("Enter");
  await expect(panel.locator(".versus h4")).toHaveCount(2);
  await expect(lines(page)).toHaveCount(20);
  expect(await focused(page)).not.toBe("body");
  const lists = panel.locator(".ranking");
  const titles = (at: number) => lists.nth(at).locator(".what button").allTextContents();
  const [first, second] = [await titles(0), await titles(1)];
  expect(first).toEqual(alone);
  const both = first.filter((title) => second.includes(title));
  await expect(lists.nth(0).locator(".both")).toHaveCount(both.length);
  await expect(lists.nth(1).locator(".both")).toHaveCount(both.length);
  await expect(panel.locator(".common")).toContainText(
    both.length === 0 ? "in common" : `${both.length} of 10`,
  );
  await expect(panel.locator("h4").nth(1)).toContainText(/Popularity\s+[\d.]+\s(k|M)?B/);

  // The same for the visitor, and stacked where it is narrow.
  await tab(page, "For you");
  await expect(panel.locator(".versus .ranking")).toHaveCount(2);
  await page.setViewportSize({ width: 390, height: 800 });
  const [above, below] = await Promise.all([
    panel.locator(".versus > div").nth(0).boundingBox(),
    panel.locator(".versus > div").nth(1).boundingBox(),
  ]);
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  expect(await overflow(page)).toBe(0);
  expect(await faults(page)).toEqual([]);

  await panel.getByRole("button", { name: "End the comparison" }).focus();
  await page.keyboard.press("Enter");
  await expect(lines(page)).toHaveCount(10);
  expect(await focused(page)).not.toBe("body");
});

test("latest-small: two models of a real set answer side by side, each with the memory it takes", async ({
  page,
}) => {
  const path = dataSet("ml-latest-small.zip");
  test.skip(!path, "there is no ml-latest-small.zip");
  test.slow();
  await page.goto("/");
  await page.getByLabel("Choose files").setInputFiles(path ?? "");
  await expect(page.getByRole("heading", { name: /ml-latest-small/ })).toBeVisible();
  await trained(page);
  await showPerson(page, "15");
  const panel = page.locator("#panel");
  await panel.getByText("Compare with another model").click();
  await panel.getByLabel("Which other model").selectOption({ label: "Similar films" });
  await panel.getByRole("button", { name: "Train it and compare" }).click();
  await expect(panel.locator(".versus h4")).toHaveCount(2, { timeout: 60_000 });
  await expect(lines(page)).toHaveCount(20);
  // 671 people and 9 066 films: factors of all of them, and neighbours of each film, take some megabytes.
  const heads = await panel.locator(".versus h4").allInnerTexts();
  for (const head of heads) expect(head).toMatch(/\b\d+(\.\d+)?\s(MB|kB)/);
  expect(new Set(heads).size).toBe(2);
  const both = await panel.locator(".ranking").nth(0).locator(".both").count();
  await expect(panel.locator(".ranking").nth(1).locator(".both")).toHaveCount(both);
  expect(await faults(page)).toEqual([]);
});

test("both models come back when the worker is lost", async ({ page }) => {
  const started = page.waitForEvent("worker");
  await open(page);
  await load(page);
  await showPerson(page, "17");
  const panel = page.locator("#panel");
  await panel.getByText("Compare with another model").click();
  await panel.getByLabel("Which other model").selectOption({ label: "Popularity" });
  await panel.getByRole("button", { name: "Train it and compare" }).click();
  await expect(lines(page)).toHaveCount(20);
  const before = await lines(page).allTextContents();
  // The bytes of both are kept as soon as the worker has made them.
  await page.waitForTimeout(500);
  hang(await started);
  const next = page.waitForEvent("worker");
  await trainButton(page).click();
  await page.locator("#train .stop").click();
  await next;
  await expect(page.locator("#train .note")).toContainText("The model from before still answers.");
  await page.getByRole("combobox", { name: "Search for a person" }).fill("18");
  await options(page).first().click();
  await expect(page.getByRole("heading", { name: "Recommended for 18" })).toBeVisible();
  await expect(lines(page)).toHaveCount(20);
  await showPerson(page, "17");
  await expect(lines(page)).toHaveCount(20);
  await expect.poll(() => lines(page).allTextContents()).toEqual(before);
});

test("an element shows two models' lists of one person, and refuses one alone", async ({
  page,
  watch,
}) => {
  await withPackageElsewhere(async (root) => {
    const body = `<script type="module" src="${root}element.js"></script>
      <kindred-recommender sample="films" model="als factors=16, popularity" view="compare" n="5">Soon.</kindred-recommender>
      <kindred-recommender id="alone" sample="films" model="als" view="compare">One is not enough.</kindred-recommender>`;
    await withPage(page, body, async (host) => {
      const element = page.locator("kindred-recommender").first();
      await expect(element.locator(".versus h4")).toHaveCount(2);
      await expect(element.locator(".ranking li")).toHaveCount(10);
      await expect(element.locator(".common")).not.toBeEmpty();
      // Its author has chosen the models.
      await expect(element.getByText("End the comparison")).toHaveCount(0);
      const alone = page.locator("#alone");
      await expect
        .poll(() => alone.evaluate((e) => (e as HTMLElement & { error?: Error }).error?.message))
        .toBe("view=compare takes two models, such as als,popularity; found “als”.");
      await expect(alone).toContainText("One is not enough.");
      watch.requests = watch.requests.filter(
        (url) => !url.startsWith(root) && !url.startsWith(host),
      );
    });
  });
});

test("the package holds several models until they are closed or the data are others", async ({
  page,
  watch,
}) => {
  await withPackage(page, async (root) => {
    const seen = await page.evaluate(async (address) => {
      const { createEngine } = (await import(
        `${address}client.js`
      )) as typeof import("../../www/engine/client.ts");
      const engine = await createEngine({ patience: 200 });
      await engine.loadSample("films");
      const person = (await engine.somebody())?.id ?? "";
      const als = await engine.fit({ model: "als", factors: 16 });
      const before = await als.recommend(person, { n: 5 });
      const popularity = await engine.fit({ model: "popularity" });
      const other = await popularity.recommend(person, { n: 5 });
      const after = await als.recommend(person, { n: 5 });
      const bytes = [als.report.bytes, popularity.report.bytes];
      popularity.close();
      const closed = await popularity.recommend(person).catch(({ name }: Error) => name);
      const answers = [await als.answers(), await popularity.answers()];
      await engine.loadSample("films");
      const gone = await als.answers();
      engine.close();
      return { before, other, after, bytes, closed, answers, gone };
    }, root);
    expect(seen.after).toEqual(seen.before);
    expect(seen.other).not.toEqual(seen.before);
    const [als = 0, popularity = 0] = seen.bytes;
    expect(als).toBeGreaterThan(popularity);
    expect(popularity).toBeGreaterThan(0);
    expect(seen.closed).toBe("StateError");
    expect([...seen.answers, seen.gone]).toEqual([true, false, false]);
    watch.requests.length = 0;
  });
});
