import { describe, expect, it, test } from "vitest";
import { readWish, textsOf, type WISHES } from "./wish.ts";

type Texts = Partial<Record<(typeof WISHES)[number], string>>;

const read = (texts: Texts) => readWish((name) => texts[name] ?? null);

describe("a wish", () => {
  const examples: Texts[] = [
    {},
    { src: "a.csv b.csv", model: "als factors=16 seed=7", view: "similar", item: "50", n: "3" },
    { sample: "films", view: "recommend", person: "a&b=c d" },
    { model: "mf implicit=true", view: "map" },
    { item: "<b>", n: "1000" },
    { model: "als factors=8,popularity", view: "compare" },
  ];
  for (const texts of examples) {
    it(`is the same after ${JSON.stringify(texts)} has been written and read`, () => {
      expect(Object.fromEntries(textsOf(read(texts)))).toEqual(texts);
      expect(read(Object.fromEntries(textsOf(read(texts))))).toEqual(read(texts));
    });
  }

  it("leaves out what goes without saying", () => {
    expect(textsOf(read({ model: "auto", view: "all", n: "10" }))).toEqual([]);
  });

  it("keeps settings of the automatic choice", () => {
    expect(textsOf(read({ model: "auto seed=3" }))).toEqual([["model", "auto seed=3"]]);
  });

  for (const [name, text] of [
    ["view", "everything"],
    ["view", "__proto__"],
    ["n", "0"],
    ["n", "1001"],
    ["n", "2.5"],
    ["n", "many"],
  ] as const) {
    it(`is refused where ${name} is “${text}”, which the message has`, () => {
      expect(() => read({ [name]: text })).toThrow(text);
    });
  }
});

test("one model with its settings, or what suits the data", () => {
  expect(read({ model: " als factors=64 seed=7" })).toMatchObject({
    model: "als",
    settings: [
      ["factors", "64"],
      ["seed", "7"],
    ],
    other: undefined,
  });
  expect(read({})).toMatchObject({ model: "auto", settings: [], other: undefined, view: "all" });
});

test("two models for a comparison, each with settings of its own", () => {
  expect(read({ model: "als factors=8, mf epochs=3", view: "compare" })).toMatchObject({
    ...{ model: "als", settings: [["factors", "8"]], view: "compare" },
    other: { model: "mf", settings: [["epochs", "3"]] },
  });
  for (const model of ["als", "", "als,mf,popularity"])
    expect(() => read({ model, view: "compare" })).toThrow(/takes two models/);
});
