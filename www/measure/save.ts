// The table as a file.

import { csv } from "../engine/csv.ts";
import { bytes } from "../memory.ts";
import { duration } from "../words.ts";
import { metricTitle } from "./metrics.ts";
import type { Measure, Row } from "./state.ts";
import { columnsOf, inOrder } from "./table.ts";
import { signed } from "./verdict.ts";

/** What the table can be saved as. */
export const FORMATS = {
  csv: { title: "CSV", type: "text/csv" },
  md: { title: "Markdown", type: "text/markdown" },
  json: { title: "JSON", type: "application/json" },
} as const;

export type Format = keyof typeof FORMATS;

/** The table in its present order. */
export function written(measure: Measure, format: Format): string {
  const rows = inOrder(measure.rows, measure.sort, measure.metrics);
  const columns = columnsOf(rows, measure.metrics);
  if (format === "csv") return csv(plainRows(rows, columns));
  return format === "md" ? markdown(rows, columns, measure) : json(rows);
}

function plainRows(rows: Row[], columns: string[]): (string | number)[][] {
  const of = (metric: string) => [
    ...[metric, `${metric} deviation`],
    ...["best", "popularity"].flatMap((to) =>
      ["", " low", " high"].map((end) => `${metric} to ${to}${end}`),
    ),
  ];
  const head = ["data", "model", "params", "split", "seeds", "relevant", "implicit", "runs"];
  const times = ["seconds training", "seconds answering", "bytes"];
  const lines = rows.map(({ terms, figures: f }) => [
    ...[terms.data, f.model, JSON.stringify(f.params), terms.split, terms.seeds.join(" ")],
    ...[terms.relevant, String(terms.implicit), f.runs],
    ...columns.flatMap((metric) => [
      ...[f.metrics[metric] ?? "", f.deviations[metric] ?? ""],
      ...[f.to_best[metric], f.to_popularity[metric]].flatMap((d) => [
        ...[d?.value ?? "", d?.low ?? "", d?.high ?? ""],
      ]),
    ]),
    ...[f.seconds.fit, f.seconds.evaluate, f.bytes],
  ]);
  return [[...head, ...columns.flatMap(of), ...times], ...lines];
}

function markdown(rows: Row[], columns: string[], { metrics }: Measure): string {
  const titles = columns.map((metric) => metricTitle(metrics, metric));
  const head = ["Model", "Hidden", ...titles, "Training", "Answering", "Size"];
  const lines = rows.map(({ terms, title, changes, figures: f }) => [
    changes ? `${title} (${changes})` : title,
    `${terms.title}; seed ${terms.seeds.join(", ")}; ${terms.data}`,
    ...columns.map((metric) => {
      const value = f.metrics[metric];
      if (value === undefined) return "–";
      const deviation = f.deviations[metric];
      const mean = `${value.toFixed(4)}${deviation === undefined ? "" : ` ± ${deviation.toFixed(4)}`}`;
      const difference = f.to_best[metric];
      return difference ? `${mean}, to the best ${signed(difference)}` : mean;
    }),
    ...[duration(f.seconds.fit), duration(f.seconds.evaluate), bytes(f.bytes)],
  ]);
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\u00a0", " ")).join(" | ")} |`;
  const rule = head.map((_, at) => (at < 2 ? "---" : "---:"));
  return `${[head, rule, ...lines].map(line).join("\n")}\n`;
}

function json(rows: Row[]): string {
  const runs = rows.map(({ terms: { title: _, says, ...terms }, figures }) => ({
    ...{ ...terms, says },
    ...figures,
  }));
  return `${JSON.stringify({ runs }, null, 2)}\n`;
}
