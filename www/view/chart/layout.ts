// Where the parts of a chart go, in units of which it is 360 wide.

import { linear, logarithmic, logTicks, ticks } from "../../scales.ts";
import { type At, type Axis, type Picture, type Point, shown, valueText } from "./picture.ts";

export const WIDTH = 360;
/** The height of a line of text and of a letter, and about how wide a character is. */
const LINE = 15;
const LETTER = 9;
const CHARACTER = 7;
const TOP = 6;
const RIGHT = WIDTH - 16;
/** Room between the lowest and the highest value and the frame. */
const ROOM = 0.08;

/** A text, and the point by which it hangs. */
export interface Label {
  x: number;
  y: number;
  text: string;
}

/** Where everything is. */
export interface Layout {
  height: number;
  left: number;
  right: number;
  top: number;
  floor: number;
  x: (value: number) => number;
  y: (value: number) => number;
  /** The width of what stands side by side; 0 on a scale. */
  band: number;
  xTicks: Label[];
  yTicks: Label[];
  /** Names of the series by number: beside their last points, or above. */
  direct: (Label & { series: number })[];
  legend: (Label & { series: number })[];
}

/** About how wide a text is. */
const wide = (text: string) => text.length * CHARACTER;

/** Finds the places. */
export function layout(picture: Picture): Layout {
  const { series } = picture;
  const bars = series.some((s) => s.mark === "bars");
  const points = series.flatMap((s) => s.points);
  const yEnds = ends(
    picture.y,
    points.map((p) => p.y),
    bars ? "floor" : "around",
  );
  const yAt = picture.y.ticks ?? ticksOf(picture.y, yEnds, 4);
  const left = Math.max(...yAt.map((t) => wide(valueText(picture.y, t))), 12) + 8;
  const names = shown(picture);
  const lines = rows(names.length > 1 ? names.map(({ series: { name } }) => name) : [], left);
  const head = TOP + LINE;
  const measured = { left, right: RIGHT, band: 0 };
  const place = (top: number) => {
    const floor = top + (bars ? 100 : 140);
    const { names } = picture.x;
    const band = names ? (RIGHT - left) / Math.max(names.length, 1) : 0;
    const xEnds = ends(
      picture.x,
      points.map((p) => p.x),
      "exact",
    );
    const x = names ? (i: number) => left + (i + 0.5) * band : scale(picture.x, xEnds, left, RIGHT);
    const y = scale(picture.y, yEnds, floor, top);
    const xAt = names?.map((_, i) => i) ?? picture.x.ticks ?? ticksOf(picture.x, xEnds, 6);
    return {
      ...{ ...measured, band, top, floor, x, y, height: floor + 2 * LINE + 4 },
      xTicks: spread(xAt.map((t) => ({ x: x(t), y: floor + LINE, text: valueText(picture.x, t) }))),
      yTicks: yAt.map((t) => ({ x: left - 6, y: y(t), text: valueText(picture.y, t) })),
    };
  };
  const bare = place(head + 4);
  const joined = names.every(({ series: { mark } }) => mark === "line");
  const direct = joined ? beside(names, bare) : undefined;
  if (direct || names.length < 2) return { ...bare, direct: direct ?? [], legend: [] };
  const legend = lines.map((label, i) => ({
    ...label,
    y: head + label.y,
    series: names[i]?.at ?? i,
  }));
  const under = Math.max(...legend.map((label) => label.y)) + 8;
  return { ...place(under), direct: [], legend };
}

/** Names above or below the last points, where they keep clear of the lines and of one another; undefined where they do not. */
function beside(
  names: ReturnType<typeof shown>,
  { x, y, top, floor, left }: Pick<Layout, "x" | "y" | "top" | "floor" | "left">,
): Layout["direct"] | undefined {
  if (names.length < 2) return undefined;
  const lines = names.map(({ series }) => series.points.map((p) => ({ x: x(p.x), y: y(p.y) })));
  const labels: Layout["direct"] = [];
  for (const [i, { series, at }] of names.entries()) {
    const end = lines[i]?.at(-1) ?? { x: 0, y: 0 };
    const from = end.x - wide(series.name);
    const passed = lines.flatMap((line) => strokes(line, from, end.x));
    const isClear = (base: number) =>
      from > left &&
      base > top &&
      base < floor &&
      passed.every(([high, low]) => low < base - LETTER || high > base + 2) &&
      lines.every((line, other) => other === i || Math.abs((line.at(-1)?.y ?? 0) - end.y) > LINE) &&
      labels.every((other) => Math.abs(other.y - base) > LINE);
    const y = [end.y - 7, end.y + 7 + LETTER].find(isClear);
    if (y === undefined) return undefined;
    labels.push({ series: at, text: series.name, x: end.x, y });
  }
  return labels;
}

