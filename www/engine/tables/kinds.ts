// Tables that are not text, as parquet files and Excel workbooks, become text before the core's loader reads them, YAML
// becomes JSON, and text of other encodings than the core's UTF-8: what columns mean is told in one place. What reads them is
// large and seldom needed, so it is fetched when the first comes.

import type { BlobSource } from "../worker.ts";
import type { Reader } from "./rows.ts";

/** Longest beginning by which the kind of a file is told. */
export const HEAD = 1 << 16;

/** What a file can be that the core's loader does not read: `foreign` is text that is not UTF-8, and of any encoding. */
export type Kind = "parquet" | "workbook" | "yaml" | "foreign";

/** What a file is that the core's loader does not read; undefined for all others. */
async function kindOf({ name, blob }: BlobSource): Promise<Kind | undefined> {
  const head = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const begins = (text: string, at = 0) =>
    [...text].every((character, i) => head[at + i] === character.charCodeAt(0));
  if (begins("PAR1")) return "parquet";
  // A workbook is an archive, whatever it is called; that of an office program begins with the list of its contents, others
  // with one of the parts.
  const parts = ["[Content_Types].xml", "_rels/", "docProps/", "xl/"];
  if (
    begins("PK\u0003\u0004") &&
    (/\.xls[xm]$/i.test(name) || parts.some((part) => begins(part, 30)))
  )
    return "workbook";
  if (/\.ya?ml$/i.test(name)) return "yaml";
  return isForeign(head) ? "foreign" : undefined;
}

/** Whether this is text that is neither UTF-8 nor UTF-16, by its first bytes. */
function isForeign(head: Uint8Array): boolean {
  try {
    // The last character may be cut off.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return false;
  } catch {
    return !head.includes(0);
  }
}

/** What was made of files, so that choosing the columns of a table does not make it again. */
const made = new WeakMap<Blob, BlobSource[]>();

/**
 * The same sources, but for tables that are not text: in their place stands their text, a source for each sheet.
 *
 * @throws `FileError` for such a file that is damaged.
 */
export async function asText(sources: BlobSource[], reader: Reader = {}): Promise<BlobSource[]> {
  const all = [];
  for (const source of sources) {
    const kind = await kindOf(source);
    if (kind === undefined) {
      all.push(source);
      continue;
    }
    const text =
      made.get(source.blob) ?? (await (await import("./index.ts")).textOf(source, kind, reader));
    made.set(source.blob, text);
    all.push(...text);
  }
  return all;
}
