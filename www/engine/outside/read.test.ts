import { expect, test } from "vitest";
import { isOwn, modelAmong } from "./index.ts";
import { readModel } from "./read.ts";

const file = (name: string, ...parts: BlobPart[]) => ({ name, blob: new Blob(parts) });

const text = file("vectors.txt", "3 2\nToy Story 1 0\n2 4 1\n3 0 -2.5\n");

const floats = (...numbers: number[]) => new Float32Array(numbers);

const bytes = file("vectors.bin", "2 2\n", "a ", floats(1, 0), "\n", "b ", floats(-2.5, 4));

test("word2vec vectors are read from text, whose keys may hold blanks, and from bytes", async () => {
  const { users, items } = await readModel([text]);
  expect(users.ids).toEqual([]);
  expect(items).toEqual({ ids: ["Toy Story", "2", "3"], rows: floats(1, 0, 4, 1, 0, -2.5) });
  expect((await readModel([bytes])).items).toEqual({
    ids: ["a", "b"],
    rows: floats(1, 0, -2.5, 4),
  });
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
