// What the page's address asks for.

import type { Page } from "@playwright/test";
import { twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  focused,
  lines,
  load,
  open,
  overflow,
  set,
  showPerson,
  tab,
  train,
  trained,
  withPage,
} from "./steps.ts";

/** What stands after “#” in the address, once it says this. */
async function says(page: Page, hash: string | RegExp): Promise<void> {
  await expect.poll(() => page.evaluate(() => location.hash.replace(/^#/, ""))).toMatch(hash);
}

const selected = (page: Page) => page.locator("[role=tab][aria-selected=true]");
const length = (page: Page) => page.evaluate(() => history.length);

test("the address names model, view, item and length, and back and forward follow it", async ({
  page,
}) => {
  await page.goto("/#model=item_knn&view=similar&n=4");
  await expect(lines(page)).toHaveCount(4);
  await expect(page.getByRole("tab", { name: /^Similar/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await expect(page.locator("#explore .by")).toContainText("by Similar films");
  const first = await page.locator("#similar").textContent();
  const title = (await lines(page).first().getByRole("button").textContent()) ?? "";
  await page.evaluate((item) => {
    location.hash = `#model=item_knn&view=similar&n=3&item=${encodeURIComponent(item)}`;
  }, title.trim());
  await expect(lines(page)).toHaveCount(3);
  await expect(page.locator("#similar")).toContainText(title.trim());
  await page.goBack();
  await expect(lines(page)).toHaveCount(4);
  await page.goForward();
  await expect(page.locator("#similar")).not.toHaveText(first ?? "");
  await expect(lines(page)).toHaveCount(3);
});

test("while the page is used the address says what is shown; another view or item is another entry", async ({
  page,
}) => {
  await open(page);
  await says(page, /^$/);
  const entries = await length(page);
  await page.getByLabel("Length of the lists").selectOption("20");
  await says(page, /^n=20$/);
  expect(await length(page), "the length is a small change").toBe(entries);
  await page.getByLabel("Length of the lists").selectOption("10");
  await tab(page, /^Similar/);
  await says(page, /^view=similar&item=[^&]+$/);
  expect(await length(page), "the item that one begins with is no entry of its own").toBe(
    entries + 1,
  );
  const first = await page.locator("#similar").textContent();
  await lines(page).nth(1).getByRole("button").first().click();
  await expect(page.locator("#similar")).not.toHaveText(first ?? "");
  expect(await length(page)).toBe(entries + 2);

  await page.goBack();
  await expect(page.locator("#similar")).toHaveText(first ?? "");
  await expect(lines(page)).toHaveCount(10);
  await page.goBack();
  await expect(selected(page)).toHaveText("For you");
  await page.goForward();
  await page.goForward();
  await expect(page.locator("#similar")).not.toHaveText(first ?? "");

  // A reload comes to the same.
  const [address, list] = [page.url(), await lines(page).allTextContents()];
  await page.reload();
  await expect(lines(page)).toHaveText(list);
  expect(page.url()).toBe(address);
});

test("the address names the model that answers and its settings, and going back keeps it", async ({
  page,
}) => {
  await open(page);
  await tab(page, /^Similar/);
  await choose(page, /^Alternating/i);
  await set(page, { Factors: "7", Seed: "9" });
  await says(page, /^view=similar&item=[^&]+$/);
  await train(page);
  await says(page, /^model=als\+factors=7\+seed=9&view=similar&item=[^&]+$/);
  const list = await lines(page).allTextContents();
  await page.goBack();
  await expect(selected(page)).toHaveText("For you");
  await says(page, /^model=als\+factors=7\+seed=9$/);
  await expect(page.locator("#explore .by")).toContainText(/by (Alternating|ALS)/i);
  await page.goForward();
  await says(page, /view=similar/);
  await page.goto("about:blank");
  await page.goBack();
  await expect(lines(page)).toHaveText(list);
});

test("a link to what is shown already reads and trains nothing again", async ({ page }) => {
  await page.goto("/#model=als+factors%3D8");
  await trained(page);
  const result = await page.locator("#train .result").textContent();
  const jobs = page.locator("#training, #reading");
  await page.evaluate(() => {
    const seen = window as unknown as { jobs: number };
    seen.jobs = 0;
    new MutationObserver(() => {
      if (document.querySelector("#training, #reading")) seen.jobs++;
    }).observe(document.body, { childList: true, subtree: true });
    location.hash = "model=als+factors=8&view=similar&n=5";
  });
  await expect(lines(page)).toHaveCount(5);
  await expect(jobs).toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { jobs: number }).jobs)).toBe(0);
  await expect(page.locator("#train .result")).toHaveText(result ?? "");
  // Another model is trained on the same data.
  await page.evaluate(() => {
    location.hash = "model=item_knn&view=similar&n=5";
  });
  await expect(page.locator("#explore .by")).toContainText("by Similar films");
});

test("of a visitor's file the address has the name alone, and its link says what is needed", async ({
  page: own,
  browser,
}) => {
  await open(own);
  await load(own);
  await showPerson(own, "2");
  await says(own, /^data=ratings\.csv\+and\+1\+more&view=recommend&person=2$/);
  const list = await lines(own).allTextContents();
  const link = own.url();

  // Somebody else has nothing kept.
  const stranger = async () => {
    const page = await browser.newPage({ serviceWorkers: "block" });
    await page.goto(link);
    return page;
  };
  let page = await stranger();
  const note = () => page.getByText("This link is about the data “ratings.csv and 1 more”");
  await expect(note()).toBeVisible();
  await trained(page);
  await expect(page).toHaveURL(link);
  const picking = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose the file" }).click();
  await (await picking).setFiles(twoCamps());
  await expect(page.getByRole("heading", { name: "Recommended for 2", exact: true })).toBeVisible();
  await expect(lines(page)).toHaveText(list);
  await expect(note()).toHaveCount(0);
  await expect(page).toHaveURL(link);

  await page.close();
  page = await stranger();
  await page.getByRole("button", { name: "Go on without it" }).press("Enter");
  await expect(note()).toHaveCount(0);
  expect(await focused(page)).not.toBe("body");
  await says(page, /^$/);
  await page.close();
});

test("going back does not give up files for a sample", async ({ page }) => {
  await open(page);
  await tab(page, /^Similar/);
  await load(page);
  await says(page, /^data=ratings\.csv/);
  await page.goBack();
  await says(page, /^data=ratings\.csv/);
  await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
});

test("the address has nothing of what the visitor rated", async ({ page }) => {
  await open(page);
  const before = page.url();
  await page.getByRole("radio", { name: "5 of 5" }).first().check();
  await expect(page.getByText("From 1 rating of yours")).toBeVisible();
  expect(page.url()).toBe(before);
});

test("a person with signs of an address in the name is in it, and comes back", async ({ page }) => {
  const odd = "a&b=c#d%20<u>+é";
  const rows = Array.from(
    { length: 90 },
    (_, i) => `${i % 9 === 0 ? odd : `p${i % 9}`},i${(i * 7) % 20},${(i % 5) + 1}`,
  );
  const files = [
    {
      name: "ratings.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`user,item,rating\n${rows.join("\n")}`),
    },
  ];
  await open(page);
  await load(page, files);
  await showPerson(page, odd);
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByLabel("Choose files").setInputFiles(files);
  await expect(page.getByRole("heading", { name: `Recommended for ${odd}` })).toBeVisible();
  await expect(page).toHaveURL(link);
  expect(await page.locator("#panel u").count()).toBe(0);
});

test("a link to a part of the page asks for nothing", async ({ page }) => {
  await page.goto("/#data");
  await trained(page);
  await expect(lines(page)).toHaveCount(10);
});

for (const view of ["recommend", "similar", "you", "map", "train", "all"]) {
  test(`embedded, ${view} stands alone in a small frame`, async ({ page }) => {
    await page.setViewportSize({ width: 300, height: 200 });
    await page.goto(`/#embed&model=als&view=${view}&theme=dark`);
    if (view === "map") await expect(page.locator("canvas")).toBeVisible();
    else if (view === "train")
      await expect(page.getByRole("button", { name: /^Train/ })).toBeEnabled();
    else await expect(page.locator("#panel .ranking li")).toHaveCount(10);
    await expect(page.locator("header, footer, #data, #measure")).toHaveCount(0);
    expect(await overflow(page)).toBe(0);
    await expect(page.locator("section").first()).toHaveCSS("background-color", "rgb(28, 32, 36)");
  });
}

test("in a sandboxed frame the address is kept", async ({ page, address, watch }) => {
  const body = `<iframe sandbox="allow-scripts" title="Kindred" width="400" height="300" src="${address}#embed&view=similar&n=3"></iframe>`;
  await withPage(page, body, async (host) => {
    await expect(page.frameLocator("iframe").locator(".ranking li")).toHaveCount(3);
    await expect(page.frameLocator("iframe").locator("header, footer")).toHaveCount(0);
    watch.requests = watch.requests.filter((url) => !url.startsWith(host));
    watch.errors = watch.errors.filter((text) => !/from origin 'null'|ERR_FAILED/.test(text));
  });
});

for (const [what, hash, says] of [
  ["files of another origin", "src=https://example.com/a.csv", "own origin"],
  ["files of a script", "src=javascript:alert(1)", "own origin"],
  [
    "a view with markup",
    "view=<img src=x onerror=alert(1)>",
    "found “<img src=x onerror=alert(1)>”",
  ],
  ["a model of a prototype", "model=__proto__", "found “__proto__”"],
  ["a setting of a prototype", "model=als constructor=1", "“constructor” is no setting"],
  ["no number", "n=-1e999", "n is a whole number"],
  ["data with markup", "data=<img src=x onerror=alert(1)>", "“<img src=x onerror=alert(1)>”"],
  ["a person with markup", "view=recommend&person=<img src=x onerror=alert(1)>", "<img src=x"],
  ["signs that stand for nothing", "view=%E0%A4%A&n=3", "The view is one of"],
  ["a sample that does not exist", "sample=../../secret", "secret"],
]) {
  test(`an address with ${what} is refused in words`, async ({ page, watch }) => {
    for (const embed of ["", "embed&"]) {
      await page.goto("about:blank");
      await page.goto(`/#${embed}${encodeURI(hash ?? "")}`);
      await expect(page.getByText(says ?? "").first()).toBeVisible();
    }
    expect(await page.locator("img").count()).toBe(0);
    // The page goes on working.
    await page.goto("about:blank");
    await page.goto("/");
    await trained(page);
    await tab(page, "Map");
    expect(watch.requests.filter((url) => url.includes("example.com"))).toEqual([]);
  });
}
