// What makes the built page installable and keeps it for visits without a network: a manifest, icons, and a service worker with
// the list of all files.

import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ONE_FILE } from "./one-file.mjs";
import { inRoot } from "./steps.mjs";

/** The manifest's name, which index.html has, too. */
export const MANIFEST = "manifest.webmanifest";

const SERVICE_WORKER = "service-worker.js";

/** Downloads rather than parts of the page: whoever wants them has a network. */
const LEFT_OUT = new Set([ONE_FILE, "docs/kindred-source.tar.gz", SERVICE_WORKER]);

/** What the page opens, by its types and the ends of its names. */
const OPENS = {
  "text/csv": [".csv"],
  "text/tab-separated-values": [".tsv", ".tab"],
  "text/plain": [".txt", ".dat", ".data", ".arff"],
  "application/json": [".json", ".jsonl", ".ndjson"],
  "application/yaml": [".yml", ".yaml"],
  "application/xml": [".xml"],
  "application/zip": [".zip"],
  "application/gzip": [".gz"],
  "application/vnd.apache.parquet": [".parquet"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
  "application/octet-stream": [".safetensors", ".npz"],
};

/** Files of www/icons/, which `node scripts/icons.mjs` makes. */
export const ICONS = [
  { file: "icon-192.png", size: 192, purpose: "any" },
  { file: "icon-512.png", size: 512, purpose: "any" },
  { file: "icon-maskable.png", size: 512, purpose: "maskable" },
];

/**
 * Writes them beside the page, when everything else is there.
 *
 * @param {string} dist the built page
 */
export async function buildOffline(dist) {
  writeManifest(dist);
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({ input: inRoot("www", "offline", "service-worker.ts") });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  await bundle.close();
  const files = filesUnder(dist).filter((path) => !LEFT_OUT.has(path));
  const list = Object.fromEntries(files.map((path) => [path, hashOf(join(dist, path))]));
  writeFileSync(
    join(dist, SERVICE_WORKER),
    `const FILES=${JSON.stringify(list)};\n${output[0].code}`,
  );
}

function writeManifest(dist) {
  const svg = readdirSync(join(dist, "assets")).find((name) => name.endsWith(".svg"));
  for (const { file } of ICONS)
    copyFileSync(inRoot("www", "icons", file), join(dist, "assets", file));
  const manifest = {
    id: "./",
    name: "Kindred",
    short_name: "Kindred",
    description: "A recommender that is trained on your own machine, from a file of ratings.",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#f5f6f7",
    theme_color: "#f5f6f7",
    icons: [
      { src: `assets/${svg}`, sizes: "any", type: "image/svg+xml" },
      ...ICONS.map(({ file, size, purpose }) => ({
        src: `assets/${file}`,
        sizes: `${size}x${size}`,
        type: "image/png",
        purpose,
      })),
    ],
    file_handlers: [{ action: "./", accept: OPENS, launch_type: "single-client" }],
    share_target: {
      action: "./",
      method: "GET",
      enctype: "application/x-www-form-urlencoded",
      params: { text: "text", url: "link" },
    },
  };
  writeFileSync(join(dist, MANIFEST), JSON.stringify(manifest));
}

const hashOf = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** The paths of all files under a folder, with “/” between their parts, in a fixed order. */
function filesUnder(folder, inner = "") {
  return readdirSync(join(folder, inner))
    .sort()
    .flatMap((name) => {
      const path = inner ? `${inner}/${name}` : name;
      return statSync(join(folder, path)).isDirectory() ? filesUnder(folder, path) : [path];
    });
}
