// What the page says is true of the data it has: ratings on an odd scale, counts, and pairs of products.

import { dataSet } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { choose, lines, open, train } from "./steps.ts";

/** Reads a published data set. */
async function read(page: import("@playwright/test").Page, name: string): Promise<void> {
  const path = dataSet(name);
  test.skip(!path, `${name} is not installed`);
  await open(page);
  await page.getByLabel("Choose files").setInputFiles(path ?? "");
  await expect(page.locator("#data .job")).toBeHidden();
  await expect(page.locator("#data .report h3")).toContainText(name);
}

test("play counts are counts", async ({ page }) => {
  await read(page, "hetrec2011-lastfm-2k.zip");
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("Counts1 to 352,698");
  await expect(report).toContainText("Choices92,834");
  await expect(page.locator("#model")).not.toContainText("have no ratings");
  await expect(page.getByRole("checkbox", { name: /every count as a plain/ })).toBeEnabled();
  const chart = report.getByRole("img", { name: /^How often each count occurs/ });
  const heights = await chart
    .locator("rect")
    .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
  // More than one bar can be seen.
  expect(heights.filter((h) => h > 2).length).toBeGreaterThan(3);
  await choose(page, /^Similar items/i);
  await train(page);
  await expect(lines(page)).toHaveCount(10);
  await expect(page.locator("#panel")).not.toContainText(/rating/i);
  await expect(page.locator("#train .result")).toContainText("choices");
});

test("jokes can be read in full, by keyboard too", async ({ page }) => {
  await read(page, "jester-5k.zip");
  const labels = await page.locator("#data .chart text").allTextContents();
  for (const label of labels) expect(label).toMatch(/^-?\d+(\.\d)?$/);
  await choose(page, /^Popularity/i);
  await train(page);
  const long = lines(page).locator("details.whole").first();
  await expect(long).toBeVisible();
  await long.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(long.locator("p")).toBeVisible();
  expect((await long.locator("p").innerText()).length).toBeGreaterThan(100);
  await page.keyboard.press("Escape");
  await expect(long.locator("p")).toBeHidden();
  await expect(long.locator("summary")).toBeFocused();
});

test("pairs of products have no people", async ({ page }) => {
  await read(page, "meta_Gift_Cards.json.gz");
  for (const model of [/^Product pairs/i, /^Similar products/i]) {
    await choose(page, model);
    await train(page);
    for (const tab of ["For a product", "For you", "Similar products", "Map"]) {
      await page.getByRole("tab", { name: tab }).click();
      await expect(page.locator("#panel .skeleton")).toHaveCount(0);
      for (const part of ["#model", "#train", "#explore", "#measure", "#data .report .facts"])
        expect(await page.locator(part).innerText(), `${part} in ${tab}`).not.toMatch(
          /\b(people|person|somebody|everybody)\b/i,
        );
    }
    await page.getByRole("tab", { name: "For a product" }).click();
  }
});

test("a list of likelihoods is not the same throughout, and no score promises an end", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("button", { name: "People and interests" }).click();
  await expect(page.locator("#data dl")).toContainText("People15");
  const titles = await page.locator("#model-name option").allTextContents();
  for (const title of titles) {
    await page.getByLabel("Which model").selectOption(title);
    await train(page);
    await page.getByRole("tab", { name: "For a person" }).click();
    await expect(lines(page).first(), title).toBeVisible();
    const said = await page.locator("#panel .meaning").innerText();
    expect(said, title).toMatch(/score/i);
    expect(said, title).not.toMatch(/rating|probability|most there can be/);
    await expect(page.locator("#model"), title).not.toContainText("undefined");
    await page.getByRole("tab", { name: /^Similar/ }).click();
    await expect(page.locator("#panel .skeleton")).toHaveCount(0);
    await expect(page.locator("#panel"), title).not.toContainText("most there can be");
  }
});
