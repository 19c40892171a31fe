// What is kept on this device between visits: what comes back, and what becomes of it when something goes wrong.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { dataSet, file, letterboxd, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  compare,
  focused,
  lines,
  load,
  open,
  set,
  tab,
  train,
  trainButton,
  trained,
  withPage,
} from "./steps.ts";
import { documentText, kept, overwrite, stored } from "./store.ts";

/** Waits until everything is kept that the page shows. */
async function settled(page: Page): Promise<void> {
  await expect(kept(page)).toContainText("Kept on this device");
  let last = "";
  await expect
    .poll(async () => {
      await page.waitForTimeout(700);
      const now = await documentOf(page);
      const same = now !== "" && now === last;
      last = now;
      return same;
    })
    .toBe(true);
}

/** The name of the document in the store; empty while none is whole. */
async function documentOf(page: Page): Promise<string> {
  const whole = (await stored(page)).filter(({ name, size }) => /^document/.test(name) && size > 0);
  return whole.map(({ name }) => name).join();
}

const titles = (page: Page) => lines(page).allTextContents();

test("data, model, list, own ratings, table and view come back after a reload", async ({
  page,
}) => {
  const set = dataSet("ml-100k.zip");
  test.skip(!set, "ml-100k is not installed");
  await open(page);
  await page.getByLabel("Choose files").setInputFiles(set as string);
  await expect(page.locator("#data dl")).toContainText("100,000", { timeout: 60_000 });
  await choose(page, /^Alternating/);
  await train(page);
  await tab(page, "For you");
  await page.getByRole("combobox", { name: "Add something you know" }).fill("Star Wars (1977)");
  await page.locator('li[role="option"]').first().click();
  await expect(page.getByRole("heading", { name: "Recommended for you" })).toBeVisible();
  await compare(page);
  await expect(page.locator("#measure tbody tr")).toHaveCount(2);
  await tab(page, "Similar");
  await expect(lines(page).first()).toBeVisible();
  const similar = await titles(page);
  await settled(page);
  const begun = Date.now();
  await page.reload();
  await expect(lines(page).first()).toBeVisible();
  console.log(`  first list after a reload: ${Date.now() - begun} ms`);
  await expect(page.locator("#data dl")).toContainText("100,000");
  await expect(page.locator("#train .result")).toContainText("Alternating least squares");
  await expect(page.locator("#training")).toBeHidden();
  await expect(page.getByRole("tab", { name: "Similar" })).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => titles(page)).toEqual(similar);
  await expect(page.locator("#measure tbody tr")).toHaveCount(2);
  await expect(page.getByRole("heading", { name: /ml-100k\.zip/ })).toBeVisible();
  await tab(page, "For you");
  await expect(page.locator("#panel")).toContainText("Star Wars (1977)");
  await expect(kept(page)).toContainText("Kept on this device for your next visit:");
  // Once the other tab is kept, nothing changes any more, so nothing is written.
  await settled(page);
  const before = await documentOf(page);
  await page.waitForTimeout(1000);
  expect(await documentOf(page)).toBe(before);
});

/** Saves the model; gives its bytes. */
async function savedModel(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the model" }).click(),
  ]);
  return readFileSync(await download.path());
}

/** Whether the browser would ask before it leaves the page. */
const asksBeforeLeaving = (page: Page) =>
  page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

/** Trains what the form says so long that a checkpoint is kept, and leaves the page in the middle of it. */
async function leaveInTheMiddle(page: Page): Promise<void> {
  await trainButton(page).click();
  await expect.poll(() => documentText(page), { timeout: 60_000 }).toContain('"training":{');
  await expect(page.locator("#training")).toBeVisible();
  await page.reload();
}

test("a training that was interrupted goes on from its last epoch, and ends with the same bits", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const set100k = dataSet("ml-100k.zip");
  test.skip(!set100k, "ml-100k is not installed");
  page.on("dialog", (dialog) => void dialog.accept());
  await open(page);
  await page.getByLabel("Choose files").setInputFiles(set100k as string);
  await expect(page.locator("#data dl")).toContainText("100,000", { timeout: 60_000 });
  await trained(page);
  await choose(page, /^Matrix factorization/i);
  // So much that a checkpoint is kept on a quick machine, too.
  await set(page, { Factors: "256", Epochs: "1000" });
  await leaveInTheMiddle(page);
  await expect(page.locator("#train .job")).toContainText(
    /It was interrupted when this page was left, and goes on after epoch \d+ of 1000\./,
  );
  // What was trained before answers meanwhile.
  await expect(lines(page).first()).toBeVisible();
  await expect(page.locator("#train .result")).toContainText("Matrix factorization", {
    timeout: 240_000,
  });
  const resumed = await savedModel(page);
  const points = await page.locator("#train svg").first().getAttribute("aria-label");
  await settled(page);
  expect(await documentText(page)).not.toContain('"training":{');
  // Without an interruption.
  await trainButton(page).click();
  await expect(page.locator("#training")).toBeVisible();
  await expect(page.locator("#training")).toBeHidden({ timeout: 240_000 });
  expect(resumed.equals(await savedModel(page))).toBe(true);
  expect(await page.locator("#train svg").first().getAttribute("aria-label")).toBe(points);
});

