// The package and the page where they are guests: on pages of other origins, and in frames that have none.

import { expect, test, type Watch } from "./fixtures.ts";
import { withPackageElsewhere, withPage } from "./steps.ts";

/** A script that trains on the sample and says what it found by the function `tell`. */
const training = (root: string, tell: string) => `
  <script type="module">
    const tell = ${tell};
    try {
      const { createEngine } = await import("${root}client.js");
      const engines = await Promise.all([createEngine(), createEngine()]);
      for (const engine of engines) await engine.loadSample("films");
      const fitted = await engines[1].fit({ model: "item_knn" });
      const [item] = await engines[1].findItems("", { n: 1 });
      tell(String((await fitted.similarItems(item.id, { n: 3 })).length));
      for (const engine of engines) engine.close();
    } catch (error) { tell(error.name + ": " + error.message); }
  </script>`;

/** Takes the requests to this origin out of those that the watch saw, and gives their paths. */
function requestsTo(watch: Watch, origin: string): string[] {
  const there = watch.requests.filter((url) => url.startsWith(origin));
  watch.requests = watch.requests.filter((url) => !url.startsWith(origin));
  return there.map((url) => url.slice(origin.length));
}

test("the package works from another origin, and several engines share what they start from", async ({
  page,
  watch,
}) => {
  await withPackageElsewhere(async (root) => {
    const body = training(root, "(text) => { document.title = text; }");
    await withPage(page, body, async (host) => {
      await expect(page).toHaveTitle("3");
      const asked = requestsTo(watch, root).filter((name) => !name.startsWith("client"));
      expect(asked.sort()).toEqual(["kindred_bg.wasm", "kindred_later.wasm", "worker.js"]);
      requestsTo(watch, host);
    });
  });
});

test("the package works in a sandboxed frame, which has no origin", async ({ page, watch }) => {
  await withPackageElsewhere(async (root) => {
    const inner = training(root, "(text) => parent.postMessage(text, '*')");
    const body = `<script>addEventListener("message", ({ data }) => { document.title = data; });</script>
      <iframe sandbox="allow-scripts" title="Sandboxed" srcdoc="${inner.replaceAll('"', "&quot;")}"></iframe>`;
    await withPage(page, body, async (host) => {
      await expect(page).toHaveTitle("3");
      requestsTo(watch, root);
      requestsTo(watch, host);
    });
  });
});

test("a package that cannot be fetched says so, and can be fetched later", async ({
  page,
  watch,
}) => {
  await withPackageElsewhere(async (root) => {
    await withPage(page, "", async (host) => {
      const tries = () =>
        page.evaluate(async (address) => {
          const { createEngine } = (await import(
            address
          )) as typeof import("../../www/engine/client.ts");
          return createEngine().then(
            () => "started",
            (error: Error) => `${error.name}: ${error.message}`,
          );
        }, `${root}client.js`);
      const module = `${root}kindred_bg.wasm`;
      await page.route(module, (route) => route.abort());
      expect(await tries()).toMatch(
        /^StartError: Kindred could not be fetched from .*_bg\.wasm \(/,
      );
      await page.unroute(module);
      expect(await tries()).toBe("started");
      // The refusal was meant.
      watch.errors = watch.errors.filter((text) => !text.includes("ERR_FAILED"));
      requestsTo(watch, root);
      requestsTo(watch, host);
    });
  });
});
