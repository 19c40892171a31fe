// The browser or the tab is killed while the page writes what it keeps, again and again: each time what was there before or
// the new data are there as a whole. KINDRED_KILLS says how often; npm run test:kill does it 100 times.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import { zipSync } from "fflate";
import { serve } from "../../scripts/serve.mjs";
import { findChromium } from "../../scripts/setup.mjs";
import { inRoot } from "../../scripts/steps.mjs";
import { twoCamps } from "./data.ts";
import { kept, stored } from "./store.ts";

const KILLS = Number(process.env.KINDRED_KILLS ?? 4);

/** A file in the archive that nobody reads: so much is to be written. */
const BALLAST = new Uint8Array(60_000_000).map((_, i) => (i * 7) % 251);

/** A browser of our own, with this profile, that can be killed. */
interface Own {
  child: ChildProcess;
  browser: Browser;
}

/** Starts a browser; one that does not answer is started anew. */
async function start(profile: string): Promise<Own> {
  const port = join(profile, "DevToolsActivePort");
  for (let attempt = 1; ; attempt++) {
    rmSync(port, { force: true });
    const child = spawn(
      findChromium() ?? "",
      [
        ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        ...["--no-first-run", "--remote-debugging-port=0", `--user-data-dir=${profile}`],
        "about:blank",
      ],
      { detached: true, stdio: "ignore" },
    );
    try {
      const given = () => (existsSync(port) ? readFileSync(port, "utf8").split("\n") : []);
      await expect.poll(() => given().length, { timeout: 30_000 }).toBeGreaterThan(1);
      const address = `http://127.0.0.1:${given()[0]}`;
      return { child, browser: await chromium.connectOverCDP(address, { timeout: 15_000 }) };
    } catch (error) {
      await end(child);
      if (attempt === 3) throw error;
    }
  }
}

/** Kills a program with all of its processes, as the system does when memory runs out. */
async function end(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGKILL");
  await gone;
}

/** Kills the browser. */
async function kill({ child, browser }: Own): Promise<void> {
  await end(child);
  await browser.close().catch(() => {});
}

/** Kills the tab alone. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // There is nobody left to answer.
  session.send("Page.crash").catch(() => {});
  await page.waitForEvent("crash");
  await page.close();
}

/** Chooses a file by its path; Playwright would send its bytes to a browser that it has not started. */
async function choose(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", {
    nodeId: root.nodeId,
    selector: "#files",
  });
  await session.send("DOM.setFileInputFiles", { files: [path], nodeId });
  await session.detach();
}

/** Data whose titles name the round, in an archive that takes a while to be written. */
function archive(folder: string, round: number): string {
  const [ratings, titles] = twoCamps();
  const named = `${titles?.buffer}`.replaceAll(/(Sea|Land), part/g, `Round ${round}, part`);
  const path = join(folder, `round-${round}.zip`);
  writeFileSync(
    path,
    zipSync(
      {
        "ratings.csv": new Uint8Array(ratings?.buffer ?? []),
        "movies.csv": new TextEncoder().encode(named),
        "poster.png": BALLAST,
      },
      { level: 0 },
    ),
  );
  return path;
}

/** Whether an archive is in the store, and a document with it. */
async function isKept(page: Page): Promise<boolean> {
  const files = await stored(page);
  return files.length <= 3 && files.some(({ size }) => size >= BALLAST.length);
}

/** Resolves when the page has begun to write a file: it is empty until it is there as a whole. */
function writing(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for (;;) {
      for await (const [folder, inner] of root.entries()) {
        if (!folder.startsWith("kindred")) continue;
        for await (const handle of (inner as FileSystemDirectoryHandle).values()) {
          const file = await (handle as FileSystemFileHandle).getFile().catch(() => undefined);
          if (file?.size === 0) return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });
}

/** The round whose data the page shows, all of it. */
async function shown(page: Page): Promise<number> {
  await expect(page.locator("#data h3, #data legend").first()).toBeVisible();
  const text = (await page.locator("#data").textContent()) ?? "";
  const round = Number(/round-(\d+)\.zip/.exec(text)?.[1] ?? 0);
  const list = page.locator("#panel .ranking li");
  await expect(list.first()).toContainText(`Round ${round},`);
  for (const line of await list.allTextContents()) expect(line).toContain(`Round ${round},`);
  return round;
}

test(`killed in the middle of a write ${KILLS} times, the page loses nothing`, {
  tag: "@alone",
}, async () => {
  test.setTimeout(60_000 + KILLS * 60_000);
  const profile = mkdtempSync(join(tmpdir(), "kindred-profile-"));
  const folder = mkdtempSync(join(tmpdir(), "kindred-rounds-"));
  const server = await serve(inRoot("dist"));
  let own = await start(profile);
  const counts = { old: 0, new: 0, unfinished: 0 };
  let before = 0;
  let seed = 1;
  /** Milliseconds that a write takes. */
  let takes = 0;
  try {
    const open = async () => {
      const page = await own.browser.contexts()[0]?.newPage();
      if (!page) throw new Error("the browser has no context");
      return page;
    };
    let page = await open();
    await page.goto(server.address);
    for (let round = 1; round <= KILLS; round++) {
      const path = archive(folder, round);
      await expect(page.locator("#files")).toBeAttached();
      await choose(page, path);
      await writing(page);
      const begun = Date.now();
      if (before === 0) {
        // The first must be kept, so that there is something to lose.
        await expect.poll(() => isKept(page), { timeout: 60_000, intervals: [20] }).toBe(true);
        takes = Date.now() - begun;
      } else {
        seed = (seed * 48_271) % 2_147_483_647;
        await page.waitForTimeout(seed % takes);
      }
      if (round % 2 === 0) await crash(page);
      else {
        await kill(own);
        own = await start(profile);
      }
      page = await open();
      // Nothing of the page runs here, so the store is as it was left.
      await page.goto(`${server.address}/elsewhere.js`);
      const left = await stored(page);
      await page.goto(server.address);
      const now = await shown(page);
      expect([before || 1, round]).toContain(now);
      await expect(kept(page)).toContainText("Kept on this device");
      await expect(kept(page).locator(".note")).toHaveCount(0);
      // The document, the archive, and the model where it was finished: the rest is swept.
      await expect.poll(async () => (await stored(page)).length).toBeLessThanOrEqual(3);
      counts[now === round ? "new" : "old"] += 1;
      if (left.length > 3 || left.some(({ size }) => size === 0)) counts.unfinished += 1;
      before = now;
      rmSync(path);
    }
  } finally {
    await kill(own);
    await server.close();
    for (const path of [profile, folder]) rmSync(path, { recursive: true, force: true });
  }
  console.log(
    `  ${KILLS} kills: ${counts.unfinished} cut off a write, which takes about ${takes} ms; ${counts.new} times the new data were there, ${counts.old} times those from before`,
  );
});
