// node scripts/icons.mjs: the icons of the installed page, from www/icon.svg.

import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { ICONS } from "./offline.mjs";
import { ensureBrowser } from "./setup.mjs";
import { inRoot, main } from "./steps.mjs";

/** How much of a maskable icon every shape of mask shows. */
const SAFE = 0.6;

await main(async () => {
  const { chromium: executablePath } = await ensureBrowser();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const svg = readFileSync(inRoot("www", "icon.svg")).toString("base64");
  mkdirSync(inRoot("www", "icons"), { recursive: true });
  for (const { file, size, purpose } of ICONS) {
    const masked = purpose === "maskable";
    const width = masked ? size * SAFE : size;
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${masked ? "#fff" : "transparent"}">
       <img width="${width}" height="${width}" src="data:image/svg+xml;base64,${svg}">`,
    );
    await page.locator("img").evaluate((image) => image.decode());
    await page.screenshot({ path: inRoot("www", "icons", file), omitBackground: !masked });
  }
  await browser.close();
});
