import { expect, test } from "vitest";
import { linear, logarithmic, logTicks, ticks } from "./scales.ts";

test("ticks are round and lie inside", () => {
  expect(ticks(0.71, 1.13, 3)).toEqual([0.8, 1]);
  expect(ticks(1, 20, 6)).toEqual([5, 10, 15, 20]);
  expect(ticks(0.1, 0.35, 5)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(ticks(3, 3, 4)).toEqual([3]);
});

test("ticks of a logarithmic scale are powers of ten, and finer where there would be few", () => {
  expect(logTicks(0.5, 20_000)).toEqual([1, 10, 100, 1000, 10_000]);
  expect(logTicks(3, 60)).toEqual([5, 10, 20, 50]);
  expect(logTicks(0.002, 0.3)).toEqual([0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]);
  expect(logTicks(7, 7)).toEqual([7]);
});

test("a linear map takes ends to ends, and an empty span to its start", () => {
  const x = linear(10, 20, 0, 100);
  expect([x(10), x(15), x(20)]).toEqual([0, 50, 100]);
  expect(linear(1, 1, 7, 9)(1)).toBe(7);
});

test("a logarithmic map makes equal ratios equal steps", () => {
  const y = logarithmic(1, 1000, 0, 30);
  for (const [x, place] of [
    [1, 0],
    [10, 10],
    [100, 20],
    [1000, 30],
    [0, 0],
  ] as const)
    expect(y(x)).toBeCloseTo(place, 9);
});