/** From which height to which each stroke of a line goes between two places. */
function strokes(line: { x: number; y: number }[], from: number, to: number): [number, number][] {
  return line.slice(1).flatMap((b, i): [number, number][] => {
    const a = line[i] ?? b;
    if (b.x < from || a.x > to) return [];
    const at = (x: number) => a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x || 1);
    const ys = [at(Math.max(a.x, from)), at(Math.min(b.x, to))];
    return [[Math.min(...ys), Math.max(...ys)]];
  });
}

/** Names in lines, each after a sign. */
function rows(names: string[], left: number): Label[] {
  const SIGN = 28;
  let [at, line] = [left, 0];
  return names.map((text) => {
    const width = SIGN + wide(text) + 12;
    if (at > left && at + width > RIGHT) [at, line] = [left, line + 1];
    const label = { x: at + SIGN, y: (line + 1) * LINE, text };
    at += width;
    return label;
  });
}

/** The labels that keep clear of one another, moved into the picture. */
function spread(labels: Label[]): Label[] {
  let free = Number.NEGATIVE_INFINITY;
  return labels
    .map((label) => {
      const half = wide(label.text) / 2 + 2;
      return { ...label, x: Math.min(Math.max(label.x, half), WIDTH - half) };
    })
    .filter(({ x, text }) => {
      const half = wide(text) / 2;
      if (x - half < free) return false;
      free = x + half + 7;
      return true;
    });
}

function ticksOf(axis: Axis, [from, to]: [number, number], n: number): number[] {
  return axis.log ? logTicks(from, to) : ticks(from, to, n);
}

function scale(axis: Axis, [from, to]: [number, number], a: number, b: number) {
  return (axis.log ? logarithmic : linear)(from, to, a, b);
}

/** The ends of an axis: its own, else those of the values, with room around them or from 0. */
function ends(axis: Axis, values: number[], room: "exact" | "around" | "floor"): [number, number] {
  const known = values.filter((v) => Number.isFinite(v) && (!axis.log || v > 0));
  const all = known.length > 0 ? known : [axis.log ? 1 : 0, axis.log ? 10 : 1];
  let [low, high] = [Math.min(...all), Math.max(...all)];
  // A single one still has to be seen.
  if (room === "floor") low = axis.log ? low / 2 : Math.min(low, 0);
  if (room !== "exact" && !axis.log) {
    const space = (high - low || Math.abs(high) || 1) * ROOM;
    if (room === "around") [low, high] = [low - space, high + space];
  }
  const [from, to] = [axis.from ?? low, axis.to ?? high];
  return [from, to > from ? to : from + 1];
}

/** The point nearest to a place of the picture. */
export function nearest(picture: Picture, places: Layout, px: number, py: number): At | undefined {
  let found: At | undefined;
  let best = Number.POSITIVE_INFINITY;
  for (const { series, at } of shown(picture)) {
    series.points.forEach((point, i) => {
      const dx = barOr(picture, places, at, point) - px;
      const dy = series.mark === "bars" ? 0 : places.y(point.y) - py;
      const far = dx * dx + dy * dy;
      if (far >= best) return;
      best = far;
      found = { series: at, point: i };
    });
  }
  return found;
}

/** The middle of a point's mark: bars of several series stand side by side. */
export function barOr(picture: Picture, { x, band }: Layout, series: number, point: Point): number {
  const bars = picture.series.filter((s) => s.mark === "bars").length;
  if (picture.series[series]?.mark !== "bars") return x(point.x);
  return x(point.x) + ((series + 0.5) / bars - 0.5) * barWidth(band, 1);
}

/** How wide a bar is, of so many in a band. */
export function barWidth(band: number, bars: number): number {
  return (band - Math.min(4, band * 0.2)) / bars;
}
