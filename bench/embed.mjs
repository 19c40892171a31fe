// npm run bench:embed: the examples of examples/embed/ in headless Chromium: how long until the first list, how much the page moves
// meanwhile (CLS), what is fetched, and that nothing is fetched after that. A request then, or a page that moves, ends it with 1.
//
//     npm run bench:embed
//     npm run bench:embed -- --json

import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "../scripts/build.mjs";
import { serve } from "../scripts/serve.mjs";
import { Failure, inRoot, main } from "../scripts/steps.mjs";
import { launch } from "./page.mjs";

const FOLDER = "examples/embed";

/** What counts as a page that does not move: what web.dev calls good is 0.1. */
const STILL = 0.01;

/** How long to wait after a gesture for requests that should not come, in milliseconds. */
const PATIENCE = 1000;

await main(async () => {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  await build();
  const server = await serve(inRoot("."));
  const chrome = await launch();
  const rows = [];
  try {
    for (const name of readdirSync(inRoot(FOLDER)).filter((file) => file.endsWith(".html")))
      rows.push(await measured(chrome, `${server.address}${FOLDER}/${name}`, name));
  } finally {
    await chrome.close();
    await server.close();
  }
  if (values.json) console.log(JSON.stringify(rows));
  else console.table(Object.fromEntries(rows.map(({ example, ...figures }) => [example, figures])));
  const moved = rows.filter((row) => row.cls > STILL || row.requestsAfter > 0);
  if (moved.length > 0)
    throw new Failure(`Moves, or asks for more: ${moved.map((row) => row.example).join(", ")}.`);
});

/** One visit with an empty cache, and a few gestures. */
async function measured(chrome, address, example) {
  const page = await chrome.newPage();
  const seen = { requests: 0, bytes: 0 };
  page.context().on("request", (request) => {
    // A blob is in memory.
    if (!request.url().startsWith("blob:") && !request.url().startsWith("data:"))
      seen.requests += 1;
  });
  page.on("response", (response) => {
    seen.bytes += Number(response.headers()["content-length"] ?? 0);
  });
  await page.addInitScript(watch);
  await page.goto(address);
  await page.waitForFunction(() => window.measured.ready === window.measured.elements());
  const firstList = await page.evaluate(() => window.measured.at);
  const before = seen.requests;
  await use(page);
  await page.waitForTimeout(PATIENCE);
  const cls = await page.evaluate(() => window.measured.shift);
  const requestsAfter = seen.requests - before;
  await page.close();
  return {
    example,
    firstListMs: Math.round(firstList),
    cls: Math.round(cls * 1e4) / 1e4,
    requests: before,
    bytes: seen.bytes,
    requestsAfter,
  };
}

/** In the page, before its own scripts: when every element shows its list, and how much has moved that nobody has touched. */
function watch() {
  const measured = {
    ready: 0,
    at: 0,
    shift: 0,
    elements: () => document.querySelectorAll("kindred-recommender").length || Number.NaN,
  };
  window.measured = measured;
  // The events do not bubble, but they come by on their way down.
  document.addEventListener(
    "ready",
    () =>
      requestAnimationFrame(() => {
        measured.ready += 1;
        measured.at = performance.now();
      }),
    true,
  );
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) measured.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** Goes from a list to another, rates something, or walks on the map. */
async function use(page) {
  const element = page.locator("kindred-recommender").first();
  const map = element.locator("canvas");
  const stars = element.getByRole("radio", { name: "5 of 5" });
  if (await map.count()) {
    await map.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
  } else if (await stars.count()) await stars.first().check();
  else await element.locator(".ranking li").nth(1).getByRole("button").first().click();
  await element.locator(".ranking li").first().waitFor();
}