test("an interrupted training that goes on can be stopped, and is over then; meanwhile the page asks before it is left", async ({
  page,
}) => {
  await open(page);
  // So many that it takes long on a quick machine, too.
  await load(page, twoCamps({ people: 300 }));
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "1024", Epochs: "10000" });
  await leaveInTheMiddle(page);
  await expect(page.locator("#train .job")).toContainText(/goes on after epoch \d+ of 10000/);
  await expect.poll(() => asksBeforeLeaving(page), { timeout: 60_000 }).toBe(true);
  // Another tab of the page leaves it to this one.
  const second = await page.context().newPage();
  await second.goto("/");
  await expect(kept(second)).toContainText("Another tab of this page keeps");
  await expect(second.locator("#train .result")).toBeVisible();
  await expect(second.locator("#training")).toBeHidden();
  await second.close();
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await expect(page.locator("#train .note")).toContainText("Stopped training.");
  expect(await asksBeforeLeaving(page)).toBe(false);
  await settled(page);
  await page.reload();
  await trained(page);
  await expect(page.locator("#training")).toBeHidden();
});

/** Breaks the core off at its next answer, as an access out of bounds does. */
async function breakOff(page: Page): Promise<void> {
  await page.workers()[0]?.evaluate(() => {
    const { decode } = TextDecoder.prototype;
    TextDecoder.prototype.decode = function (...args) {
      TextDecoder.prototype.decode = decode;
      if (args.length > 0) throw new WebAssembly.RuntimeError("Out of bounds memory access");
      return decode.apply(this, args);
    };
  });
}

test("a training that the core breaks off goes on from its last checkpoint by itself", async ({
  page,
  watch,
}) => {
  await open(page);
  await load(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "1024", Epochs: "10000" });
  await trainButton(page).click();
  await expect.poll(() => documentText(page), { timeout: 60_000 }).toContain('"training":{');
  await breakOff(page);
  await expect(page.locator("#train .job")).toContainText(
    /The browser broke it off by a fault, and it goes on after epoch \d+ of 10000\./,
  );
  await expect(page.locator("#train .job")).toContainText(/epoch \d+ of 10000, loss/);
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await expect(page.locator("#train .note")).toContainText("Stopped training.");
  await expect(lines(page).first()).toBeVisible();
  expect(watch.errors).toEqual([]);
});

test("where its checkpoint is damaged, the training is lost and the page says so", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "1024", Epochs: "10000" });
  await trainButton(page).click();
  await expect.poll(() => documentText(page), { timeout: 60_000 }).toContain('"training":{');
  // With 1024 factors its state is the largest file by far; the tab that damages it is another one.
  await page.goto("/docs/files.html");
  await overwrite(page, /^(?!document)/, "damaged");
  await page.goto("/");
  await expect(kept(page)).toContainText("How far the training had come is damaged");
  await trained(page);
  await expect(lines(page).first()).toBeVisible();
});

test("what a visitor said comes back, and meets the data anew", async ({ page }) => {
  await open(page);
  await load(page);
  await page.locator("#panel-export summary").click();
  await page.getByLabel("Choose your export").setInputFiles(letterboxd());
  await expect(page.locator("#panel")).toContainText("3 ratings");
  await settled(page);
  const before = await titles(page);
  await page.reload();
  await trained(page);
  await expect.poll(() => titles(page)).toEqual(before);
  await expect(page.locator("#panel")).toContainText("Nowhere");
});

test("forgetting forgets, in this tab and for the next visit, and can be taken back", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await settled(page);
  await kept(page).getByRole("button", { name: "Forget everything" }).focus();
  await page.keyboard.press("Enter");
  await expect(kept(page)).toContainText("Everything is forgotten.");
  expect(await focused(page)).not.toBe("body");
  expect(await stored(page)).toEqual([]);
  // What the page shows is still there, and nothing of it is kept.
  await tab(page, "For a person");
  await page.waitForTimeout(1000);
  expect(await stored(page)).toEqual([]);
  await kept(page).getByRole("button", { name: "Keep it again" }).click();
  await settled(page);
  await page.reload();
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await kept(page).getByRole("button", { name: "Forget everything" }).click();
  await expect(kept(page)).toContainText("Everything is forgotten.");
  await page.reload();
  await expect(page.locator("#data .about")).toContainText(/invented/);
  expect(await stored(page)).toEqual([]);
});

test("nothing is kept of a page that was only looked at", async ({ page }) => {
  await open(page);
  await page.waitForTimeout(1500);
  expect(await stored(page)).toEqual([]);
  await expect(kept(page)).toHaveCount(0);
});

