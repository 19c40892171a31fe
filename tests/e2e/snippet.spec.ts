// “Embed this”: the markup for another page works there as it stands, and looks as it did here.

import type { Page } from "@playwright/test";
import { twoCamps } from "./data.ts";
import { expect, test, type Watch } from "./fixtures.ts";
import {
  faults,
  focused,
  load,
  open,
  overflow,
  tab,
  withPackageElsewhere,
  withPage,
} from "./steps.ts";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Embed this" });
const markup = (page: Page) => dialog(page).getByLabel("For your page").inputValue();
const shown = (page: Page) => dialog(page).locator("kindred-recommender .ranking li");

async function embed(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Embed this" }).click();
  await expect(dialog(page)).toBeVisible();
}

/** Shows this markup on a page of another origin, with the package on a third. */
async function inHost(
  page: Page,
  watch: Watch,
  text: string,
  files: Record<string, string>,
  use: () => Promise<void>,
): Promise<void> {
  await withPackageElsewhere(async (root) => {
    await withPage(
      page,
      text.replace("lib/", root),
      async (host) => {
        await use();
        watch.requests = watch.requests.filter(
          (url) => !url.startsWith(host) && !url.startsWith(root),
        );
      },
      files,
    );
  });
}

test("an element is chosen, looked at, copied, and works on another page", async ({
  page,
  context,
  watch,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await tab(page, /^Similar/);
  await embed(page);
  expect(await markup(page)).toMatch(
    /<kindred-recommender sample="films" view="similar" item="[^"]+">/,
  );
  await expect(shown(page)).toHaveCount(10);
  await dialog(page).getByLabel("How many lines").fill("4");
  await dialog(page).getByLabel("How many lines").press("Tab");
  await expect(shown(page)).toHaveCount(4);
  await dialog(page).getByLabel("Model", { exact: true }).selectOption({ label: "Similar films" });
  await dialog(page).getByLabel("Colours").selectOption("dark");
  await expect(shown(page)).toHaveCount(4);
  const list = await shown(page).allTextContents();
  await dialog(page).getByRole("button", { name: "Copy" }).click();
  await expect(
    dialog(page)
      .getByRole("status")
      .filter({ hasText: /^Copied\.$/ }),
  ).toHaveCount(1);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await markup(page));
  expect(await faults(page)).toEqual([]);
  await inHost(page, watch, copied, {}, async () => {
    const element = page.locator("kindred-recommender");
    await expect(element.locator(".ranking li")).toHaveText(list);
    await expect(element).toHaveAttribute("theme", "dark");
  });
});

test("a frame of the page works on another page", async ({ page, watch }) => {
  await open(page);
  await embed(page);
  await dialog(page).getByLabel("As", { exact: true }).selectOption("a frame");
  await dialog(page).getByLabel("What", { exact: true }).selectOption("similar");
  const text = await markup(page);
  await withPage(page, text, async (host) => {
    const frame = page.frameLocator("iframe");
    await expect(frame.locator(".ranking li")).toHaveCount(10);
    await expect(frame.locator("header")).toHaveCount(0);
    watch.requests = watch.requests.filter((url) => !url.startsWith(host));
  });
});

test("of the visitor's own files it says that they have to lie beside the page", async ({
  page,
  watch,
}) => {
  const files = twoCamps();
  await open(page);
  await load(page, files);
  await embed(page);
  await dialog(page).getByLabel("What", { exact: true }).selectOption("recommend");
  await dialog(page).getByLabel("Which person").fill("2");
  await dialog(page).getByLabel("Which person").press("Tab");
  const text = await markup(page);
  expect(text).toContain('src="ratings.csv movies.csv" view="recommend" person="2"');
  await expect(dialog(page)).toContainText("Put ratings.csv, movies.csv there, too");
  await expect(shown(page)).toHaveCount(10);
  const list = await shown(page).allTextContents();
  const beside = Object.fromEntries(files.map(({ name, buffer }) => [name, buffer.toString()]));
  await inHost(page, watch, text, beside, async () => {
    await expect(page.locator("kindred-recommender .ranking li")).toHaveText(list);
  });
});

test("it works by keyboard and on a phone, and gives the focus back", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByRole("button", { name: "Embed this" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  expect(await overflow(page)).toBe(0);
  expect(await dialog(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(
    0,
  );
  expect(await focused(page)).toBe("snippet-how");
  for (let i = 0; i < 5; i++) await page.keyboard.press("Tab");
  expect(await dialog(page).evaluate((element) => element.contains(document.activeElement))).toBe(
    true,
  );
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Embed this" })).toBeFocused();
});
