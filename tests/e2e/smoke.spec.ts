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

/** Asks for another origin, and gives the policy's directive that refused it. */
const reachOut = () =>
  new Promise<string>((resolve) => {
    addEventListener("securitypolicyviolation", (event) =>
      resolve(`${(event as SecurityPolicyViolationEvent).violatedDirective} refused it`),
    );
    fetch("https://example.com/").then(
      () => resolve("it went out"),
      // Without a policy the request fails too, where there is no network: only the event above proves one.
      () => setTimeout(() => resolve("it went out and found no network"), 1000),
    );
  });

test("neither the page nor its worker can reach another origin", async ({ page, watch }) => {
  const started = page.waitForEvent("worker");
  await page.goto("/");
  expect(await page.evaluate(reachOut)).toBe("connect-src refused it");
  expect(await (await started).evaluate(reachOut)).toBe("connect-src refused it");
  // Provoked on purpose: the watch need not report what this test asked for.
  watch.errors.length = 0;
  watch.requests.length = 0;
});
