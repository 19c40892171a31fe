// npm run test:browsers: what must work in every browser, on the production build, and one table of it.
//
//     npm run test:browsers
//     npm run test:browsers -- --browser firefox

import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { ensureBrowser, ensureOtherBrowsers } from "./setup.mjs";
import { Failure, isMain, main, run } from "./steps.mjs";

const NAMES = ["chromium", "firefox", "webkit"];

/**
 * Runs `tests/browsers`, in one browser or in all that this machine has.
 *
 * @param {{ browser?: string }} [options]
 * @returns {Promise<string[]>} the names of the browsers that this machine cannot have
 */
export async function testBrowsers({ browser } = {}) {
  await build();
  const { chromium } = await ensureBrowser();
  const there = { chromium, ...(await ensureOtherBrowsers()) };
  const missing = NAMES.filter((name) => !there[name]);
  if (browser && missing.includes(browser))
    throw new Failure(
      `${browser} is missing: install it (Debian: apt install firefox-esr webkit2gtk-driver xvfb) and run the command again.`,
    );
  const chosen = browser ? [browser] : NAMES.filter((name) => there[name]);
  const config = ["--config", "tests/browsers/vitest.config.ts"];
  await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...config, ...chosen], {
    env: { ...process.env, CHROMIUM: chromium },
    show: true,
    what: "The page in every browser",
  });
  return browser ? [] : missing;
}

function options() {
  try {
    const { values } = parseArgs({ options: { browser: { type: "string" } } });
    if (values.browser === undefined || NAMES.includes(values.browser)) return values;
  } catch {
    // An unknown option: the usage says which one there is.
  }
  throw new Failure(
    `npm run test:browsers takes only --browser NAME, with NAME one of ${NAMES.join(", ")}.`,
  );
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const missing = await testBrowsers(options());
    if (missing.length > 0) console.log(`\nNot on this machine: ${missing.join(", ")}.`);
  });
}
