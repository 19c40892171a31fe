// Comparing models and searching settings on the page, on published data.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { dataSet } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { choose, compare, compareButton, faults, focused, overflow } from "./steps.ts";

/** Opens the page and reads a published set; false where it is not installed. */
async function read(page: Page, name: string): Promise<boolean> {
  const path = dataSet(name);
  test.skip(!path, `there is no ${name}`);
  if (!path) return false;
  await page.goto("/");
  await expect(compareButton(page)).toBeVisible();
  await page.getByLabel("Choose files").setInputFiles(path);
  await expect(page.locator("#data .job")).toBeHidden({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: new RegExp(name) })).toBeVisible();
  return true;
}

const measure = (page: Page) => page.locator("#measure");
const rows = (page: Page) => measure(page).locator(".compared tbody tr");
const titles = (page: Page) => rows(page).locator("th").allInnerTexts();
const box = (page: Page, group: "Models" | "Metrics", name: string) =>
  measure(page).getByRole("group", { name: group, exact: true }).getByRole("checkbox", { name });

/** Chooses some models by their titles, without the one of the form. */
async function models(page: Page, ...names: string[]): Promise<void> {
  await box(page, "Models", "as in the form above").uncheck();
  for (const name of names) await box(page, "Models", name).check();
}

/** Chooses metrics by their titles, and no others. */
async function metrics(page: Page, ...names: string[]): Promise<void> {
  const all = measure(page).getByRole("group", { name: "Metrics" }).getByRole("checkbox");
  for (const one of await all.all()) await one.uncheck();
  for (const name of names) await box(page, "Metrics", name).check();
}

test("ML-100K: models are compared over folds, put in order, taken out and saved", async ({
  page,
}) => {
  test.slow();
  if (!(await read(page, "ml-100k.zip"))) return;
  // The archive has splits of its own, which come first; none is shown as the core writes it.
  const split = page.getByLabel("Hidden", { exact: true });
  await expect(split).toHaveValue("u1");
  expect((await split.locator("option").allInnerTexts()).join(" ")).not.toContain(":");
  await split.selectOption("kfold");
  await page.getByLabel("Parts", { exact: true }).fill("3");
  await expect(page.locator("#split-says")).toContainText("3 equal parts");
  await models(page, "Biases", "Similar films");
  await metrics(page, "RMSE", "NDCG");
  await compareButton(page).click();
  await expect(page.locator("#measuring")).toBeVisible();
  await expect(measure(page)).toContainText(/run \d of 9/);
  await expect(measure(page).locator(".stop")).toBeHidden({ timeout: 120_000 });

  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).first()).toContainText("±");
  await expect(measure(page).locator(".verdict")).toContainText(/By RMSE, .* is better than/);
  await expect(rows(page).first()).toContainText(/[+−]0\.\d+ \(/);
  // Known of this set: what learns tastes has an RMSE of 0.90 to 0.96, and popularity above 1.
  const rmse = async () =>
    (await rows(page).locator("td:nth-of-type(1)").allInnerTexts()).map(Number.parseFloat);
  await page.getByRole("button", { name: "RMSE", exact: true }).click();
  const rising = await rmse();
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  expect(rising[0]).toBeGreaterThan(0.88);
  expect(rising[0]).toBeLessThan(0.96);
  const header = measure(page).locator("th", { hasText: "RMSE" });
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await header.getByRole("button").press("Enter");
  await expect(header).toHaveAttribute("aria-sort", "descending");
  expect(await rmse()).toEqual(rising.reverse());

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as JSON" }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(saved.runs).toHaveLength(3);
  expect(saved.runs[0]).toMatchObject({ split: "kfold:3", seeds: [42], runs: 3 });

  // A further length of lists adds a column and no row.
  await page.getByLabel("List length k").fill("5");
  await metrics(page, "NDCG");
  await compare(page);
  await expect(rows(page)).toHaveCount(3);
  await expect(measure(page).getByRole("button", { name: "NDCG@10", exact: true })).toBeVisible();
  await expect(measure(page).getByRole("button", { name: "NDCG@5", exact: true })).toBeVisible();
  await expect(rows(page).locator("abbr")).toHaveCount(0);

  await rows(page).nth(2).getByRole("button", { name: "Remove" }).press("Enter");
  await expect(rows(page)).toHaveCount(2);
  expect(await focused(page)).not.toBe("body");
  expect(await faults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBe(0);
});

