import { defineConfig, type Plugin } from "vite";
import { ONE_FILE } from "./scripts/one-file.mjs";
import { fromSources, withoutIndents, withoutModuleAddress } from "./scripts/plugins.mjs";

/**
 * A frame without an origin and a page opened from a folder may not load modules: they go on to the page that is one file.
 */
function elsewhere(): Plugin {
  const fileName = "elsewhere.js";
  return {
    name: "kindred:elsewhere",
    apply: "build",
    generateBundle() {
      const source = `if (self.origin === "null" || location.protocol === "file:") location.replace("${ONE_FILE}" + location.hash);\n`;
      this.emitFile({ type: "asset", fileName, source });
    },
    transformIndexHtml: () => [
      { tag: "script", attrs: { src: `./${fileName}` }, injectTo: "head" },
    ],
  };
}

export default defineConfig({
  // Relative addresses: the built folder works at any place of any static host.
  base: "./",
  publicDir: false,
  plugins: [fromSources(), withoutIndents(), elsewhere()],
  build: {
    target: "es2022",
    // Nothing becomes a data: address, which the page's Content-Security-Policy would refuse for code and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // A classic script: a module of a blob does not start in frames without an origin.
  worker: { format: "iife", plugins: () => [withoutModuleAddress()] },
});
