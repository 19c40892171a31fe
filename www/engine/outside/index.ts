// Models trained elsewhere: telling their files from ratings. Their readers are fetched when one comes.

import type { BlobSource, OutsideModel } from "../worker.ts";

/** What files a model is in; what else was given says more of its items. */
export interface ModelFiles {
  /** The model's one file, or the files of a folder that Spark saved. */
  model: BlobSource[];
  /** Ratings, or titles of items. */
  others: BlobSource[];
}

/** A file of a folder as which Spark saved an `ALSModel`. */
const SPARK = /(^|\/)((userFactors|itemFactors|userIds|itemIds|metadata)\/[^/]*|kindred\.json)$/;

const TABLE = /(^|\/)(userFactors|itemFactors)\//;

/** Divides files into those of a model and others; undefined when none is a model's. */
export async function modelAmong(files: BlobSource[]): Promise<ModelFiles | undefined> {
  const folder = files.filter(({ name }) => SPARK.test(name));
  if (folder.some(({ name }) => TABLE.test(name)))
    return { model: folder, others: files.filter((file) => !folder.includes(file)) };
  for (const file of files) {
    const named = /\.(safetensors|npz)$/i.test(file.name);
    if (named || (await isSparkZip(file.blob)) || (await isWord2vec(file.blob)))
      return { model: [file], others: files.filter((other) => other !== file) };
  }
  return undefined;
}

/** Whether an archive holds a folder of Spark: the names of its files stand at its end. */
async function isSparkZip(blob: Blob): Promise<boolean> {
  if ((await blob.slice(0, 4).text()) !== "PK\u0003\u0004") return false;
  return (await blob.slice(-100_000).text()).includes("userFactors/");
}

/** Whether a file begins as word2vec does: two numbers, then a key with so many numbers as the second one says. */
async function isWord2vec(blob: Blob): Promise<boolean> {
  const head = await blob.slice(0, 100_000).text();
  const [, width, second = ""] = /^\d+ (\d+)\r?\n([^\n]*)/.exec(head) ?? [];
  if (width === undefined) return false;
  // The binary form has bytes that no table has.
  return second.trim().split(" ").length > Number(width) || head.includes("\0");
}

/** What the core takes of a model's files: the one that Kindred itself wrote, or one made of others; and what else was given. */
export async function contentOf(
  sources: BlobSource[],
): Promise<{ own: Blob | undefined; content: Blob | OutsideModel; others: BlobSource[] }> {
  const { model, others } = (await modelAmong(sources)) ?? {
    model: sources.slice(0, 1),
    others: sources.slice(1),
  };
  const [first] = model;
  if (!first) {
    throw Object.assign(new Error("A model was to be opened, and no file was given."), {
      name: "ModelFileError",
    });
  }
  const own = model.length === 1 && (await isOwn(first.blob)) ? first.blob : undefined;
  return { own, content: own ?? (await (await import("./read.ts")).readModel(model)), others };
}

/** Whether Kindred itself wrote this file. */
export async function isOwn(blob: Blob): Promise<boolean> {
  return /^.{8}\{"__metadata__":\{"kindred"/s.test(await blob.slice(0, 64).text());
}
