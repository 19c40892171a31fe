// What must work in every browser, written once. Another flow is another entry of the list.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { twoCamps } from "../e2e/data.ts";
import type { Look, Point } from "./driver.ts";
import type { Tab } from "./tab.ts";

/** Where things are served. */
export interface Places {
  /** The built page. */
  page: string;
  /** Ends the server of the built page. */
  cut: () => Promise<void>;
  /** The page as one file, in its folder. */
  oneFile: string;
  /** Somebody's page with the element, which comes from another origin. */
  host: string;
}

/** Something a person does, from an opened browser to what is seen. */
export interface Flow {
  name: string;
  /** What this visitor asks of every page. */
  look?: Look;
  run(tab: Tab, places: Places): Promise<void>;
}

const PHONE = { width: 390, height: 844 };

/** The lines of the list in the present tab. */
const LINES = "#panel .ranking li";

export const FLOWS: Flow[] = [
  {
    name: "first list",
    async run(tab, { page }) {
      await tab.open(page);
      await trained(tab);
      const lines = await tab.counts(LINES, 10);
      expect(new Set(lines).size).toBe(10);
    },
  },
  {
    name: "drop",
    async run(tab, { page }) {
      await opened(tab, page);
      await dropped(tab);
      await tab.reads("#data dl", /People\s*60/);
      await tab.click("tab", "For a person");
      expect((await tab.counts(LINES, 10)).join()).toMatch(/Sea|Land/);
    },
  },
  {
    name: "keep",
    async run(tab, { page }) {
      await opened(tab, page);
      await dropped(tab);
      const list = await tab.counts(LINES, 10);
      await kept(tab);
      await tab.open(page);
      await tab.sees("heading", /^ratings\.csv/);
      await trained(tab);
      await tab.until("list from before", async () => {
        return String(await tab.counts(LINES, 10)) === String(list);
      });
    },
  },
  {
    name: "offline",
    async run(tab, { page, cut }) {
      await opened(tab, page);
      await dropped(tab);
      const list = await tab.counts(LINES, 10);
      await kept(tab);
      await tab.until("service worker", () =>
        tab.driver.run(() => navigator.serviceWorker.controller?.state === "activated"),
      );
      await cut();
      await tab.open(page);
      await tab.sees("heading", /^ratings\.csv/);
      await trained(tab);
      await tab.until("list from before", async () => {
        return String(await tab.counts(LINES, 10)) === String(list);
      });
      await tab.fill("#model-name", "Popularity");
      await tab.click("button", /^Train Popularity/);
      await tab.reads("#train .result", /^Popularity: trained on/);
    },
  },
  {
    name: "interrupted training",
    async run(tab, { page }) {
      await opened(tab, page);
      await dropped(tab);
      await kept(tab);
      const before = await keptBytes(tab);
      // The longest training that the form offers for so few ratings: it is to last until somebody stops it.
      await tab.fill("#model-name", "SVD++");
      await tab.press("#panel-settings summary");
      await tab.fill("#param-factors", "1024");
      await tab.fill("#param-epochs", "10000");
      await tab.click("button", /^Train SVD/);
      // Its state is kept after some seconds.
      await tab.until("checkpoint", async () => (await keptBytes(tab)) > before + 300e3);
      await tab.open(page);
      await tab.reads("#train .job", /interrupted .* goes on after epoch \d+ of 10000/);
      await tab.click("button", "Stop");
      await tab.reads("#train .note", /^Stopped training\./);
      await tab.counts(LINES, 10);
    },
  },
  {
    name: "train",
    async run(tab, { page }) {
      await opened(tab, page);
      await tab.fill("#model-name", "Popularity");
      await tab.click("button", /^Train Popularity/);
      await tab.reads("#train .result", /^Popularity: trained on/);
      await tab.counts(LINES, 10);
    },
  },
  {
    name: "stop",
    async run(tab, { page }) {
      await opened(tab, page);
      const before = await tab.text("#train .result");
      await tab.fill("#model-name", "Matrix factorization");
      await tab.press("#panel-settings summary");
      await tab.fill("#param-factors", "256");
      await tab.fill("#param-epochs", "10000");
      await tab.click("button", /^Train Matrix/);
      await tab.reads("#train .job .hint", /epoch \d/);
      await tab.click("button", "Stop");
      await tab.reads("#train .note", /^Stopped training\./);
      await tab.gone("#train .job");
      expect(await tab.text("#train .result")).toBe(before);
      expect(await tab.driver.run(() => document.activeElement?.tagName)).not.toBe("BODY");
      await tab.counts(LINES, 10);
    },
  },
  {
    name: "save and open",
    async run(tab, { page }) {
      await opened(tab, page);
      await dropped(tab);
      await tab.fill("#model-name", "Popularity");
      await tab.click("button", /^Train Popularity/);
      await tab.reads("#train .result", /^Popularity: trained on/);
      await tab.click("tab", "For a person");
      const lines = await tab.counts(LINES, 10);
      const path = await saved(tab);
      await opened(tab, page);
      await tab.choose("#data input[type=file]", path);
      await tab.sees("heading", "a saved model");
      await tab.click("tab", "For a person");
      expect(await tab.counts(LINES, 10)).toEqual(lines);
    },
  },
  {
    name: "element",
    async run(tab, { host }) {
      await tab.open(host);
      await tab.sees("heading", "Similar to Sea, part 3 (1999)");
      for (const line of await tab.counts(".ranking li", 5)) expect(line).toContain("Sea");
      await tab.click("button", /^Sea, part/);
      await tab.sees("heading", /^Similar to Sea, part (?!3 )/);
    },
  },
  {
    name: "several workers",
    async run(tab, { host }) {
      await tab.open(host);
      const seen = await tab.driver.run(withWorkers);
      expect(seen).toMatchObject({ same: true, workers: [1, 3], lost: [] });
    },
  },
  {
    name: "one file",
    async run(tab, { oneFile }) {
      await opened(tab, oneFile);
      await dropped(tab);
      const path = await saved(tab);
      await opened(tab, oneFile);
      await tab.choose("#data input[type=file]", path);
      await tab.sees("heading", "a saved model");
      await tab.counts(LINES, 10);
    },
  },
  {
    name: "dark, reduced motion",
    look: { dark: true, reducedMotion: true },
    async run(tab, { page }) {
      await tab.open(page);
      expect(await matches(tab, "(prefers-color-scheme: dark)")).toBe(true);
      expect(await matches(tab, "(prefers-reduced-motion: reduce)")).toBe(true);
      const moving = () => document.getAnimations().filter((a) => a.playState === "running").length;
      expect(await tab.driver.run(moving)).toBe(0);
      await trained(tab);
      expect(await tab.driver.run(moving)).toBe(0);
      const { ground, ink } = await colours(tab);
      expect(ground).toBeLessThan(60);
      expect(ink).toBeGreaterThan(180);
    },
  },
  {
    name: "forced colours",
    look: { forcedColors: true },
    async run(tab, { page }) {
      await opened(tab, page);
      expect(await matches(tab, "(forced-colors: active)")).toBe(true);
      const outlined = () => {
        const tab = document.querySelector('[role="tab"][aria-selected="true"]');
        return tab ? getComputedStyle(tab).outlineStyle : "no tab";
      };
      expect(await tab.driver.run(outlined)).toBe("solid");
    },
  },
  {
    name: "390 pixels",
    async run(tab, { page }) {
      await tab.open(page, PHONE);
      expect(await tab.driver.run(() => innerWidth)).toBe(PHONE.width);
      await trained(tab);
      await fitsInEveryTab(tab);
    },
  },
  {
    name: "touch",
    look: { touch: true },
    async run(tab, { page }) {
      await tab.open(page, PHONE);
      await trained(tab);
      await tab.tap("tab", "For you");
      await tab.driver.touch([await tab.middle(".starters .stars label:last-child")]);
      await tab.sees("heading", "Recommended for you");
      await tab.driver.touch([await tab.middle("#panel .ranking .link")]);
      await tab.sees("heading", /^Similar to /);
      await tab.tap("tab", "Map");
      await fingersMoveTheMap(tab);
      // The first tap on a dot says what it is, the second shows what is similar.
      const { x, y } = await tab.middle("#map");
      await tab.driver.touch([{ x, y }]);
      const title = await tab.reads("#panel .under button", /\w/);
      await tab.driver.touch([{ x, y }]);
      await tab.sees("heading", `Similar to ${title}`);
      await fitsInEveryTab(tab);
    },
  },
  {
    name: "text of 200 %",
    async run(tab, { page }) {
      await opened(tab, page);
      await tab.driver.run(() => {
        document.documentElement.style.fontSize = "200%";
      });
      await fitsInEveryTab(tab);
    },
  },
];

