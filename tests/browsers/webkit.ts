// WebKit as GTK has it: MiniBrowser, driven by WebKitWebDriver, on a screen in memory.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Builder, Capabilities, type WebDriver, type WebElement } from "selenium-webdriver";
import type { Driver, Look } from "./driver.ts";
import { fingers, middle } from "./finding.ts";

/** The programs that it takes. */
export interface WebKitPrograms {
  driver: string;
  browser: string;
  screen: string;
}

/** Its window cannot be narrower than its toolbar: a smaller viewport is a frame. */
const NARROWEST = 500;

/** Starts WebKit; it has no forced colours. Its driver has a mouse only: of fingers the page is told by events of their own. */
export async function webkit(
  programs: WebKitPrograms,
  look: Look = {},
): Promise<Driver | undefined> {
  if (look.forcedColors) return undefined;
  const home = mkdtempSync(join(tmpdir(), "kindred-webkit-"));
  const downloads = settings(home, look);
  const screen = spawn(
    programs.screen,
    ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const display = await firstLine(screen.stdio[3] as Readable, "Xvfb");
  const port = await freePort();
  const server = spawn(programs.driver, [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: home,
      DISPLAY: `:${display}`,
      GDK_BACKEND: "x11",
      NO_AT_BRIDGE: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });
  const end = async (session?: WebDriver) => {
    await session?.quit().catch(() => {});
    await Promise.all([server, screen].map(ended));
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const session = await connect(port, programs.browser, look);
    const version = (await session.getCapabilities()).getBrowserVersion() ?? "";
    return driverOf(session, { version, downloads, close: () => end(session) });
  } catch (error) {
    await end();
    throw error;
  }
}

function driverOf(
  session: WebDriver,
  rest: Pick<Driver, "version" | "downloads" | "close">,
): Driver {
  return {
    ...rest,
    async open(address, { width, height }) {
      await session.switchTo().defaultContent();
      if (width < NARROWEST) {
        // A page of the same origin that is nothing else.
        await session.get(new URL("nothing", address).href);
        const frame = await session.executeAsyncScript<WebElement>(
          (
            address: string,
            width: number,
            height: number,
            done: (frame: HTMLIFrameElement) => void,
          ) => {
            const frame = document.createElement("iframe");
            frame.width = `${width}`;
            frame.height = `${height}`;
            frame.style.border = "0";
            frame.src = address;
            frame.onload = () => done(frame);
            document.body.append(frame);
          },
          ...[address, width, height],
        );
        await session.switchTo().frame(frame);
        return;
      }
      await session.manage().window().setRect({ x: 0, y: 0, width, height });
      await session.get(address);
    },
    run: (work, ...args) => session.executeScript(inPage(work), ...args),
    async find(finder, ...args) {
      const found = await session.executeScript<WebElement | null>(inPage(finder), ...args);
      if (!found) return undefined;
      return {
        async click() {
          // Its driver scrolls the window, but not what has scrollbars of its own.
          await session.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", found);
          await found.click();
        },
        choose: (path) => found.sendKeys(path),
        middle: () => session.executeScript(inPage(middle), found),
      };
    },
    async touch(...ways) {
      await session.executeScript(inPage(fingers), ways);
    },
  };
}

/** A function as the text of a script. */
const inPage = (work: unknown) => `return (${work})(...arguments)`;

/** Writes the settings of GTK into its folder; gives that for downloads. */
function settings(home: string, { reducedMotion }: Look): string {
  const downloads = join(home, "downloads");
  for (const folder of [downloads, join(home, "gtk-3.0")]) mkdirSync(folder);
  writeFileSync(join(home, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  writeFileSync(
    join(home, "gtk-3.0", "settings.ini"),
    `[Settings]\ngtk-enable-animations=${!reducedMotion}\n`,
  );
  return downloads;
}

/** Begins a session, as soon as the driver listens. */
async function connect(port: number, binary: string, { dark }: Look): Promise<WebDriver> {
  const args = ["--automation", ...(dark ? ["--dark-mode"] : [])];
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary, args },
  });
  await listening(port);
  return new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(capabilities)
    .build();
}

async function listening(port: number): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function firstLine(stream: Readable, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    stream.once("data", (bytes) => resolve(String(bytes).trim()));
    stream.once("close", () => reject(new Error(`${program} ended before it was ready.`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill();
  });
}
