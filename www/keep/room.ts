/**
 * Bytes that the browser still has for this page; it gives all of a site's pages together so much. Without bound where it does
 * not say, as WebKit of GTK: then a full store refuses what is written.
 */
export async function room(): Promise<number> {
  const { storage } = navigator as { storage?: StorageManager };
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await storage?.estimate?.()) ?? {};
  return quota - usage;
}
