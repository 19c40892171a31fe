// Chromium by its own protocol, Firefox by WebDriver BiDi.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, {
  type ElementHandle,
  type EvaluateFunc,
  type LaunchOptions,
} from "puppeteer-core";
import type { Driver, Look } from "./driver.ts";
import { middle } from "./finding.ts";

/** Milliseconds between two places of a finger, and until one that has moved is lifted. */
const FRAME = 16;
const REST = 200;

/** Starts Chromium. */
export async function chromium(executablePath: string, look: Look = {}): Promise<Driver> {
  const driver = await puppet(look, {
    browser: "chrome",
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  const { page, downloads } = driver;
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: downloads,
  });
  // Puppeteer's own call knows no forced colours.
  await session.send("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: look.dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: look.reducedMotion ? "reduce" : "no-preference" },
      { name: "forced-colors", value: look.forcedColors ? "active" : "none" },
    ],
  });
  return driver;
}

/** Starts Firefox. */
export function firefox(executablePath: string, look: Look = {}): Promise<Driver> {
  return puppet(look, {
    browser: "firefox",
    executablePath,
    extraPrefsFirefox: {
      "ui.systemUsesDarkTheme": look.dark ? 1 : 0,
      "ui.prefersReducedMotion": look.reducedMotion ? 1 : 0,
      // 2 is “always”, as with a high-contrast theme; 1 is “never”.
      "browser.display.document_color_use": look.forcedColors ? 2 : 1,
    },
  });
}

async function puppet({ touch = false }: Look, options: LaunchOptions) {
  const downloads = mkdtempSync(join(tmpdir(), "kindred-downloads-"));
  const start = () =>
    puppeteer.launch({
      headless: true,
      timeout: 60_000,
      // What is slow is told by the flows, which know what they wait for.
      protocolTimeout: 60_000,
      ...options,
      extraPrefsFirefox: {
        ...options.extraPrefsFirefox,
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
      },
    });
  // Its first start reads the whole program from the disk, on a machine that may have just built everything.
  const browser = await start().catch((error: Error) => {
    console.warn(`${options.browser} is started once more: ${error.message}`);
    return start();
  });
  const page = await browser.newPage();
  // Whoever leaves a page that asks whether to leave it means to.
  page.on("dialog", (dialog) => void dialog.accept());
  return {
    page,
    downloads,
    version: await browser.version(),
    async open(address, viewport) {
      await page.setViewport({ ...viewport, hasTouch: touch });
      await page.goto(address);
    },
    run: (work, ...args) => page.evaluate(work as EvaluateFunc<typeof args>, ...args) as never,
    async find(finder, ...args) {
      const found = (
        await page.evaluateHandle(finder as EvaluateFunc<typeof args>, ...args)
      ).asElement();
      if (!found) return undefined;
      const element = found as ElementHandle<HTMLInputElement>;
      return {
        click: () => element.click(),
        choose: (path) => element.uploadFile(path),
        middle: () => element.evaluate(middle),
      };
    },
    async touch(...ways) {
      const fingers = [];
      for (const [start] of ways)
        if (start) fingers.push(await page.touchscreen.touchStart(start.x, start.y));
      for (const step of ways[0]?.keys() ?? [])
        for (const [at, finger] of fingers.entries()) {
          const to = ways[at]?.[step];
          if (to && step > 0) await finger.move(to.x, to.y);
          await new Promise((resolve) => setTimeout(resolve, FRAME));
        }
      // A finger that is lifted on its way throws what it holds, and the next tap would only catch it.
      if (ways.some((way) => way.length > 1))
        await new Promise((resolve) => setTimeout(resolve, REST));
      for (const finger of fingers) await finger.end();
    },
    async close() {
      await browser.close();
      rmSync(downloads, { recursive: true });
    },
  } satisfies Driver & { page: unknown };
}
