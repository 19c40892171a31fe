// npm run build: the Rust core as WebAssembly, the page in dist/, the JavaScript package in lib/.
//
//     src/ ─ cargo ─▶ kindred.wasm ─ wasm-bindgen ─ wasm-opt ─▶ www/wasm/ ─ vite ─▶ dist/
//                                                                         └ rolldown, tsc ─▶ lib/
//
// What is up to date is left alone: each part carries a stamp, the hash of all that went into it.

import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { buildDocuments } from "./docs.mjs";
import { checkNode, ensurePackages, ensureRust, ensureWasmBindgen } from "./setup.mjs";
import { buildSource, sourceFiles } from "./source.mjs";
import { Failure, inRoot, isMain, main, readIfPresent, root, run, step } from "./steps.mjs";
import { workerBesideClient } from "./worker.mjs";

/**
 * Upper bounds in bytes after brotli: what a reader's connection has to carry. The aim is 200 kB for the core and
 * 300 kB for the page; fifteen models, tables of any shape, nested values, the exports of twenty services and models trained
 * elsewhere are over it, and these bounds keep it from growing.
 */
const BUDGET = { wasm: 508_000, page: 556_000 };

const WASM_DIR = inRoot("www", "wasm");
const WASM = join(WASM_DIR, "kindred_bg.wasm");
const CACHE = inRoot("node_modules", ".cache", "kindred");

/** The WebAssembly features that the module may use: all are in every browser since 2023. */
export const WASM_FEATURES = [
  "--enable-simd",
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-reference-types",
  "--enable-multivalue",
  "--enable-extended-const",
];

/** Makes everything; returns once `dist/` and `lib/` are up to date and within their budgets. */
export async function build() {
  await buildCore();
  await buildPage();
  await buildLibrary();
}

/**
 * Makes `www/wasm/`: the core's module, its JavaScript glue and its TypeScript types.
 *
 * @returns {Promise<{ rust: NodeJS.ProcessEnv, bindgen: string }>} the tools, for those who go on with them
 */
export async function buildCore() {
  checkNode();
  const rust = await ensureRust();
  const [bindgen, module] = await Promise.all([
    ensureWasmBindgen(rust),
    compile(rust),
    ensurePackages(),
  ]).then(([tool, compiled]) => [tool, compiled]);
  await bind(bindgen, module);
  return { rust, bindgen };
}

/** Compiles the crate and returns the module's path. Cargo itself knows what is up to date. */
async function compile(rust) {
  const work = () =>
    run(
      "cargo",
      [
        ...["build", "--profile", "wasm", "--lib", "--target", "wasm32-unknown-unknown"],
        ...["--message-format", "json-render-diagnostics"],
      ],
      { env: rust, log: "cargo", what: "Compiling the core", tail: true },
    );
  const built = existsSync(WASM);
  const messages = await (built
    ? work()
    : step("Compiling the core", "half a minute to two minutes", work));
  const module = messages
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .filter(
      (message) => message.reason === "compiler-artifact" && message.target.name === "kindred",
    )
    .flatMap((message) => message.filenames)
    .find((file) => file.endsWith(".wasm"));
  if (!module)
    throw new Failure("Cargo built no kindred.wasm: is crate-type cdylib still in Cargo.toml?");
  return module;
}

/** Turns the compiled module into the one that the page loads, unless that has been done already. */
async function bind(bindgen, module) {
  const stamp = join(WASM_DIR, ".stamp");
  const hash = hashOf(
    [module, inRoot("package-lock.json"), inRoot("scripts", "build.mjs")],
    bindgen,
  );
  if (existsSync(WASM) && readIfPresent(stamp) === hash) return;
  rmSync(WASM_DIR, { recursive: true, force: true });
  await step("Binding and optimizing the core", "some seconds", async () => {
    await run(
      join(bindgen, "wasm-bindgen"),
      [module, "--target", "web", "--out-dir", WASM_DIR, "--out-name", "kindred"],
      { log: "wasm-bindgen-run", what: "wasm-bindgen" },
    );
    await run(
      process.execPath,
      [
        inRoot("node_modules", "binaryen", "bin", "wasm-opt"),
        ...WASM_FEATURES,
        "-O3",
        WASM,
        "-o",
        WASM,
      ],
      { log: "wasm-opt", what: "wasm-opt" },
    );
  });
  writeFileSync(stamp, hash);
}

/** Makes `dist/`, the page as static files, and holds it to its budgets. */
export async function buildPage() {
  const sizes = await upToDate("page", inRoot("dist"), async () => {
    const { build: bundle } = await import("vite");
    const result = await step("Building the page", "some seconds", () =>
      bundle({ root, configFile: inRoot("vite.config.ts"), logLevel: "warn" }),
    );
    const sizes = await measure(result.output);
    // Nobody's first visit loads them.
    await buildDocuments(inRoot("dist"));
    buildSource(inRoot("dist", "docs", "kindred-source.tar.gz"));
    return sizes;
  });
  report(sizes);
}

