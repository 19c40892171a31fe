// The core comes in two parts: the first suffices for a first list, and the second is fetched when something of it is called.

import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { choose, hold, lines, open, train, withPackageElsewhere, withPage } from "./steps.ts";

// It would fetch every file, to have them without a network.
test.use({ serviceWorkers: "block" });

const isLater = (url: URL | string) => /\/kindred_later[^/]*\.wasm$/.test(`${url}`);

/** Ratings of a few of the items: of data where most are rated, several models would be tried. */
function few(): string {
  const rows = ["userId,movieId,rating,timestamp"];
  for (let person = 0; person < 100; person++)
    for (let item = 0; item < 120; item++)
      if ((person * 7 + item * 11) % 13 === 0)
        rows.push(`${person},${item},${1 + ((person + item) % 5)},${1e9 + person * item}`);
  return rows.join("\n");
}

/** The list of the present tab, with something in it. */
const listed = (page: Page) => expect(lines(page).first()).toBeVisible();

test("what the page shows first does not wait for the second part, and another model has it by then", async ({
  page,
  watch,
}) => {
  const release = await hold(page, isLater);
  await open(page);
  await listed(page);
  const come = page.waitForResponse((response) => isLater(response.url()));
  release();
  await come;
  await choose(page, /^Bayesian personalized/i);
  await train(page);
  await listed(page);
  expect(watch.requests.filter(isLater)).toHaveLength(1);
});

test("where the second part cannot be fetched the call says so, and once it can all goes on", async ({
  page,
  watch,
}) => {
  await withPackageElsewhere(async (root) => {
    await withPage(page, "", async (host) => {
      const later = `${root}kindred_later.wasm`;
      await page.route(later, (route) => route.abort());
      const text = few();
      const said = await page.evaluate(
        async ({ address, text }) => {
          const { createEngine } = (await import(
            address
          )) as typeof import("../../www/engine/client.ts");
          const engine = await createEngine();
          await engine.load(new File([text], "ratings.csv"));
          const fit = (model: string) =>
            engine.fit(model ? { model } : {}).then(
              async (fitted) => {
                await fitted.recommend("7", { n: 5 });
                return fitted.report.model;
              },
              (error: Error) => `${error.name}: ${error.message}`,
            );
          const said = [await fit(""), await fit("bpr")];
          Object.assign(globalThis, { fit });
          return said;
        },
        { address: `${root}client.js`, text },
      );
      expect(said[0]).toBe("hybrid");
      expect(said[1]).toMatch(
        /^PanicError: A part of Kindred could not be fetched from .*kindred_later\.wasm \(/,
      );
      await page.unroute(later);
      const again = await page.evaluate(() =>
        (globalThis as unknown as { fit(model: string): Promise<string> }).fit("bpr"),
      );
      expect(again).toBe("bpr");
      // The refusal was meant.
      watch.errors = watch.errors.filter((text) => !text.includes("ERR_FAILED"));
      watch.requests = watch.requests.filter(
        (url) => !url.startsWith(root) && !url.startsWith(host),
      );
    });
  });
});
