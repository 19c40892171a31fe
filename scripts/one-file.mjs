// The page as one file, which opens by a double click and asks for nothing: script, style, worker, core and the readers of
// rare files are in it.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { withoutIndents, withoutModuleAddress } from "./plugins.mjs";
import { Failure, inRoot } from "./steps.mjs";

/** The name of the file beside the page. */
export const ONE_FILE = "kindred.html";

/**
 * Writes the file.
 *
 * @param {string} dist the built page, whose style sheet and icon go into it
 * @param {{ core: string, later: string }} module the paths of the core and of its second part
 */
export async function buildOneFile(dist, module) {
  const asset = (end) => {
    const name = readdirSync(join(dist, "assets")).find((file) => file.endsWith(end));
    if (!name) throw new Failure(`The built page has no ${end} for ${ONE_FILE}.`);
    return readFileSync(join(dist, "assets", name));
  };
  const style = asset(".css").toString().trim();
  const [script, worker] = await Promise.all([
    bundled("www/app.ts", {
      format: "esm",
      plugins: [inlinedKit(), withoutSnippet(), withoutIndents()],
    }),
    bundled("www/engine/worker.ts", { format: "iife", plugins: [withoutModuleAddress()] }),
  ]);
  const code = inScript(script);
  const policy = [
    "default-src 'none'",
    `script-src ${hashed(code)} 'wasm-unsafe-eval'`,
    `style-src ${hashed(style)}`,
    "img-src data: blob:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types kindred lit-html",
  ].join("; ");
  const title = readFileSync(inRoot("index.html"), "utf8");
  const description = /name="description"\s+content="([^"]*)"/.exec(title)?.[1] ?? "";
  const icon = `data:image/svg+xml;base64,${asset(".svg").toString("base64")}`;
  writeFileSync(
    join(dist, ONE_FILE),
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${description}">
<title>Kindred</title>
<link rel="icon" href="${icon}">
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<noscript>Kindred trains its models in this page, so it needs JavaScript.</noscript>
<script type="text/plain" id="kindred-worker">${packed(worker)}</script>
<script type="text/plain" id="kindred-core">${packed(readFileSync(module.core))}</script>
<script type="text/plain" id="kindred-later">${packed(readFileSync(module.later))}</script>
<script type="module">${code}</script>
</body>
</html>
`,
  );
}

/** A file of the sources with all that it imports, now or later, as one text. */
async function bundled(path, { format, plugins }) {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({ input: inRoot(path), platform: "browser", plugins });
  const { output } = await bundle.generate({ format, codeSplitting: false, minify: true });
  await bundle.close();
  if (output.length !== 1) throw new Failure(`${path} was to become one file.`);
  return output[0].code.trim();
}

/**
 * Writes the package's client as one module with everything in it: for bundlers that make one file and copy none.
 *
 * @param {string} out the package's folder, with its worker
 * @param {{ core: string, later: string }} module the paths of the core and of its second part
 */
export async function buildInlined(out, module) {
  const letters = (path) => JSON.stringify(packed(readFileSync(path)));
  const kit = `import { unpackCore, unpackKit } from ${JSON.stringify(inRoot("www", "engine", "kit-packed.ts"))};
export const fetchKit = () => unpackKit(${letters(join(out, "worker.js"))}, ${letters(module.core)});
let later;
export const fetchLater = () => (later ??= unpackCore(${letters(module.later)}));`;
  const code = await bundled("www/engine/client.ts", { format: "esm", plugins: [inlinedKit(kit)] });
  writeFileSync(join(out, "inlined.js"), code);
}

/** Lets workers start from what is in the page, or in this code. */
const inlinedKit = (code) => ({
  name: "kindred:inlined-kit",
  resolveId(source, importer) {
    const from = /[\\/]www[\\/]engine[\\/]starter\.ts$/.test(importer ?? "");
    if (!from || source !== "./kit.ts") return undefined;
    return code === undefined ? inRoot("www", "engine", "kit-inlined.ts") : "\0inlined-kit";
  },
  load: (id) => (id === "\0inlined-kit" ? code : undefined),
});

/** Nothing lies beside the file that another page could show: it has no dialog for that, nor the element. */
const withoutSnippet = () => ({
  name: "kindred:without-snippet",
  load(id) {
    if (!/[\\/]www[\\/]snippet[\\/]dialog\.ts$/.test(id)) return undefined;
    return { code: "export const openSnippet = async () => {};", moduleSideEffects: false };
  },
});

const packed = (content) => gzipSync(content, { level: 9 }).toString("base64");

/** Code that may stand in a script element: in strings and patterns, “\/” and “\!” are what they are without the stroke. */
const inScript = (code) => code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

const hashed = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
