import { describe, expect, test } from "vitest";
import { bytes } from "./memory.ts";
import {
  count,
  counted,
  decimal,
  duration,
  figure,
  label,
  percent,
  plain,
  shortened,
} from "./words.ts";

test.each([
  [0.5669467, "0.567"],
  [1.8618073, "1.86"],
  [-4.25, "-4.25"],
  [12.345, "12.3"],
  [1234.5, "1,235"],
  [0.00001234, "1.2e-5"],
  [0, "0"],
  [Number.NaN, "–"],
])("the figure %d is written %s", (x, text) => expect(figure(x)).toBe(text));

test.each([
  [Math.fround(0.1), "0.1"],
  [Math.fround(0.005), "0.005"],
  [10000, "10000"],
  [0, "0"],
  [Math.fround(1e-8), "1e-8"],
])("the single-precision number %d is written %s", (x, text) => expect(decimal(x)).toBe(text));

test.each([
  [0, "0%"],
  [0.0001234, "0.012%"],
  [0.0631, "6.3%"],
  [0.5, "50%"],
  [1, "100%"],
])("the share %d is written %s", (x, text) => expect(percent(x)).toBe(text));

test("a long text is cut between two words", () => {
  expect(shortened("short enough", 12)).toBe("short enough");
  expect(shortened("A man walks into a bar and says", 20)).toBe("A man walks into a …");
  expect(shortened("x".repeat(50), 10)).toBe(`${"x".repeat(9)} …`);
});

test.each([
  [512, "512 B"],
  [4_700_000, "4.7 MB"],
  [1_250_000_000, "1.25 GB"],
])("%d bytes are written %s", (n, text) => expect(bytes(n)).toBe(text.replaceAll(" ", "\u00a0")));

test.each([
  [0.002, "under 0.01 s"],
  [0.034, "0.03 s"],
  [2.04, "2.0 s"],
  [61, "1 min 1 s"],
  [3599.4, "59 min 59 s"],
  [15_660, "4 h 21 min"],
  [86_300, "1 d 0 h"],
  [266_400, "3 d 2 h"],
  [Number.POSITIVE_INFINITY, "–"],
])("%d seconds are written %s", (s, text) =>
  expect(duration(s)).toBe(text.replaceAll(" ", "\u00a0")),
);

describe("words", () => {
  test("numbers agree with their nouns", () => {
    expect(counted(1, "person", "people")).toBe("1 person");
    expect(counted(943, "person", "people")).toBe("943 people");
    expect(count(100_000)).toBe("100,000");
  });
  test("names of parameters become labels", () =>
    expect(label("learning_rate")).toBe("Learning rate"));
  test("an error becomes a sentence", () => {
    expect(plain(new Error("line 3: expected a number"))).toBe("Line 3: expected a number.");
    expect(plain("Why?")).toBe("Why?");
    expect(plain("a.csv: expected ratings")).toBe("a.csv: expected ratings.");
  });
});
