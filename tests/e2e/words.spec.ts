// What the page says is true of the data it has: ratings on an odd scale, counts, and pairs of products.

import { bookCrossing, dataSet, drop, file, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { choose, lines, open, options, train } from "./steps.ts";

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
  // Each bar holds twice the counts of the one before, so that most of them can be seen.
  expect(heights.length).toBeGreaterThan(15);
  expect(heights.filter((h) => h > 2).length).toBeGreaterThan(12);
  await report.getByText("The values, and the picture as a file").click();
  const places = report.locator("tbody th");
  await expect(places.nth(0)).toHaveText("1 to under 2");
  await expect(places.nth(1)).toHaveText("2 to under 4");
  await choose(page, /^Similar artists/i);
  await train(page);
  await expect(lines(page)).toHaveCount(10);
  await expect(page.locator("#panel")).not.toContainText(/rating/i);
  await expect(page.locator("#train .result")).toContainText("choices");
});

test("jokes can be read in full, by keyboard too", async ({ page }) => {
  await read(page, "jester-5k.zip");
  const labels = await page.locator("#data .chart .tick").allTextContents();
  expect(labels).toContain("-10");
  for (const label of labels) expect(label).toMatch(/^-?\d+$/);
  await expect(page.locator("#data .chart")).not.toHaveAttribute("aria-label", /\d\.\d{3}/);
  await choose(page, /^Popularity/i);
  await train(page);
  const long = lines(page).locator("details.whole").first();
  await expect(long).toBeVisible();
  await long.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(long.locator("p")).toBeVisible();
  // The longest joke of the list is there to its end.
  const texts = await page.locator("#panel .whole p").allTextContents();
  expect(Math.max(...texts.map((text) => text.length))).toBeGreaterThan(300);
  for (const text of texts) expect(text).not.toMatch(/…$/);
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

/** What the page says, save the names of things in the data. */
const said = (page: import("@playwright/test").Page) => page.locator("#app").innerText();

test("people and items are called what the file calls them", async ({ page }) => {
  await open(page);
  const rows = `${twoCamps()[0]?.buffer}`.split("\n").slice(1);
  const under = (header: string) => [file("ratings.csv", [header, ...rows].join("\n"))];
  for (const [files, person, people, item, items] of [
    [under("customer_id,sku,rating,time"), "a customer", "Customers", "a product", "products"],
    [under("listener,track,rating,time"), "a listener", "Listeners", "a track", "tracks"],
    [under("userId,movieId,rating,timestamp"), "a person", "People", "a film", "films"],
    [under("Kunde,Artikel,Bewertung,time"), "a customer", "Customers", "an article", "articles"],
    [bookCrossing(), "a reader", "Readers", "a book", "books"],
  ] as const) {
    await page.getByLabel("Choose files").setInputFiles([...files]);
    await expect(page.locator("#data .job")).toBeHidden();
    await expect(page.locator("#data dl")).toContainText(people);
    const counted = items.charAt(0).toUpperCase() + items.slice(1);
    await expect(page.locator("#data dl")).toContainText(counted);
    await choose(page, new RegExp(`^Similar ${items}`, "i"));
    await train(page);
    await expect(page.locator("#train .result")).toContainText(items);
    for (const tab of [`For ${person}`, "For you", `Similar ${items}`, "Map"]) {
      await page.getByRole("tab", { name: tab }).click();
      await expect(page.locator("#panel .skeleton")).toHaveCount(0);
      // Light and dark are different things in dark mode.
      expect(await page.locator("#panel").innerText()).not.toMatch(/\b(darker|lighter|brighter)\b/);
      // “Item” and “person” are for data that say no more.
      const words = await page.locator("#explore").innerText();
      expect(words, `${items} in ${tab}`).not.toMatch(/\bitems?\b/i);
      if (people !== "People")
        expect(words, `${people} in ${tab}`).not.toMatch(/\b(person|people)\b/i);
    }
    await page.getByRole("tab", { name: `Similar ${items}` }).click();
    await expect(page.getByRole("combobox", { name: `Search for ${item}` })).toBeVisible();
    await page.getByRole("tab", { name: `For ${person}` }).click();
    await expect(page.getByRole("combobox", { name: `Search for ${person}` })).toBeVisible();
  }
});

test("product data never speak of films", async ({ page }) => {
  const path = dataSet("meta_Gift_Cards.json.gz");
  await open(page);
  const rows = `${twoCamps()[0]?.buffer}`.split("\n").slice(1);
  const products = file("ratings.csv", ["user_id,product_id,rating,time", ...rows].join("\n"));
  for (const files of [products, ...(path ? [path] : [])]) {
    await page.getByLabel("Choose files").setInputFiles(files as string);
    await expect(page.locator("#data .job")).toBeHidden();
    await expect(page.locator("#data dl")).toContainText("Products");
    await choose(page, /^Popularity/i);
    await train(page);
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await expect(page.locator("#panel .skeleton")).toHaveCount(0);
      expect(await said(page)).not.toMatch(/Letterboxd|IMDb|Goodreads/);
    }
  }
});

test("known sets raise no choice of columns", async ({ page }) => {
  test.slow();
  await open(page);
  const sets = ["ml-100k.zip", "jester-5k.zip", "hetrec2011-lastfm-2k.zip", "ml-latest-small.zip"];
  for (const set of sets.flatMap((name) => dataSet(name) ?? [])) {
    await page.getByLabel("Choose files").setInputFiles(set);
    await expect(page.locator("#data .report h3")).toContainText(set.split("/").at(-1) ?? "");
    await expect(page.locator("#data .job")).toBeHidden();
    await expect(page.locator("#columns"), set).toHaveCount(0);
  }
  await page.getByLabel("Choose files").setInputFiles(bookCrossing());
  await expect(page.locator("#data .report h3")).toContainText("BX-Books.csv");
  await expect(page.locator("#data .job")).toBeHidden();
  await expect(page.locator("#columns")).toHaveCount(0);
  await expect(page.locator("#data dl")).toContainText("Readers40");
  await expect(page.locator("#data dl")).toContainText("Books60");
  await expect(page.locator("#data dl")).toContainText("Scale5 to 10");
  await train(page);
  await expect(lines(page).first()).toBeVisible();
});

test("a search goes by words, without accents, and the best known stands first", async ({
  page,
}) => {
  await read(page, "ml-latest-small.zip");
  await choose(page, /^Similar films/i);
  await train(page);
  await page.getByRole("tab", { name: "Similar films" }).click();
  const search = page.getByRole("combobox", { name: "Search for a film" });
  for (const [query, first] of [
    ["the matrix", "Matrix, The (1999)"],
    ["star wars", "Star Wars: Episode IV - A New Hope (1977)"],
    ["STAR WA", "Star Wars: Episode IV - A New Hope (1977)"],
    ["amelie", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"],
    ["amélie poul", "Amelie (Fabuleux destin d'Amélie Poulain, Le) (2001)"],
    ["lord of the rings fellow", "Lord of the Rings: The Fellowship of the Ring, The (2001)"],
    ["spiderman", "Spider-Man (2002)"],
    ["godfather", "Godfather, The (1972)"],
  ] as const) {
    await search.fill(query);
    await expect(options(page).first().locator("span"), query).toHaveText(first);
  }
  await search.fill("atrix");
  await expect(page.locator(".combobox .nothing")).toBeVisible();
});

test("the best ones are whole titles, and typing on finds them sooner", async ({ page }) => {
  await open(page);
  await drop(page.locator("#data .drop"), twoCamps());
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
  await train(page);
  await page.getByRole("tab", { name: "Similar items" }).click();
  const search = page.getByRole("combobox", { name: "Search for an item" });
  await search.fill("part 1");
  await expect(options(page).first().locator("span")).toHaveText("Sea, part 1 (1999)");
  await search.fill("land 12");
  await expect(options(page)).toHaveCount(1);
  await expect(options(page).first().locator("span")).toHaveText("Land, part 12 (1999)");
});
