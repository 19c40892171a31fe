// npm run build: the Rust core as WebAssembly, the page in dist/, the JavaScript package in lib/.
//
//     src/ ─ cargo ─▶ kindred.wasm ─ wasm-bindgen ─ wasm-opt ─ parts ─▶ www/wasm/ ─ vite ─▶ dist/
//                                                                                 └ rolldown, tsc ─▶ lib/
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
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { group, loadedWith } from "./chunks.mjs";
import { buildDocuments } from "./docs.mjs";
import { buildOffline } from "./offline.mjs";
import { buildInlined, buildOneFile } from "./one-file.mjs";
import {
  besideClient,
  styleOfElements,
  uponClient,
  withoutGlobals,
  withoutIndents,
  withoutModuleAddress,
} from "./plugins.mjs";
import { checkNode, ensurePackages, ensureRust, ensureWasmBindgen } from "./setup.mjs";
import { buildSource, sourceFiles } from "./source.mjs";
import { Failure, inRoot, isMain, main, readIfPresent, root, run, step } from "./steps.mjs";
import { writeTypes } from "./types.mjs";
import { doVisits } from "./visits.mjs";

/**
 * Upper bounds in bytes after brotli: what a reader's connection has to carry. An element costs its page the bound `element` at
 * once, and the one of its view, which includes that, when it comes near the window, besides the worker and the core. The aim is 200 kB for the core and
 * 300 kB for the page; fifteen models, tables of any shape, nested values, the exports of twenty services and models trained
 * elsewhere are over it, and these bounds keep it from growing.
 */
const BUDGET = {
  ...{ wasm: 370_000, later: 345_000, page: 410_000, element: 3_000 },
  ...{
    similar: 25_000,
    recommend: 25_200,
    compare: 29_000,
    map: 30_000,
    you: 35_000,
    train: 35_000,
    all: 50_000,
  },
};

/** The views of elements that load more than what is similar to an item. */
const VIEWS = ["recommend", "compare", "map", "you", "train", "all"];

const WASM_DIR = inRoot("www", "wasm");
/** The core, and its second part. */
const WASM = join(WASM_DIR, "kindred_bg.wasm");
const LATER = join(WASM_DIR, "kindred_later.wasm");
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
    [
      module,
      inRoot("package-lock.json"),
      ...["build", "parts", "visits"].map((name) => inRoot("scripts", `${name}.mjs`)),
    ],
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
    const graph = await run(
      process.execPath,
      [
        inRoot("node_modules", "binaryen", "bin", "wasm-opt"),
        ...WASM_FEATURES,
        "-O3",
        // What the compiler left a function by itself stays one, so that it can come with the second part.
        "--one-caller-inline-max-function-size=0",
        // Functions of one module stand together, which brotli likes.
        ...["--reorder-functions-by-name", "--debuginfo", "--print-call-graph"],
        WASM,
        "-o",
        WASM,
      ],
      { log: "wasm-opt", what: "wasm-opt" },
    );
    // Only now the packages are there that it needs.
    const { divide } = await import("./parts.mjs");
    const glue = await import(`${pathToFileURL(join(WASM_DIR, "kindred.js"))}?${hash}`);
    divide(WASM, graph, (core) => doVisits(glue, core), { first: WASM, later: LATER });
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
    await buildOneFile(inRoot("dist"), { core: WASM, later: LATER });
    await buildDocuments(inRoot("dist"));
    buildSource(inRoot("dist", "docs", "kindred-source.tar.gz"));
    await buildOffline(inRoot("dist"));
    return sizes;
  });
  report(sizes);
}

/** Makes `lib/`, the package and the element with their worker, module and types, and holds it to its budget. */
export async function buildLibrary() {
  const out = inRoot("lib");
  const sizes = await upToDate("lib", out, () =>
    step("Building the JavaScript package", "some seconds", async () => {
      rmSync(out, { recursive: true, force: true });
      const sizes = await bundleLibrary(out);
      await writeTypes(join(out, "types"));
      return sizes;
    }),
  );
  report(sizes);
}

/**
 * Bundles the client and the element as ES modules, and the worker; they lie beside the wasm file. The client refers to the
 * latter two by `new URL("./…", import.meta.url)`, which browsers resolve as it is and bundlers recognize.
 *
 * @returns the sizes of the element: alone, and by view with all that this loads, the client too
 */
