// The package in a page: from its own files, and through bundlers without any settings.

import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { createServer, build as viteBuild } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";
import { serve } from "../../scripts/serve.mjs";
import { findChromium } from "../../scripts/setup.mjs";
import { type Driver, present } from "../browsers/driver.ts";
import { chromium } from "../browsers/puppet.ts";
import { Tab } from "../browsers/tab.ts";
import { Consumer, program, type Seen } from "./consumer.ts";

let consumer: Consumer;
let browser: Driver;

beforeAll(async () => {
  consumer = new Consumer();
  browser = await chromium(present(findChromium(), "Chromium"));
});

afterAll(async () => {
  await browser.close();
  consumer.remove();
});

const TELL = "(text => { document.title = text; })";

/** A page that loads a script. */
const page = (script: string, more = "") =>
  `<!doctype html><html lang="en"><title></title><link rel="icon" href="data:,">${more}<body>${script}`;

/** What the program in the page at this address tells. */
async function told(address: string): Promise<Seen> {
  const tab = new Tab(browser);
  await tab.open(address);
  const text = await tab.until("title", () => browser.run(() => document.title));
  expect(await tab.errors()).toEqual([]);
  return JSON.parse(text);
}

/** The page in this folder of the project works. */
async function works(...folder: string[]): Promise<void> {
  const server = await serve(join(consumer.folder, ...folder));
  try {
    seenAll(await told(server.address));
  } finally {
    await server.close();
  }
}

function seenAll({ users, titles }: Seen): void {
  expect(users).toBe(60);
  expect(titles).toHaveLength(3);
  for (const title of titles) expect(title).toMatch(/^Sea/);
}

test("a plain page", async () => {
  const map = { imports: { kindred: "/node_modules/kindred/lib/client.js" } };
  consumer.write("plain.js", program("kindred", TELL));
  consumer.write(
    "index.html",
    page(
      '<script type="module" src="plain.js"></script>',
      `<script type="importmap">${JSON.stringify(map)}</script>`,
    ),
  );
  await works();
});

test("vite, built", async () => {
  const root = join(consumer.folder, "vite");
  consumer.write("vite/main.js", program("kindred", TELL));
  consumer.write("vite/index.html", page('<script type="module" src="/main.js"></script>'));
  await viteBuild({ root, configFile: false, logLevel: "error" });
  await works("vite", "dist");
});

test("vite, its development server", async () => {
  const root = join(consumer.folder, "vite-dev");
  consumer.write("vite-dev/main.js", program("kindred", TELL));
  consumer.write("vite-dev/index.html", page('<script type="module" src="/main.js"></script>'));
  const server = await createServer({ root, configFile: false, logLevel: "error" });
  try {
    await server.listen(0);
    seenAll(await told(server.resolvedUrls?.local[0] ?? ""));
  } finally {
    await server.close();
  }
});

test("webpack", async () => {
  const entry = consumer.write("webpack/src/index.js", program("kindred", TELL));
  consumer.write("webpack/dist/index.html", page('<script src="main.js"></script>'));
  const context = join(consumer.folder, "webpack");
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    const made = webpack({
      mode: "production",
      context,
      entry,
      output: { path: join(context, "dist") },
    });
    made?.run((error, result) =>
      made.close(() => (error ? reject(error) : resolve(result ?? undefined))),
    );
  });
  expect(stats?.toJson({ all: false, errors: true }).errors).toEqual([]);
  await works("webpack", "dist");
});

test("esbuild, with everything in one file", async () => {
  const entry = consumer.write("esbuild/main.js", program("kindred/inlined", TELL));
  const outfile = join(consumer.folder, "esbuild", "out", "main.js");
  await esbuild({ entryPoints: [entry], bundle: true, outfile, logLevel: "silent" });
  consumer.write("esbuild/out/index.html", page('<script src="main.js"></script>'));
  await works("esbuild", "out");
});

test("esbuild, with the package's files beside it", async () => {
  const entry = consumer.write("beside/main.js", program("kindred", TELL));
  const outdir = join(consumer.folder, "beside", "out");
  const how = { bundle: true, splitting: true, format: "esm", logLevel: "silent" } as const;
  await esbuild({ ...how, entryPoints: [entry], outdir });
  consumer.write("beside/out/index.html", page('<script type="module" src="main.js"></script>'));
  const lib = join(consumer.folder, "node_modules", "kindred", "lib");
  for (const name of ["worker.js", "kindred_bg.wasm", "kindred_later.wasm"])
    consumer.copy(join(lib, name), join("beside", "out", name));
  await works("beside", "out");
});

test("the element through a bundler", async () => {
  const root = join(consumer.folder, "element");
  consumer.write("element/main.js", 'import "kindred/element";\n');
  consumer.write(
    "element/index.html",
    page(
      '<kindred-recommender sample="films" model="item_knn" view="recommend" n="4"></kindred-recommender><script type="module" src="/main.js"></script>',
    ),
  );
  await viteBuild({ root, configFile: false, logLevel: "error" });
  const server = await serve(join(root, "dist"));
  try {
    const tab = new Tab(browser);
    await tab.open(server.address);
    await tab.counts(".ranking li", 4);
  } finally {
    await server.close();
  }
});
