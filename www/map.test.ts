import { expect, test } from "vitest";
import { nearest, neighbour, place } from "./map.ts";

const map = {
  ids: ["left", "middle", "right", "top"],
  titles: ["left", "middle", "right", "top"],
  x: Float32Array.of(-1, 0, 1, 0),
  y: Float32Array.of(0, 0, 0, 1),
  mean: Float32Array.of(1, 2, 3, 4),
  variance: [0.5, 0.2] as [number, number],
};
const placed = place(map, 228, 128);

test("the map fills the canvas, with the second component upwards", () => {
  expect([...placed.x]).toEqual([14, 114, 214, 114]);
  expect([...placed.y]).toEqual([114, 114, 114, 14]);
});

test("the nearest item is found within reach only", () => {
  expect(nearest(placed, 110, 110, 24)).toBe(1);
  expect(nearest(placed, 60, 60, 24)).toBe(-1);
});

test("arrow keys lead to the neighbour in their direction and stay at the edge", () => {
  expect(neighbour(placed, 1, 1, 0)).toBe(2);
  expect(neighbour(placed, 1, -1, 0)).toBe(0);
  expect(neighbour(placed, 1, 0, -1)).toBe(3);
  expect(neighbour(placed, 2, 1, 0)).toBe(2);
});
