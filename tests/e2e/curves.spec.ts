// Curves: computed when they are asked for, drawn, pointed at, gone along by keys, read as a table and saved.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { dataSet } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { choose, faults, focused, open, overflow, set, train } from "./steps.ts";

const section = (page: Page) => page.locator("#curves");
const pictures = (page: Page) => section(page).locator(".picture");
const draw = (page: Page) => section(page).getByRole("button", { name: /^Draw it/ });

/** Loads a published set, and chooses the model in the form. */
async function withSet(page: Page, path: string, model: RegExp): Promise<void> {
  await page.goto("/");
  await page.getByLabel("Choose files").setInputFiles(path);
  await expect(page.locator("#data h3")).toContainText(/\.(zip|gz)/);
  await choose(page, model);
}

/** Draws a curve, and waits for its pictures. */
async function drawn(page: Page, title: RegExp): Promise<void> {
  const names = await page.locator("#curve option").allTextContents();
  const name = names.find((text) => title.test(text));
  if (!name) throw new Error(`no curve is called ${title}: ${names}`);
  await page.getByLabel("Which curve").selectOption(name);
  await draw(page).click();
  await ended(page);
}

/** Waits until all is computed, for a picture is there from its first point on, and moves up once progress is no longer said. */
async function ended(page: Page): Promise<void> {
  await expect(pictures(page).first()).toBeVisible({ timeout: 240_000 });
  await expect(section(page).getByRole("button", { name: "Stop" })).toBeHidden({
    timeout: 240_000,
  });
}

/** The values of a picture, row by row. */
async function values(page: Page, at: number): Promise<string[][]> {
  const picture = pictures(page).nth(at);
  // A page that is opened again may have it open: the view is kept.
  const open = await picture.locator("details").evaluate((panel: HTMLDetailsElement) => panel.open);
  if (!open) await picture.locator("summary").click();
  const rows = picture.locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const cells = await rows.evaluateAll((list) =>
    list.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")),
  );
  return cells;
}

test("a curve is gone along by keys and by the pointer, and saved as it is seen", async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page);
  await choose(page, /^Baselines|^Bias/i);
  await drawn(page, /share of the data/i);
  const first = pictures(page).first();
  const plot = first.locator(".plot");
  await plot.focus();
  await page.keyboard.press("ArrowRight");
  const readout = first.getByRole("status");
  await expect(readout).toContainText("Share of the training part 10%");
  await page.keyboard.press("End");
  await expect(readout).toContainText("Share of the training part 100%");
  await page.keyboard.press("ArrowLeft");
  await expect(readout).toContainText("Share of the training part 75%");
  expect(await focused(page)).toMatch(/^chart-/);

  const svg = first.locator("svg");
  const box = await svg.boundingBox();
  if (!box) throw new Error("the chart is in sight");
  await page.mouse.move(box.x + box.width - 6, box.y + box.height / 2);
  await expect(readout).toContainText("Share of the training part 100%");

  await first.locator("summary").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    first.getByRole("button", { name: "Save as SVG" }).click(),
  ]);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toMatch(/^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  // Alone it has no style sheet, so every colour has to be in it.
  expect(text).not.toMatch(/var\(|light-dark/);
  expect(text).toMatch(/stroke="rgb\(138, 185, 232\)"/);
  const [image] = await Promise.all([
    page.waitForEvent("download"),
    first.getByRole("button", { name: "Save as PNG" }).click(),
  ]);
  const bytes = readFileSync(await image.path());
  expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(bytes.readUInt32BE(16)).toBe(3 * 360);
  expect(await faults(page)).toEqual([]);
});

test("training draws its loss, and beside it that of what is held out", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Validation: "0.2", Epochs: "12" });
  await train(page);
  const loss = page.locator("#train .picture");
  await expect(loss.locator("polyline.line")).not.toHaveCount(0);
  await loss.locator(".plot").focus();
  await page.keyboard.press("Home");
  await expect(loss.getByRole("status")).toContainText(/^Training, Epoch 1: /);
  await page.keyboard.press("ArrowDown");
  await expect(loss.getByRole("status")).toContainText(/^Held out, Epoch 1: /);
});

test("on a phone charts fit, and in forced colours their lines are seen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ forcedColors: "active" });
  await open(page);
  await choose(page, /^Popularity/i);
  await drawn(page, /how well known/i);
  expect(await overflow(page)).toBe(0);
  const bar = pictures(page).first().locator("rect.s0").first();
  const { fill, ground } = await bar.evaluate((e) => ({
    fill: getComputedStyle(e).fill,
    ground: getComputedStyle(document.body).backgroundColor,
  }));
  expect(fill).not.toBe(ground);
  expect(await faults(page)).toEqual([]);
});

