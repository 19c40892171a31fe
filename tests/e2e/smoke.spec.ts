import { expect, test } from "./fixtures.ts";

test("the page opens, names itself, and runs its core in a worker", async ({ page, watch }) => {
  const worker = page.waitForEvent("worker");
  await page.goto("/");
  await expect(page).toHaveTitle(/Kindred/);
  await worker;
  await expect
    .poll(() => watch.requests.some((url) => url.endsWith(".wasm")), "the core is fetched")
    .toBe(true);
});

test("the Content-Security-Policy stops a request to another origin", async ({ page, watch }) => {
  await page.goto("/");
  const outcome = await page.evaluate(() =>
    fetch("https://example.com/").then(
      () => "it went out",
      () => "refused",
    ),
  );
  expect(outcome).toBe("refused");
  await expect
    .poll(() => watch.errors.join("\n"))
    .toContain("connect-src refused https://example.com");
  // Provoked on purpose: the watch need not report what this test asked for.
  watch.errors.length = 0;
  watch.requests.length = 0;
});
