// Parquet → a table of text. Only ever imported when such a file has come.

import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { type Reader, TextOfRows } from "./rows.ts";

/** The rows of a parquet file as comma-separated text whose first line names the columns. */
export async function textOfParquet(blob: Blob, { signal, onRead }: Reader): Promise<Blob> {
  const file = {
    byteLength: blob.size,
    slice: (start: number, end?: number) => blob.slice(start, end).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(file);
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  const packed = metadata.row_groups.flatMap((group) =>
    group.columns.map((column) => column.meta_data?.codec),
  );
  const plain = packed.every((codec) => codec === "SNAPPY" || codec === "UNCOMPRESSED");
  const compressors = plain ? {} : (await import("hyparquet-compressors")).compressors;
  const text = new TextOfRows();
  await text.add([columns], signal);
  let [first, bytes] = [0, 0];
  for (const group of metadata.row_groups) {
    signal?.throwIfAborted();
    const last = first + Number(group.num_rows);
    const rows = await parquetReadObjects({
      ...{ file, metadata, compressors, rowStart: first, rowEnd: last },
    });
    await text.add(
      rows.map((row) => columns.map((column) => row[column])),
      signal,
    );
    first = last;
    bytes += Number(group.total_byte_size);
    onRead?.(Math.min(bytes, blob.size), first);
  }
  return text.blob();
}
