// The marks of a chart's series. What tells them apart is never colour alone: lines have dashes and points have shapes of
// their own, bars are full, hollow or in between.

import { nothing, svg, type TemplateResult } from "lit-html";
import { barOr, barWidth, type Layout } from "./layout.ts";
import type { Picture, Point, Series } from "./picture.ts";

/** Shapes of points about 7 wide: circle, square, triangle, diamond. */
const SHAPES = [
  "M-3.2,0a3.2,3.2 0 1,0 6.4,0a3.2,3.2 0 1,0 -6.4,0",
  "M-3,-3h6v6h-6z",
  "M0,-4L3.8,3H-3.8z",
  "M0,-4.4L4.4,0L0,4.4L-4.4,0z",
];
/** Lines of more points show only the last one. */
const MANY = 24;

const look = (series: number) => `s${series % SHAPES.length}`;

/** A point's shape at a place. */
export function shape(series: number, x: number, y: number): TemplateResult {
  return svg`<path class="point ${look(series)}" d=${SHAPES[series % SHAPES.length]} transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" />`;
}

/** One series. */
export function marks(picture: Picture, places: Layout, at: number): TemplateResult {
  const series = picture.series[at] as Series;
  if (series.mark === "bars") return bars(picture, places, at, series);
  return series.mark === "dots" ? dots(places, at, series) : line(places, at, series);
}

function dots({ x, y }: Layout, at: number, { points }: Series): TemplateResult {
  return svg`<g class="dots">${points.map((p) => shape(at, x(p.x), y(p.y)))}</g>`;
}

function line({ x, y }: Layout, at: number, { points, guide }: Series): TemplateResult {
  const path = points.map((p) => `${x(p.x).toFixed(1)},${y(p.y).toFixed(1)}`).join(" ");
  if (guide) return svg`<polyline class="guide" points=${path} />`;
  const seen = points.length > MANY ? points.slice(-1) : points;
  return svg`<polyline class="line ${look(at)}" points=${path} />${seen.map((p) => shape(at, x(p.x), y(p.y)))}`;
}

function bars(picture: Picture, places: Layout, at: number, series: Series): TemplateResult {
  const many = picture.series.filter((s) => s.mark === "bars").length;
  const width = barWidth(places.band, many);
  const bar = (point: Point) => {
    const top = Math.min(places.y(point.y), places.floor);
    const left = barOr(picture, places, at, point) - width / 2;
    return svg`<rect class="bar ${look(at)}" x=${left} width=${width} y=${top} height=${places.floor - top} />`;
  };
  return svg`${series.points.map(bar)}`;
}

/** The sign of a series beside its name. */
export function sign({ series }: Picture, at: number, x: number, y: number): TemplateResult {
  const { mark } = series[at] as Series;
  if (mark === "dots") return svg`<g class="dots">${shape(at, x - 13, y - 4)}</g>`;
  return mark === "bars"
    ? svg`<rect class="bar ${look(at)}" x=${x - 20} width="12" y=${y - 9} height="10" />`
    : svg`<polyline class="line ${look(at)}" points="${x - 26},${y - 4} ${x - 4},${y - 4}" />${shape(at, x - 15, y - 4)}`;
}

/** What is meant, made to stand out. */
export function pointed(
  picture: Picture,
  places: Layout,
  series: number,
  point: Point | undefined,
): unknown {
  if (!point) return nothing;
  const [x, y] = [barOr(picture, places, series, point), Math.min(places.y(point.y), places.floor)];
  return svg`<g class="pointed"><line class="rule" x1=${x} x2=${x} y1=${places.top} y2=${places.floor} /><circle class="ring" cx=${x} cy=${y} r="6" /></g>`;
}
