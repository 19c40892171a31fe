// The page as one file: opened from a folder, mailed, or in a frame that has no origin.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Frame, Page } from "@playwright/test";
import { inRoot } from "../../scripts/steps.mjs";
import { twoCamps } from "./data.ts";
import { expect, test, type Watch } from "./fixtures.ts";
import { faults, lines, load, open, withPage } from "./steps.ts";

const inFolder = (name: string) => pathToFileURL(inRoot("dist", name)).href;

/** What was asked for besides this address; blobs are in memory. */
const others = (watch: Watch, address: string) =>
  watch.requests.filter((url) => !url.startsWith(address) && !/^(blob|data):/.test(url));

async function firstList(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator("#train .result")).toBeVisible();
  await expect(lines(page)).toHaveCount(10);
}

test("from a folder it opens files, trains, saves and opens the model again, and asks for nothing", async ({
  page,
  watch,
}) => {
  const address = inFolder("kindred.html");
  await firstList(page, address);
  await load(page, twoCamps());
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the model" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/\.safetensors$/);
  const bytes = readFileSync(await saved.path());
  expect(bytes.length).toBeGreaterThan(1000);
  await page.reload();
  await expect(page.locator("#train .result")).toBeVisible();
  await page
    .getByLabel("Choose files")
    .setInputFiles({ name: "a.safetensors", mimeType: "", buffer: bytes });
  await expect(page.getByRole("heading", { name: "a saved model" })).toBeVisible();
  await expect(lines(page).first()).toBeVisible();
  expect(await faults(page)).toEqual([]);
  expect(others(watch, address)).toEqual([]);
  watch.requests.length = 0;
});

test("it has the readers of rare files in it", async ({ page, watch }) => {
  const address = inFolder("kindred.html");
  await firstList(page, address);
  for (const name of ["openpyxl.xlsx", "pandas.parquet"]) {
    await page.getByLabel("Choose files").setInputFiles(inRoot("tests", "data", "tables", name));
    await expect(page.getByRole("group", { name: "What was read" })).toContainText("Ratings28");
  }
  expect(others(watch, address)).toEqual([]);
  watch.requests.length = 0;
});

test("a double click on the page itself goes on to it", async ({ page, watch }) => {
  await firstList(page, inFolder("index.html"));
  expect(page.url()).toBe(inFolder("kindred.html"));
  watch.requests.length = 0;
  watch.errors.length = 0;
});

test("its policy lets nothing out, the worker included", async ({ page, watch }) => {
  const started = page.waitForEvent("worker");
  await firstList(page, inFolder("kindred.html"));
  const reach = () =>
    fetch("https://example.com/").then(
      () => "out",
      () => "refused",
    );
  expect(await page.evaluate(reach)).toBe("refused");
  expect(await (await started).evaluate(reach)).toBe("refused");
  expect(watch.errors.join()).toContain("connect-src");
  watch.errors.length = 0;
  watch.requests.length = 0;
});

test("in a sandboxed frame of another page the page shows its list", async ({
  page,
  address,
  watch,
}) => {
  const body = `<iframe sandbox="allow-scripts" title="Kindred" width="900" height="700" src="${address}"></iframe>`;
  await withPage(page, body, async (host) => {
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("#train .result")).toBeVisible();
    await expect(frame.locator("#panel .ranking li")).toHaveCount(10);
    const inner = page.frames()[1] as Frame;
    expect(await inner.evaluate(() => self.origin)).toBe("null");
    watch.requests = watch.requests.filter((url) => !url.startsWith(host));
    // Before it goes on, the browser has looked ahead at what a frame without an origin may not load.
    watch.errors = watch.errors.filter((text) => !/from origin 'null'|ERR_FAILED/.test(text));
  });
});

test("the page has a link to it, and it has none to what it lacks", async ({ page, watch }) => {
  await open(page);
  await expect(page.getByRole("link", { name: "This page as one file" })).toHaveAttribute(
    "href",
    "kindred.html",
  );
  await firstList(page, inFolder("kindred.html"));
  const links = await page
    .locator("a")
    .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const href of links) expect(href).toMatch(/^#/);
  watch.requests.length = 0;
});
