import { expect, test } from "vitest";
import { extent, moved, nearest, neighbour, place, showing, zoomed } from "./map.ts";
import { WHOLE } from "./sight.ts";

const map = {
  ids: ["left", "middle", "right", "top"],
  titles: ["left", "middle", "right", "top"],
  x: Float32Array.of(-1, 0, 1, 0),
  y: Float32Array.of(0, 0, 0, 1),
  mean: Float32Array.of(1, 2, 3, 4),
  variance: [0.5, 0.2] as [number, number],
};
const size = { width: 228, height: 128 };
const placed = place(map, size);

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

test("zooming leaves what is under the pointer where it is", () => {
  const view = zoomed(WHOLE, 4, 214, 114, size);
  expect(view.scale).toBe(4);
  const near = place(map, size, view);
  expect(near.x[2]).toBeCloseTo(214, 3);
  expect(near.y[2]).toBeCloseTo(114, 3);
  expect(near.x[0]).toBeCloseTo(214 - 800, 3);
  expect(zoomed(view, 1 / 100, 0, 0, size)).toEqual(WHOLE);
});

test("pushing moves the map by as many pixels, and not beyond its edge", () => {
  const view = zoomed(WHOLE, 4, 114, 64, size);
  const pushed = place(map, size, moved(view, 30, 0, size));
  expect((pushed.x[1] ?? 0) - (place(map, size, view).x[1] ?? 0)).toBeCloseTo(30, 3);
  expect(moved(view, 1e6, 1e6, size)).toEqual({ x: 0.125, y: 0.125, scale: 4 });
  expect(moved(WHOLE, 50, 50, size)).toEqual(WHOLE);
});

test("an item out of sight is brought into it", () => {
  const view = zoomed(WHOLE, 4, 14, 14, size);
  const at = place(map, size, view);
  const [x, y] = [at.x[2] ?? 0, at.y[2] ?? 0];
  expect(x).toBeGreaterThan(size.width);
  const now = place(map, size, showing(view, x, y, size));
  expect(now.x[2]).toBeLessThanOrEqual(size.width);
  expect(showing(view, 100, 100, size)).toBe(view);
});

test("the extent of many values needs no stack, and passes over what is no number", () => {
  expect(extent(new Float32Array(300_000).fill(2).fill(Number.NaN, 0, 9))).toEqual([2, 2]);
});
