import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { group, loadedWith } from "./scripts/chunks.mjs";
import { MANIFEST } from "./scripts/offline.mjs";
import { ONE_FILE } from "./scripts/one-file.mjs";
import {
  atOnce,
  BROWSERS,
  fromSources,
  styleOfElements,
  withoutIndents,
  withoutModuleAddress,
} from "./scripts/plugins.mjs";
import { inRoot } from "./scripts/steps.mjs";

/** The script that goes on to another page. */
const ELSEWHERE = "elsewhere.js";

/**
 * A frame without an origin and a page opened from a folder may not load modules: they go on to the page that is one file.
 */
function elsewhere(): Plugin {
  return {
    name: "kindred:elsewhere",
    apply: "build",
    generateBundle() {
      const source = `if (self.origin === "null" || location.protocol === "file:") location.replace("${ONE_FILE}" + location.hash);\n`;
      this.emitFile({ type: "asset", fileName: ELSEWHERE, source });
    },
    transformIndexHtml: () => [
      { tag: "script", attrs: { src: `./${ELSEWHERE}` }, injectTo: "head" },
    ],
  };
}

/** The icon stands in the page itself: browsers ask for it again whenever the address changes. */
function iconWithin(): Plugin {
  const icon = readFileSync(new URL("www/icon.svg", import.meta.url)).toString("base64");
  return {
    name: "kindred:icon-within",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("The build has made no index.html.");
      page.source = String(page.source).replace(
        /href="[^"]*\.svg"/,
        `href="data:image/svg+xml;base64,${icon}"`,
      );
    },
  };
}

/**
 * Has the worker's script and the core fetched at once, and not only when the page's own script has come and asks for them: that is
 * a way there and back less.
 */
function fetchedEarly(): Plugin {
  return {
    name: "kindred:fetched-early",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("The build has made no index.html.");
      const wanted = Object.keys(bundle).filter((name) =>
        /\/(worker|kindred_bg)-[^/]*$/.test(name),
      );
      if (wanted.length !== 2) throw new Error(`Not one worker and one core: ${wanted}.`);
      // As `fetch` asks for them, or they would come twice.
      const links = wanted.map(
        (name) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="./${name}">`,
      );
      // Before the script for which the page waits.
      page.source = String(page.source).replace(
        `<script src="./${ELSEWHERE}">`,
        (script) => `${links.join("\n    ")}\n    ${script}`,
      );
    },
  };
}

/** Names the manifest, which the build writes beside the page when everything else is there. */
function installable(): Plugin {
  return {
    name: "kindred:installable",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "link", attrs: { rel: "manifest", href: `./${MANIFEST}` }, injectTo: "head" },
    ],
  };
}

/** What every visit needs stays together: cut into what later parts share, it would compress less well. */
const everyVisit = loadedWith("app.ts");
/** It waits for what is fetched, which would wait for it. */
const app = inRoot("www", "app.ts");

/** What is compared, searched and drawn of models: fetched behind the first list, as a whole. */
const bench = loadedWith(
  ...["measure/bench.ts", "behind/curves.ts", "engine/compare.ts", "view/chart/save.ts"],
);

export default defineConfig({
  // Relative addresses: the built folder works at any place of any static host.
  base: "./",
  publicDir: false,
  plugins: [
    atOnce(),
    fromSources(),
    styleOfElements(),
    withoutIndents(),
    elsewhere(),
    iconWithin(),
    fetchedEarly(),
    installable(),
  ],
  build: {
    target: BROWSERS,
    // Nothing becomes a data: address, which the page's Content-Security-Policy would refuse for code and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            group("page", (id, context) => id !== app && everyVisit(id, context), 1),
            group("bench", bench, 0),
          ],
        },
      },
    },
  },
  // A classic script: a module of a blob does not start in frames without an origin.
  worker: { format: "iife", plugins: () => [withoutModuleAddress()] },
});
