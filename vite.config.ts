import { defineConfig, type Plugin } from "vite";
import { workerUnderPolicy } from "./scripts/worker.mjs";

/** The package has the module beside the worker, where www/engine/worker.ts looks for it; the sources have it in www/wasm. */
function moduleFromSources(): Plugin {
  return {
    name: "kindred:module-from-sources",
    enforce: "pre",
    transform(code, id) {
      if (!/[\\/]www[\\/]engine[\\/]worker\.ts$/.test(id)) return undefined;
      const changed = code.replace('"./kindred_bg.wasm"', '"../wasm/kindred_bg.wasm"');
      if (changed === code) throw new Error(`${id} must name its module "./kindred_bg.wasm".`);
      return { code: changed, map: null };
    },
  };
}

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
  plugins: [workerUnderPolicy(), withoutIndents()],
  build: {
    target: "es2022",
    // Nothing becomes a data: address, which the page's Content-Security-Policy would refuse for code and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: "es", plugins: () => [moduleFromSources()] },
});
