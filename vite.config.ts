import { defineConfig } from "vite";
import { workerUnderPolicy } from "./scripts/worker.mjs";

export default defineConfig({
  // Relative addresses: the built folder works at any place of any static host.
  base: "./",
  publicDir: false,
  plugins: [workerUnderPolicy()],
  build: {
    target: "es2022",
    // Nothing becomes a data: address, which the page's Content-Security-Policy would refuse for code and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: "es" },
});
