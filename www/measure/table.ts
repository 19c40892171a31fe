// The table of comparisons: what is added, in which order it stands, what is best.

import { changes } from "../changes.ts";
import type { Compared, Comparison, Difference, MetricInfo, Value } from "../engine/client.ts";
import { inWordsOf } from "../nouns.ts";
import { type State, words } from "../state.ts";
import { direction, metricOf } from "./metrics.ts";
import type { Measure, Row, Sort, Terms, Versus } from "./state.ts";

/** Columns that every row has. */
export const TIMES = ["fit", "evaluate", "bytes"] as const;
type Time = (typeof TIMES)[number];

/** The rows of a comparison. */
export function rowsOf(state: State, { runs }: Comparison, terms: Terms): Row[] {
  return runs.map((figures) => {
    const info = state.models.find((m) => m.name === figures.model);
    const { chosen: _, ...rest } = figures;
    return {
      key: JSON.stringify([terms, rest.model, sorted(info ? rest.params : {})]),
      terms,
      title: inWordsOf(words(state), figures.title),
      changes: changes(info?.params ?? [], figures.params),
      figures,
    };
  });
}

function sorted(params: Record<string, Value>): [string, Value][] {
  return Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The table with these rows. What is there already keeps its place, and the figures that were not measured again: so a
 * further length of lists adds columns and no row. A row of fewer runs than there were changes nothing. What was not there
 * among these, which came before, stands in the order of `more`, in whatever order the runs are over.
 */
export function added(rows: Row[], more: Row[], before = keysOf(rows)): Row[] {
  const known = new Map(rows.map((row) => [row.key, row]));
  for (const row of more) {
    const last = known.get(row.key);
    if (!last) known.set(row.key, row);
    else if (row.figures.runs >= last.figures.runs) {
      known.set(row.key, { ...row, figures: both(last.figures, row.figures) });
    }
  }
  const recent = more.map(({ key }) => key).filter((key) => !before.has(key));
  const places = new Set(recent);
  const others = [...known.values()].filter(({ key }) => !places.has(key));
  return [...others, ...recent.flatMap((key) => known.get(key) ?? [])];
}

/** By what rows are told apart. */
export const keysOf = (rows: Row[]): Set<string> => new Set(rows.map(({ key }) => key));

function both(before: Compared, now: Compared): Compared {
  const per = (key: "metrics" | "deviations") => ({ ...before[key], ...now[key] });
  const differences = (key: "to_best" | "to_popularity") => {
    const kept = Object.entries(before[key]).filter(([metric]) => !(metric in now.metrics));
    return { ...Object.fromEntries(kept), ...now[key] };
  };
  return {
    ...now,
    ...{ metrics: per("metrics"), deviations: per("deviations") },
    ...{ to_best: differences("to_best"), to_popularity: differences("to_popularity") },
  };
}

/** The metrics that have columns: in the order of the core's list, shorter lists first. */
export function columnsOf(rows: Row[], metrics: MetricInfo[]): string[] {
  const names = new Set(rows.flatMap(({ figures }) => Object.keys(figures.metrics)));
  const place = (text: string) => {
    const info = metricOf(metrics, text);
    return info ? metrics.indexOf(info) : metrics.length;
  };
  const length = (text: string) => Number(text.split("@")[1] ?? 0);
  return [...names].sort((a, b) => place(a) - place(b) || length(a) - length(b));
}

/** Whether both were measured in the same way on the same parts. */
const comparable = (a: Row, b: Row) => JSON.stringify(a.terms) === JSON.stringify(b.terms);

/** Whether no row that compares with it is better; one without a rival is not called best. */
export function isBest(rows: Row[], row: Row, metric: string, metrics: MetricInfo[]): boolean {
  const sign = direction(metrics, metric);
  const value = row.figures.metrics[metric];
  const rivals = rows.filter(
    (other) => other !== row && comparable(other, row) && metric in other.figures.metrics,
  );
  return (
    value !== undefined &&
    rivals.length > 0 &&
    rivals.every(({ figures }) => sign * value >= sign * (figures.metrics[metric] ?? Number.NaN))
  );
}

/** The difference that stands beside a figure, where one is known. */
export function differenceOf(row: Row, metric: string, versus: Versus): Difference | undefined {
  return row.figures[versus === "best" ? "to_best" : "to_popularity"][metric];
}

/** Whether chance alone could have made it. */
export function isUnsure({ low, high }: Difference): boolean {
  return low <= 0 && high >= 0;
}

/** The rows in their order; those that have no figure there come last. */
export function inOrder(rows: Row[], sort: Sort | undefined, metrics: MetricInfo[]): Row[] {
  if (!sort) return rows;
  const { by, forward } = sort;
  const turn = forward ? 1 : -1;
  const text = by === "title" || by === "split";
  const words = (row: Row) => (by === "title" ? row.title + row.changes : row.terms.title);
  // What counts as the best comes first: the least time and size, or the best figure.
  const sign = isTime(by) ? 1 : -direction(metrics, by);
  const compare = (a: Row, b: Row) => {
    if (text) return turn * words(a).localeCompare(words(b), "en");
    const [x, y] = [numberIn(a, by), numberIn(b, by)];
    if (x === undefined || y === undefined)
      return Number(x === undefined) - Number(y === undefined);
    return turn * sign * (x - y);
  };
  return [...rows].sort(compare);
}

function isTime(by: string): by is Time {
  return (TIMES as readonly string[]).includes(by);
}

/** What stands in a column of numbers. */
export function numberIn({ figures }: Row, by: string): number | undefined {
  if (!isTime(by)) return figures.metrics[by];
  return by === "bytes" ? figures.bytes : figures.seconds[by];
}

/** The metric that sentences are about: the one that the table is in order of, or else the first. */
export function metricInView({ last, sort }: Measure): string | undefined {
  const names = last?.comparison.metrics ?? [];
  return names.find((name) => name === sort?.by) ?? names[0];
}

/** Which way the order of a column is, as `aria-sort` has it. */
export function direct(
  by: string,
  sort: Sort | undefined,
  metrics: MetricInfo[],
): "ascending" | "descending" | "none" {
  if (sort?.by !== by) return "none";
  const rising = isTime(by) || by === "title" || by === "split" || direction(metrics, by) < 0;
  return rising === sort.forward ? "ascending" : "descending";
}
