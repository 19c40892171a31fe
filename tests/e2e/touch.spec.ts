// A phone: fingers are broad, scroll the page, and have nothing to hover with.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { choose, lines, open, options, train } from "./steps.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** What a finger would miss, or hit beside: less than 24 pixels without room around (WCAG 2.2, 2.5.8). */
async function missed(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withRules("target-size").analyze();
  return violations.flatMap(({ nodes }) => nodes.map((node) => `${node.target} ${node.html}`));
}

/** The height of what a finger hits around the middle of an element, in pixels. */
const reach = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      element.scrollIntoView({ block: "center" });
      const { left, top, width, height } = element.getBoundingClientRect();
      const hits = (dy: number) =>
        element.contains(document.elementFromPoint(left + width / 2, top + height / 2 + dy));
      let pixels = 0;
      for (const way of [-1, 1]) for (let dy = 0; hits(dy); dy += way) pixels += 1;
      return pixels;
    });

test("every tab has room for a finger, and nothing scrolls sideways", async ({ page }) => {
  await open(page);
  for (const name of ["For a person", "For you", /^Similar/, "Map"]) {
    await page.getByRole("tab", { name }).tap();
    await expect(page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
    expect(await missed(page), `${name}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  }
  await page.getByRole("tab", { name: "For you" }).tap();
  for (const often of [".stars label", "#panel .ranking .link", "#measure .check"])
    expect(await reach(page, often), often).toBeGreaterThanOrEqual(36);
});

test("stars are given and taken back, and a search is chosen from, by taps", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "For you" }).tap();
  const star = page.locator(".starters .stars").first().locator("label");
  await star.nth(3).tap();
  await expect(page.getByRole("heading", { name: "Recommended for you" })).toBeVisible();
  await expect(page.locator(".starters .stars").first().locator(".full")).toHaveCount(4);
  // A finger's hover stays where it was, and must not paint stars that are not given.
  await star.nth(1).tap();
  await expect(page.locator(".starters .stars").first().locator(".full")).toHaveCount(2);
  const painted = () =>
    star.evaluateAll((all) => all.map((one) => getComputedStyle(one, "::before").content));
  expect(await painted()).toEqual(['"★"', '"★"', '"☆"', '"☆"', '"☆"']);
  const search = page.getByRole("combobox", { name: "Add something you know" });
  await search.tap();
  await search.fill("the");
  const first = options(page).first();
  const title = await first.locator("b, span").first().innerText();
  await first.tap();
  await expect(page.locator(".own li")).toHaveCount(2);
  await expect(page.locator(".own")).toContainText(title);
  await page
    .getByRole("button", { name: /^Remove/ })
    .first()
    .tap();
  await expect(page.locator(".own li")).toHaveCount(1);
  await expect(lines(page)).toHaveCount(10);
});

test("a finger scrolls the page over the whole map, and a roll of it is still a tap", async ({
  page,
}) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await train(page);
  await page.getByRole("tab", { name: "Map" }).tap();
  const map = page.locator("#map");
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  if (!box) throw new Error("the map is visible");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const finger = async (ways: [number, number][]) => {
    for (const [at, [dx, dy]] of ways.entries())
      await session.send("Input.dispatchTouchEvent", {
        type: at === 0 ? "touchStart" : "touchMove",
        touchPoints: [{ x: x + dx, y: y + dy }],
      });
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  await expect(page.locator(".under")).toHaveText(/^\s*Tap a dot/, { useInnerText: true });
  const name = page.locator(".under button");
  await finger([
    [0, 0],
    [2, 2],
    [4, 1],
    [2, 4],
  ]);
  await expect(name).toBeVisible();
  const title = await name.innerText();
  const before = await page.evaluate(() => scrollY);
  await finger([
    [0, 0],
    [0, -40],
    [0, -80],
    [0, -120],
    [0, -160],
  ]);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 50);
  // It went over dots, but meant none of them.
  await expect(name).toHaveText(title);
  await expect(map).not.toHaveClass("zoomed");
});
