// Tables as parquet. Only ever imported when one is to be written.

import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";

/** Columns by name, all of one length. */
export type Columns = Record<string, ColumnSource["data"]>;

/** What a column holds. */
export type Kind = "int" | "float" | "text" | "floats";

type Schema = ConstructorParameters<typeof ParquetWriter>[0]["schema"];

/** Takes what the writer has after each group of rows, so that the whole file is never in memory. */
class Parts extends ByteWriter {
  readonly blobs: Blob[] = [];

  flush(): void {
    this.blobs.push(new Blob([this.getBytes() as Uint8Array<ArrayBuffer>]));
    this.index = 0;
  }
}

/** A parquet file that grows by groups of rows. Values are never missing. */
export class Table {
  readonly #parts = new Parts();
  readonly #writer: ParquetWriter;

  constructor(columns: Record<string, Kind>) {
    const schema = [
      { name: "schema", num_children: Object.keys(columns).length },
      ...Object.entries(columns).flatMap(([name, kind]) => elements(name, kind)),
    ] as Schema;
    this.#writer = new ParquetWriter({ writer: this.#parts, schema, createdBy: "Kindred" });
  }

  /** Adds a group of rows. */
  add(columns: Columns): void {
    const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
    const rowGroupSize = Math.max(columnData[0]?.data.length ?? 0, 1);
    this.#writer.write({ columnData, rowGroupSize });
  }

  /** The whole file. */
  finish(): Blob {
    this.#writer.finish();
    this.#parts.flush();
    return new Blob(this.#parts.blobs);
  }
}

/** A column in the file's own words; a list as Spark and Arrow write it. */
function elements(name: string, kind: Kind): Partial<Schema[number]>[] {
  const repetition_type = "REQUIRED";
  switch (kind) {
    case "int":
      return [{ name, type: "INT32", repetition_type }];
    case "float":
      return [{ name, type: "FLOAT", repetition_type }];
    case "text":
      return [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type }];
    case "floats":
      return [
        { name, repetition_type, num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "FLOAT", repetition_type },
      ];
  }
}
