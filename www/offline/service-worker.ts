// Keeps the page for visits without a network. One version of the page is used whole or not at all: the list of its files is in
// this script, which the build writes anew with each version; it is installed when every file has come and is what the list says,
// and it serves the page once nobody uses the one before, or somebody asks for the new one.

/** The files of this version by their paths, each with the SHA-256 of its content in hexadecimal digits. */
declare const FILES: Record<string, string>;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/** The folder of the page. */
const { scope } = worker.registration;

/** The cache, of all versions: a file that has not changed is in it once. */
const opened = () => caches.open(`kindred ${scope}`);

/** Under which name the cache has the pages that began with a version before this one. */
const BEFORE = "pages-before";

/** A file is the same whatever the browser says of itself. */
const WHATEVER: CacheQueryOptions = { ignoreVary: true };

/** Where a file of this version is in the cache. */
const placeOf = (path: string) => `${scope}${path}?${FILES[path]}`;

worker.addEventListener("install", (event) => event.waitUntil(install()));

worker.addEventListener("activate", (event) => event.waitUntil(activate()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const { pathname } = new URL(request.url);
  const path = decodeURI(pathname).slice(new URL(scope).pathname.length);
  const name = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  // What is not part of the page is the network's: data beside it, the page as one file, the source.
  if (Object.hasOwn(FILES, name)) event.respondWith(answer(placeOf(name), request));
  else if (name.startsWith("assets/")) event.respondWith(ofBefore(request));
});

worker.addEventListener("message", (event) => {
  if (event.data === "use") event.waitUntil(worker.skipWaiting());
  if (event.data === "tidy") event.waitUntil(tidy());
});

/** Gets every file that is not there yet. One that is missing or another one ends it: then the version before stays in use. */
async function install(): Promise<void> {
  const cache = await opened();
  await Promise.all(
    Object.keys(FILES).map(async (path) => {
      if (await cache.match(placeOf(path), WHATEVER)) return;
      // What the page has just loaded is not loaded again, unless it belongs to another version.
      const response = (await fetched(path, "force-cache")) ?? (await fetched(path, "reload"));
      if (!response) throw new Error(`${path} is not that of this version.`);
      await cache.put(placeOf(path), response);
    }),
  );
}

/** The file, if it is that of this version. */
async function fetched(path: string, cache: RequestCache): Promise<Response | undefined> {
  const response = await fetch(`${scope}${path}`, { cache });
  if (!response.ok) return undefined;
  const content = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hash !== FILES[path]) return undefined;
  // A new answer, since one that was redirected may not open a page.
  return new Response(content, { headers: response.headers });
}

/** Takes over. Pages that have begun with the version before go on with its files. */
async function activate(): Promise<void> {
  const cache = await opened();
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  await cache.put(BEFORE, Response.json(pages.map((page) => page.id)));
  await worker.clients.claim();
  await tidy();
}

/** Removes the files of versions before, once no page needs them. */
async function tidy(): Promise<void> {
  const cache = await opened();
  // A version that waits for its turn has its files here already.
  if (worker.registration.waiting || worker.registration.installing) return;
  const before: string[] = (await (await cache.match(BEFORE))?.json()) ?? [];
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  if (pages.some((page) => before.includes(page.id))) return;
  const mine = new Set([
    ...Object.keys(FILES).map(placeOf),
    new URL(BEFORE, worker.location.href).href,
  ]);
  for (const request of await cache.keys()) if (!mine.has(request.url)) await cache.delete(request);
}

/** A file of this version; of the network where the browser has let it go, or does not say. */
async function answer(place: string, request: Request): Promise<Response> {
  const there = opened().then((cache) => cache.match(place, WHATEVER));
  return (await Promise.race([there, afterAll()])) ?? fetch(request);
}

/** Milliseconds for which a page waits for what is kept. */
const PATIENCE = 10_000;

/** Resolves when nobody should wait any longer. */
function afterAll(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE));
}

/** A file of a version before, for a page that has begun with it. Its name says what is in it. */
async function ofBefore(request: Request): Promise<Response> {
  return (
    (await (await opened()).match(request, { ...WHATEVER, ignoreSearch: true })) ?? fetch(request)
  );
}
