// @vitest-environment node

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../scripts/steps.mjs";
import { writeFactors } from "../../www/engine/outside/write.ts";

/** Three people and two items, whose ids are no numbers. */
const SOURCE = {
  model: "als",
  ratings: false,
  items: async (): Promise<[string[], string[]]> => [
    ["Toy, Story", "https://a.b/ü?x=1"],
    ["", ""],
  ],
  itemVectors: async () => Float32Array.of(4, 5, -6, 0.7),
  userVectors: async (from: number) =>
    from === 0
      ? { ids: ["Ann", "Bö b", "007"], rows: Float32Array.of(1, 0.1, -2.5, 3e-8, 0.5, 7) }
      : { ids: [], rows: new Float32Array() },
};

/** The files that `tests/outside.rs` opens. `KINDRED_WRITE=1` writes them anew. */
test.each([
  ["parquet", "named.zip"],
  ["npz", "named.npz"],
  ["safetensors", "named.safetensors"],
] as const)("%s is what the native tests open: %s", async (format, name) => {
  const { blob } = await writeFactors(format, SOURCE);
  const path = inRoot("tests", "data", "outside", name);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (process.env.KINDRED_WRITE) writeFileSync(path, bytes);
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
});
