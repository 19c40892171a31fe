import type { Locator } from "@playwright/test";
import { dataSet, drop, file, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  compare,
  faults,
  lines,
  load,
  open,
  options,
  overflow,
  set,
  showPerson,
  tab,
  train,
  trained,
} from "./steps.ts";

test("the first visit shows recommendations without a single action", async ({ page }) => {
  const begun = Date.now();
  await open(page);
  console.log(`  first recommendations after ${Date.now() - begun} ms`);
  await expect(lines(page)).toHaveCount(10);
  await expect(page.locator("#data .about")).toContainText(/invented/);
  await expect(page.locator("#panel .meaning")).toContainText(/score/);
  const scores = await page.locator("#panel .ranking .score span").allTextContents();
  const numbers = scores.map(Number.parseFloat);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
});

test("dropped files are read, joined and reported", async ({ page }) => {
  await open(page);
  const [ratings, movies] = twoCamps();
  if (!ratings || !movies) throw new Error("twoCamps makes two files");
  const broken = file("ratings.csv", `${ratings.buffer}\n7,3,excellent,1000000001\n`);
  await drop(page.locator("#data .drop"), [broken, movies]);
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("People60");
  await expect(report).toContainText("Items40");
  await expect(report).toContainText("Scale1 to 5");
  await report.getByText("1 line skipped").click();
  await expect(report.locator(".skipped li")).toContainText(
    /ratings\.csv, line 1,602, field 3:\s+expected a number, found excellent/,
  );
  await report.getByText("2 files, and what each was taken for").click();
  await expect(report).toContainText("movies.csv");
});

test("training on one's own file draws the loss, and the lists follow the tastes in it", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Epochs: "60" });
  await train(page);
  await expect(page.getByRole("img", { name: /^Training .* by epoch/ })).toBeVisible();

  await showPerson(page, "17");
  await expect(page.locator(".beside")).toContainText("27 in all");
  // Person 17 is of the camp that likes the sea.
  for (const title of await lines(page)
    .locator(".what button")
    .allTextContents()
    .then((t) => t.slice(0, 3))) {
    expect(title).toMatch(/^Sea/);
  }

  await page.locator("#panel .chip").first().waitFor({ state: "attached" });
  await page.getByText("Categories", { exact: false }).first().click();
  await page.getByRole("button", { name: "Sea: shown" }).click();
  await page.getByRole("button", { name: "Sea: only these" }).click();
  await expect(lines(page).first()).toContainText("Land");
  await expect(lines(page).locator(".what button").filter({ hasText: "Sea," })).toHaveCount(0);
});

test("MovieLens 100K is trained and searched", async ({ page }) => {
  const path = dataSet("ml-100k.zip");
  test.skip(!path, "ml-100k.zip is not installed");
  await open(page);
  await page.getByLabel("Choose files").setInputFiles(path ?? "");
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("Ratings100,000");
  await expect(report).toContainText("People943");
  await expect(report).toContainText("Films1,682");
  await choose(page, /^Matrix factorization/i);
  await train(page);
  await expect(page.getByRole("img", { name: /^Training .* by epoch/ })).toBeVisible();
  await showPerson(page, "196");
  await expect(lines(page)).toHaveCount(10);
  await page.getByRole("tab", { name: "Similar films" }).click();
  await page.getByRole("combobox", { name: "Search for a film" }).fill("star wars");
  await options(page).filter({ hasText: "Star Wars (1977)" }).click();
  await expect(page.getByRole("heading", { name: "Similar to Star Wars (1977)" })).toBeVisible();
  await expect(lines(page).filter({ hasText: "Empire Strikes Back" })).toHaveCount(1);
});

test("Stop ends training between two steps, and the model from before still answers", async ({
  page,
}) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "256", Epochs: "1000" });
  await page
    .locator("#train")
    .getByRole("button", { name: /^Train/ })
    .click();
  await expect(page.locator("#training")).toBeVisible();
  // The worker answers questions in the meantime.
  await page.getByRole("tab", { name: "Similar films" }).click();
  await expect(lines(page)).toHaveCount(10);
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await expect(page.locator("#train .note")).toHaveText(
    "Stopped training. The model from before still answers.",
  );
  await page.getByRole("tab", { name: "For a person" }).click();
  await expect(lines(page)).toHaveCount(10);
});

