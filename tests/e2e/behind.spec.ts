// What comes behind the first list: the map, comparing, curves and the choice of columns, each with a script of its own.

import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { choose, hold, lines, openFirst, tab, train } from "./steps.ts";

// It would fetch every file, to have them without a network.
test.use({ serviceWorkers: "block" });

/** Scripts that no first list needs. */
const BEHIND = /\/assets\/(item-map|map|bench|curves|columns)-[^/]*\.js$/;

const measure = (page: Page) => page.locator("#measure");

test("the first list does not wait for it, and who asks for it before sees that it is on its way", async ({
  page,
}) => {
  const release = await hold(page, BEHIND);
  await openFirst(page);
  await expect(lines(page)).toHaveCount(10);
  await choose(page, /^Matrix factorization/i);
  await train(page);
  await tab(page, "Map");
  await expect(page.getByRole("img", { name: "The map is on its way" })).toBeVisible();
  await expect(page.getByRole("img", { name: "What draws curves is on its way" })).toBeVisible();
  release();
  await expect(page.locator("#map")).toBeVisible();
  await expect(page.getByLabel("Which curve")).toBeVisible();
  await expect(measure(page).getByRole("button", { name: /^Compare/ })).toBeVisible();
});

test("what did not come is said in its place, and comes when it is asked for again", async ({
  page,
  watch,
}) => {
  await page.route(BEHIND, (route) => route.abort());
  await openFirst(page);
  await expect(lines(page)).toHaveCount(10);
  const again = (part: string) => page.locator(part).getByRole("button", { name: "Try again" });
  await expect(page.locator("#curves [role=alert]")).toBeVisible();
  await tab(page, "Map");
  await expect(again("#panel")).toBeVisible();
  await page.unroute(BEHIND);
  for (const part of ["#measure", "#curves", "#panel"]) await again(part).click();
  await expect(measure(page).getByRole("button", { name: /^Compare/ })).toBeVisible();
  await expect(page.getByLabel("Which curve")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  // The refusals were meant.
  watch.errors = watch.errors.filter((text) => !text.includes("ERR_FAILED"));
});
