// @vitest-environment node

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../scripts/serve.mjs";

let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kindred-serve-"));
  mkdirSync(join(folder, "site", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "site", "index.html"), "<title>Home</title>");
  writeFileSync(join(folder, "site", "assets", "core.wasm"), new Uint8Array([0, 97, 115, 109]));
  symlinkSync(join(folder, "secret.txt"), join(folder, "site", "link.txt"));
  server = await serve(join(folder, "site"));
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Sends the path as it is: `fetch` would tidy it up first. */
function get(path: string, method = "GET") {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      request({ host: "127.0.0.1", port: server.port, path, method }, (response) => {
        let body = "";
        response.setEncoding("latin1").on("data", (text) => {
          body += text;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      })
        .on("error", reject)
        .end();
    },
  );
}

test("a folder's address gives its index page", async () => {
  const { status, headers, body } = await get("/?query");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(body).toBe("<title>Home</title>");
});

test("wasm has the type that streaming compilation asks for", async () => {
  const { headers, body } = await get("/assets/core.wasm");
  expect(headers["content-type"]).toBe("application/wasm");
  expect(headers["content-length"]).toBe("4");
  expect(body).toBe("\0asm");
});

test("HEAD gives the headers alone", async () => {
  const { status, headers, body } = await get("/assets/core.wasm", "HEAD");
  expect([status, headers["content-length"], body]).toEqual([200, "4", ""]);
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/assets/../../secret.txt",
  "/..\\secret.txt",
  "//../secret.txt",
  "/link.txt",
  "/%00",
  "/%ff",
  "/assets",
  "/absent",
])("%s leads nowhere", async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).not.toContain("secret");
});

test("writing is refused", async () => {
  expect((await get("/", "POST")).status).toBe(405);
});
