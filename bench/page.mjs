// The package as it ships (lib/), on a page in headless Chromium, with files of any size.

import { basename } from "node:path";
import { chromium } from "@playwright/test";
import { build } from "../scripts/build.mjs";
import { serve } from "../scripts/serve.mjs";
import { inRoot } from "../scripts/steps.mjs";

let built;

/** Headless Chromium. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

/**
 * Builds the package, gives the files to a blank page of its origin and runs a function there. The function finds
 * the files in the page's `input` and gets `{ names, ...given }`; what it returns comes back. It can call
 * `processorSeconds()`: what the page and its worker have had of a processor so far, which on a busy machine says
 * more than the time that has passed.
 *
 * @template T
 * @param {string[]} files paths
 * @param {(given: any) => Promise<T>} job
 * @param {object} given what the job needs, as plain data
 * @returns {Promise<T>}
 */
export async function inPage(files, job, given) {
  built ??= build();
  await built;
  const server = await serve(inRoot("lib"));
  const chrome = await launch();
  try {
    const page = await chrome.newPage();
    page.on("console", (message) => console.error(message.text()));
    const system = await chrome.newBrowserCDPSession();
    await page.exposeFunction("processorSeconds", async () => {
      const { processInfo } = await system.send("SystemInfo.getProcessInfo");
      const renderers = processInfo.filter((info) => info.type === "renderer");
      return renderers.reduce((sum, info) => sum + info.cpuTime, 0);
    });
    const html = "<!doctype html><title>bench</title><input type=file multiple>";
    await page.route("**/bench", (route) =>
      route.fulfill({ contentType: "text/html", body: html }),
    );
    await page.goto(`${server.address}/bench`);
    await page.setInputFiles("input", files);
    return await page.evaluate(job, { ...given, names: files.map((file) => basename(file)) });
  } finally {
    await chrome.close();
    await server.close();
  }
}
