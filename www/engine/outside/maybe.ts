import type { BlobSource } from "../worker.ts";

/** How much of a file is looked at. */
const HEAD = 64;

/** Whether a file may be a model's, by its name or its first bytes. What tells it for sure is fetched only then. */
export async function maybeModel({ name, blob }: BlobSource): Promise<boolean> {
  if (/\.(safetensors|npz)$|(^|\/)(user|item)Factors\//i.test(name)) return true;
  // A zip archive, or the two numbers with which word2vec begins.
  return /^(PK\u0003\u0004|\d+ \d+\r?\n)/.test(await blob.slice(0, HEAD).text());
}
