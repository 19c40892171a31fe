import { serve } from "../../scripts/serve.mjs";
import { inRoot } from "../../scripts/steps.mjs";
import { expect, test } from "./fixtures.ts";

test("the JavaScript package starts from its own files, without a bundler", async ({
  page,
  watch,
}) => {
  const server = await serve(inRoot("lib"));
  try {
    await page.route(server.address, (route) =>
      route.fulfill({
        contentType: "text/html",
        body: "<!doctype html><title>Another page</title>",
      }),
    );
    await page.goto(server.address);
    const close = await page.evaluate(async (address) => {
      const { createEngine } = await import(address);
      const engine = await createEngine();
      return typeof engine.close;
    }, `${server.address}client.js`);
    expect(close).toBe("function");
    await expect
      .poll(() => watch.requests)
      .toEqual(
        expect.arrayContaining([`${server.address}worker.js`, `${server.address}kindred_bg.wasm`]),
      );
    watch.requests = watch.requests.filter((url) => !url.startsWith(server.address));
  } finally {
    await server.close();
  }
});
