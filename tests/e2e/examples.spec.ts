// The examples of embedding, each as it stands, and with the package on another origin.

import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { inRoot } from "../../scripts/steps.mjs";
import { expect, test, type Watch } from "./fixtures.ts";
import { withPackageElsewhere, withPage } from "./steps.ts";

const FOLDER = inRoot("examples", "embed");
const text = (name: string) => readFileSync(`${FOLDER}/${name}`, "utf8");
const element = (page: Page) => page.locator("kindred-recommender");
const lines = (page: Page) => element(page).locator(".ranking li");

/** What each example shows, and a session with it. */
const EXAMPLES: Record<string, (page: Page) => Promise<void>> = {
  "similar.html": async (page) => {
    await expect(lines(page)).toHaveCount(8);
    const heading = element(page).getByRole("heading");
    const first = await heading.textContent();
    await lines(page).nth(1).getByRole("button").click();
    await expect(heading).not.toHaveText(first ?? "");
    await expect(lines(page)).toHaveCount(8);
  },
  "rate-five.html": async (page) => {
    await expect(lines(page)).toHaveCount(10);
    const rate = element(page).getByRole("radio", { name: "5 of 5" });
    for (let i = 0; i < 4; i++) await rate.nth(i).check();
    await element(page)
      .getByRole("button", { name: /show others/ })
      .click();
    await rate.first().check();
    await expect(element(page).getByText("From 5 ratings of yours")).toBeVisible();
    await expect(lines(page)).toHaveCount(10);
    await expect(lines(page).first()).toContainText("because of");
  },
  "map.html": async (page) => {
    await expect(element(page).locator("canvas")).toBeVisible();
    await element(page).locator("canvas").focus();
    await page.keyboard.press("ArrowRight");
    await expect(element(page).locator(".under button")).toBeVisible();
  },
  "two-models.html": async (page) => {
    await expect(element(page).locator(".versus h4")).toHaveCount(2);
    await expect(lines(page)).toHaveCount(12);
    await expect(element(page).locator(".common")).toContainText(
      /\d of 6 .* both lists|in common|the same 6/,
    );
  },
  "own-data.html": async (page) => {
    await expect(page.locator("#status")).toHaveText(/^Trained on 1\d\d ratings by 16 readers\.$/);
    await expect(element(page).getByRole("heading", { name: "Recommended for ada" })).toBeVisible();
    await expect(lines(page).first()).toBeVisible();
  },
};

test("every example is here", () => {
  const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".html"));
  expect(pages.sort()).toEqual(Object.keys(EXAMPLES).sort());
});

/** Uses an example: nothing but the module is asked for twice, and nothing at all once it shows its answer. */
async function use(name: string, page: Page, watch: Watch): Promise<void> {
  await expect(element(page).first().locator("[part=view]")).toBeVisible();
  const session = EXAMPLES[name];
  if (!session) throw new Error(`${name} is no example`);
  if (name === "own-data.html") return session(page);
  const before = watch.requests.length;
  await session(page);
  expect(watch.requests.slice(before)).toEqual([]);
}

for (const name of Object.keys(EXAMPLES)) {
  test(`the example ${name} works as it stands`, async ({ page, watch }) => {
    const server = await serve(inRoot("."));
    try {
      await page.goto(`${server.address}examples/embed/${name}`);
      await use(name, page, watch);
      const modules = watch.requests.filter((url) => url.endsWith(".wasm"));
      expect(modules, "each part of the core at most once").toEqual([...new Set(modules)]);
    } finally {
      await server.close();
    }
    watch.requests = watch.requests.filter((url) => !url.startsWith(server.address));
  });

  test(`the example ${name} works with the package on another origin`, async ({ page, watch }) => {
    await withPackageElsewhere(async (root) => {
      const body = text(name).replace("../../lib/", root);
      const files = { "ratings.csv": text("ratings.csv"), "books.csv": text("books.csv") };
      await withPage(
        page,
        body,
        async (host) => {
          await use(name, page, watch);
          watch.requests = watch.requests.filter(
            (url) => !url.startsWith(root) && !url.startsWith(host),
          );
        },
        files,
      );
    });
  });
}
