// npm run bench:first: the built page in headless Chromium with an empty cache: milliseconds until the core has
// come and until the first list, from this machine and over an emulated slow mobile network. What takes longer than its bound
// ends it with 1.
//
//     npm run bench:first
//     npm run bench:first -- --runs 5 --json
//
// Files go out after brotli, as a host that is made for it sends them. The network is that which Lighthouse calls slow 4G: 150 ms
// there and back, 1.6 Mbit/s to the page and 0.75 from it.

import { parseArgs } from "node:util";
import { build } from "../scripts/build.mjs";
import { serve } from "../scripts/serve.mjs";
import { Failure, inRoot, main } from "../scripts/steps.mjs";
import { launch } from "./page.mjs";

const NETWORKS = {
  "this machine": { bound: 1000 },
  "slow 4G": { bound: 4000, latency: 150, down: 1600, up: 750 },
};

/** What the page says once the list is there. */
const SEEN = "first list";

await main(async () => {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "3" }, json: { type: "boolean", default: false } },
  });
  await build();
  const server = await serve(inRoot("dist"), { quality: 11 });
  const chrome = await launch();
  const rows = [];
  try {
    // A host has them compressed before anybody asks: the first visit of all is not measured.
    await visit(chrome, server.address, {});
    for (const [network, limits] of Object.entries(NETWORKS)) {
      const visits = [];
      while (visits.length < Number(values.runs))
        visits.push(await visit(chrome, server.address, limits));
      const median = (pick) => visits.map(pick).sort((a, b) => a - b)[visits.length >> 1];
      rows.push({
        network,
        coreMs: Math.round(median((visit) => visit.core)),
        firstListMs: Math.round(median((visit) => visit.list)),
        boundMs: limits.bound,
        requests: visits[0].requests,
        bytes: median((visit) => visit.bytes),
      });
    }
  } finally {
    await chrome.close();
    await server.close();
  }
  if (values.json) console.log(JSON.stringify(rows));
  else console.table(Object.fromEntries(rows.map(({ network, ...figures }) => [network, figures])));
  const late = rows.filter((row) => row.firstListMs > row.boundMs);
  if (late.length > 0)
    throw new Failure(`The first list comes late: ${late.map((row) => row.network).join(", ")}.`);
});

/** One visit with an empty cache. */
async function visit(chrome, address, { latency, down, up }) {
  const context = await chrome.newContext({ serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    const seen = { requests: 0, bytes: 0, core: 0 };
    await network.send("Network.enable");
    await network.send("Network.setCacheDisabled", { cacheDisabled: false });
    if (latency !== undefined) {
      const bytes = (kilobits) => (kilobits * 1000) / 8;
      await network.send("Network.emulateNetworkConditions", {
        offline: false,
        latency,
        downloadThroughput: bytes(down),
        uploadThroughput: bytes(up),
      });
    }
    network.on("Network.requestWillBeSent", ({ request }) => {
      if (request.url.startsWith("http")) seen.requests += 1;
    });
    network.on("Network.loadingFinished", ({ encodedDataLength }) => {
      seen.bytes += encodedDataLength;
    });
    await page.addInitScript(watch, SEEN);
    // The page says it: to be asked would cost it time while it starts.
    const said = page.waitForEvent("console", {
      predicate: (message) => message.text() === SEEN,
      timeout: 60_000,
    });
    await page.goto(address, { waitUntil: "commit" });
    await said;
    const [list, core] = await page.evaluate(() => {
      const entries = performance.getEntriesByType("resource");
      const core = entries.find(({ name }) => name.endsWith(".wasm"));
      return [window.firstList, core?.responseEnd ?? 0];
    });
    return { ...seen, list, core };
  } finally {
    await context.close();
  }
}

/** In the page, before its own scripts: when the list's first line is on the screen. */
function watch(seen) {
  const look = () => {
    if (document.querySelector("#panel .ranking li")) {
      requestAnimationFrame(() => {
        window.firstList = performance.now();
        console.debug(seen);
      });
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
