// From the drop to the list without a decision: what a visitor sees first, and what they have to do for it.

import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { dataSet, drop, file, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  faults,
  lines,
  load,
  open,
  overflow,
  showPerson,
  tab,
  train,
  trainButton,
  trained,
} from "./steps.ts";

/** The titles in the list of the present tab. */
const titles = (page: Page) => lines(page).locator(".link").allTextContents();

/** Reads a published data set, or skips the test by name. */
async function read(page: Page, name: string): Promise<void> {
  const path = dataSet(name);
  test.skip(!path, `${name} is not installed`);
  await page.getByLabel("Choose files").setInputFiles(path ?? "");
  await expect(page.locator("#data .report h3")).toContainText(name);
}

const box = async (page: Page, selector: string) => {
  const found = await page.locator(selector).first().boundingBox();
  if (!found) throw new Error(`${selector} is not to be seen`);
  return found;
};

for (const [width, height] of [
  [390, 844],
  [900, 900],
  [1280, 800],
  [1920, 1080],
] as const) {
  test(`the list comes first at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    const list = await box(page, "#panel .ranking");
    // Lines of it are in sight without scrolling.
    expect(list.y).toBeLessThan(height * 0.8);
    for (const part of ["#data", "#model", "#train", "#measure"]) {
      const other = await box(page, part);
      // Below it, or at its right.
      expect(other.y >= list.y || other.x >= list.x + list.width, part).toBe(true);
      if (width < 960) expect(other.y, part).toBeGreaterThan(list.y + list.height);
    }
    expect(await overflow(page)).toBe(0);
    // What is first on the screen is first for everybody else, too.
    const levels = await page
      .locator("h1, h2, h3")
      .evaluateAll((all) => all.map((h) => [Number(h.tagName[1]), h.textContent?.trim()] as const));
    expect(levels[0]?.[0]).toBe(1);
    expect(levels[1]).toEqual([2, "Recommendations"]);
    for (const [i, [level]] of levels.entries())
      expect(level - (levels[i - 1]?.[0] ?? 0), `${levels[i]}`).toBeLessThanOrEqual(1);
    const order = await page
      .locator("#tab-you, .stars input, #panel .ranking button, #files, #model-name")
      .evaluateAll((all) => [
        ...new Set(all.map((e) => e.id || e.parentElement?.className || e.tagName)),
      ]);
    expect(order.indexOf("tab-you")).toBe(0);
    expect(order.indexOf("what")).toBeLessThan(order.indexOf("files"));
    expect(order.indexOf("files")).toBeLessThan(order.indexOf("model-name"));
  });
}

for (const [width, height] of [
  [390, 844],
  [1280, 800],
  [1920, 1080],
] as const) {
  test(`nothing moves from the opening to the list at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => {
      const seen = { sum: 0, what: [] as string[] };
      Object.assign(window, { seen });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
            sources: { node?: Element }[];
          };
          if (hadRecentInput) continue;
          seen.sum += value;
          seen.what.push(
            `${value.toFixed(4)} ${sources.map(({ node }) => node?.id || node?.className || node?.nodeName)}`,
          );
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await open(page);
    await page.waitForTimeout(500);
    const seen = await page.evaluate(
      () => (window as unknown as { seen: { sum: number; what: string[] } }).seen,
    );
    console.log(`  layout shift at ${width} px: ${seen.sum.toFixed(4)}`);
    expect(seen.sum, seen.what.join("; ")).toBeLessThanOrEqual(0.02);
  });
}

test("dropped ratings are trained at once, and the list says what made it and why", async ({
  page,
}) => {
  await open(page);
  await read(page, "ml-100k.zip");
  await trained(page);
  await expect(lines(page)).toHaveCount(10);
  await expect(page.getByLabel("Which model")).toHaveValue("auto");
  const by = page.locator("#explore .by");
  await expect(by).toContainText("chosen for these data");
  const title = (await by.locator("b").textContent()) ?? "";
  await expect(page.locator("#train .result b")).toHaveText(title);
  await expect(page.locator("#explore .chosen")).toContainText(/Why this model: .{20,}\./);
  // Trained by hand it is the person's choice, and its name stands there.
  await choose(page, /^Popularity/i);
  await expect(by.locator("b")).toHaveText(title);
  await train(page);
  await expect(by).toHaveText("by Popularity");
  await expect(page.locator("#explore .chosen")).toHaveCount(0);
});

