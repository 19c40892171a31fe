/** Bytes that the browser still has for this page; it gives all of a site's pages together so much. */
export async function room(): Promise<number> {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } =
    (await navigator.storage.estimate?.()) ?? {};
  return quota - usage;
}