async function bundleLibrary(out) {
  const { rolldown } = await import("rolldown");
  const bundle = async (input, plugins, options) => {
    const made = await rolldown({ input, platform: "browser", plugins, external: /^node:/ });
    const { output } = await made.write({
      ...options,
      minify: true,
      comments: { annotation: false },
    });
    await made.close();
    return output;
  };
  const sources = inRoot("www");
  // What is imported only when it is needed stays a file of its own.
  const modules = await bundle(
    {
      client: join(sources, "engine", "client.ts"),
      element: join(sources, "element", "element.ts"),
      "element-class": join(sources, "element", "element-class.ts"),
    },
    [besideClient(), withoutIndents(), withoutGlobals(), styleOfElements()],
    {
      ...{ dir: out, entryFileNames: "[name].js", chunkFileNames: "[name].js", format: "esm" },
      codeSplitting: togetherInElements(),
    },
  );
  // For Node.js: what it adds to the client.
  await bundle(
    {
      node: join(sources, "engine", "node.ts"),
      thread: join(sources, "engine", "thread.ts"),
    },
    [besideClient(), uponClient()],
    { dir: out, entryFileNames: "[name].js", format: "esm" },
  );
  // The worker is whole, and a classic script: a module of a blob does not start in frames without an origin.
  await bundle(join(sources, "engine", "worker.ts"), [withoutModuleAddress()], {
    file: join(out, "worker.js"),
    format: "iife",
    codeSplitting: false,
  });
  for (const part of [WASM, LATER]) copyFileSync(part, join(out, basename(part)));
  await buildInlined(out, { core: WASM, later: LATER });
  const size = (...later) =>
    sizeOf(
      [
        ...reached(
          modules,
          (chunk) => chunk.fileName === "element.js",
          (chunk) => later.some((path) => chunk.moduleIds.includes(join(sources, path))),
        ),
      ].map((name) => readFileSync(join(out, name))),
    );
  const guest = join("element", "guest.ts");
  const sizes = { element: await size(), similar: await size(guest) };
  for (const view of VIEWS) sizes[view] = await size(guest, join("element", "views", `${view}.ts`));
  return sizes;
}

/**
 * What elements load together stays together, as it compresses less well when it is cut into what views share: what every
 * element shows, apart from the client, which others use without it; the lists for somebody; and the form of the model.
 */
function togetherInElements() {
  const lists = loadedWith("element/views/recommend.ts");
  const training = loadedWith("element/views/train.ts");
  return {
    groups: [
      group("client", loadedWith("engine/client.ts"), 4),
      group("element-class", loadedWith("element/element-class.ts"), 3),
      group("guest", loadedWith("element/guest.ts"), 2),
      group("lists", (id, context) => lists(id, context) && !training(id, context), 1),
      group("form", loadedWith("actions/filling.ts"), 0),
    ],
  };
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
 * The names of the chunks that the first ones load at once, and of those behind dynamic imports of which `through` is true.
 *
 * @param {import("rolldown").RolldownOutput["output"]} output
 * @param {(chunk: import("rolldown").OutputChunk) => boolean} first
 * @param {(chunk: import("rolldown").OutputChunk) => boolean} [through]
 */
function reached(output, first, through = () => false) {
  const chunks = new Map(
    output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])),
  );
  const names = new Set();
  const reach = (name) => {
    const chunk = chunks.get(name);
    if (!chunk || names.has(name)) return;
    names.add(name);
    chunk.imports.forEach(reach);
    for (const later of chunk.dynamicImports) if (through(chunks.get(later))) reach(later);
  };
  for (const chunk of chunks.values()) if (first(chunk)) reach(chunk.fileName);
  return names;
}

/** What these contents come to, as they are and compressed. */
async function sizeOf(contents) {
  const size = { raw: 0, gzip: 0, brotli: 0 };
  for (const content of contents) {
    const [zipped, brotli] = await Promise.all([
      promisify(gzip)(content, { level: 9 }),
      promisify(brotliCompress)(content),
    ]);
    size.raw += content.length;
    size.gzip += zipped.length;
    size.brotli += brotli.length;
  }
  return size;
}

/**
 * Sizes of the two parts of the core and of the first page load: every file of the page except that second part and the chunks
 * that only a dynamic import reaches.
 *
 * @param {import("rolldown").RolldownOutput["output"]} output
 */
async function measure(output) {
  const first = reached(output, (chunk) => chunk.isEntry);
  const chunks = new Set(
    output.filter((file) => file.type === "chunk").map((file) => file.fileName),
  );
  const dist = inRoot("dist");
  const files = filesUnder(dist).filter((path) => {
    const name = relative(dist, path).replaceAll("\\", "/");
    return !chunks.has(name) || first.has(name);
  });
  const isLater = (path) => basename(path).startsWith("kindred_later");
  const at = (wanted) => sizeOf(files.filter(wanted).map((path) => readFileSync(path)));
  return {
    wasm: await at((path) => path.endsWith(".wasm") && !isLater(path)),
    later: await at(isLater),
    page: await at((path) => !isLater(path)),
  };
}

const TITLES = {
  wasm: "core (wasm)",
  later: "… its second part",
  page: "first page load",
  element: "element",
  ...Object.fromEntries(["similar", ...VIEWS].map((view) => [view, `… view ${view}`])),
};

/** Prints sizes beside their budgets, and fails when one is over. */
function report(sizes) {
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
  const line = (name, cells) => console.log(`  ${name.padEnd(18)}${cells.join("")}`);
  line(
    "size",
    ["raw", "gzip", "brotli", "budget"].map((name) => name.padStart(11)),
  );
  for (const [part, size] of Object.entries(sizes))
    line(TITLES[part], [size.raw, size.gzip, size.brotli, BUDGET[part]].map(kb));
  for (const [part, size] of Object.entries(sizes)) {
    if (size.brotli <= BUDGET[part]) continue;
    throw new Failure(
      `${TITLES[part]}: ${size.brotli} bytes after brotli, over the budget of ${BUDGET[part]}. Make it smaller, or load a part of it later.`,
    );
  }
}

if (isMain(import.meta.url)) await main(build);
