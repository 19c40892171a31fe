// What a comparison says, in plain sentences.

import type { Compared, Difference } from "../engine/client.ts";
import { fixed } from "../words.ts";
import { direction, metricTitle } from "./metrics.ts";
import type { Measure, Row } from "./state.ts";
import { isUnsure } from "./table.ts";

/** A difference without its sign: “0.12 (0.10 to 0.13)”. */
export function sized(difference: Difference): string {
  const places = placesOf(difference);
  const ends = [difference.low, difference.high].map(Math.abs).sort((a, b) => a - b);
  const [low = 0, high = 0] = ends.map((end) => end);
  return `${fixed(Math.abs(difference.value), places)} (${fixed(low, places)} to ${fixed(high, places)})`;
}

/** The same with its signs, as it stands in the table. */
export function signed(difference: Difference): string {
  const places = placesOf(difference);
  const text = (x: number) => `${x < 0 ? "−" : "+"}${fixed(Math.abs(x), places)}`;
  const { value, low, high } = difference;
  return `${text(value)} (${text(low)} to ${text(high)})`;
}

/** So many places that the interval's width shows. */
function placesOf({ low, high }: Difference): number {
  const width = high - low;
  return width > 0 ? Math.min(Math.max(Math.ceil(-Math.log10(width)) + 1, 0), 6) : 4;
}

/** What the last comparison says of this metric; nothing where there is nothing to compare. */
export function verdict(measure: Measure, rows: Row[], metric: string): string[] {
  const { last, metrics } = measure;
  const runs = last?.comparison.runs.filter((run) => metric in run.metrics) ?? [];
  if (runs.length < 2) return [];
  const sign = direction(metrics, metric);
  const figure = (run: Compared) => sign * (run.metrics[metric] ?? Number.NaN);
  const order = [...runs].sort((a, b) => figure(b) - figure(a));
  // Differences know best which is best: they are of all people at once.
  const rivals = order.filter((run) => metric in run.to_best);
  const best = rivals.length > 0 ? order.find((run) => !(metric in run.to_best)) : order[0];
  if (!best) return [];
  const called = (run: Compared) => nameOf(run, rows, runs);
  const what = metricTitle(metrics, metric);
  if (rivals.length === 0) {
    return [`By ${what}, ${called(best)} is best. How sure that is cannot be told of this metric.`];
  }
  const unsure = rivals.filter((run) => isUnsure(run.to_best[metric] as Difference));
  const surely = rivals.filter((run) => !unsure.includes(run));
  const said: string[] = [];
  const baseline = surely.find((run) => run.model === "popularity");
  const next = baseline ?? surely[0];
  if (next) {
    said.push(
      `By ${what}, ${called(best)} is better than ${called(next)} by ${sized(next.to_best[metric] as Difference)}.`,
    );
    const others = surely.filter((run) => run !== next).length;
    if (others > 0)
      said.push(
        `It is surely better than ${others === 1 ? "one other" : `${others} others`}, too.`,
      );
  }
  if (unsure.length > 0) {
    const names = list(unsure.map(called));
    const begin = next ? "Between" : `By ${what}, between`;
    said.push(`${begin} ${called(best)} and ${names} there is no sure difference.`);
  }
  return said;
}

/** The title, and the settings where another run has the same one. */
function nameOf(run: Compared, rows: Row[], runs: Compared[]): string {
  const row = rows.find(({ figures }) => figures.model === run.model && same(figures, run));
  const title = row?.title ?? run.title;
  const alike = runs.some((other) => other !== run && other.model === run.model);
  return alike ? `${title} (${row?.changes || "with its defaults"})` : title;
}

const same = (a: Compared, b: Compared) =>
  Object.entries(a.params).every(([name, value]) => b.params[name] === value);

function list(names: string[]): string {
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
