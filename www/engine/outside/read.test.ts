import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { isOwn, modelAmong } from "./index.ts";
import { readModel } from "./read.ts";

const file = (name: string, ...parts: BlobPart[]) => ({ name, blob: new Blob(parts) });

const text = file("vectors.txt", "3 2\nToy Story 1 0\n2 4 1\n3 0 -2.5\n");

const floats = (...numbers: number[]) => new Float32Array(numbers);

const bytes = file("vectors.bin", "2 2\n", "a ", floats(1, 0), "\n", "Die Hard ", floats(-2.5, 4));

test("word2vec vectors are read from text, and from bytes; keys may hold blanks", async () => {
  expect(await readModel([text])).toMatchObject({
    users: { ids: [] },
    items: { ids: ["Toy Story", "2", "3"], rows: floats(1, 0, 4, 1, 0, -2.5) },
  });
  expect(await readModel([bytes])).toMatchObject({
    items: { ids: ["a", "Die Hard"], rows: floats(1, 0, -2.5, 4) },
  });
});

/** An array as numpy saves it. */
function npy(descr: string, shape: string, data: BufferSource, fortran = "False"): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }\n`;
  const [h, all] = [new TextEncoder().encode(header), new Uint8Array(10 + header.length)];
  all.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length, 0]);
  all.set(h, 10);
  const content = data instanceof ArrayBuffer ? data : data.buffer;
  return new Uint8Array([...all, ...new Uint8Array(content as ArrayBuffer)]);
}

test("factors of numpy are read by row and by column, with ids of texts or numbers", async () => {
  const letters = Uint32Array.from("annben", (letter) => letter.codePointAt(0) ?? 0);
  const archive = zipSync({
    "user_factors.npy": npy("<f4", "2, 2", floats(1, 2, 3, 4), "True"),
    "item_factors.npy": npy("<f8", "1, 2", Float64Array.of(5, 6)),
    "user_ids.npy": npy("<U3", "2,", letters),
    "item_ids.npy": npy("<i8", "1,", BigInt64Array.of(9007199254740991n)),
    "alpha.npy": npy("<f8", "", Float64Array.of(40)),
    "ratings.npy": npy("|b1", "", Uint8Array.of(1)),
  });
  expect(await readModel([file("m.npz", archive as BlobPart)])).toEqual({
    users: { ids: ["ann", "ben"], rows: floats(1, 3, 2, 4) },
    items: { ids: ["9007199254740991"], rows: floats(5, 6) },
    ...{ ratings: true, regularization: 0.01, alpha: 40, spark: false },
  });
});

test("a sparse matrix is read as scipy saves it, and refused when it is not square or not in rows", async () => {
  const sparse = (n: bigint, format: string) => ({
    ...{ name: "s.npz" },
    blob: new Blob([
      zipSync({
        "shape.npy": npy("<i8", "2,", BigInt64Array.of(1n, n)),
        "format.npy": npy("|S3", "", new TextEncoder().encode(format)),
        "indptr.npy": npy("<i4", "2,", Int32Array.of(0, 1)),
        "indices.npy": npy("<i4", "1,", Int32Array.of(0)),
        "data.npy": npy("<f8", "1,", Float64Array.of(0.5)),
      }) as BlobPart,
    ]),
  });
  expect(await readModel([sparse(1n, "csr")])).toEqual({
    ids: ["0"],
    similarities: {
      starts: Uint32Array.of(0, 1),
      columns: Uint32Array.of(0),
      values: floats(0.5),
    },
  });
  for (const [n, format, found] of [
    [2n, "csr", "found one of 1 × 2 as csr"],
    [1n, "csc", "found one of 1 × 1 as csc"],
  ] as const)
    await expect(readModel([sparse(n, format)])).rejects.toThrow(found);
});

test("models are told from ratings and from what is given with them", async () => {
  const ratings = file("ratings.csv", "user,item,rating\n1,2,3\n");
  const choices = file("choices.txt", "1 2\n1 3\n2 3\n");
  expect(await modelAmong([ratings, choices])).toBeUndefined();
  expect(await modelAmong([ratings, text])).toEqual({ model: [text], others: [ratings] });
  expect(await modelAmong([bytes])).toEqual({ model: [bytes], others: [] });
  const table = file("model/userFactors/part-0.snappy.parquet", "PAR1");
  const notes = file("model/metadata/part-00000", "{}");
  expect(await modelAmong([table, ratings, notes])).toEqual({
    model: [table, notes],
    others: [ratings],
  });
  expect(await isOwn(text.blob)).toBe(false);
});

test("a file that is none of them is refused in plain words", async () => {
  for (const [given, found] of [
    [file("a.npz", "user,item\n"), "a file that begins “user,item"],
    [file("a.npz", "PK\u0003\u0004"), "a damaged one"],
    [file("a.txt", "5 2\na 1 2\n"), "1 that can be read"],
  ] as const) {
    await expect(readModel([given])).rejects.toMatchObject({
      name: "ModelFileError",
      message: expect.stringContaining(found),
    });
  }
});