/** Opens the page and waits for its first list. */
async function opened(tab: Tab, address: string): Promise<void> {
  await tab.open(address);
  await trained(tab);
  await tab.counts(LINES, 10);
}

/** Waits until the present data have a model that answers, whose result says so. */
async function trained(tab: Tab, result = /\w/): Promise<void> {
  // Where the machine is busy the page expects a long training, and waits to be asked.
  await tab.until("training", async () => {
    if (result.test(await tab.text("#train .result"))) return true;
    if (/Training takes about/.test(await tab.text("#explore .by")))
      await tab.press("#explore .by button.main");
    return false;
  });
  await tab.gone("#training");
}

/** Drops ratings with titles, and waits for the model that is trained of itself. */
async function dropped(tab: Tab): Promise<void> {
  await tab.drop("#data .drop", twoCamps());
  await tab.sees("heading", /^ratings\.csv/);
  await trained(tab, /by 60 people/);
}

/** Waits until what the page shows is kept: what came before may have been first, so that nothing may be added for a while. */
async function kept(tab: Tab): Promise<void> {
  let [bytes, since] = [Number.NaN, Date.now()];
  await tab.until("what is kept", async () => {
    const found = await keptBytes(tab);
    if (found !== bytes) [bytes, since] = [found, Date.now()];
    return bytes > 0 && Date.now() - since > 1500;
  });
}

