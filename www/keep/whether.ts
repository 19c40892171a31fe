/**
 * Whether this page keeps anything between visits: if not, a sentence that says why, or nothing where nobody expects it.
 * What stands in another page keeps only where its address, in `asked`, says `keep`.
 */
export function whether(asked: URLSearchParams): true | string | undefined {
  const embedded = window.top !== window || asked.has("embed");
  if (embedded && !asked.has("keep")) return undefined;
  // A browser takes all pages that are opened from files for one.
  if (location.protocol === "file:")
    return "Nothing is kept between visits, as this page was opened from a file; a model can be saved.";
  if (!isSecureContext || !navigator.locks)
    return "Nothing is kept between visits, as this page did not come over https; a model can be saved.";
  return true;
}