test("where a rule cannot know, what was measured is shown", async ({ page }) => {
  test.slow();
  await open(page);
  await read(page, "jester-5k.zip");
  const button = page.locator("#explore .by button.main");
  const result = page.locator("#train .result");
  await expect(button.or(result)).toBeVisible({ timeout: 60_000 });
  if (await button.isVisible()) await button.click();
  await expect(result).toBeVisible({ timeout: 120_000 });
  const chosen = page.locator("#explore .chosen");
  await chosen.locator("summary").click();
  const rows = chosen.locator("tbody tr");
  expect(await rows.count()).toBeGreaterThan(1);
  for (const figure of await rows.locator("td").allTextContents())
    expect(figure).toMatch(/^\d\.\d{4}$/);
  expect(await faults(page)).toEqual([]);
});

test("on a phone the list comes into sight when files have been chosen below it", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.locator("#data").scrollIntoViewIfNeeded();
  await page.locator("#data-title").evaluate((title) => title.scrollIntoView());
  await expect(page.locator("#explore-title")).not.toBeInViewport();
  await load(page);
  await expect(page.locator("#explore-title")).toBeInViewport();
  await expect(page.locator(".stars").first()).toBeInViewport();
});

test("files may be dropped anywhere on the page", async ({ page }) => {
  await open(page);
  await drop(page.locator("#panel .ranking"), twoCamps());
  await expect(page.locator("#data dl")).toContainText("People60");
  await trained(page);
  await expect(lines(page)).toHaveCount(10);
});

test("what is trained of itself makes way for what a person wants", async ({ page }) => {
  await open(page);
  await read(page, "ml-100k.zip");
  await expect(page.locator("#training")).toBeVisible();
  await page.getByRole("button", { name: "People and interests" }).click();
  await expect(page.locator("#data dl")).toContainText("People15");
  await trained(page);
  await expect(page.locator("#train .note")).toHaveCount(0);
  await expect(page.locator("#train").getByRole("alert")).toHaveCount(0);
});

test("a training that makes way for one's own export goes on after it", async ({ page }) => {
  await open(page);
  await read(page, "ml-100k.zip");
  await expect(page.locator("#training")).toBeVisible();
  await page
    .getByLabel("Choose your export")
    .setInputFiles(
      file(
        "ratings.csv",
        "Date,Name,Year,Letterboxd URI,Rating\n2024-05-01,Star Wars,1977,https://boxd.it/1,5\n",
      ),
    );
  await expect(page.getByRole("group", { name: "Your export" })).toContainText("1 rating");
  await trained(page);
  await expect(page.getByRole("heading", { name: "Recommended for you" })).toBeVisible();
  await expect(lines(page).first().locator(".detail")).toContainText("because of Star Wars");
});

