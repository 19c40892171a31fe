import { describe, expect, test } from "vitest";
import { changes } from "./changes.ts";
import type { ParamSpec } from "./engine/client.ts";
import { check, checkSeed, defaults, range, values } from "./form.ts";

const FACTORS: ParamSpec = {
  name: "factors",
  help: "",
  unit: "",
  default: 32,
  kind: "integer",
  min: 1,
  max: 512,
};
const RATE: ParamSpec = {
  name: "learning_rate",
  help: "",
  unit: "",
  default: Math.fround(0.005),
  kind: "number",
  min: 0,
  max: Math.fround(0.7),
};
const BIASES: ParamSpec = { name: "biases", help: "", unit: "", default: true, kind: "switch" };
const OPTIMIZER: ParamSpec = {
  name: "optimizer",
  help: "",
  unit: "",
  default: "sgd",
  kind: "choice",
  choices: [
    { name: "sgd", help: "" },
    { name: "adam", help: "" },
  ],
};
const ALL = [FACTORS, RATE, BIASES, OPTIMIZER];

test("the defaults pass their own checks and are no change", () => {
  const read = values(ALL, defaults(ALL));
  expect(read.problems).toEqual([]);
  expect(read.values).toEqual({
    factors: 32,
    learning_rate: 0.005,
    biases: true,
    optimizer: "sgd",
  });
  expect(changes(ALL, read.values)).toBe("");
});

test("what differs from the defaults is named", () => {
  expect(
    changes(ALL, { factors: 64, learning_rate: 0.005, biases: false, optimizer: "adam" }),
  ).toBe("factors 64, biases off, optimizer adam");
});

describe("a field", () => {
  test.each([
    ["64", 64],
    [" 512 ", 512],
  ])("takes %j", (text, value) => expect(check(FACTORS, text)).toEqual({ value }));
  test.each([
    ["", "a whole number, 1 to 512"],
    ["many", "found “many”"],
    ["1.5", "a whole number"],
    ["0", "1 to 512; found 0"],
    ["513", "1 to 512"],
  ])("refuses %j and says why", (text, why) => expect(check(FACTORS, text).problem).toContain(why));
  test("compares in single precision, as the core does", () => {
    expect(check(RATE, "0.7")).toEqual({ value: 0.7 });
    expect(check(RATE, "0,25")).toEqual({ value: 0.25 });
    expect(check(RATE, "0.71").problem).toContain("0 to 0.7");
  });
  test("refuses a choice that there is not", () => {
    expect(check(OPTIMIZER, "rmsprop").problem).toContain("sgd, adam");
  });
});

test("a range without a useful end has none", () => {
  expect(range({ ...FACTORS, max: 4_294_967_295 })).toBe("1 or more");
  expect(range(FACTORS)).toBe("1 to 512");
  expect(range(BIASES)).toBe("");
});

test("problems are listed by the field's name", () => {
  expect(values(ALL, { ...defaults(ALL), factors: "x" }).problems).toEqual(["factors"]);
});

test("a seed is a whole number that JavaScript holds exactly", () => {
  expect(checkSeed("7")).toEqual({ value: 7 });
  for (const wrong of ["", "-1", "1.5", "9007199254740993"]) {
    expect(checkSeed(wrong).problem, wrong).toContain("a whole number from 0");
  }
});
