import type { Report } from "./engine/client.ts";

/** How many marks there are at most for a rating with one touch. */
const MOST = 5;

/**
 * The ratings that one touch can give, lowest first: all that occur where these are few; else five steps up to the
 * highest, from the lowest where that is below zero, and without zero where it is not. In halves where the scale is wide.
 */
export function marks({
  histogram,
  scale: { min, max },
}: Pick<Report, "histogram" | "scale">): number[] {
  const distinct = histogram.every((bar) => bar.from === bar.to);
  if (distinct && histogram.length > 0 && histogram.length <= MOST)
    return histogram.map((bar) => bar.from);
  const halves = (x: number) =>
    max - min < MOST - 1 ? x : Math.min(Math.max(Math.round(x * 2) / 2 + 0, min), max);
  return Array.from({ length: MOST }, (_, i) =>
    halves(min < 0 ? min + ((max - min) * i) / (MOST - 1) : (max * (i + 1)) / MOST),
  );
}
