import { defineConfig, type Plugin } from "vite";
import { fromSources, withoutModuleAddress } from "./scripts/worker.mjs";

/** Indents in the templates of the views are for whoever reads the source; in the built page they are a kilobyte. */
function withoutIndents(): Plugin {
  return {
    name: "kindred:without-indents",
    transform(code, id) {
      if (!/[\\/]www[\\/]view[\\/].*\.ts$/.test(id)) return undefined;
      // The views have no text in which a line's beginning matters; a line's end stays, so that no statement is joined.
      return { code: code.replace(/\n[ \t]+/g, "\n"), map: null };
    },
  };
}

export default defineConfig({
  // Relative addresses: the built folder works at any place of any static host.
  base: "./",
  publicDir: false,
  plugins: [fromSources(), withoutIndents()],
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
