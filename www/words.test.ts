import { describe, expect, test } from "vitest";
import {
  bytes,
  count,
  counted,
  decimal,
  duration,
  figure,
  label,
  percent,
  plain,
  score,
  scoreMeaning,
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

test.each([
  [512, "512 B"],
  [4_700_000, "4.7 MB"],
  [1_250_000_000, "1.25 GB"],
])("%d bytes are written %s", (n, text) => expect(bytes(n)).toBe(text.replaceAll(" ", "\u00a0")));

test.each([
  [0.034, "0.03 s"],
  [2.04, "2.0 s"],
  [61, "1 min 1 s"],
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
  test("a score is written as what it means", () => {
    expect(score(0.731, "probability", { max: 5 })).toBe("73%");
    expect(score(4.3, "predicted-rating", { max: 5 })).toBe("4.30");
    expect(score(1204, "count", { max: 5 })).toBe("1,204");
  });
  test("an estimate that was cut at the end of the scale is not written as if it were exact", () => {
    const scale = { min: 0.5, max: 5 };
    expect(score(5, "predicted-rating", scale)).toBe("5+");
    expect(score(4.996, "predicted-rating", scale)).toBe("5.00");
    expect(score(5, "preference", scale)).toBe("5.00");
    expect(scoreMeaning("predicted-rating", scale, [5, 4.9])).toContain(
      "“5+” is an estimate beyond",
    );
    expect(scoreMeaning("predicted-rating", scale, [4.9])).not.toContain("+");
  });
  test("an error becomes a sentence", () => {
    expect(plain(new Error("line 3: expected a number"))).toBe("Line 3: expected a number.");
    expect(plain("Why?")).toBe("Why?");
    expect(plain("a.csv: expected ratings")).toBe("a.csv: expected ratings.");
  });
});
