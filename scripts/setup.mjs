// What the project needs from the machine, found or installed: Node.js, Rust with its wasm32
// target, the wasm-bindgen command, the npm packages, and, for the tests, Chromium with its driver.
// Node built-ins only, since this runs before any package exists.

import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Failure, inRoot, readIfPresent, run, step } from "./steps.mjs";

const TARGET = "wasm32-unknown-unknown";
/** What the tests are also run for, because a `usize` has 32 bits in WebAssembly: rustup alone suffices to link. */
export const TARGET_32 = "i686-unknown-linux-musl";
const EXE = process.platform === "win32" ? ".exe" : "";

/** Refuses a Node.js that is older than the bundler can run on. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const ok = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!ok) {
    throw new Failure(
      `Node.js ${process.versions.node} is too old: install 20.19, 22.12 or newer from https://nodejs.org and run the command again.`,
    );
  }
}

/** The path of a program in PATH or in one of `more` folders, or `undefined`. */
export function findProgram(name, more = []) {
  for (const folder of [...(process.env.PATH ?? "").split(delimiter), ...more]) {
    const path = join(folder, name + EXE);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: the next folder is asked.
    }
  }
  return undefined;
}

/**
 * The environment in which `cargo` and `rustup` run, with the toolchain and the wasm32 target in place.
 *
 * @param {{ lint?: boolean, more?: string[] }} [options] `lint` also wants rustfmt and clippy, `more` further targets.
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function ensureRust({ lint = false, more = [] } = {}) {
  const home = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  const rustup = findProgram("rustup", [home]);
  if (!rustup) {
    throw new Failure(
      "rustup is missing: install it from https://rustup.rs (one command) and run the command again.",
    );
  }
  const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${home}` };
  const manifest = readFileSync(inRoot("rust-toolchain.toml"), "utf8");
  const channel = manifest.match(/^channel\s*=\s*"([^"]+)"/m)?.[1] ?? "stable";

  // Fails when the toolchain itself is absent, as on a machine that has rustup and nothing else.
  const installed = await run(rustup, ["target", "list", "--installed"], { env }).catch(
    () => undefined,
  );
  const wanted = [TARGET, ...more];
  const targets = wanted.filter((target) => !installed?.split(/\s+/).includes(target));
  if (installed === undefined) {
    await step(`Installing Rust ${channel}`, "once, about a minute", () =>
      run(
        rustup,
        [
          "toolchain",
          "install",
          channel,
          "--profile",
          "minimal",
          ...["-c", "rustfmt", "-c", "clippy"],
          ...targets.flatMap((target) => ["-t", target]),
        ],
        { env, log: "rust", what: `Installing Rust ${channel}` },
      ),
    );
  } else if (targets.length > 0) {
    const names = targets.join(" ");
    await step(`Adding to Rust: ${names}`, "once, some seconds", () =>
      run(rustup, ["target", "add", ...targets], {
        env,
        log: "rust-target",
        what: `rustup target add ${names}`,
      }),
    );
  }

  const version = (await run("rustc", ["--version"], { env })).split(" ")[1] ?? "";
  const oldest =
    readFileSync(inRoot("Cargo.toml"), "utf8").match(/^rust-version\s*=\s*"([^"]+)"/m)?.[1] ?? "0";
  if (isOlder(version, oldest)) {
    throw new Failure(
      `Rust ${version} is too old, ${oldest} or newer is needed: run rustup update ${channel} and run the command again.`,
    );
  }

  if (lint) {
    const clippy = run("cargo", ["clippy", "--version"], { env });
    const fmt = run("cargo", ["fmt", "--version"], { env });
    const present = await Promise.all([clippy, fmt]).catch(() => undefined);
    if (!present) {
      await step("Adding rustfmt and clippy", "once, some seconds", () =>
        run(rustup, ["component", "add", "rustfmt", "clippy"], {
          env,
          log: "rust-components",
          what: "rustup component add rustfmt clippy",
        }),
      );
    }
  }
  return env;
}

function isOlder(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number.parseFloat));
  for (let i = 0; i < 3; i++) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  }
  return false;
}

/**
 * The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, in exactly the version of the crate:
 * the two halves of the generated glue must agree, or loading the module fails.
 *
 * @param {NodeJS.ProcessEnv} rust from `ensureRust`
 * @returns {Promise<string>}
 */
export async function ensureWasmBindgen(rust) {
  const lock = readFileSync(inRoot("Cargo.lock"), "utf8");
  const version = lock.match(/name = "wasm-bindgen"\r?\nversion = "([^"]+)"/)?.[1];
  if (!version)
    throw new Failure("Cargo.lock names no wasm-bindgen: restore it from version control.");
  const folder = inRoot(".tools", `wasm-bindgen-${version}`);
  const bin = join(folder, "bin");
  if (
    existsSync(join(bin, `wasm-bindgen${EXE}`)) &&
    existsSync(join(bin, `wasm-bindgen-test-runner${EXE}`))
  ) {
    return bin;
  }
  await step(`Installing wasm-bindgen ${version}`, "once, 1 to 4 minutes", () =>
    run(
      "cargo",
      ["install", "wasm-bindgen-cli", "--version", version, "--root", folder, "--force"],
      {
        // It runs for a second per build: compiling it without optimization is what saves time here.
        env: { ...rust, CARGO_PROFILE_RELEASE_OPT_LEVEL: "0" },
        log: "wasm-bindgen",
        what: `Installing wasm-bindgen ${version}`,
      },
    ),
  );
  return bin;
}