test("where training takes long the page says how long, and waits to be asked", async ({
  page,
}) => {
  test.slow();
  const path = join(tmpdir(), `kindred-long-${process.pid}.csv`);
  const stream = createWriteStream(path);
  stream.write("userId,title,rating,timestamp\n");
  // Three million ratings by 200 000 people: what each of them costs by himself takes long on a quick machine, too.
  for (let block = 0; block < 20; block++) {
    const rows = Array.from({ length: 150_000 }, (_, i) => {
      const user = block * 10_000 + (i % 10_000);
      const item = (Math.floor(i / 10_000) * 61 + user * 7) % 9973;
      return `${user},Film ${item},${((user + item) % 5) + 1},${1e9 + i}\n`;
    });
    if (!stream.write(rows.join("")))
      await new Promise<void>((resolve) => stream.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => stream.end(() => resolve()));
  try {
    await open(page);
    await page.getByLabel("Choose files").setInputFiles(path);
    const by = page.locator("#explore .by");
    await expect(by).toContainText(/Training takes about \d+.* on this device\./, {
      timeout: 60_000,
    });
    await expect(page.locator("#training")).toBeHidden();
    await expect(page.locator("#train .result")).toBeHidden();
    await by.getByRole("button", { name: "Train the best for these data" }).click();
    await expect(page.locator("#training")).toBeVisible();
    await expect(by.locator(".stop")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("#train .note")).toHaveText("Stopped training.");
    await expect(by.getByRole("button", { name: /^Train/ })).toBeVisible();
  } finally {
    await rm(path);
  }
});

test("a list stands there before anything is trained", { tag: "@alone" }, async ({ page }) => {
  await open(page);
  await tab(page, "Similar films");
  await read(page, "ml-100k.zip");
  await expect(page.locator("#training")).toBeVisible();
  await expect(lines(page).first()).toBeVisible();
  await expect(page.locator("#training")).toBeVisible();
  await expect(page.getByRole("tab", { name: "For you" })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("#panel")).toContainText(
    "Until the model is trained: what has the most ratings.",
  );
  const counts = (await lines(page).locator(".score span").allTextContents()).map(Number);
  expect(counts[0]).toBe(583);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
});

test("the list becomes the visitor's own with the first touch, with reasons", async ({ page }) => {
  await open(page);
  await read(page, "ml-100k.zip");
  await trained(page);
  await expect(page.getByRole("heading", { name: "What most people love" })).toBeVisible();
  const before = await titles(page);
  expect(before).toHaveLength(10);
  const stars = page.locator(".stars").first();
  await expect(stars.getByRole("radio")).toHaveCount(5);
  const name = ((await stars.getAttribute("aria-label")) ?? "").replace("Rate ", "");
  await stars.getByRole("radio", { name: "5 of 5" }).check();
  await expect(page.getByRole("heading", { name: "Recommended for you" })).toBeVisible();
  expect(await titles(page)).not.toEqual(before);
  await expect(lines(page).first().locator(".detail")).toContainText(`because of ${name}`);
  await expect(page.locator(".own li")).toContainText([name]);
  await expect(stars.getByRole("radio", { name: "5 of 5" })).toBeFocused();
  // The keyboard changes it, and the list in “Your ratings” takes it back.
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByLabel(`Your rating of ${name}`)).toHaveValue("4");
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(page.getByRole("heading", { name: "What most people love" })).toBeVisible();
  await expect(stars.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect.poll(() => titles(page)).toEqual(before);
  // Others to begin with.
  await page.getByRole("button", { name: /show others/ }).click();
  await expect(page.locator(".stars").first()).not.toHaveAttribute("aria-label", `Rate ${name}`);
  // A stranger's list is one tab away.
  await tab(page, "For a person");
  await expect(lines(page)).toHaveCount(10);
});

test("choices are liked with one touch", async ({ page }) => {
  await open(page);
  await read(page, "hetrec2011-lastfm-2k.zip");
  await trained(page);
  const likes = page.locator(".starters").getByRole("button", { name: /^I like/ });
  await expect(likes).toHaveCount(4);
  await likes.first().click();
  await expect(likes.first()).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("heading", { name: "Recommended for you" })).toBeVisible();
  await expect(lines(page).first().locator(".detail")).toContainText("because of");
  await likes.first().click();
  await expect(page.getByRole("heading", { name: "What most listeners choose" })).toBeVisible();
});

test("the page opens on the view that suits the data", async ({ page }) => {
  await open(page);
  const tabs = () => page.getByRole("tab").allTextContents();
  const opened = () => page.getByRole("tab", { selected: true });
  expect((await tabs())[0]).toBe("For you");
  // Without titles the visitor knows nothing there.
  const [ratings] = twoCamps();
  await page.getByLabel("Choose files").setInputFiles([file("ratings.csv", `${ratings?.buffer}`)]);
  await trained(page);
  await expect(opened()).toHaveText("For a person");
  expect((await tabs())[0]).toBe("For a person");
  await expect(page.locator(".starters")).toHaveCount(0);
  // Pairs have no people.
  await read(page, "meta_Gift_Cards.json.gz");
  await trained(page);
  await expect(opened()).toHaveText("Similar products");
  await expect(lines(page)).toHaveCount(10);
  // Somebody's own export is about them.
  const rows = Array.from(
    { length: 30 },
    (_, i) => `2024-05-01,Film ${i},1999,https://boxd.it/${i},${(i % 5) + 1}`,
  );
  await page
    .getByLabel("Choose files")
    .setInputFiles(
      file("ratings.csv", ["Date,Name,Year,Letterboxd URI,Rating", ...rows].join("\n")),
    );
  await expect(opened()).toHaveText("For you");
});

test("the person shown first is a middling one with something left to be recommended", async ({
  page,
}) => {
  await open(page);
  await read(page, "ml-100k.zip");
  await trained(page);
  await tab(page, "For a person");
  await expect(lines(page)).toHaveCount(10);
  const all = Number(/(\d+) in all/.exec(await page.locator(".beside").innerText())?.[1]);
  // On average there are 106 ratings; the most are 737.
  expect(all).toBeGreaterThan(95);
  expect(all).toBeLessThan(118);
  // Three in ten people of Jester rated every joke.
  await read(page, "jester-5k.zip");
  await choose(page, /^Popularity/i);
  await train(page);
  await tab(page, "For a person");
  await expect(lines(page)).toHaveCount(10);
});

