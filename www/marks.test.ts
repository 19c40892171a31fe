import { expect, test } from "vitest";
import { marks } from "./marks.ts";

const steps = (from: number, to: number, by: number) =>
  Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => {
    const value = from + i * by;
    return { from: value, to: value, count: 1 };
  });
const bins = (from: number, to: number) => [{ from, to, count: 9 }];

test.each([
  ["one to five", steps(1, 5, 1), 1, 5, [1, 2, 3, 4, 5]],
  ["half stars", steps(0.5, 5, 0.5), 0.5, 5, [1, 2, 3, 4, 5]],
  ["one to ten", steps(1, 10, 1), 1, 10, [2, 4, 6, 8, 10]],
  ["a continuous scale around zero", bins(-10, 10), -10, 10, [-10, -5, 0, 5, 10]],
  ["the same, less round", bins(-9.95, 9.9), -9.95, 9.9, [-9.95, -5, 0, 5, 9.9]],
  ["no and yes", steps(0, 1, 1), 0, 1, [0, 1]],
  ["percent", bins(0, 100), 0, 100, [20, 40, 60, 80, 100]],
] as const)("one touch reaches the whole scale: %s", (_, histogram, min, max, expected) => {
  expect(marks({ histogram: [...histogram], scale: { min, max } })).toEqual(expected);
});