/** Makes `lib/`: the package's main export with its worker, its module and its types. */
export async function buildLibrary() {
  const out = inRoot("lib");
  await upToDate("lib", out, () =>
    step("Building the JavaScript package", "some seconds", async () => {
      rmSync(out, { recursive: true, force: true });
      await bundleLibrary(out);
      await run(
        process.execPath,
        [inRoot("node_modules", "typescript", "bin", "tsc"), "-p", "www/engine/tsconfig.lib.json"],
        {
          log: "tsc-lib",
          what: "Writing the package's types",
          tail: true,
        },
      );
      // tsc reads the core's types but does not copy them.
      mkdirSync(join(out, "types", "wasm"), { recursive: true });
      copyFileSync(join(WASM_DIR, "kindred.d.ts"), join(out, "types", "wasm", "kindred.d.ts"));
    }),
  );
}

/**
 * Bundles the client and the worker as plain ES modules that lie beside the wasm file. They refer to one
 * another by `new URL("./…", import.meta.url)`, which browsers resolve as it is and bundlers recognize.
 */
async function bundleLibrary(out) {
  const { rolldown } = await import("rolldown");
  for (const entry of ["client", "worker"]) {
    const bundle = await rolldown({
      input: inRoot("www", "engine", `${entry}.ts`),
      platform: "browser",
      plugins: entry === "client" ? [workerBesideClient()] : [],
    });
    // What the client imports only when it is needed stays a file of its own; the worker is always whole.
    await bundle.write(
      entry === "client"
        ? { dir: out, entryFileNames: "client.js", chunkFileNames: "[name].js", format: "esm" }
        : { file: join(out, "worker.js"), format: "esm", codeSplitting: false },
    );
    await bundle.close();
  }
  copyFileSync(WASM, join(out, basename(WASM)));
}

/**
 * Does `work` unless the output folder is there and its inputs have not changed since; returns what `work`
 * returned, now or then.
 *
 * @template T
 * @param {string} name
 * @param {string} out
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function upToDate(name, out, work) {
  const stamp = join(CACHE, `${name}.json`);
  const hash = hashOf([...sourceFiles().map((path) => inRoot(path)), WASM_DIR]);
  const last = JSON.parse(readIfPresent(stamp) ?? "{}");
  if (last.hash === hash && last.files === listing(out)) return last.result;
  const result = await work();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(stamp, JSON.stringify({ hash, files: listing(out), result }));
  return result;
}

/** The paths of all files under a file or folder, in a fixed order. */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

const listing = (folder) =>
  filesUnder(folder)
    .map((file) => `${relative(folder, file)} ${statSync(file).size}`)
    .join("\n");

/** A hash of the names and contents of files and folders, and of `extra`. */
function hashOf(paths, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const file of paths.flatMap(filesUnder)) {
    const content = readFileSync(file);
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Sizes of the module and of the first page load: every file of the page except the chunks that only a dynamic
 * import reaches.
 *
 * @param {import("rolldown").RolldownOutput["output"]} output
 */
async function measure(output) {
  const chunks = new Map(
    output.filter((file) => file.type === "chunk").map((chunk) => [chunk.fileName, chunk]),
  );
  const first = new Set();
  const reach = (name) => {
    const chunk = chunks.get(name);
    if (!chunk || first.has(name)) return;
    first.add(name);
    chunk.imports.forEach(reach);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) reach(chunk.fileName);

  const sizes = { wasm: { raw: 0, gzip: 0, brotli: 0 }, page: { raw: 0, gzip: 0, brotli: 0 } };
  const dist = inRoot("dist");
  for (const path of filesUnder(dist)) {
    const name = relative(dist, path).replaceAll("\\", "/");
    if (chunks.has(name) && !first.has(name)) continue;
    const content = readFileSync(path);
    const [zipped, brotli] = await Promise.all([
      promisify(gzip)(content, { level: 9 }),
      promisify(brotliCompress)(content),
    ]);
    for (const total of name.endsWith(".wasm") ? [sizes.wasm, sizes.page] : [sizes.page]) {
      total.raw += content.length;
      total.gzip += zipped.length;
      total.brotli += brotli.length;
    }
  }
  return sizes;
}

/** Prints the sizes beside their budgets, and fails when one is over. */
function report(sizes) {
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
  const row = (name, size, budget) =>
    console.log(
      `  ${name.padEnd(18)}${kb(size.raw)}${kb(size.gzip)}${kb(size.brotli)}${kb(budget)}`,
    );
  console.log(
    `  ${"size".padEnd(18)}${"raw".padStart(11)}${"gzip".padStart(11)}${"brotli".padStart(11)}${"budget".padStart(11)}`,
  );
  row("core (wasm)", sizes.wasm, BUDGET.wasm);
  row("first page load", sizes.page, BUDGET.page);
  for (const [part, name] of [
    ["wasm", "The core"],
    ["page", "The first page load"],
  ]) {
    if (sizes[part].brotli > BUDGET[part]) {
      throw new Failure(
        `${name} is ${sizes[part].brotli} bytes after brotli, over its budget of ${BUDGET[part]}: make it smaller, or load a part of it later.`,
      );
    }
  }
}

if (isMain(import.meta.url)) await main(build);
