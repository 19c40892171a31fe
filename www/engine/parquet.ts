// Tables in Parquet. This file and the library in it are fetched only when such a table comes.

import { parquetMetadataAsync, parquetRead } from "hyparquet";

/** A table's columns by their names; a list is an array in its row. */
export type Table = Map<string, unknown[]>;

/**
 * Reads a table, or some of its columns.
 *
 * @throws `FileError` when it is no Parquet, is damaged, or is packed in a way other than snappy.
 */
export async function columnsOf(blob: Blob, name: string, columns?: string[]): Promise<Table> {
  const file = {
    byteLength: blob.size,
    slice: (start: number, end?: number) => blob.slice(start, end).arrayBuffer(),
  };
  const table: Table = new Map();
  try {
    const metadata = await parquetMetadataAsync(file);
    const chunks: { name: string; start: number; data: ArrayLike<unknown> }[] = [];
    await parquetRead({
      file,
      metadata,
      ...(columns ? { columns } : {}),
      onChunk: ({ columnName, columnData, rowStart }) =>
        chunks.push({ name: columnName, start: rowStart, data: columnData }),
    });
    chunks.sort((a, b) => a.start - b.start);
    for (const { name, data } of chunks) {
      const column = table.get(name) ?? [];
      table.set(name, column);
      for (let i = 0; i < data.length; i++) column.push(data[i]);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw Object.assign(new Error(`${name}: expected a table in Parquet (${why})`), {
      name: "FileError",
    });
  }
  return table;
}
