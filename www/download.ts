/** Lets the browser save a file. */
export function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser takes the address at the click; it may be given back after that.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A name of a file without what file systems do not like. */
export function fileName(...parts: string[]): string {
  return parts.map((p) => p.replace(/[^\p{L}\p{N}.]+/gu, "-").replace(/^-+|-+$/g, "")).join("-");
}
