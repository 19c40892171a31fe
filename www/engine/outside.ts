// Models trained elsewhere: telling their files from ratings, and reading the tables of Spark.

import type { BlobSource, SparkModel, SparkTable } from "./worker.ts";

/** What files a model needs is given in; what else was given says more of its items. */
export interface ModelFiles {
  /** The model's one file, or the files of a folder that Spark saved. */
  model: BlobSource[];
  /** Ratings, or titles of items. */
  others: BlobSource[];
}

/** A file of a folder that Spark saved an `ALSModel` as, with the folder's own files in it. */
const SPARK = /(^|\/)((userFactors|itemFactors|metadata)\/[^/]*|kindred\.json)$/;

const TABLE = /(^|\/)(userFactors|itemFactors)\//;

/** Ends of names that only models have. */
const MODEL = /\.(safetensors|npz|w2v|vec|kv)$/i;

/** Divides files into those of a model and others; undefined when none is a model's. */
export async function modelAmong(files: BlobSource[]): Promise<ModelFiles | undefined> {
  const folder = files.filter(({ name }) => SPARK.test(name));
  if (folder.some(({ name }) => TABLE.test(name))) {
    return { model: folder, others: files.filter((file) => !folder.includes(file)) };
  }
  for (const file of files) {
    if (MODEL.test(file.name) || (await isSparkZip(file.blob)) || (await isWord2vec(file.blob)))
      return { model: [file], others: files.filter((other) => other !== file) };
  }
  return undefined;
}

/** Whether an archive holds a folder of Spark: the names of its files stand at its end. */
export async function isSparkZip(blob: Blob): Promise<boolean> {
  if ((await blob.slice(0, 4).text()) !== "PK\u0003\u0004") return false;
  return (await blob.slice(-100_000).text()).includes("userFactors/");
}

/** Whether a file begins as word2vec does: two numbers, then a key with so many numbers as the second one says. */
async function isWord2vec(blob: Blob): Promise<boolean> {
  const head = await blob.slice(0, 100_000).text();
  const [, width, second = ""] = /^\d+ (\d+)\r?\n([^\n]*)/.exec(head) ?? [];
  if (width === undefined) return false;
  const numbers = second.trim().split(" ").length - 1;
  // The binary form has bytes that no table has.
  return numbers >= Number(width) || head.includes("\0");
}

/** Reads the files of an `ALSModel`. */
export async function sparkModel(files: BlobSource[]): Promise<SparkModel> {
  const { columnsOf } = await import("./parquet.ts");
  const texts = files.filter(({ name }) => /kindred\.json$|metadata\/part-/.test(name));
  // What Kindred's example notes says more than what Spark does.
  texts.sort((a, b) => Number(b.name.endsWith(".json")) - Number(a.name.endsWith(".json")));
  const table = async (folder: string): Promise<SparkTable> => {
    const parts = files.filter(
      ({ name }) => name.includes(`${folder}/`) && name.endsWith(".parquet"),
    );
    parts.sort((a, b) => (a.name < b.name ? -1 : 1));
    const tables = [];
    for (const { name, blob } of parts) {
      const columns = await columnsOf(blob, name, ["id", "features"]);
      tables.push({
        ids: (columns.get("id") ?? []) as number[],
        features: (columns.get("features") ?? []) as number[][],
      });
    }
    const ids = Int32Array.from(tables.flatMap((part) => part.ids));
    const rows = tables.flatMap((part) => part.features);
    const features = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
    let at = 0;
    for (const row of rows) {
      features.set(row, at);
      at += row.length;
    }
    return { ids, features };
  };
  return {
    metadata: await Promise.all(texts.map(({ blob }) => blob.text())),
    users: await table("userFactors"),
    items: await table("itemFactors"),
  };
}