test("a worker that hangs is replaced on Stop, and the data are still there", async ({ page }) => {
  const started = page.waitForEvent("worker");
  await open(page);
  const worker = await started;
  worker
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});
  const next = page.waitForEvent("worker");
  await page
    .locator("#train")
    .getByRole("button", { name: /^Train/ })
    .click();
  await page.locator("#train").getByRole("button", { name: "Stop" }).click();
  await next;
  await expect(page.locator("#train .note")).toContainText("Stopped training");
  await page
    .locator("#train")
    .getByRole("button", { name: /^Train/ })
    .click();
  await expect(page.locator("#train .result")).toBeVisible();
  await expect(lines(page)).toHaveCount(10);
});

test("a file that cannot be read is explained where it was dropped, and the earlier data stay", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await drop(page.locator("#data .drop"), [file("shopping.txt", "milk\nbread\nbutter\n")]);
  const alert = page.locator("#data").getByRole("alert");
  await expect(alert).toContainText("shopping.txt");
  await expect(alert).toContainText("The data from before are still here.");
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await train(page);
  await expect(lines(page)).toHaveCount(10);
});

test("a setting outside its range says so beside the field", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Factors: "0" });
  await expect(page.getByLabel("Factors", { exact: true })).toHaveAccessibleDescription(
    /Needed: .*; found 0\./,
  );
  await expect(page.locator("#train").getByRole("button", { name: /^Train/ })).toBeDisabled();
  await page.getByRole("button", { name: "Back to the defaults" }).click();
  await expect(page.locator("#train").getByRole("button", { name: /^Train/ })).toBeEnabled();
});

test("one's own ratings bring recommendations of their own", async ({ page }) => {
  await open(page);
  await load(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Epochs: "60" });
  await train(page);
  await page.getByRole("tab", { name: "For you" }).click();
  const search = page.getByRole("combobox", { name: "Add something you know" });
  for (const title of ["Land, part 2 ", "Land, part 4 ", "Land, part 6 "]) {
    await search.fill(title.trim());
    await options(page).filter({ hasText: title }).first().click();
    await expect(page.locator(".own")).toContainText(title.trim());
  }
  await expect(lines(page).first()).toContainText("Land");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("recommended-for-you.csv");
  // They say they dislike the land after all.
  for (const select of await page.locator(".own select").all()) await select.selectOption("1");
  await expect(lines(page).first()).toContainText("Sea");
});

test("two models are measured side by side", async ({ page }) => {
  await open(page);
  await load(page);
  for (const model of [/^Popularity/i, /^Matrix factorization/i]) {
    await choose(page, model);
    await compare(page);
    await expect(
      page.locator("#measure tbody tr").filter({ hasText: model.source.slice(1) }),
    ).toBeVisible();
  }
  await expect(page.locator("#measure thead")).toContainText("RMSE");
  // In two camps the same list for everybody loses to factors.
  await expect(page.locator("#measure tbody tr").nth(1)).toContainText("best");
  const rmse = await page.locator("#measure tbody tr td.number:nth-of-type(1)").allTextContents();
  expect(Number.parseFloat(rmse[1] ?? "")).toBeLessThan(Number.parseFloat(rmse[0] ?? ""));
});

test("lists are judged by what was liked, if asked, and only like is compared with like", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await choose(page, /^Random walk/i);
  const rows = page.locator("#measure tbody tr");
  for (const [at, found] of (["all", "liked"] as const).entries()) {
    await page.getByLabel("What a list should find").selectOption(found);
    await compare(page);
    await expect(rows).toHaveCount(2 * (at + 1));
  }
  const liked = rows.filter({ hasText: "what was liked" });
  await expect(liked).toHaveCount(2);
  await expect(rows.nth(0)).not.toContainText("what was liked");
  const ndcg = (row: Locator) => row.locator("td.number").nth(1).innerText();
  expect(await ndcg(rows.nth(0))).not.toEqual(await ndcg(liked.nth(0)));
  // Each of the two comparisons has a best of its own.
  const best = rows.filter({ has: page.locator("td.number:nth-of-type(2).best") });
  await expect(best).toHaveCount(2);
  await expect(best.filter({ hasText: "what was liked" })).toHaveCount(1);
});

test("a saved model opens again with its data and gives the same list", async ({ page }) => {
  await open(page);
  await load(page);
  await train(page);
  await showPerson(page, "17");
  const before = await lines(page).allTextContents();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the model" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^kindred-.*\.safetensors$/);
  const path = await saved.path();
  await page.reload();
  await trained(page);
  const { readFile } = await import("node:fs/promises");
  await page.getByLabel("Choose files").setInputFiles({
    name: saved.suggestedFilename(),
    mimeType: "application/octet-stream",
    buffer: await readFile(path),
  });
  await expect(page.locator("#data dl")).toContainText("People60");
  // What somebody turns to stays, also while the rest of the model comes.
  await showPerson(page, "17");
  await expect.poll(() => lines(page).allTextContents()).toEqual(before);
});

