// npm run screenshots: the pictures of README.md, from the built page with the film sample and three ratings.

import { chromium } from "@playwright/test";
import { build } from "./build.mjs";
import { serve } from "./serve.mjs";
import { ensureBrowser } from "./setup.mjs";
import { inRoot, main } from "./steps.mjs";

/** File, width, height and pixels per CSS pixel of each picture. */
const PICTURES = [
  ["screenshot.png", 1280, 860, 1],
  ["screenshot-phone.png", 390, 844, 2],
];

/** How many stars each of the first items gets. */
const RATINGS = [5, 2, 4];

await main(async () => {
  await build();
  const { chromium: executablePath } = await ensureBrowser();
  const server = await serve(inRoot("dist"));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  for (const [name, width, height, deviceScaleFactor] of PICTURES) {
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor });
    await page.goto(server.address);
    await page.locator("#train .result").waitFor({ state: "attached" });
    for (const [i, stars] of RATINGS.entries()) {
      const group = page.locator(".stars").nth(i);
      await group
        .getByRole("radio")
        .nth(stars - 1)
        .check();
    }
    await page.getByRole("heading", { name: "Recommended for you" }).waitFor();
    await page.mouse.move(0, 0);
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await page.screenshot({ path: inRoot("docs", name) });
    await page.close();
  }
  await browser.close();
  await server.close();
});
