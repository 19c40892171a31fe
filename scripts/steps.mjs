// How every script here runs its work: a line when a step starts, a sign of life while it lasts,
// and one clear line when it fails. Node built-ins only, since this runs before any package exists.

import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Joins path segments to the project's root. */
export const inRoot = (...segments) => join(root, ...segments);

/** An expected failure: its message is written for the reader, so it is shown without a stack. */
export class Failure extends Error {}

const running = new Set();
const stopAll = () => {
  for (const child of running) child.kill();
};

/** Seconds with one decimal below ten, whole above. */
export function seconds(milliseconds) {
  const value = milliseconds / 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}

/** The steps at work, by title, with the time each began: steps may run side by side. */
const atWork = new Map();
let sign;

/**
 * Announces a step, says every 15 seconds that it is still at work, and says how long it took.
 *
 * @template T
 * @param {string} title what is being done
 * @param {string} expected about how long it takes
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, expected, work) {
  const start = Date.now();
  console.log(`${title} (${expected}) …`);
  atWork.set(title, start);
  sign ??= setInterval(() => {
    const list = [...atWork].map(([name, since]) => `${name} (${seconds(Date.now() - since)})`);
    console.log(`  still at work: ${list.join(", ")}`);
  }, 15_000);
  try {
    const result = await work();
    console.log(`  done in ${seconds(Date.now() - start)}: ${title}`);
    return result;
  } finally {
    atWork.delete(title);
    if (atWork.size === 0) {
      clearInterval(sign);
      sign = undefined;
    }
  }
}

/**
 * Runs a program to its end and resolves to its standard output.
 *
 * With `log` its output goes to that file under `.tools/logs` and a failure names the file;
 * with `show` its output goes to the terminal as it comes; with neither it is only returned.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, log?: string, show?: boolean, what?: string, tail?: boolean }} [options]
 *   `what` names the work in the failure's message; `tail` shows the end of the log on failure.
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  const { env = process.env, log, show = false, tail = false } = options;
  const what = options.what ?? [command, ...args].join(" ");
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      // On Windows npm and its kin are .cmd files, which only a shell can start.
      shell: process.platform === "win32" && command.endsWith(".cmd"),
    });
    running.add(child);
    const output = { stdout: "", stderr: "" };
    const logFile = log ? openLog(log) : undefined;
    for (const stream of ["stdout", "stderr"]) {
      child[stream]?.setEncoding("utf8").on("data", (text) => {
        output[stream] += text;
        logFile?.stream.write(text);
      });
    }
    child.on("error", (error) => {
      running.delete(child);
      reject(new Failure(`${what} could not start: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      logFile?.stream.end();
      if (code === 0) return resolve(output.stdout);
      const text = output.stderr + output.stdout;
      // Compilers say what is wrong on standard error, tsc on standard output.
      const said = (output.stderr || output.stdout).trimEnd();
      if (tail && said) console.error(said.split("\n").slice(-60).join("\n"));
      const place = logFile ? ` The log is in ${relative(root, logFile.path)}.` : "";
      reject(
        new Failure(`${what} failed (${signal ?? `exit code ${code}`}).${remedy(text)}${place}`),
      );
    });
  });
}

function openLog(name) {
  const path = inRoot(".tools", "logs", `${name}.log`);
  mkdirSync(dirname(path), { recursive: true });
  return { path, stream: createWriteStream(path) };
}

const REMEDIES = [
  [
    /could not resolve host|couldn't resolve host|failed to (download|fetch|get `)|could not connect|couldn't connect|error sending request|dns error|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|network (failure|request)|could not download/i,
    "The download did not come through: check the connection (or the proxy) and run the command again.",
  ],
  [
    /linker `[^`]*` not found|linker .*(link\.exe|cc).* not found/i,
    "A C linker is missing: install one (Debian, Ubuntu: apt install build-essential; macOS: xcode-select --install) and run the command again.",
  ],
  [
    /ENOSPC|no space left on device/i,
    "The disk is full: free about 3 GB and run the command again.",
  ],
  [
    /EACCES|permission denied/i,
    "A file could not be written: check who owns the project's folder.",
  ],
];

/** The sentence that tells the reader what to do about a failed program's output, if one is known. */
export function remedy(text) {
  const found = REMEDIES.find(([pattern]) => pattern.test(text));
  return found ? ` ${found[1]}` : "";
}

/** The text of a file in the project, or `undefined` when it is absent. */
export function readIfPresent(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** True when the given module is the program that was started, and not one that was imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1];
}

/** Runs a script's main function; an expected failure becomes one line and exit code 1. */
export async function main(work) {
  process.on("exit", stopAll);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exit(1);
  }
}
