// What the core's loader does not read, made into text that it does: a file for each.

import type { BlobSource } from "../worker.ts";
import { HEAD, type Kind } from "./kinds.ts";
import type { Reader } from "./rows.ts";

/** The text of such a file, a source for each of its sheets. */
export async function textOf(
  source: BlobSource,
  kind: Kind,
  reader: Reader,
): Promise<BlobSource[]> {
  const { name, blob } = source;
  try {
    if (kind === "parquet") {
      const { textOfParquet } = await import("./parquet.ts");
      return [{ ...source, blob: await textOfParquet(blob, reader) }];
    }
    if (kind === "yaml") {
      const { textOfYaml } = await import("./yaml.ts");
      return [{ ...source, blob: await textOfYaml(blob) }];
    }
    if (kind === "foreign") {
      const { encodingOf, textOfEncoded } = await import("./encoding.ts");
      const encoding = encodingOf(new Uint8Array(await blob.slice(0, HEAD).arrayBuffer()));
      return [
        encoding
          ? { ...source, blob: await textOfEncoded(blob, encoding), written: encoding }
          : source,
      ];
    }
    const { textOfWorkbook } = await import("./workbook.ts");
    const sheets = await textOfWorkbook(blob, reader);
    return sheets.map(({ sheet, text }) => ({
      ...source,
      name: sheets.length === 1 ? name : `${name}/${sheet}.sheet`,
      blob: text,
    }));
  } catch (error) {
    if (reader.signal?.aborted) throw reader.signal.reason;
    const why = error instanceof Error ? error.message : String(error);
    throw Object.assign(new Error(`${name} could not be read: ${why}`), { name: "FileError" });
  }
}
