import { expect, test } from "vitest";
import { readWish } from "./wish.ts";

const wish = (texts: Record<string, string>) => readWish((name) => texts[name] ?? null);

test("one model with its settings, or what suits the data", () => {
  expect(wish({ model: " als factors=64 seed=7" })).toMatchObject({
    model: "als",
    settings: [
      ["factors", "64"],
      ["seed", "7"],
    ],
    other: undefined,
  });
  expect(wish({})).toMatchObject({ model: "auto", settings: [], other: undefined, view: "all" });
});

test("two models for a comparison, each with settings of its own", () => {
  expect(wish({ model: "als factors=8, mf epochs=3", view: "compare" })).toMatchObject({
    ...{ model: "als", settings: [["factors", "8"]], view: "compare" },
    other: { model: "mf", settings: [["epochs", "3"]] },
  });
  for (const model of ["als", "", "als,mf,popularity"])
    expect(() => wish({ model, view: "compare" })).toThrow(/takes two models/);
});