test("ML-100K: a Stop keeps what was finished, and the data's own split is compared on", async ({
  page,
}) => {
  test.slow();
  if (!(await read(page, "ml-100k.zip"))) return;
  await models(page, "Biases");
  await metrics(page, "RMSE");
  await compare(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText("The data's own split u1");
  await page.getByRole("button", { name: "Clear" }).click();

  await page.getByLabel("Hidden", { exact: true }).selectOption("random");
  await page.getByLabel("Seeds").fill(Array.from({ length: 50 }, (_, i) => i).join(", "));
  await compareButton(page).click();
  await expect(rows(page)).toHaveCount(2);
  await measure(page).locator(".stop").press("Enter");
  await expect(measure(page).locator(".note")).toContainText(/Stopped after \d+ runs of 100/);
  await expect(compareButton(page)).toBeFocused();
  await expect(rows(page)).toHaveCount(2);
});

test("latest-small: a link repeats a comparison, figure for figure", async ({ page, context }) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  if (!(await read(page, "ml-latest-small.zip"))) return;
  await models(page, "Biases");
  await page.getByLabel("Hidden", { exact: true }).selectOption("time");
  await page.getByLabel("Share in %").fill("10");
  await page.getByLabel("Seeds").fill("7");
  await compare(page);
  await page.getByRole("button", { name: "Copy a link" }).click();
  await expect(page.locator(".unseen[role=status]")).toContainText("The link is copied.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toContain("compare=bias&split=time:0.1&seed=7&k=10");
  const figures = () => rows(page).locator("td:nth-of-type(-n+3)").allInnerTexts();
  const before = await figures();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByLabel("Seeds").fill("8");
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect(rows(page)).toHaveCount(2);
  await expect(measure(page).locator(".stop")).toBeHidden();
  await expect.poll(figures).toEqual(before);
});

test("a link names its sample, and is refused in words where it asks for what there is not", async ({
  page,
}) => {
  await page.goto("/#sample=films&compare=bias,popularity&split=last:1&seed=1&k=5&metrics=ndcg");
  await expect(rows(page)).toHaveCount(2, { timeout: 30_000 });
  await expect(rows(page).first()).toContainText("The last of each person (1)");
  await expect(rows(page).first()).toContainText("seed 1");
  await expect(measure(page).getByRole("button", { name: "NDCG@5", exact: true })).toBeVisible();
  await page.goto("about:blank");
  await page.goto("/#compare=als&split=time:0.2");
  await expect(measure(page).locator(".note")).toContainText("Open the files", { timeout: 60_000 });
  await page.goto("about:blank");
  await page.goto("/#sample=films&compare=nothing");
  await expect(measure(page).getByRole("alert")).toContainText("found “nothing”");
});

test("latest-small: settings are searched, told beside the form's, and taken with one click", async ({
  page,
}) => {
  test.slow();
  if (!(await read(page, "ml-latest-small.zip"))) return;
  await choose(page, /^Similar films/i);
  const search = page.locator("#panel-search");
  await search.locator("summary").first().click();
  await search.getByRole("checkbox", { name: "Neighbours" }).check();
  const range = search.locator(".range", { hasText: "Neighbours" });
  await expect(range.getByLabel("to")).not.toHaveValue("");
  await range.getByLabel("from").fill("5");
  await range.getByLabel("to").fill("150");
  await page.getByLabel("Trials", { exact: true }).fill("4");
  await search.getByRole("button", { name: "Search", exact: true }).click();
  await expect(search.locator("#chart-trials .dots .point").first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.locator(".unseen[role=status]")).toContainText("The search is done", {
    timeout: 120_000,
  });
  await expect(search.locator(".found")).toContainText(/^\s*The best: neighbours \d+/);
  await expect(search.locator(".found")).toContainText(/On the test it has .* without a search/);
  expect(await faults(page)).toEqual([]);
  await search.getByRole("button", { name: "Copy a link" }).click();
  const link = page.getByLabel("A link that repeats it");
  await expect(link).toHaveValue(/#search=item_knn&ranges=neighbours=5\.\.150:log&trials=4&by=/);
  const found = /neighbours (\d+)/.exec(await search.locator(".found").innerText())?.[1];
  await search.getByRole("button", { name: "Take these settings and train" }).click();
  await expect(page.locator("#train .result")).toContainText("Similar films", { timeout: 60_000 });
  await expect(page.locator("#panel-settings").getByLabel(/^Neighbours/)).toHaveValue(found ?? "");
});

test("Jester: a stopped search keeps the best so far; new people are a split", async ({ page }) => {
  test.slow();
  if (!(await read(page, "jester-5k.zip"))) return;
  await choose(page, /^Matrix factorization/i);
  const search = page.locator("#panel-search");
  await search.locator("summary").first().click();
  await search.getByRole("checkbox", { name: "Factors" }).check();
  await page.getByLabel("Trials", { exact: true }).fill("200");
  await search.getByRole("button", { name: "Search", exact: true }).click();
  await expect(search.locator("#chart-trials .dots .point").first()).toBeVisible({
    timeout: 120_000,
  });
  await search.locator(".stop").click();
  await expect(search.locator(".found")).toContainText("Stopped; the best so far");
  await expect(search.locator(".found")).toContainText("The test has not been looked at yet.");

  await models(page, "Biases");
  await metrics(page, "NDCG");
  await page.getByLabel("Hidden", { exact: true }).selectOption("people");
  await compare(page);
  expect((await titles(page)).length).toBe(2);
  await expect(rows(page).first()).toContainText("New people (20 %, 80 %)");
});

test("Digital Music: what tells pairs apart is compared, and nobody is a person", async ({
  page,
}) => {
  test.slow();
  if (!(await read(page, "meta_Digital_Music.json.gz"))) return;
  await models(page, "Product pairs");
  await metrics(page, "Average precision");
  await compare(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first().locator("td").first()).toHaveText(/^0\.\d{4}/);
  await expect(measure(page).locator(".verdict")).toContainText("By Average precision, Product");
  expect(await measure(page).innerText()).not.toMatch(/\bpeople\b|\bperson\b/i);
});

test("Digital Music: settings are searched within a budget of work, and a link says so", async ({
  page,
}) => {
  test.slow();
  if (!(await read(page, "meta_Digital_Music.json.gz"))) return;
  await choose(page, /^Random walk/i);
  const search = page.locator("#panel-search");
  await search.locator("summary").first().click();
  await search.getByRole("checkbox", { name: "Alpha" }).check();
  // Trials are quick where no lists are made for them.
  await search.getByLabel("The best by").selectOption({ label: "Average precision" });
  await page.getByLabel("Trials", { exact: true }).fill("");
  await expect(search.getByRole("button", { name: "Search", exact: true })).toBeDisabled();
  await page.getByLabel("Most work, if any").fill("8");
  await search.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.locator(".unseen[role=status]")).toContainText("The search is done", {
    timeout: 240_000,
  });
  await expect(search.locator(".found")).toContainText(/On the test it has .* without a search/);
  // All trainings of a random walk are alike: a quarter of eight in the first round, each with a quarter of the data.
  const chart = search.locator("#chart-trials");
  const dots = await chart.locator(".dots .point").count();
  expect(dots).toBeGreaterThan(4);
  await chart.focus();
  await page.keyboard.press("End");
  await expect(search.locator(".readout")).toContainText(/Trial \d+: .*; alpha \d/);
  await search.locator(".picture summary").click();
  await expect(search.getByRole("button", { name: "Save as SVG" })).toBeVisible();
  await search.getByRole("button", { name: "Copy a link" }).click();
  const link = page.getByLabel("A link that repeats it");
  await expect(link).toHaveValue(
    /#search=rp3beta&ranges=alpha=[^&]*&budget=8&by=average-precision/,
  );
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBe(0);
  expect(await faults(page)).toEqual([]);
});

test("Gift Cards: all models that suit are compared, until somebody stops it", async ({ page }) => {
  test.slow();
  if (!(await read(page, "meta_Gift_Cards.json.gz"))) return;
  await models(page, "All that suit these data");
  await metrics(page, "Average precision");
  await compareButton(page).click();
  await expect(rows(page)).toHaveCount(4, { timeout: 120_000 });
  await expect(measure(page)).toContainText(/run \d of 7/);
  await measure(page).locator(".stop").click();
  await expect(measure(page).locator(".note")).toContainText(/Stopped after \d runs of 7/);
  expect(await rows(page).count()).toBeGreaterThanOrEqual(4);
});
