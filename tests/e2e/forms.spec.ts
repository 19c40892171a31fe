// Forms, focus and panels: nothing closes under somebody's hands, and the focus is never lost.

import { drop, file, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  compare,
  compareButton,
  focused,
  lines,
  load,
  open,
  options,
  set,
  tab,
  train,
  trainButton,
  trainLong,
} from "./steps.ts";

test("the settings stay open and keep the focus while a number is typed", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await page.locator(".parameters summary").click();
  const factors = page.getByRole("textbox", { name: /^Factors/ });
  await factors.focus();
  await factors.press("Control+a");
  // 0 is wrong, 06 is right, 0 is wrong again, and with nothing there it is wrong, too.
  for (const key of ["0", "6", "Backspace", "Backspace", "8"]) {
    await page.keyboard.press(key);
    await expect(factors).toBeFocused();
    await expect(factors).toBeVisible();
  }
  await expect(factors).toHaveValue("8");
  await expect(trainButton(page)).toBeEnabled();
});

test("what cannot be trained cannot be measured, and says why", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "0" });
  const measure = compareButton(page);
  await expect(measure).toBeDisabled();
  await expect(page.locator("#measure")).toContainText("has to be put right first");
  await set(page, { Factors: "8" });
  await expect(measure).toBeEnabled();
  for (const metric of ["RMSE", "Recall", "NDCG", "Catalogue coverage", "Novelty"])
    await page.getByRole("checkbox", { name: metric }).uncheck();
  await expect(measure).toBeDisabled();
  await page.getByRole("checkbox", { name: "NDCG" }).check();
  await expect(measure).toBeEnabled();
  await expect(page.locator("#measure .error")).toHaveCount(0);
});

test("an error is gone when what was wrong is", async ({ page }) => {
  await open(page);
  await drop(page.locator("#data .drop"), [
    file("notes.txt", "5;tea;ann\n3;milk;bob\nmany;tea;bob\n"),
  ]);
  await expect(page.locator("#data").getByRole("alert")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.locator("#data").getByRole("alert")).toBeHidden();
  await trainLong(page);
  await page.locator("#train .stop").click();
  await expect(page.locator("#train .note")).toBeVisible();
  await set(page, { Epochs: "2" });
  await expect(page.locator("#train .note")).toBeHidden();
});

test("the focus goes along with Train and Stop", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "256", Epochs: "10000" });
  await trainButton(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#train .stop")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(trainButton(page)).toBeFocused();
  await set(page, { Factors: "4", Epochs: "1" });
  await trainButton(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#train .result")).toContainText("epochs 1");
  await expect(trainButton(page)).toBeFocused();
  await compareButton(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#measure .compared tbody tr")).toHaveCount(2);
  await expect(compareButton(page)).toBeFocused();
  await page.getByRole("button", { name: "Clear" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#measure table")).toBeHidden();
  expect(await focused(page)).not.toBe("body");
});

test("Escape closes what is open, and the focus stays near it", async ({ page }) => {
  await open(page);
  await page.getByLabel("Choose files").setInputFiles(twoCamps());
  await page.getByRole("button", { name: "These columns are wrong?" }).click();
  await expect(page.locator("#columns-title")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(page.locator("#columns")).toBeHidden();
  await expect(page.getByRole("button", { name: "These columns are wrong?" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.locator("#columns").getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "These columns are wrong?" })).toBeFocused();

  const settings = page.locator("#panel-settings");
  await settings.locator("summary").click();
  await settings.locator("input").first().focus();
  await page.keyboard.press("Escape");
  await expect(settings).not.toHaveAttribute("open");
  await expect(settings.locator("summary")).toBeFocused();

  await train(page);
  await tab(page, "For a person");
  await page.getByRole("combobox", { name: "Search for a person" }).fill("1");
  await expect(options(page).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(options(page).first()).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Search for a person" })).toBeFocused();
});

test("what was trained is not what the form says", async ({ page }) => {
  await open(page);
  await load(page);
  await train(page);
  await page.getByRole("tab", { name: "For you" }).click();
  await page.getByRole("combobox", { name: "Add something you know" }).fill("Land, part 2 ");
  await options(page).first().click();
  await expect(page.locator(".own select")).toHaveCount(1);
  await expect(lines(page)).toHaveCount(10);
  const before = await page.locator("#panel").innerText();
  await page.getByRole("checkbox", { name: /plain “yes”/ }).check();
  await choose(page, /^Popularity/i);
  await page.getByLabel("Your rating of").selectOption("1");
  await page.getByLabel("Your rating of").selectOption("5");
  await expect.poll(() => page.locator("#panel").innerText()).toBe(before);
});

test("errors of ratings are not asked of scores that are none, and their column has a dash", async ({
  page,
}) => {
  await open(page);
  await load(page);
  for (const model of [/^Popularity/i, /^Bayesian personalized/i, /^Alternating/i]) {
    await choose(page, model);
    // Here a parameter, and not the model, decides that the scores are no ratings.
    if (model.test("Alternating")) {
      await page.locator("#panel-settings summary").click();
      await page.getByLabel("Mode", { exact: true }).selectOption("implicit");
    }
    await compare(page);
  }
  await expect(page.locator("#measure").getByRole("alert")).toHaveCount(0);
  const rows = page.locator("#measure tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0).locator(".number").first()).toHaveText(/^\d\.\d{4}/);
  await expect(rows.nth(1).locator(".number").first()).toHaveText("—");
});

test("one's own ratings survive other data, and are met again by title", async ({ page }) => {
  await open(page);
  await load(page);
  await train(page);
  await page.getByRole("tab", { name: "For you" }).click();
  const search = page.getByRole("combobox", { name: "Add something you know" });
  await search.fill("Land, part 2 ");
  await options(page).first().click();
  await page.getByLabel("Your rating of").selectOption("4");
  // Other data, which do not have it.
  await page.getByRole("button", { name: "Films" }).click();
  await expect(page.locator("#panel")).toContainText("1 more rating is of titles");
  // Data that have it under another id and on another scale.
  const [ratings, movies] = twoCamps();
  const turned = `${ratings?.buffer}`.replace(
    /^(\d+),(\d+),(\d),/gm,
    (_, user, item, rating) => `${user},x${item},${rating * 2},`,
  );
  const named = `${movies?.buffer}`.replace(/^(\d+),/gm, "x$1,");
  await page
    .getByLabel("Choose files")
    .setInputFiles([file("ratings.csv", turned), file("movies.csv", named)]);
  await expect(page.locator("#data dl")).toContainText("2 to 10");
  await train(page);
  await expect(page.locator(".own li")).toHaveCount(1);
  await expect(page.getByLabel("Your rating of Land, part 2 (1999)")).toHaveValue("8");
  await expect(page.locator("#panel")).not.toContainText("more rating is of titles");
});