for (const width of [1280, 390])
  test(`what is said of it moves nothing below it, at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    const top = () =>
      trainButton(page).evaluate((button) => button.getBoundingClientRect().top + scrollY);
    const before = await top();
    // Any gesture; what it changes is kept a moment later, when one may be about to press something else.
    await page.getByRole("heading", { level: 1 }).click();
    await expect(kept(page)).toContainText("Kept on this device");
    expect(await top()).toBe(before);
  });

for (const [what, text, says] of [
  ["damaged", "kindred 1 00\n{}", "is damaged and cannot be read"],
  ["of a newer version", "kindred 2 00\n{}", "written by a newer Kindred"],
] as const)
  test(`a store that is ${what} is left as it is`, async ({ page }) => {
    await open(page);
    await load(page);
    await settled(page);
    await overwrite(page, /^document/, text);
    const before = await stored(page);
    await page.reload();
    await expect(kept(page)).toContainText(says);
    await trained(page);
    await tab(page, "For a person");
    await page.waitForTimeout(1000);
    expect(await stored(page)).toEqual(before);
    await kept(page).getByRole("button", { name: "Forget everything" }).click();
    await expect(kept(page)).toContainText("Everything is forgotten.");
    expect(await stored(page)).toEqual([]);
  });

test("with a file damaged, the model brings its data back", async ({ page }) => {
  await open(page);
  const [ratings] = twoCamps();
  const long = file("ratings.csv", `${ratings?.buffer}\n${"# nothing\n".repeat(20_000)}`);
  await page.getByLabel("Choose files").setInputFiles(long);
  await trained(page);
  await settled(page);
  const before = await titles(page);
  // The largest is what was dropped.
  await overwrite(page, /^(?!document)/, "damaged");
  await page.reload();
  await expect(kept(page)).toContainText("ratings.csv is damaged on this device, and lost.");
  await expect(page.locator("#data dl")).toContainText("People60");
  await expect.poll(() => titles(page)).toEqual(before);
});

test("without room the new data are not kept, and those from before are still there", async ({
  page,
  address,
}) => {
  await open(page);
  await load(page);
  await settled(page);
  const session = await page.context().newCDPSession(page);
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin: address });
  const quota = { origin: address, quotaSize: usage + 300_000 };
  await session.send("Storage.overrideQuotaForOrigin", quota);
  const [ratings] = twoCamps({ people: 70 });
  const large = file("large.csv", `${ratings?.buffer}\n${"# nothing\n".repeat(100_000)}`);
  await page.getByLabel("Choose files").setInputFiles(large);
  await expect(page.locator("#data dl")).toContainText("People70");
  await expect(kept(page)).toContainText(/large\.csv \(1\.\d.MB\) is not kept: there is no room/);
  await expect(kept(page)).toContainText("What was kept before stays until you open other data.");
  await page.reload();
  await expect(page.locator("#data dl")).toContainText("People60");
  await trained(page);
});

test("where there is no private folder, the database keeps", async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
  });
  await open(page);
  await load(page);
  await expect(kept(page)).toContainText("Kept on this device");
  await page.waitForTimeout(1500);
  expect(await stored(page)).toEqual([]);
  const before = await titles(page);
  await page.reload();
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await expect.poll(() => titles(page)).toEqual(before);
  await kept(page).getByRole("button", { name: "Forget everything" }).click();
  await page.reload();
  await expect(page.locator("#data .about")).toContainText(/invented/);
});

test("of two tabs the first keeps, unless one asks for the other", async ({ page, context }) => {
  await open(page);
  await load(page);
  await settled(page);
  const second = await context.newPage();
  await second.goto("/");
  await expect(second.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await expect(kept(second)).toContainText("Another tab of this page keeps");
  const [ratings] = twoCamps({ people: 20, items: 12 });
  await second.getByLabel("Choose files").setInputFiles([file("small.csv", `${ratings?.buffer}`)]);
  await expect(second.locator("#data dl")).toContainText("People20");
  await second.waitForTimeout(1000);
  await kept(second).getByRole("button", { name: "Keep from this tab" }).click();
  await expect(kept(page)).toContainText("Another tab of this page keeps");
  await settled(second);
  await second.close();
  await page.reload();
  await expect(page.locator("#data dl")).toContainText("People20");
});

test("an address with data of its own is shown, and what was kept before stays", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await settled(page);
  await page.goto("/#sample=interests");
  await page.reload();
  await expect(page.locator("#data .about")).toBeVisible();
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toHaveCount(0);
  await page.waitForTimeout(1500);
  await page.goto("/#data=ratings.csv+and+1+more&view=map");
  await page.reload();
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Map" })).toHaveAttribute("aria-selected", "true");
});

test("in a frame nothing is kept, unless its address asks for it", async ({
  page,
  address,
  watch,
}) => {
  for (const asks of ["", "&keep"]) {
    const body = `<iframe src="${address}/#embed&view=you${asks}" width="600" height="500"></iframe>`;
    await withPage(page, body, async () => {
      const frame = page.frameLocator("iframe");
      await expect(frame.locator("#panel .ranking li").first()).toBeVisible();
      await frame.locator("#panel button").first().click();
      const inner = page.frames()[1];
      if (!inner) throw new Error("the host has no frame");
      if (asks) await expect.poll(async () => (await stored(inner)).length).toBeGreaterThan(0);
      else {
        await page.waitForTimeout(1500);
        expect(await stored(inner)).toEqual([]);
      }
    });
  }
  // The host itself.
  watch.requests = watch.requests.filter((url) => url.startsWith(address));
});
