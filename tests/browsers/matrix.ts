import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../scripts/serve.mjs";
import { inRoot } from "../../scripts/steps.mjs";
import { twoCamps } from "../e2e/data.ts";
import type { Driver, Launch } from "./driver.ts";
import { FLOWS, type Places } from "./flows.ts";
import { Tab } from "./tab.ts";

/** Tests every flow in one browser, which is started once for each look. */
export function matrix(browser: string, launch: Launch): void {
  describe(browser, () => {
    let places: Omit<Places, "page" | "cut">;
    let leave: () => Promise<void>;
    let driver: Driver | undefined;

    beforeAll(async () => {
      [places, leave] = await made();
      driver = await launch();
      console.log(`${browser}: ${driver?.version}`);
    });
    afterAll(async () => {
      await driver?.close();
      await leave();
    });

    for (const { name, look, run } of FLOWS) {
      test(name, async (context) => {
        const own = look ? await launch(look) : undefined;
        const used = look ? own : driver;
        if (!used) return context.skip(`${browser} has no such look`);
        // Nothing is kept yet at an address that nobody has been at.
        const page = await serve(inRoot("dist"));
        try {
          const tab = new Tab(used);
          await run(tab, { ...places, page: page.address, cut: page.close });
          expect(await tab.errors()).toEqual([]);
        } finally {
          await own?.close();
          await page.close();
        }
      });
    }
  });
}

/** Serves a page with the element; gives the places, and what ends it. */
async function made(): Promise<[Omit<Places, "page" | "cut">, () => Promise<void>]> {
  const folder = mkdtempSync(join(tmpdir(), "kindred-host-"));
  const files = await serve(inRoot("lib"), { shared: true });
  const host = await serve(folder);
  for (const { name, buffer } of twoCamps()) writeFileSync(join(folder, name), buffer);
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><title>A host</title><link rel="icon" href="data:,">
<script type="module" src="${files.address}element.js"></script>
<kindred-recommender src="ratings.csv movies.csv" model="item_knn" view="similar" item="3" n="5"></kindred-recommender>`,
  );
  const places = {
    oneFile: pathToFileURL(inRoot("dist", "kindred.html")).href,
    host: host.address,
  };
  return [
    places,
    async () => {
      for (const server of [files, host]) await server.close();
      rmSync(folder, { recursive: true });
    },
  ];
}
