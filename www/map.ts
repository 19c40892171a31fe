// The map of items: where each item lies on the canvas, which part is shown, and which item is meant.

import type { ItemMap } from "./engine/client.ts";
import { linear } from "./scales.ts";
import { type Sight, WHOLE } from "./sight.ts";

/** A finger or a pressed pointer on the canvas, in CSS pixels. */
export interface Held {
  id: number;
  x: number;
  y: number;
  /** How far it has gone since it came down. */
  way: number;
}

/** A canvas, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Positions on the canvas, in CSS pixels. */
export interface Placed {
  x: Float32Array;
  y: Float32Array;
}

/** Free room along the edges, in CSS pixels. */
const EDGE = 14;
/** The largest enlargement. */
const CLOSEST = 64;

/** The lowest and highest of these values; infinite ones and those that are no numbers do not count. */
export function extent(values: Iterable<number>): [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values) {
    if (!Number.isFinite(v)) continue;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}

/** Lays the part of the map that is shown on a canvas. Items outside of it lie outside of the canvas. */
export function place(map: ItemMap, { width, height }: Size, view = WHOLE): Placed {
  const along = (values: Float32Array, from: number, to: number, middle: number, room: number) => {
    // The shown part has the share 1 / scale of the whole.
    const half = 0.5 / view.scale;
    const unit = linear(...extent(values), from, to);
    const pixel = linear(middle - half, middle + half, EDGE, room - EDGE);
    return values.map((v) => pixel(unit(v)));
  };
  return { x: along(map.x, 0, 1, view.x, width), y: along(map.y, 1, 0, view.y, height) };
}

/** The view after zooming by this factor, with the point under (px, py) left where it is. */
export function zoomed(view: Sight, factor: number, px: number, py: number, size: Size): Sight {
  const scale = Math.min(Math.max(view.scale * factor, 1), CLOSEST);
  const [sx, sy] = shares(px, py, size);
  const change = 1 / view.scale - 1 / scale;
  return inside({ x: view.x + sx * change, y: view.y + sy * change, scale });
}

/** The view after the map was pushed by this many pixels. */
export function moved(view: Sight, dx: number, dy: number, { width, height }: Size): Sight {
  return inside({
    x: view.x - dx / ((width - 2 * EDGE) * view.scale),
    y: view.y - dy / ((height - 2 * EDGE) * view.scale),
    scale: view.scale,
  });
}

/** The view itself where it shows the point at (px, py), else one that has it in the middle. */
export function showing(view: Sight, px: number, py: number, size: Size): Sight {
  const within = px >= 0 && py >= 0 && px <= size.width && py <= size.height;
  if (within) return view;
  return moved(view, size.width / 2 - px, size.height / 2 - py, size);
}

/** Where a pixel is, from −0.5 at one edge to 0.5 at the other. */
function shares(px: number, py: number, { width, height }: Size): [number, number] {
  return [(px - EDGE) / (width - 2 * EDGE) - 0.5, (py - EDGE) / (height - 2 * EDGE) - 0.5];
}

/** Nothing is shown beyond the edge of the map. */
function inside({ x, y, scale }: Sight): Sight {
  const half = 0.5 / scale;
  const clamp = (v: number) => Math.min(Math.max(v, half), 1 - half);
  return { x: clamp(x), y: clamp(y), scale };
}

/** The item nearest to a point and not farther than `reach`; −1 when there is none. */
export function nearest({ x, y }: Placed, px: number, py: number, reach: number): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const distance = ((x[i] ?? 0) - px) ** 2 + ((y[i] ?? 0) - py) ** 2;
    if (distance <= least) [best, least] = [i, distance];
  }
  return best;
}

/** The item that an arrow key leads to: the nearest one in a cone of 90 degrees; the present one at the edge. */
export function neighbour({ x, y }: Placed, from: number, dx: number, dy: number): number {
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < x.length; i++) {
    const [vx, vy] = [(x[i] ?? 0) - (x[from] ?? 0), (y[i] ?? 0) - (y[from] ?? 0)];
    const along = vx * dx + vy * dy;
    const across = Math.abs(vx * dy) + Math.abs(vy * dx);
    const distance = vx * vx + vy * vy;
    if (along > 0 && across <= along && distance < least) [best, least] = [i, distance];
  }
  return best;
}
