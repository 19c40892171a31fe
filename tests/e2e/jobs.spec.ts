// What takes long: files that wait for their turn, a worker that is lost, and the network that nobody needs.

import { readFile } from "node:fs/promises";
import { drop, file, letterboxd, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  compare,
  hang,
  lines,
  load,
  open,
  options,
  showPerson,
  train,
  trainButton,
  trainLong,
} from "./steps.ts";

/** Data of another size. */
const small = () => {
  const [ratings] = twoCamps({ people: 20, items: 12 });
  return file("small.csv", `${ratings?.buffer}`);
};

/** Holds the core back until the function that this returns is called. */
async function holdCore(page: import("@playwright/test").Page): Promise<() => void> {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.context().route("**/*.wasm", async (route) => {
    await gate;
    await route.continue();
  });
  return () => release();
}

test("a file that comes before the engine is read, and no sample over it", async ({ page }) => {
  const release = await holdCore(page);
  await page.goto("/");
  for (const part of ["model", "train", "explore", "measure"])
    await expect(page.locator(`#${part} .skeleton`).first()).toBeVisible();
  await expect(page.locator("#model select")).toHaveCount(0);
  await drop(page.locator("#data .drop"), twoCamps());
  await drop(page.locator("#data .drop"), [small()]);
  await expect(page.locator("#data")).toContainText("Reading 2 files");
  await expect(page.locator("#data")).toContainText("Next: small.csv");
  release();
  // The last one wins.
  await expect(page.locator("#data dl")).toContainText("People20");
  await expect(page.locator("#data").getByRole("alert")).toHaveCount(0);
  await page.waitForTimeout(500);
  await expect(page.getByRole("heading", { name: /^small\.csv/ })).toBeVisible();
  await train(page);
  await expect(lines(page).first()).toBeVisible();
});

test("files wait for a training, and say so", async ({ page }) => {
  await open(page);
  await trainLong(page);
  await drop(page.locator("#data .drop"), [small()]);
  await expect(page.locator("#data")).toContainText(
    "Next: small.csv – as soon as training has ended or is stopped.",
  );
  await page.locator("#train .stop").click();
  await expect(page.locator("#data dl")).toContainText("People20");
});

test("a worker that hangs is replaced, and the model from before still answers", async ({
  page,
}) => {
  const started = page.waitForEvent("worker");
  await open(page);
  await load(page);
  await train(page);
  await showPerson(page, "17");
  await expect(lines(page)).toHaveCount(10);
  const before = await lines(page).allTextContents();
  hang(await started);
  const next = page.waitForEvent("worker");
  await trainButton(page).click();
  await page.locator("#train .stop").click();
  await next;
  await expect(page.locator("#train .note")).toHaveText(
    "Stopped training. The model from before still answers.",
  );
  // It does: somebody else's list, and then the same list as before.
  const search = page.getByRole("combobox", { name: "Search for a person" });
  for (const who of ["18", "17"]) {
    await search.fill(who);
    await options(page).first().click();
    await expect(page.getByRole("heading", { name: `Recommended for ${who}` })).toBeVisible();
    await expect(lines(page)).toHaveCount(10);
  }
  expect(await lines(page).allTextContents()).toEqual(before);
  await expect(page.locator("#data dl")).toContainText("People60");
  await train(page);
});

test("once it has loaded, everything works without the network", async ({
  page,
  context,
  watch,
}) => {
  test.slow();
  const started = page.waitForEvent("worker");
  await open(page);
  const worker = await started;
  await context.setOffline(true);
  const before = watch.requests.length;

  // A set with splits of its own, which are read again in a worker of their own.
  const rows = `${twoCamps()[0]?.buffer}`.split("\n").slice(1);
  const tabs = (part: string[]) => part.map((row) => row.replaceAll(",", "\t")).join("\n");
  await page
    .getByLabel("Choose files")
    .setInputFiles([
      file("u.data", tabs(rows)),
      file("u1.base", tabs(rows.filter((_, i) => i % 5 !== 0))),
      file("u1.test", tabs(rows.filter((_, i) => i % 5 === 0))),
    ]);
  await expect(page.locator("#data dl")).toContainText("Ratings1,600");
  await choose(page, /^Popularity/i);
  for (const n of [1, 2, 3]) {
    await page.getByLabel("Seeds").fill(String(n));
    await compare(page);
    await expect(page.locator("#measure tbody tr")).toHaveCount(n);
  }
  await page.getByLabel("Hidden", { exact: true }).selectOption("random");
  await compare(page);
  await expect(page.locator("#measure tbody tr")).toHaveCount(4);

  // Every tab, a list as a file, a saved model.
  await choose(page, /^Matrix factorization/i);
  await train(page);
  for (const tab of ["For you", "Similar films", "Map", "For a person"])
    await page.getByRole("tab", { name: tab }).click();
  const list = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).first().click();
  expect((await readFile(await (await list).path())).subarray(0, 3)).toEqual(
    Buffer.from([0xef, 0xbb, 0xbf]),
  );
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the model" }).click();
  const saved = await readFile(await (await download).path());
  const model = { name: "m.safetensors", mimeType: "application/octet-stream", buffer: saved };

  // Files that are not understood, and their columns; an export; a sample; the saved model.
  await drop(page.locator("#data .drop"), [file("odd.txt", "a|b;x|y\nc|d;z|v\ne|f;x|w\n")]);
  await page.getByLabel("Between fields").selectOption("bar |");
  await expect(page.locator("#columns tbody tr").first().locator("td").nth(1)).toHaveText("b;x");
  await page.keyboard.press("Escape");
  await expect(page.locator("#columns")).toBeHidden();
  await drop(page.locator("#data .drop"), letterboxd());
  await expect(page.getByText("7 titles not in them")).toBeAttached();
  await page.getByRole("button", { name: "People and interests" }).click();
  await expect(page.locator("#data dl")).toContainText("People15");
  await page.getByLabel("Choose files").setInputFiles(model);
  await expect(page.locator("#data dl")).toContainText("People60");

  // A worker that is replaced, when nothing else is asked of it.
  await expect(trainButton(page)).toBeEnabled();
  await expect(lines(page).first()).toBeVisible();
  hang(worker);
  const next = page.waitForEvent("worker");
  await trainButton(page).click();
  await page.locator("#train .stop").click();
  await next;
  await expect(page.locator("#train .note")).toContainText("The model from before still answers.");
  await train(page);
  await page.getByRole("tab", { name: "For a person" }).click();
  await expect(lines(page).first()).toBeVisible();
  expect(watch.requests.slice(before).filter((url) => !url.startsWith("blob:"))).toEqual([]);
});
