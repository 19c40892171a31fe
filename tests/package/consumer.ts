// Somebody's project that uses the package: a folder with what npm pack packs, and nothing else installed.

import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inRoot } from "../../scripts/steps.mjs";
import { twoCamps } from "../e2e/data.ts";

/** What every program of this project finds out, and tells as JSON. */
export interface Seen {
  users: number;
  titles: string[];
}

/** The project's folder. */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), "kindred-consumer-"));

  constructor() {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", this.folder];
    const said = execFileSync(npm, args, { cwd: inRoot(), encoding: "utf8", stdio: "pipe" });
    const [packed] = JSON.parse(said) as { filename: string }[];
    execFileSync("tar", ["-xzf", packed?.filename ?? ""], { cwd: this.folder });
    mkdirSync(join(this.folder, "node_modules"));
    renameSync(join(this.folder, "package"), join(this.folder, "node_modules", "kindred"));
    this.write("package.json", JSON.stringify({ name: "consumer", type: "module", private: true }));
  }

  /** What the package says of itself. */
  manifest(): { version: string; exports: Record<string, unknown>; dependencies?: object } {
    const path = join(this.folder, "node_modules", "kindred", "package.json");
    return JSON.parse(readFileSync(path, "utf8"));
  }

  /** Whether a file is in the package. */
  has(path: string): boolean {
    return existsSync(join(this.folder, "node_modules", "kindred", path));
  }

  /** Writes a file of the project; gives its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Copies a file into the project. */
  copy(from: string, to: string): void {
    copyFileSync(from, join(this.folder, to));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const [ratings, movies] = twoCamps().map(({ name, buffer }) => ({ name, text: `${buffer}` }));

/** A program that reads, trains and asks, with the package by this name; `tell` is what it does with the answer. */
export const program = (name: string, tell: string) => `
import { createEngine } from ${JSON.stringify(name)};

const files = ${JSON.stringify([ratings, movies])};

async function main() {
  const engine = await createEngine();
  const report = await engine.load(files.map(({ name, text }) => ({ name, bytes: new Blob([text]) })));
  const fitted = await engine.fit({ model: "item_knn" });
  const similar = await fitted.similarItems("3", { n: 3 });
  engine.close();
  return { users: report.users, titles: similar.map((item) => item.title) };
}

main().then(
  (seen) => ${tell}(JSON.stringify(seen)),
  (error) => ${tell}(String(error)),
);
`;