/** Bytes that the page says it keeps. */
async function keptBytes(tab: Tab): Promise<number> {
  const [, number, unit = ""] = /([\d.]+)\s*([kM]?B)/.exec(await tab.text("#kept")) ?? [];
  return Number(number) * ({ B: 1, kB: 1e3, MB: 1e6 }[unit] ?? Number.NaN);
}

/** Saves the model; gives the path of the file. */
async function saved(tab: Tab): Promise<string> {
  const { downloads } = tab.driver;
  const there = () => readdirSync(downloads).filter((name) => name.endsWith(".safetensors"));
  const before = there();
  await tab.click("button", "Save the model");
  return tab.until("saved file", async () => {
    const name = there().find((one) => !before.includes(one));
    const path = name && join(downloads, name);
    return path && statSync(path).size > 1000 ? path : undefined;
  });
}

/** Nothing scrolls sideways, whatever is shown. */
async function fitsInEveryTab(tab: Tab): Promise<void> {
  for (const name of ["For a person", "For you", "Similar films", "Map"]) {
    await tab.click("tab", name);
    await tab.until(`tab ${name}`, () =>
      tab.driver.run(
        (name: string) =>
          document.querySelector('[role="tab"][aria-selected="true"]')?.textContent?.trim() ===
          name,
        name,
      ),
    );
    const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await tab.driver.run(over), `pixels over the edge, ${name}`).toBe(0);
  }
}

/** Two fingers stretch the map, and then one pushes it, not the page. */
async function fingersMoveTheMap(tab: Tab): Promise<void> {
  const map = () => {
    const canvas = document.querySelector<HTMLCanvasElement>("#map");
    return { zoomed: canvas?.className === "zoomed", picture: canvas?.toDataURL(), at: scrollY };
  };
  const way = (from: Point, dx: number, dy: number) =>
    Array.from({ length: 6 }, (_, i) => ({ x: from.x + dx * i, y: from.y + dy * i }));
  const { x, y } = await tab.middle("#map");
  await tab.driver.touch(way({ x: x - 20, y }, -14, 0), way({ x: x + 20, y }, 14, 0));
  await tab.until("map that fingers have stretched", async () => {
    return (await tab.driver.run(map)).zoomed;
  });
  const before = await tab.driver.run(map);
  await tab.driver.touch(way({ x, y }, 8, 16));
  const pushed = await tab.until("map that a finger has pushed", async () => {
    const now = await tab.driver.run(map);
    return now.picture === before.picture ? undefined : now;
  });
  expect(pushed.at).toBe(before.at);
  await tab.tap("button", "All");
  await tab.until("whole map", async () => !(await tab.driver.run(map)).zoomed);
}

const matches = (tab: Tab, query: string) =>
  tab.driver.run((query: string) => matchMedia(query).matches, query);

/** The red of the ground and of the text, from 0 to 255. */
async function colours(tab: Tab): Promise<{ ground: number; ink: number }> {
  const [ground, ink] = await tab.driver.run(() => [
    getComputedStyle(document.documentElement).backgroundColor,
    getComputedStyle(document.body).color,
  ]);
  const red = (colour = "") => Number(/\d+/.exec(colour)?.[0]);
  return { ground: red(ground), ink: red(ink) };
}

/** Runs in the page: one worker and three train the same, with the package that the page's element comes from. */
async function withWorkers() {
  const element = document.querySelector<HTMLScriptElement>("script[src]")?.src;
  // The test's own import would be that of the tests.
  const load = Function("address", "return import(address)");
  const { createEngine } = (await load(
    new URL("client.js", element).href,
  )) as typeof import("../../www/engine/client.ts");
  let rows = "user,item,rating\n";
  for (let user = 0; user < 1200; user++)
    for (let item = 0; item < 150; item++)
      if ((user * 31 + item * 17 + ((user * item) % 7)) % 5 === 0)
        rows += `u${user},i${item},${1 + ((user + item * user) % 5)}\n`;
  const models: Uint8Array[] = [];
  const teams = [];
  for (const workers of [1, 3]) {
    const engine = await createEngine({ workers });
    await engine.load({ name: "ratings.csv", bytes: new Blob([rows]) });
    const fitted = await engine.fit({ model: "als", epochs: 300 });
    models.push(await fitted.save());
    teams.push(fitted.report.team);
    engine.close();
  }
  return {
    same: String(models[0]) === String(models[1]),
    workers: teams.map((team) => team?.workers),
    lost: teams.flatMap((team) => team?.lost ?? []),
  };
}
