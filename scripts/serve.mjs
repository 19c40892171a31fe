// A static file server for the built page, on this machine only. Node built-ins only.

import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** Types that are compressed already. */
const PACKED = new Set([".png", ".ico", ".woff2", ".gz", ".zip"]);

/** What is small is not worth it, and what is large would be kept in memory. */
const COMPRESSED = { least: 1000, most: 1 << 24 };

/**
 * The file that a request's path names inside `folder`, or `undefined` when there is none or it lies outside.
 *
 * @param {string} folder an absolute path without symbolic links
 * @param {string} url the request's target, as it came
 */
async function locate(folder, url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? "");
    if (!path.startsWith("/") || path.includes("\0")) return undefined;
    const wanted = resolve(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    // Resolving the links first means that neither `..` nor a link can lead out of the folder.
    const real = await realpath(wanted);
    if (!real.startsWith(folder + sep)) return undefined;
    const info = await stat(real);
    return info.isFile() ? { path: real, size: info.size, time: info.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Serves a folder on 127.0.0.1.
 *
 * @param {string} folder
 * @param {{ port?: number, shared?: boolean, quality?: number }} [options] port 0, the default, takes any free one; `shared` lets
 *   pages of other origins read the files, as a CDN does; with a `quality` from 1 to 11 files go out after brotli to browsers that
 *   take it
 * @returns {Promise<{ address: string, port: number, close: () => Promise<void> }>}
 */
export async function serve(folder, { port = 0, shared = false, quality = 0 } = {}) {
  const base = await realpath(folder);
  const compressed = new Map();
  /** The file after brotli, made once for each of its contents. */
  const pack = ({ path, size, time }) => {
    const last = compressed.get(path);
    if (last?.time === time && last.size === size) return last.content;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    const content = readFile(path).then((bytes) => promisify(brotliCompress)(bytes, { params }));
    // Whoever waits for it is told, and the next request tries again.
    content.catch(() => compressed.delete(path));
    compressed.set(path, { time, size, content });
    return content;
  };
  const worthIt = ({ path, size }) =>
    size >= COMPRESSED.least && size <= COMPRESSED.most && !PACKED.has(extname(path));
  const server = createServer(async (request, response) => {
    const headers = {
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-cache",
      ...(shared ? { "Access-Control-Allow-Origin": "*" } : {}),
    };
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { ...headers, Allow: "GET, HEAD" }).end();
      return;
    }
    const file = await locate(base, request.url ?? "/");
    if (!file) {
      response.writeHead(404, { ...headers, "Content-Type": TYPES[".txt"] }).end("Not found\n");
      return;
    }
    const type = TYPES[extname(file.path)] ?? "application/octet-stream";
    if (quality > 0 && /\bbr\b/.test(`${request.headers["accept-encoding"]}`) && worthIt(file)) {
      const content = await pack(file).catch(() => undefined);
      if (!content) {
        response.destroy();
        return;
      }
      response.writeHead(200, {
        ...headers,
        "Content-Type": type,
        "Content-Encoding": "br",
        Vary: "Accept-Encoding",
        "Content-Length": content.length,
      });
      response.end(request.method === "HEAD" ? undefined : content);
      return;
    }
    response.writeHead(200, { ...headers, "Content-Type": type, "Content-Length": file.size });
    if (request.method === "HEAD") response.end();
    else
      createReadStream(file.path)
        .on("error", () => response.destroy())
        .pipe(response);
  });
  await new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  const bound = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  return {
    address: `http://localhost:${bound}/`,
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
