import { valueText } from "../changes.ts";
import type { Found, Trial } from "../engine/client.ts";
import { ticks } from "../scales.ts";
import { count, figure } from "../words.ts";
import type { Picture, Point, Series } from "./chart/picture.ts";

/** The parameters that are searched, with a trial's values. */
export function settingText({ params }: Pick<Trial, "params">): string {
  const texts = Object.entries(params);
  return texts
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${valueText(value)}`)
    .join(", ");
}

/**
 * The trials so far: with all people or with a part of them, what the best of them have on further parts, and the best up
 * to each as a line; undefined as long as there is one. `sign` is 1 where higher figures are better, else −1.
 */
export function trials({ trials, best }: Found, what: string, sign: 1 | -1): Picture | undefined {
  const done = trials.flatMap((trial, at): (Point & Trial)[] => {
    const { figure: y } = trial;
    return y === undefined ? [] : [{ ...trial, x: at + 1, y, note: settingText(trial) }];
  });
  const top = trials[best]?.figure;
  if (done.length < 2 || top === undefined) return undefined;
  const figures = done.map(({ y }) => y);
  let sofar = sign * -Infinity;
  const steps = done.flatMap(({ x, y }) => {
    const before = sofar;
    sofar = sign > 0 ? Math.max(sofar, y) : Math.min(sofar, y);
    return Number.isFinite(before)
      ? [
          { x, y: before },
          { x, y: sofar },
        ]
      : [{ x, y }];
  });
  const dots = (name: string, points: Point[]): Series => ({ name, mark: "dots", points });
  const point = ({ x, y, note }: Point): Point => ({ x, y, ...(note ? { note } : {}) });
  const further = done.flatMap(({ confirmed, ...trial }) =>
    confirmed === undefined ? [] : [point({ ...trial, y: confirmed })],
  );
  return {
    id: "trials",
    title: `${what} of the trials`,
    x: {
      ...{ title: "Trial", from: 0.5, to: trials.length + 0.5, text: count },
      ticks: ticks(1, trials.length, 6).filter(Number.isInteger),
    },
    y: { title: `${what} on the validation part` },
    series: [
      dots("With all data", done.filter(({ share }) => share === 1).map(point)),
      dots("With a part of them", done.filter(({ share }) => share < 1).map(point)),
      ...(further.length > 0 ? [dots("On further parts", further)] : []),
      { name: "The best so far", mark: "line", points: steps, guide: true },
    ],
    summary: `${what} of ${done.length} trials on the validation part, from ${figure(Math.min(...figures))} to ${figure(Math.max(...figures))}; the best is trial ${best + 1} with ${figure(top)}. Thin: the best up to each.`,
  };
}
