// Python with the peers' packages, in a virtual environment of its own (bench/.venv).

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { inRoot } from "../scripts/steps.mjs";

const HOME = inRoot("bench", ".venv");
const PYTHON = process.platform === "win32" ? `${HOME}/Scripts/python.exe` : `${HOME}/bin/python`;

/** Makes the environment when it is missing; needs Python 3 and the network once. */
export function ensurePython() {
  if (existsSync(`${HOME}/ready`)) return;
  const options = { stdio: ["ignore", "inherit", "inherit"] };
  execFileSync("python3", ["-m", "venv", HOME], options);
  const list = inRoot("bench", "peers", "requirements.txt");
  execFileSync(PYTHON, ["-m", "pip", "install", "--quiet", "--requirement", list], options);
  execFileSync(PYTHON, ["-c", `open(${JSON.stringify(`${HOME}/ready`)}, "w").close()`], options);
}

/** Runs one of bench/peers/ on one thread; returns the JSON objects that it prints, one a line. */
export function python(script, ...args) {
  ensurePython();
  const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", TQDM_DISABLE: "1" };
  const options = {
    encoding: "utf8",
    env: { ...process.env, ...one },
    stdio: ["ignore", "pipe", "inherit"],
  };
  const text = execFileSync(PYTHON, [inRoot("bench", "peers", script), ...args], options);
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
