import type { Engine, Given } from "./client.ts";

/** Works in `another` engine that has read what was given once more, with this split of it. */
export async function readApart<T>(
  given: Given | undefined,
  split: string,
  signal: AbortSignal | undefined,
  another: () => Engine,
  work: (other: Engine) => Promise<T>,
): Promise<T> {
  if (given?.kind !== "files") {
    throw Object.assign(new Error(`The present data have no split called “${split}”.`), {
      name: "ParameterError",
    });
  }
  const other = another();
  try {
    const files = given.sources.map(({ blob, ...rest }) => ({ ...rest, bytes: blob }));
    await other.load(files, { ...given.options, split, ...(signal ? { signal } : {}) });
    return await work(other);
  } finally {
    other.close();
  }
}
