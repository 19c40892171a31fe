// Archives. Only ever imported when one is to be written.

import { Zip, ZipPassThrough } from "fflate";

/** Files in an archive, as they are: numbers hardly shrink, and what reads them is faster so. */
export async function zipped(files: [name: string, content: Blob][]): Promise<Blob> {
  const parts: BlobPart[] = [];
  const failed: Error[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) failed.push(error);
    else parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
  });
  for (const [name, content] of files) {
    const file = new ZipPassThrough(name);
    // The same files always make the same bytes.
    file.mtime = new Date(1980, 0, 1);
    zip.add(file);
    for (let at = 0; at < content.size; at += PART)
      file.push(new Uint8Array(await content.slice(at, at + PART).arrayBuffer()));
    file.push(new Uint8Array(), true);
  }
  zip.end();
  if (failed[0]) throw failed[0];
  return new Blob(parts, { type: "application/zip" });
}

/** Bytes that are in memory at a time. */
const PART = 1 << 22;
