// What a person does again and again in the browser tests.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page, Worker } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { inRoot } from "../../scripts/steps.mjs";
import { twoCamps } from "./data.ts";
import { expect } from "./fixtures.ts";

/** The lines of the list in the present tab. */
export const lines = (page: Page) => page.locator("#panel .ranking li");

/** The suggestions of a search, not the options of a select. */
export const options = (page: Page) => page.locator('li[role="option"]');

/** Holds back what is asked for at such addresses until the function that it gives is called. */
export async function hold(page: Page, urls: Parameters<Page["route"]>[0]): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(urls, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Opens the page and waits for the first recommendations of a trained model, and for what comes behind them. */
export async function open(page: Page): Promise<void> {
  await openFirst(page);
  await expect(compareButton(page)).toBeVisible();
}

/** The same, but for what comes behind the first list. */
export async function openFirst(page: Page): Promise<void> {
  await page.goto("/");
  await trained(page);
  await expect(lines(page).first()).toBeVisible();
}

/** Reads files, and waits for the report and for the model that is trained of itself. */
export async function load(page: Page, files = twoCamps()): Promise<void> {
  await page.getByLabel("Choose files").setInputFiles(files);
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await trained(page);
}

/** Waits until the present data have a model that answers, on a machine that may be slow and busy. */
export async function trained(page: Page): Promise<void> {
  const slow = { timeout: 60_000 };
  await expect(page.locator("#train .result")).toBeVisible(slow);
  await expect(page.locator("#training")).toBeHidden(slow);
}

/** Shows the tab of this name. */
export async function tab(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("tab", { name }).click();
  await expect(page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
}

/** Shows the list for a person of the data, found by name. */
export async function showPerson(page: Page, name: string): Promise<void> {
  await tab(page, "For a person");
  await page.getByRole("combobox", { name: "Search for a person" }).fill(name);
  await options(page).first().click();
  await expect(page.getByRole("heading", { name: `Recommended for ${name}` })).toBeVisible();
}

/** Chooses the model whose title fits. */
export async function choose(page: Page, model: RegExp): Promise<void> {
  const titles = await page.locator("#model-name option").allTextContents();
  const title = titles.find((t) => model.test(t));
  if (!title) throw new Error(`no model is called ${model}: ${titles}`);
  await page.getByLabel("Which model").selectOption(title);
}

/** Trains, and waits for the end. */
export async function train(page: Page): Promise<void> {
  await page
    .locator("#train")
    .getByRole("button", { name: /^Train/ })
    .click();
  await trained(page);
}

/** Fills in settings of the model. */
export async function set(page: Page, values: Record<string, string>): Promise<void> {
  const settings = page.locator("#panel-settings");
  if ((await settings.getAttribute("open")) === null) await settings.locator("summary").click();
  for (const [name, value] of Object.entries(values)) {
    await page
      .locator("#model")
      .getByRole("textbox", { name: new RegExp(`^${name}`) })
      .fill(value);
  }
}

/** The button that compares. */
export const compareButton = (page: Page) =>
  page.locator("#measure").getByRole("button", { name: "Compare", exact: true });

/** Compares what the form says, and waits for the end. */
export async function compare(page: Page): Promise<void> {
  await compareButton(page).click();
  await expect(page.locator(".unseen[role=status]")).toContainText("Compared.", {
    timeout: 120_000,
  });
}

/** The serious faults that axe finds, in words. */
export async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
}

/** By how many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Goes to another page, which has the package's files at its address. */
export async function withPackage(
  page: Page,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const server = await serve(inRoot("lib"));
  try {
    const body = "<!doctype html><title>Another page</title>";
    await page.route(server.address, (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(server.address);
    await use(server.address);
  } finally {
    await server.close();
  }
}

/** Gives the address of the package's files on another origin that lets every page read them, as a CDN does. */
export async function withPackageElsewhere(use: (address: string) => Promise<void>): Promise<void> {
  const server = await serve(inRoot("lib"), { shared: true });
  try {
    await use(server.address);
  } finally {
    await server.close();
  }
}

/**
 * Shows a page with this body, of an origin of its own, with these files beside it; gives its address, which is gone after
 * `use`. The files' texts have a byte in each letter.
 */
export async function withPage(
  page: Page,
  body: string,
  use: (address: string) => Promise<void>,
  files: Record<string, string> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kindred-host-"));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), text, "latin1");
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><title>A host</title><link rel="icon" href="data:,"><body>${body}`,
  );
  const server = await serve(folder);
  try {
    await page.goto(server.address);
    await use(server.address);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** What has the focus: its id, class or name; “body” when nothing has. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return "body";
    return e.id || e.className || e.tagName.toLowerCase();
  });
}

/** Makes the worker busy for ever, as a fault in it would. */
export function hang(worker: Worker): void {
  worker
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});
}

/** The button Train. */
export const trainButton = (page: Page) =>
  page.locator("#train").getByRole("button", { name: /^Train/ });

/** Begins a training that does not end by itself. */
export async function trainLong(page: Page): Promise<void> {
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "256", Epochs: "10000" });
  await trainButton(page).click();
  await expect(page.locator("#training")).toBeVisible();
}
