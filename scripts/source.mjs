// The source as an archive beside the built page: what somebody needs to build it again, wherever the page is served.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { inRoot } from "./steps.mjs";

/** What is the source: everything that is kept, and nothing that is made from it. */
const SOURCE = [
  ...["src", "www", "tests", "examples", "bench", "fuzz", "scripts", "docs", ".cargo"],
  ...[
    "index.html",
    "package.json",
    "package-lock.json",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
  ],
  ...[
    "rustfmt.toml",
    "biome.json",
    "tsconfig.json",
    "tsconfig.base.json",
    "vite.config.ts",
    "vitest.config.ts",
  ],
  ...["webdriver.json", ".gitignore", ".gitattributes", "LICENSE-MIT", "LICENSE-APACHE"],
  ...["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"],
];

/** Folders that are made: by the build, by cargo, by Python. */
const MADE = new Set([
  ...["www/wasm", "bench/.venv"],
  ...["fuzz/target", "fuzz/corpus", "fuzz/artifacts", "fuzz/coverage"],
]);

const BLOCK = 512;

/** The paths of all files of the source from the root, in a fixed order. */
export const sourceFiles = () => SOURCE.flatMap(filesUnder);

/**
 * Writes the source to this path as a gzipped tar, the same bytes for the same files.
 *
 * @param {string} path
 */
export function buildSource(path) {
  const parts = sourceFiles().flatMap((name) => {
    const content = readFileSync(inRoot(name));
    return [
      header(`kindred/${name}`, content.length),
      content,
      Buffer.alloc(-content.length & (BLOCK - 1)),
    ];
  });
  writeFileSync(path, gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 }));
}

/** The paths of all files under a file or folder, with “/” between their parts. */
function filesUnder(name) {
  if (MADE.has(name)) return [];
  if (!statSync(inRoot(name)).isDirectory()) return [name];
  return readdirSync(inRoot(name))
    .sort()
    .flatMap((inner) => filesUnder(`${name}/${inner}`));
}

/** The block before a file, as POSIX (“ustar”) describes it. */
function header(name, size) {
  const block = Buffer.alloc(BLOCK);
  const octal = (number, digits) => `${number.toString(8).padStart(digits, "0")}\0`;
  /** @type {[number, string][]} */
  const fields = [
    [0, name],
    [100, octal(0o644, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(size, 11)],
    [136, octal(0, 11)],
    [148, " ".repeat(8)],
    [156, "0"],
    [257, "ustar\0"],
    [263, "00"],
  ];
  for (const [at, text] of fields) block.write(text, at, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148, "latin1");
  return block;
}
