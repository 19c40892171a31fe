// What the page's address asks for.

import { expect, test } from "./fixtures.ts";
import { lines, overflow, tab, trained, withPage } from "./steps.ts";

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
