// How the bundlers treat the one place where www/engine/client.ts names its worker,
//
//     new URL("./worker.ts", import.meta.url)
//
// which is what a worker's address looks like to any bundler. Both plugins work for rolldown and vite.

import { Failure } from "./steps.mjs";

const ADDRESS = /new URL\(\s*(["'])\.\/worker\.ts\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

function replaceAddress(name, expression, before = "") {
  let found = false;
  return {
    name,
    enforce: /** @type {const} */ ("pre"),
    transform(code, id) {
      if (!/[\\/]www[\\/]engine[\\/]client\.ts$/.test(id)) return undefined;
      const changed = code.replace(ADDRESS, expression);
      found ||= changed !== code;
      return { code: before + changed, map: null };
    },
    buildEnd(error) {
      if (error || found) return;
      throw new Failure(
        'www/engine/client.ts must name its worker by new URL("./worker.ts", import.meta.url).',
      );
    },
  };
}

/** For the package: the worker is the file `worker.js` beside the client. */
export const workerBesideClient = () =>
  replaceAddress("kindred:worker-beside-client", 'new URL("./worker.js", import.meta.url)');

/**
 * For the page: the worker starts from a blob that imports the worker's file.
 *
 * A worker that starts from a file is bound by the policy in the file's HTTP headers, which a static host does not
 * set, and not by the one in the page's `<meta>`. A worker that starts from a blob inherits the page's policy. It is
 * the worker that holds the ratings, so it is there that the policy matters most.
 */
export const workerUnderPolicy = () =>
  replaceAddress(
    "kindred:worker-under-policy",
    "workerAddress",
    [
      'import workerFile from "./worker.ts?worker&url";',
      'const workerScript = "import " + JSON.stringify(new URL(workerFile, import.meta.url).href);',
      'const workerAddress = URL.createObjectURL(new Blob([workerScript], { type: "text/javascript" }));',
      "",
    ].join(" "),
  );
