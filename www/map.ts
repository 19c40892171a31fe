// The map of items on a canvas: where each item lies, which one is meant, and the drawing.

import { linear } from "./chart.ts";
import type { ItemMap } from "./engine/client.ts";

/** Positions on the canvas, in CSS pixels. */
export interface Placed {
  x: Float32Array;
  y: Float32Array;
}

/** Free room along the edges, in CSS pixels. */
const EDGE = 14;
/** Characters of a title on the map. */
const LONGEST = 32;

/** Fits the map into a canvas of this size. */
export function place(map: ItemMap, width: number, height: number): Placed {
  const scale = (values: Float32Array, a: number, b: number) => {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const v of values) {
      if (v < min) min = v;
      if (v > max) max = v;
    }
    return values.map(linear(min, max, a, b));
  };
  return { x: scale(map.x, EDGE, width - EDGE), y: scale(map.y, height - EDGE, EDGE) };
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

/** Draws dots, the titles of known items where they have room, and the item that is meant. */
export function draw(
  canvas: HTMLCanvasElement,
  map: ItemMap,
  placed: Placed,
  known: string[],
  at: number,
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const { x, y } = placed;
  const means = [...map.mean].filter(Number.isFinite);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const strength = linear(low, high, 0.2, 0.9);
  const radius = map.ids.length > 3000 ? 1.8 : 3;
  context.fillStyle = colour("--accent");
  for (let i = 0; i < x.length; i++) {
    const mean = map.mean[i] ?? low;
    context.globalAlpha = high > low && Number.isFinite(mean) ? strength(mean) : 0.6;
    context.beginPath();
    context.arc(x[i] ?? 0, y[i] ?? 0, radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
  context.font = `12px ${style.fontFamily}`;
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = colour("--card");

  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const title = (i: number, always: boolean) => {
    const full = map.titles[i] ?? "";
    const text = full.length > LONGEST && !always ? `${full.slice(0, LONGEST - 1)}…` : full;
    const [px, py] = [x[i] ?? 0, y[i] ?? 0];
    const long = context.measureText(text).width;
    const left = px + 7 + long < width ? px + 7 : Math.max(px - 7 - long, 2);
    const box = { left: left - 2, right: left + long + 2, top: py - 8, bottom: py + 8 };
    const free = taken.every(
      (t) => box.right < t.left || box.left > t.right || box.bottom < t.top || box.top > t.bottom,
    );
    if (!free && !always) return;
    taken.push(box);
    context.strokeText(text, left, py);
    context.fillText(text, left, py);
  };
  if (at >= 0 && at < x.length) {
    context.fillStyle = colour("--strong");
    context.beginPath();
    context.arc(x[at] ?? 0, y[at] ?? 0, radius + 3, 0, 2 * Math.PI);
    context.fill();
    context.font = `600 13px ${style.fontFamily}`;
    title(at, true);
    context.font = `12px ${style.fontFamily}`;
  }
  context.fillStyle = colour("--muted");
  const index = new Map(map.ids.map((id, i) => [id, i]));
  for (const id of known) {
    const i = index.get(id);
    if (i !== undefined && i !== at) title(i, false);
  }
}