/** Installs the npm packages of the lock file, when they are absent or the lock file has changed. */
export async function ensurePackages() {
  const stamp = inRoot("node_modules", ".kindred-lock");
  const hash = createHash("sha256")
    .update(readFileSync(inRoot("package-lock.json")))
    .digest("hex");
  if (readIfPresent(stamp) === hash) return;
  // npm says where it is itself when it started this script, which holds on every platform.
  const npm = process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === "win32" ? "npm.cmd" : "npm"];
  const [command, ...first] = npm;
  await step("Installing the npm packages", "10 to 60 seconds", () =>
    run(command, [...first, "ci", "--include=dev", "--no-audit", "--no-fund"], {
      log: "npm",
      what: "Installing the npm packages",
    }),
  );
  writeFileSync(stamp, hash);
}

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_PLACES = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of Chromium: from the variable CHROMIUM, else from PATH, or `undefined`. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return (
    CHROMIUM_NAMES.map((name) => findProgram(name)).find(Boolean) ??
    CHROMIUM_PLACES.find(existsSync)
  );
}

/** The path of ChromeDriver: from the variable CHROMEDRIVER, else from PATH, or `undefined`. */
export function findDriver() {
  return process.env.CHROMEDRIVER || findProgram("chromedriver");
}

const FIREFOX_PLACE = "/Applications/Firefox.app/Contents/MacOS/firefox";

/** The path of Firefox: from the variable FIREFOX, else from PATH, or `undefined`. */
export function findFirefox() {
  if (process.env.FIREFOX) return process.env.FIREFOX;
  const found = findProgram("firefox-esr") ?? findProgram("firefox");
  return found ?? [FIREFOX_PLACE].find(existsSync);
}

/**
 * The programs by which WebKit is driven: its driver, the browser of WebKitGTK and a screen in memory, or `undefined`.
 *
 * @returns {{ driver: string, browser: string, screen: string } | undefined}
 */
export function findWebKit() {
  const driver = findProgram("WebKitWebDriver");
  const screen = findProgram("Xvfb");
  const browser = ["x86_64", "aarch64"]
    .map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`)
    .find(existsSync);
  return driver && screen && browser ? { driver, browser, screen } : undefined;
}

/**
 * Chromium and its driver, installed by apt where that can be done.
 *
 * @returns {Promise<{ chromium: string, driver: string }>}
 */
export async function ensureBrowser() {
  if (!findChromium() || !findDriver()) await install("Chromium and its driver", ["chromium"]);
  const chromium = findChromium();
  const driver = findDriver();
  if (!chromium || !driver) {
    const missing = [!chromium && "Chromium", !driver && "ChromeDriver"]
      .filter(Boolean)
      .join(" and ");
    throw new Failure(
      `${missing} missing: install both in the same version (Debian: apt install chromium chromium-driver), or name them in the variables CHROMIUM and CHROMEDRIVER, and run the command again.`,
    );
  }
  for (const [variable, path] of [
    ["CHROMIUM", chromium],
    ["CHROMEDRIVER", driver],
  ]) {
    if (!existsSync(path)) throw new Failure(`${variable} names ${path}, which does not exist.`);
  }
  return { chromium, driver };
}

/**
 * Firefox and WebKit, installed by apt where that can be done; what this machine cannot have is missing.
 *
 * @returns {Promise<{ firefox?: string, webkit?: ReturnType<typeof findWebKit> }>}
 */
export async function ensureOtherBrowsers() {
  const missing = [!findFirefox() && "firefox", !findWebKit() && "webkit"].filter(Boolean);
  if (missing.length > 0) await install("Firefox and WebKit", missing);
  return { firefox: findFirefox(), webkit: findWebKit() };
}

/** Where the browsers are in the distributions that have them as packages. */
const PACKAGES = {
  debian: {
    chromium: ["chromium", "chromium-driver"],
    firefox: ["firefox-esr"],
    webkit: ["webkit2gtk-driver", "xvfb"],
  },
  ubuntu: {
    chromium: ["chromium-browser", "chromium-chromedriver"],
    webkit: ["webkit2gtk-driver", "xvfb"],
  },
};

/** Installs browsers by apt, where this is a system with apt and its administrator asks. */
async function install(title, browsers) {
  const release = readIfPresent("/etc/os-release") ?? "";
  const id = release.match(/^ID=["']?([a-z]+)/m)?.[1];
  const known = PACKAGES[id ?? ""] ?? {};
  const packages = browsers.flatMap((browser) => known[browser] ?? []);
  if (packages.length === 0 || process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await step(`Installing ${title}`, "once, about a minute", async () => {
    await run("apt-get", ["update"], { env, log: "apt-update", what: "apt-get update" });
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], {
      env,
      log: "apt-install",
      what: `apt-get install ${packages.join(" ")}`,
    });
  });
}
