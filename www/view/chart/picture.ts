// What a chart shows, without saying where.

import { figure } from "../../words.ts";

/** One of the two directions. */
export interface Axis {
  /** What it measures, with the unit. */
  title: string;
  /** By ratios: equal ones are equally far apart. */
  log?: boolean;
  /** Its ends; those of the values unless given. */
  from?: number;
  to?: number;
  /** Where it has ticks; at round values unless given. */
  ticks?: number[];
  /** Names of what stands side by side at 0, 1, 2, …, in place of a scale. */
  names?: string[];
  /** A value as text. */
  text?: (value: number) => string;
}

/** One value. */
export interface Point {
  x: number;
  y: number;
  /** Its place in words, where more is to be said than the axis does. */
  name?: string;
  /** What else is known of it. */
  note?: string;
}

/** Values that belong together. */
export interface Series {
  name: string;
  /** Joined by a line; a bar each; or each for itself. */
  mark: "line" | "bars" | "dots";
  points: Point[];
  /** Only for comparison: thin, without points, and not pointed at. */
  guide?: boolean;
}

/** A chart in words and numbers. */
export interface Picture {
  /** Tells it from other charts of the page. */
  id: string;
  title: string;
  x: Axis;
  y: Axis;
  series: Series[];
  /** What it shows, in a sentence. */
  summary: string;
}

/** Which point is meant. */
export interface At {
  series: number;
  point: number;
}

/** A value of an axis as text. */
export function valueText(axis: Axis, value: number): string {
  return axis.names?.[value] ?? (axis.text ?? figure)(value);
}

/** Where a point is, in words. */
export function placeText({ x }: Picture, point: Point): string {
  return point.name ?? valueText(x, point.x);
}

/** The point that is meant, in words; an empty text for none. */
export function readout(picture: Picture, at: At | undefined): string {
  const series = picture.series[at?.series ?? -1];
  const point = series?.points[at?.point ?? -1];
  if (!series || !point) return "";
  const { x, y } = picture;
  const whose = shown(picture).length > 1 ? `${series.name}, ` : "";
  const where = point.name || x.names ? "" : `${x.title} `;
  const note = point.note ? `; ${point.note}` : "";
  return `${whose}${where}${placeText(picture, point)}: ${y.title} ${valueText(y, point.y)}${note}`;
}

/** The series that can be pointed at, each with its position among all. */
export function shown({ series }: Picture): { series: Series; at: number }[] {
  return series
    .map((s, at) => ({ series: s, at }))
    .filter(({ series: s }) => !s.guide && s.points.length > 0);
}

/** Where a key leads: along the points of a series, or to the nearest point of another one. */
export function step(picture: Picture, at: At | undefined, key: string): At | undefined {
  const all = shown(picture);
  const now = all.findIndex((s) => s.at === at?.series);
  const here = all[Math.max(now, 0)];
  if (!here) return undefined;
  const last = here.series.points.length - 1;
  const point = now < 0 ? -1 : (at?.point ?? -1);
  const to = (next: number) => ({ series: here.at, point: Math.min(Math.max(next, 0), last) });
  switch (key) {
    case "ArrowRight":
      return to(point + 1);
    case "ArrowLeft":
      return to(now < 0 ? last : point - 1);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    case "ArrowDown":
    case "ArrowUp": {
      const other =
        all[(Math.max(now, 0) + (key === "ArrowDown" ? 1 : all.length - 1)) % all.length];
      const x = here.series.points[Math.max(point, 0)]?.x ?? 0;
      if (!other) return undefined;
      const far = other.series.points.map((p) => Math.abs(p.x - x));
      return { series: other.at, point: far.indexOf(Math.min(...far)) };
    }
    default:
      return undefined;
  }
}
