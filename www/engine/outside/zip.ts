// Zip archives that are small enough to be read as a whole.

import type { BlobSource } from "../worker.ts";

/** The files of an archive (PKWARE, *.ZIP File Format Specification* 6.3.10), up to 4 GiB; undefined for a damaged one. */
export async function unzip(blob: Blob): Promise<BlobSource[] | undefined> {
  const view = async (start: number, end: number) =>
    new DataView(await blob.slice(Math.max(start, 0), end).arrayBuffer());
  const tail = await view(blob.size - 65_557, blob.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at--;
  if (at < 0) return undefined;
  const [count, length, offset] = [
    tail.getUint16(at + 10, true),
    tail.getUint32(at + 12, true),
    tail.getUint32(at + 16, true),
  ];
  const directory = await view(offset, offset + length);
  const files: BlobSource[] = [];
  for (let i = 0, at = 0; i < count; i++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== 0x02014b50)
      return undefined;
    const [method, packed] = [
      directory.getUint16(at + 10, true),
      directory.getUint32(at + 20, true),
    ];
    const [name, extra, comment] = [28, 30, 32].map((n) => directory.getUint16(at + n, true));
    const start = directory.getUint32(at + 42, true);
    const text = new TextDecoder().decode(
      new Uint8Array(
        directory.buffer,
        at + 46,
        Math.min(name ?? 0, directory.byteLength - at - 46),
      ),
    );
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
    const header = await view(start, start + 30);
    if (header.byteLength < 30) return undefined;
    const from = start + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    const data = blob.slice(from, from + packed);
    if (data.size !== packed) return undefined;
    const unpacked =
      method === 0
        ? data
        : await new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw")))
            .blob()
            .catch(() => undefined);
    if (!unpacked) return undefined;
    files.push({ name: text, blob: unpacked });
  }
  return files;
}
