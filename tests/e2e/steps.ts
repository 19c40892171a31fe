// What a person does again and again in the browser tests.

import type { Page } from "@playwright/test";
import { twoCamps } from "./data.ts";
import { expect } from "./fixtures.ts";

/** The lines of the list in the present tab. */
export const lines = (page: Page) => page.locator("#panel .ranking li");

/** The suggestions of a search, not the options of a select. */
export const options = (page: Page) => page.locator('li[role="option"]');

/** Opens the page and waits for its first recommendations. */
export async function open(page: Page): Promise<void> {
  await page.goto("/");
  await expect(lines(page).first()).toBeVisible();
}

/** Reads files, and waits for the report. */
export async function load(page: Page, files = twoCamps()): Promise<void> {
  await page.getByLabel("Choose files").setInputFiles(files);
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
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
  await expect(page.locator("#train .result")).toBeVisible();
  await expect(page.locator("#training")).toBeHidden();
}

/** Fills in settings of the model. */
export async function set(page: Page, values: Record<string, string>): Promise<void> {
  const settings = page.locator(".parameters");
  if ((await settings.getAttribute("open")) === null) await settings.locator("summary").click();
  for (const [name, value] of Object.entries(values)) {
    await page.getByRole("textbox", { name: new RegExp(`^${name}`) }).fill(value);
  }
}
