import { expect, test } from "vitest";
import { linear, ticks } from "./chart.ts";

test("ticks are round and lie inside", () => {
  expect(ticks(0.71, 1.13, 3)).toEqual([0.8, 1]);
  expect(ticks(1, 20, 6)).toEqual([5, 10, 15, 20]);
  expect(ticks(0.1, 0.35, 5)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(ticks(3, 3, 4)).toEqual([3]);
});

test("a linear map takes ends to ends, and an empty span to its start", () => {
  const x = linear(10, 20, 0, 100);
  expect([x(10), x(15), x(20)]).toEqual([0, 50, 100]);
  expect(linear(1, 1, 7, 9)(1)).toBe(7);
});