test("a link draws a curve again, of the same model", async ({ page }) => {
  await page.goto("/#model=bias+epochs=3&curve=epochs");
  await ended(page);
  await expect(pictures(page)).toHaveCount(2);
  const rows = await values(page, 0);
  expect(rows.map(([epoch]) => epoch)).toEqual(["1", "2", "3"]);
  await section(page).getByRole("button", { name: "Copy a link" }).click();
  const link = await page.locator("#curve-link").inputValue();
  expect(new URL(link).hash).toBe("#model=bias+epochs=3&curve=epochs");
  await page.goto("about:blank");
  await page.goto(link);
  await ended(page);
  await expect(pictures(page)).toHaveCount(2);
  expect(await values(page, 0)).toEqual(rows);
  await page.goto("about:blank");
  await page.goto("/#model=popularity&curve=epochs");
  await expect(section(page).getByText("found “epochs”")).toBeVisible();
});

test("Stop keeps what was finished, and the focus goes back to the button", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Epochs: "1000" });
  await page.getByLabel("Which curve").selectOption({ label: "Quality by number of factors" });
  await draw(page).focus();
  await page.keyboard.press("Enter");
  const stop = section(page).getByRole("button", { name: "Stop" });
  await expect(stop).toBeFocused();
  await expect(pictures(page).first()).toBeVisible({ timeout: 120_000 });
  await page.keyboard.press("Enter");
  await expect(section(page).getByText("Stopped. What was finished is drawn.")).toBeVisible();
  await expect(draw(page)).toBeFocused();
  const rows = await values(page, 0);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(8);
});

test("MovieLens 100K: more data, factors and weights, and what is found of the little known", async ({
  page,
}) => {
  const path = dataSet("ml-100k.zip");
  test.skip(!path, "ml-100k.zip is not installed");
  test.slow();
  await withSet(page, path ?? "", /^Matrix factorization/i);
  await set(page, { Epochs: "5" });
  await drawn(page, /share of the data/i);
  await expect(section(page).getByRole("heading", { name: /^RMSE by share/ })).toBeVisible();
  const byShare = (await values(page, 0)).map((row) => Number(row[1]));
  expect(byShare).toHaveLength(5);
  // Known of this set: a model of a tenth of it is worse than 1, one of all below 0.97.
  expect(byShare[0]).toBeGreaterThan(byShare[4] ?? 0);
  expect(byShare[4]).toBeLessThan(0.97);

  await drawn(page, /by epoch/i);
  const byEpoch = await values(page, 0);
  expect(byEpoch.map(([epoch]) => epoch)).toEqual(["1", "2", "3", "4", "5"]);
  const training = byEpoch.map((row) => Number(row[1]));
  expect(training).toEqual([...training].sort((a, b) => b - a));
  // The whole training is that of all of the data above, on the same test.
  expect(Number(byEpoch[4]?.[2])).toBe(byShare[4]);

  await drawn(page, /number of factors/i);
  const byFactors = await values(page, 0);
  expect(byFactors.map(([factors]) => factors)).toEqual(["4", "8", "16", "32", "64", "128"]);

  await drawn(page, /how well known/i);
  const [head, middle, tail] = (await values(page, 0)).map((row) =>
    Number.parseFloat(row[2] ?? ""),
  );
  // Popularity shows what everybody knows and nothing else.
  expect(head).toBeGreaterThan(middle ?? 0);
  expect(tail).toBe(0);

  await drawn(page, /hashed features/i);
  const [auc, weights] = [await values(page, 0), await values(page, 1)];
  expect(weights.map(([features]) => features)).toEqual([
    "2⁸",
    "2¹⁰",
    "2¹²",
    "2¹⁴",
    "2¹⁶",
    "2¹⁸",
    "2²⁰",
  ]);
  const figures = weights.map((row) => Number(row[1]?.replaceAll(",", "")));
  expect(figures).toEqual([...figures].sort((a, b) => a - b));
  expect(figures[0]).toBeLessThanOrEqual(256);
  expect(Number(auc.at(-1)?.[1])).toBeGreaterThan(Number(auc[0]?.[1]));
});

test("Digital Music: ROC with the threshold under the pointer", async ({ page }) => {
  const path = dataSet("meta_Digital_Music.json.gz");
  test.skip(!path, "meta_Digital_Music.json.gz is not installed");
  test.slow();
  await withSet(page, path ?? "", /pairs/i);
  await drawn(page, /ROC/);
  await expect(pictures(page)).toHaveCount(2);
  const [roc, precision] = [pictures(page).nth(0), pictures(page).nth(1)];
  await expect(roc.locator("figcaption")).toContainText(/AUC, over [\d,]+ hidden pairs/);
  await roc.locator("svg").hover();
  await expect(roc.getByRole("status")).toContainText(/at a score of .+ or more/);
  await precision.locator(".plot").focus();
  await page.keyboard.press("Home");
  await expect(precision.getByRole("status")).toContainText(/Recall.*Precision.*at a score of/);
  const points = await values(page, 0);
  expect(points.length).toBeGreaterThan(100);
  // From nothing to all.
  expect(points[0]?.slice(1)).toEqual(["0%", "above every score"]);
});