test("everything can be reached and done by keyboard", async ({ page }) => {
  await open(page);
  const focus = () => page.evaluate(() => document.activeElement?.id ?? "");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the recommendations" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Embed this" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("tab", { name: "For you" })).toBeFocused();

  // One's own first rating.
  await page.keyboard.press("Tab");
  await expect(page.locator(".stars input").first()).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("heading", { name: "Recommended for you" })).toBeVisible();
  await expect(page.locator(".stars input").first()).toBeFocused();

  // A person, by search.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "For a person" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox", { name: "Search for a person" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(options(page).first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  const active = await page
    .locator('[role="option"][aria-selected="true"]')
    .locator("span")
    .textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Recommended for ${active}` })).toBeVisible();

  // The tabs, by arrow keys.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Similar films" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Map" })).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.getByRole("tab", { name: "For you" })).toBeFocused();

  // From a recommendation to what is similar to it: the focus goes along.
  await lines(page).first().locator("button").focus();
  await page.keyboard.press("Enter");
  await expect.poll(focus).toBe("similar");

  // Training, by keyboard alone.
  await page.getByLabel("Which model").focus();
  await page.keyboard.press("ArrowDown");
  await page
    .locator("#train")
    .getByRole("button", { name: /^Train/ })
    .focus();
  await page.keyboard.press("Space");
  await expect(page.locator("#train .result")).toBeVisible();
});

test("the map names the item under the pointer and goes by arrow keys", async ({ page }) => {
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await train(page);
  await page.getByRole("tab", { name: "Map" }).click();
  const map = page.locator("#map");
  await expect(map).toBeVisible();
  await map.focus();
  await page.keyboard.press("ArrowRight");
  const title = page.locator(".under button");
  await expect(title).not.toBeEmpty();
  const first = await title.textContent();
  await page.keyboard.press("ArrowLeft");
  await expect(title).not.toHaveText(first ?? "");
  const here = (await title.textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Similar to ${here}` })).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds no serious fault in any tab (${scheme})`, async ({ page }) => {
    // Five analyses of a large page take their time on a busy machine.
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await open(page);
    await choose(page, /^Matrix factorization/i);
    await train(page);
    const ground = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    const brightness = Number(/\d+/.exec(ground)?.[0]);
    if (scheme === "dark") expect(brightness).toBeLessThan(60);
    else expect(brightness).toBeGreaterThan(200);
    await page.locator(".parameters summary").click();
    await compare(page);
    await expect(page.locator("#measure table")).toBeVisible();
    for (const name of ["For a person", "For you", "Similar films", "Map"]) {
      await tab(page, name);
      if (name === "For you") {
        await page.getByRole("combobox", { name: "Add something you know" }).fill("the");
        await expect(options(page).first()).toBeVisible();
      }
      expect(await faults(page), name).toEqual([]);
    }
  });
}

test("nothing scrolls sideways at 390 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await choose(page, /^Matrix factorization/i);
  await train(page);
  await page.locator(".parameters summary").click();
  await compare(page);
  await expect(page.locator("#measure table")).toBeVisible();
  for (const name of ["For a person", "For you", "Similar films", "Map"]) {
    await tab(page, name);
    await page.waitForTimeout(100);
    expect(await overflow(page), name).toBe(0);
  }
});

test("the page makes no request once it has loaded", async ({ page, watch }) => {
  await open(page);
  const before = watch.requests.length;
  await load(page);
  await train(page);
  await compare(page);
  await expect(page.locator("#measure table")).toBeVisible();
  await page.getByRole("button", { name: "People and interests" }).click();
  await expect(page.locator("#data dl")).toContainText("People15");
  expect(watch.requests.slice(before).filter((url) => !url.startsWith("blob:"))).toEqual([]);
});

test("the sample of people and interests recommends as in the book it is from", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("button", { name: "People and interests" }).click();
  await expect(page.locator("#data dl")).toContainText("People15");
  await choose(page, /^Similar people/);
  await page.locator(".parameters summary").click();
  await page.getByLabel("Similarity", { exact: true }).selectOption("cosine");
  await train(page);
  await showPerson(page, "0");
  await expect(lines(page).locator(".what button").first()).toHaveText("MapReduce");
  await expect(lines(page).locator(".score span").first()).toHaveText("0.567");
});
