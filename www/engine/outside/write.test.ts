// @vitest-environment node

import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { modelAmong } from "./index.ts";
import { readModel } from "./read.ts";
import { type FactorFormat, type Source, writeFactors } from "./write.ts";

const floats = (...numbers: number[]) => Float32Array.from(numbers);

/** Three people, who come in two slices, and two items. */
function source(users: string[], items: string[], ratings = true): Source {
  const rows = floats(1, 0.1, -2.5, 3e-8, 0.5, 7);
  const width = 2;
  return {
    model: "als",
    ratings,
    items: async () => [items, items.map((id) => `Title of ${id}`)],
    itemVectors: async (bare) => (bare ? floats(0.25, 1 / 3) : floats(4, 5, -6, 0.7)),
    userVectors: async (from) => {
      const ids = users.slice(from, from === 0 ? 2 : undefined);
      return { ids, rows: rows.slice(from * width, (from + ids.length) * width) };
    },
  };
}

const NUMBERED = source(["7", "196", "3"], ["50", "181"]);
const NAMED = source(["Ann", "Bö b", "007"], ["Toy, Story", "https://a.b/ü?x=1"], false);

/** Writes, and reads what was written as a model trained elsewhere. */
async function thereAndBack(format: FactorFormat, from: Source) {
  const { name, blob } = await writeFactors(format, from);
  const found = await modelAmong([{ name, blob }]);
  return readModel(found?.model ?? []);
}

test.each(["parquet", "npz", "safetensors"] as const)(
  "%s gives back ids, rows and what scores are",
  async (format) => {
    for (const [from, ratings, users, items] of [
      [NUMBERED, true, ["7", "196", "3"], ["50", "181"]],
      [NAMED, false, ["Ann", "Bö b", "007"], ["Toy, Story", "https://a.b/ü?x=1"]],
    ] as const) {
      expect(await thereAndBack(format, from)).toMatchObject({
        ratings,
        users: { ids: users, rows: floats(1, 0.1, -2.5, 3e-8, 0.5, 7) },
        items: { ids: items, rows: floats(4, 5, -6, 0.7) },
      });
    }
  },
);

test("word2vec gives back bare vectors of items, with keys without blanks that differ", async () => {
  const from = source(["1"], ["Toy Story", "Toy_Story"]);
  const { name, blob } = await writeFactors("word2vec", from);
  expect(name).toBe("kindred-als-factors.txt");
  expect(await blob.text()).toBe("2 1\nToy_Story 0.25\nToy_Story_ 0.33333334\n");
  expect(await readModel([{ name, blob }])).toMatchObject({
    items: { ids: ["Toy_Story", "Toy_Story_"], rows: floats(0.25, 1 / 3) },
  });
});

test("the folder of Spark has whole numbers as ids, and a table for others", async () => {
  const names = async (from: Source) => {
    const { blob } = await writeFactors("parquet", from);
    return Object.keys(unzipSync(new Uint8Array(await blob.arrayBuffer())));
  };
  const folder = "kindred-als-factors";
  const factors = ["user", "item"].map((w) => `${folder}/${w}Factors/part-00000.snappy.parquet`);
  const numbered = await names(NUMBERED);
  expect(numbered).toEqual([`${folder}/metadata/part-00000`, `${folder}/kindred.json`, ...factors]);
  expect(await names(NAMED)).toContain(`${folder}/userIds/part-00000.snappy.parquet`);
  // Beyond 32 bits Spark has no ids.
  expect(await names(source(["3000000000"], ["50", "181"]))).toContain(
    `${folder}/userIds/part-00000.snappy.parquet`,
  );
});

test("the same factors are always the same bytes, and a stop or an error ends the writing", async () => {
  for (const format of ["parquet", "npz", "safetensors", "word2vec"] as const) {
    const [a, b] = await Promise.all([1, 2].map(() => writeFactors(format, NAMED)));
    expect(await a?.blob.arrayBuffer()).toEqual(await b?.blob.arrayBuffer());
  }
  const failing = { ...NUMBERED, userVectors: () => Promise.reject(new Error("Stopped.")) };
  await expect(writeFactors("npz", failing)).rejects.toThrow("Stopped.");
});