test("models stand in groups, those that suit the data first", async ({ page }) => {
  await open(page);
  const groups = () =>
    page
      .locator("#model-name optgroup")
      .evaluateAll((all) => all.map((g) => (g as HTMLOptGroupElement).label));
  const select = page.getByLabel("Which model");
  await expect(select.locator("option").first()).toHaveText("The best for these data (automatic)");
  expect(await groups()).toEqual([
    "For ratings – suits these data",
    "With side information – suits these data",
    "For choices",
    "For product pairs",
  ]);
  await read(page, "meta_Gift_Cards.json.gz");
  await trained(page);
  expect((await groups())[0]).toBe("For product pairs – suits these data");
  expect((await groups()).slice(1).join()).not.toContain("suits");
  await expect(page.locator("#model-name optgroup").first()).toContainText("Product pairs");
  await read(page, "hetrec2011-lastfm-2k.zip");
  await trained(page);
  expect((await groups())[0]).toBe("For choices – suits these data");
  // Every model is there once.
  const names = await select
    .locator("option")
    .evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBe(16);
});

test("what is said of a choice of model moves nothing that one is about to press", async ({
  page,
}) => {
  await open(page);
  const top = () =>
    trainButton(page).evaluate((button) => button.getBoundingClientRect().top + scrollY);
  // At once it says another model's name; what is unwise about it is found out meanwhile.
  await choose(page, /^Popularity/);
  await expect(trainButton(page)).toHaveText("Train Popularity");
  const before = await top();
  await expect(page.locator("#train .unwise").first()).toBeVisible();
  expect(await top()).toBe(before);
});

test("a setting that is unwise for the data is said to be", async ({ page }) => {
  await open(page);
  await load(page);
  await expect(page.locator("#train .unwise")).toHaveCount(0);
  await choose(page, /^Product pairs/i);
  await expect(page.locator("#train .unwise").first()).toHaveText(/\w.{20,}\./);
  await choose(page, /^The best/);
  await expect(page.locator("#train .unwise")).toHaveCount(0);
});

test("sliders steer the list, by keyboard too, and say what they do", async ({ page }) => {
  await open(page);
  await read(page, "ml-100k.zip");
  await trained(page);
  await showPerson(page, "196");
  await expect(lines(page)).toHaveCount(10);
  for (const [name, end] of [
    ["Popular or adventurous", "adventurous"],
    ["Alike or varied", "varied"],
  ] as const) {
    const before = await titles(page);
    const slider = page.getByRole("slider", { name });
    await slider.focus();
    await page.keyboard.press("End");
    await expect(slider).toHaveAttribute("aria-valuetext", `100% ${end}`);
    await expect(slider).toHaveAccessibleDescription(/To the right/);
    await expect.poll(() => titles(page)).not.toEqual(before);
    await expect(slider).toBeFocused();
    await page.keyboard.press("Home");
    await expect.poll(() => titles(page)).toEqual(before);
  }
  // They hold for the visitor's own list as well.
  await page.getByRole("slider", { name: "Popular or adventurous" }).press("End");
  await tab(page, "For you");
  await expect(page.getByRole("slider", { name: "Popular or adventurous" })).toHaveValue("1");
  const adventurous = await titles(page);
  await page.getByRole("slider", { name: "Popular or adventurous" }).press("Home");
  await expect.poll(() => titles(page)).not.toEqual(adventurous);
  // A model that does not know what is alike cannot vary it, and the page says so.
  await choose(page, /^Popularity/i);
  await train(page);
  const varied = page.getByRole("slider", { name: "Alike or varied" });
  await expect(varied).toBeDisabled();
  await expect(varied).toHaveAccessibleDescription(/does not know which films are alike/);
});

test("the documents are one link away, and need no network", async ({ page, context }) => {
  await open(page);
  const footer = page.getByRole("contentinfo");
  const links = await footer
    .getByRole("link")
    .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThanOrEqual(4);
  const source = links.find((link) => link.endsWith(".tar.gz")) ?? "";
  const archive = gunzipSync(await (await page.request.get(source)).body()).toString("latin1");
  for (const name of ["kindred/package.json", "kindred/src/lib.rs", "kindred/www/app.ts"])
    expect(archive).toContain(`${name}\0`);
  for (const link of links.filter((other) => other !== source)) {
    const document = await context.newPage();
    await document.goto(link);
    await expect(document.locator("h1")).toBeVisible();
    expect(await overflow(document), link).toBe(0);
    // Links between the documents lead somewhere, and pictures are there.
    for (const href of await document
      .locator("a")
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href)))
      if (href.startsWith(new URL(link).origin))
        expect((await document.request.get(href)).status(), href).toBe(200);
    for (const image of await document.locator("img").all())
      expect(await image.evaluate((i) => (i as HTMLImageElement).naturalWidth)).toBeGreaterThan(
        100,
      );
    await document.close();
  }
});
