// Python with other programs' packages, each set of them in a virtual environment of its own.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { inRoot } from "../scripts/steps.mjs";

/** A folder with an environment, and the list of what belongs in it. */
const PEERS = { home: inRoot("bench", ".venv"), list: "requirements.txt" };
export const OUT = { home: inRoot(".tools", "out"), list: "out-requirements.txt" };
export const SPARK = { home: inRoot(".tools", "spark"), list: "spark-requirements.txt" };

/**
 * Makes the environment when it is missing, which needs Python 3 and the network once.
 *
 * @returns {string} the path of its Python
 */
export function ensurePython({ home, list } = PEERS) {
  const program =
    process.platform === "win32" ? `${home}/Scripts/python.exe` : `${home}/bin/python`;
  if (existsSync(`${home}/ready`)) return program;
  const options = { stdio: ["ignore", "inherit", "inherit"] };
  execFileSync("python3", ["-m", "venv", home], options);
  const packages = inRoot("bench", "peers", list);
  // LIBMF is compiled here, with the vectors that it is written for.
  const vectors = process.arch === "x64" ? { CFLAGS: "-O3 -DUSESSE -msse3" } : {};
  const env = { ...process.env, ...vectors };
  const install = ["-m", "pip", "install", "--quiet", "--requirement", packages];
  execFileSync(program, install, { ...options, env });
  execFileSync(program, ["-c", `open(${JSON.stringify(`${home}/ready`)}, "w").close()`], options);
  return program;
}

/** Runs one of bench/peers/ on one thread; returns the JSON objects that it prints, one a line. */
export function python(script, ...args) {
  const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", TQDM_DISABLE: "1" };
  return objects(ensurePython(), [inRoot("bench", "peers", script), ...args], one);
}

/**
 * Runs a program; returns the JSON objects that it prints, one a line.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [more] further variables of its environment
 */
export function objects(program, args, more = {}) {
  const text = execFileSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, ...more },
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
