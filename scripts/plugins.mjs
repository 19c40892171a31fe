// What is done to the sources on their way into the bundles. Above all: how the bundlers treat the three places where
// www/engine/kit.ts names its files,
//
//     new URL("./worker.ts", import.meta.url)        new URL("./kindred_bg.wasm", import.meta.url)
//                                                    new URL("./kindred_later.wasm", import.meta.url)
//
// which is what the address of a file looks like to any bundler. The plugins work for rolldown and vite.

import { dirname, resolve } from "node:path";
import { Failure, inRoot } from "./steps.mjs";

/** What the page and its style are built for. */
export const BROWSERS = "es2022";

const address = (name) =>
  new RegExp(`new URL\\(\\s*(["'])\\./${name}\\1\\s*,\\s*import\\.meta\\.url\\s*,?\\s*\\)`);

/** @param {{ worker: string, modules: string, before?: string }} names */
function replaceAddresses({ worker, modules, before = "" }) {
  return {
    name: "kindred:addresses",
    enforce: /** @type {const} */ ("pre"),
    transform(code, id) {
      if (!/[\\/]www[\\/]engine[\\/]kit\.ts$/.test(id)) return undefined;
      const replaced = (text, name, by) => {
        if (!address(name).test(text))
          throw new Failure(`${id} must name new URL("./${name}", import.meta.url).`);
        return text.replace(address(name), by);
      };
      let changed = replaced(code, "worker.ts", worker);
      for (const name of ["kindred_bg.wasm", "kindred_later.wasm"])
        changed = replaced(changed, name, url(`${modules}/${name}`));
      return { code: before + changed, map: null };
    },
  };
}

const url = (name) => `new URL(${JSON.stringify(name)}, import.meta.url)`;

/** For the package: all lie beside the client. */
export const besideClient = () => replaceAddresses({ worker: url("./worker.js"), modules: "." });

/** For what is added to the client: the built one is imported, not bundled once more. */
export const uponClient = () => ({
  name: "kindred:upon-client",
  resolveId: (source) =>
    source === "./client.ts" ? { id: "./client.js", external: true } : undefined,
});

/** For the page: vite bundles the worker; the modules lie where the core's build puts them. */
export const fromSources = () =>
  replaceAddresses({
    before: 'import workerFile from "./worker.ts?worker&url";\n',
    worker: "new URL(workerFile, import.meta.url)",
    modules: "../wasm",
  });

/** For the worker: it is given its module, and never looks for it. */
export const withoutModuleAddress = () => ({
  name: "kindred:without-module-address",
  enforce: /** @type {const} */ ("pre"),
  transform(code, id) {
    if (!/[\\/]www[\\/]wasm[\\/]kindred\.js$/.test(id)) return undefined;
    const changed = code.replace("new URL('kindred_bg.wasm', import.meta.url)", "undefined");
    if (changed === code) throw new Failure(`${id} names no module any more.`);
    return { code: changed, map: null };
  },
});

/** Indents in the templates of the views are for whoever reads the source; in the built page they are a kilobyte. */
export const withoutIndents = () => ({
  name: "kindred:without-indents",
  transform(code, id) {
    if (!/[\\/]www[\\/]view[\\/].*\.ts$/.test(id)) return undefined;
    // The views have no text in which a line's beginning matters; a line's end stays, so that no statement is joined.
    return { code: code.replace(/\n[ \t]+/g, "\n"), map: null };
  },
});

/** What elements and the package fetch when it is needed, and the page has at once: there a request would be for nothing. */
const AT_ONCE = [
  ...["engine/apart.ts", "engine/outside/index.ts", "engine/outside/sources.ts"],
  ...["engine/tables/index.ts", "actions/filling.ts", "actions/model.ts", "actions/other.ts"],
  "actions/save-list.ts",
].map((path) => inRoot("www", ...path.split("/")));

/** For the page: it has these at once. */
export const atOnce = () => ({
  name: "kindred:at-once",
  enforce: /** @type {const} */ ("pre"),
  transform(code, id) {
    if (!/[\\/]www[\\/].*\.ts$/.test(id)) return undefined;
    const before = [];
    const changed = code.replace(/(?<!typeof )\bimport\("(\.[^"]+)"\)/g, (all, source) => {
      if (!AT_ONCE.includes(resolve(dirname(id), source))) return all;
      before.push(`import * as atOnce${before.length} from "${source}";\n`);
      return `Promise.resolve(atOnce${before.length - 1})`;
    });
    return before.length > 0 ? { code: before.join("") + changed, map: null } : undefined;
  },
});

/** For elements of other pages: style sheets as text, as the page's own are built, for what stands in a shadow root. */
export const styleOfElements = () => ({
  name: "kindred:style-of-elements",
  enforce: /** @type {const} */ ("pre"),
  resolveId(source, importer) {
    if (!source.endsWith(".css?text")) return undefined;
    // Without the ending by which vite would know it for a style sheet.
    return `\0style:${resolve(dirname(importer), source).replace(/\.css\?text$/, "")}`;
  },
  async load(id) {
    const path = /^\0style:(.+)$/.exec(id)?.[1];
    if (path === undefined) return undefined;
    const text = (await builtStyle(`${path}.css`))
      .replace(/:root\[data-theme=(\w+|"\w+")\]/g, ":host([theme=$1])")
      .replace(/:root\b|\bbody(?=\{)/g, ":host");
    return `export default ${JSON.stringify(text)};`;
  },
});

/** A style sheet as the page's build makes it: for the same browsers, and without what is only for whoever reads it. */
async function builtStyle(path) {
  const { build } = await import("vite");
  const { output } = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, target: BROWSERS, rolldownOptions: { input: path } },
  });
  const asset = output.find((file) => file.fileName.endsWith(".css"));
  if (!asset) throw new Failure(`${path} became no style sheet.`);
  return String(asset.source).trim();
}

/** For elements of other pages: lit-html counts its copies in a global variable, which is the host's. */
export const withoutGlobals = () => ({
  name: "kindred:without-globals",
  transform(code, id) {
    if (!/[\\/]lit-html[\\/]lit-html\.js$/.test(id)) return undefined;
    const changed = code.replace(/\(\w+\.litHtmlVersions\s*\?\?=\s*\[\]\)\.push\([^)]*\)/, "0");
    if (changed === code) throw new Failure(`${id} sets no global variable any more.`);
    return { code: changed, map: null };
  },
});
