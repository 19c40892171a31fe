// What is computed for each curve, by the package's calls alone, and how it becomes pictures.

import type {
  Comparison,
  Curves,
  Engine,
  FitSettings,
  Learned,
  MetricInfo,
  Model,
  Report,
} from "../engine/client.ts";
import { direction, metricOf } from "../measure/metrics.ts";
import type { Picture, Point, Series } from "../view/chart/picture.ts";
import { count, figure, percent } from "../words.ts";
import type { CurveKind } from "./kinds.ts";

/** What there is to draw from. */
export interface Drawing {
  engine: Engine;
  /** The metrics that there are. */
  metrics: MetricInfo[];
  report: Report;
  /** The model, with all of its settings. */
  spec: FitSettings;
  /** Whether it predicts ratings. */
  rates: boolean;
  /** What models are called for these data. */
  title: (model: string) => string;
  signal: AbortSignal;
  /** How far it is, and what can be drawn so far. */
  onProgress: (fraction: number, sofar?: Picture[]) => void;
}

/** What came of it. */
export interface Drawn {
  pictures: Picture[];
  /** True where a Stop came before all was done. */
  stopped: boolean;
}

const SHARES = [0.1, 0.25, 0.5, 0.75, 1];
const FACTORS = [4, 8, 16, 32, 64, 128];
const BITS = [8, 10, 12, 14, 16, 18, 20];
/** The length of the lists in which something is found, and the most people who are held out as a whole. */
const PLACES = 10;
const HELD_OUT = 50;
/** What every comparison has. */
const BASELINE = "popularity";

/** Computes a curve. */
export function draw(kind: CurveKind, drawing: Drawing): Promise<Drawn> {
  switch (kind) {
    case "roc":
      return thresholds(drawing);
    case "epochs":
      return byEpoch(drawing);
    case "share":
      return byShare(drawing);
    case "factors":
      return byFactors(drawing);
    case "features":
      return byFeatures(drawing);
    case "popularity":
      return byPopularity(drawing);
  }
}

/** The figures by which these data and this model are judged. */
function metricsOf({ report, rates }: Drawing): string[] {
  if (report.shape === "pairs") return ["auc"];
  return [...(rates ? ["rmse"] : []), `ndcg@${PLACES}`];
}

function metricTitle({ metrics }: Drawing, name: string): string {
  const k = name.split("@")[1];
  const title = metricOf(metrics, name)?.title ?? name;
  return k ? `${title} of the first ${k}` : title;
}

/** Runs a comparison, and makes pictures of what is there after every run and at the end. */
async function compared(
  { engine, spec, signal, onProgress }: Drawing,
  models: Model[],
  how: { metrics: string[]; shares?: number[] },
  pictures: (comparison: Comparison) => Picture[],
): Promise<Drawn> {
  // Runs side by side end in any order: at first there may be popularity alone, which has nothing to be drawn over.
  const known = (of: Comparison) =>
    pictures(of).filter(({ series }) => series.some((s) => s.points.length > 0));
  const { stopped, ...comparison } = await engine.compare(models, {
    ...how,
    seeds: [spec.seed ?? 42],
    implicit: spec.implicit ?? false,
    signal,
    onProgress: ({ finished, planned, training, sofar }) => {
      const drawn = sofar && known(sofar);
      onProgress(
        (finished + (training?.fraction ?? 0)) / planned,
        drawn?.length ? drawn : undefined,
      );
    },
  });
  const failed = comparison.runs.find((run) => run.failed !== undefined && run.runs === 0);
  const drawn = known(comparison);
  if (failed?.failed && drawn.length === 0) throw new Error(failed.failed);
  return { pictures: drawn, stopped };
}

/** The model with its settings, as comparisons take it; some of them changed. */
function setting({ spec }: Drawing, change: FitSettings = {}): Model {
  const { seed: _, implicit: __, model = "", ...params } = { ...spec, ...change };
  return { model, ...params } as Model;
}

/** A line a model, over what `x` says of each run. */
function lines(
  drawing: Drawing,
  { runs }: Comparison,
  metric: string,
  x: (run: Comparison["runs"][number]) => number,
): Series[] {
  const named = new Map<string, Point[]>();
  for (const run of runs) {
    const y = run.metrics[metric];
    if (y === undefined || run.runs === 0) continue;
    named.set(run.model, [...(named.get(run.model) ?? []), { x: x(run), y }]);
  }
  return [...named].map(([model, points]) => ({
    name: drawing.title(model),
    mark: "line",
    points: points.sort((a, b) => a.x - b.x),
  }));
}

/** The line of the model over what is varied, and beside it the one figure of popularity, which has none of that. */
function against(
  drawing: Drawing,
  comparison: Comparison,
  metric: string,
  x: (run: Comparison["runs"][number]) => number,
): Series[] {
  const isOwn = ({ model }: { model: string }) => model !== BASELINE;
  const own = lines(drawing, { ...comparison, runs: comparison.runs.filter(isOwn) }, metric, x);
  const figure = comparison.runs.find((run) => run.model === BASELINE)?.metrics[metric];
  if (figure === undefined || !own[0]) return own;
  const points = own[0].points.map((p) => ({ x: p.x, y: figure }));
  return [...own, { name: drawing.title(BASELINE), mark: "line", points }];
}

/** One training, measured in between. */
async function byEpoch(drawing: Drawing): Promise<Drawn> {
  const { engine, spec, signal, onProgress } = drawing;
  const metrics = metricsOf(drawing);
  let sofar: Learned[] = [];
  try {
    const { learning = [] } = await engine.evaluate(spec, {
      ...{ metrics, learning: true, signal },
      onProgress: ({ fraction, learning = [] }) => {
        const more = learning.length > sofar.length;
        sofar = learning;
        onProgress(fraction, more ? learned(drawing, metrics, sofar) : undefined);
      },
    });
    return { pictures: learned(drawing, metrics, learning), stopped: false };
  } catch (error) {
    // What is there already is kept.
    if (!signal.aborted || sofar.length === 0) throw error;
    return { pictures: learned(drawing, metrics, sofar), stopped: true };
  }
}

function learned(drawing: Drawing, metrics: string[], learning: Learned[]): Picture[] {
  return metrics.map((metric) => {
    const line = (name: string, of: (point: Learned) => Record<string, number>): Series => ({
      name,
      mark: "line",
      points: learning.flatMap((point) => {
        const y = of(point)[metric];
        return y === undefined ? [] : [{ x: point.epoch, y }];
      }),
    });
    const training = line("Training part", (point) => point.training);
    const test = line("Test", (point) => point.test);
    const said = ({ x }: Point) => (x === 1 ? "1 epoch" : `${count(x)} epochs`);
    const last = training.points.at(-1);
    return {
      id: `epochs-${metric.replace("@", "-")}`,
      title: `${metricTitle(drawing, metric)} by epoch`,
      x: { title: "Epoch", text: count },
      y: { title: metricTitle(drawing, metric) },
      series: [training, test],
      summary: `${bestOf(test, direction(drawing.metrics, metric), said)}${last ? ` Training part: ${figure(last.y)} with ${said(last)}.` : ""}`,
    };
  });
}

function byShare(drawing: Drawing): Promise<Drawn> {
  const metrics = metricsOf(drawing);
  const text = (share: number) => percent(share);
  return compared(drawing, [setting(drawing)], { metrics, shares: SHARES }, (comparison) =>
    metrics.map((metric) => {
      const series = lines(drawing, comparison, metric, (run) => run.train_share);
      return {
        id: `share-${metric.replace("@", "-")}`,
        title: `${metricTitle(drawing, metric)} by share of the training part`,
        x: { title: "Share of the training part", from: 0, to: 1, text },
        y: { title: metricTitle(drawing, metric) },
        series,
        summary: fromTo(series[0], (p) => `with ${text(p.x)}`),
      };
    }),
  );
}

function byFactors(drawing: Drawing): Promise<Drawn> {
  const metrics = metricsOf(drawing);
  const models = FACTORS.map((factors) => setting(drawing, { factors }));
  const over = ({ params }: Comparison["runs"][number]) => params.factors as number;
  return compared(drawing, models, { metrics }, (comparison) =>
    metrics.map((metric) => {
      const series = against(drawing, comparison, metric, over);
      return {
        id: `factors-${metric.replace("@", "-")}`,
        title: `${metricTitle(drawing, metric)} by number of factors`,
        x: { title: "Factors, logarithmic", log: true, ticks: FACTORS, text: count },
        y: { title: metricTitle(drawing, metric) },
        series,
        summary: bestOf(
          series[0],
          direction(drawing.metrics, metric),
          (p) => `${count(p.x)} factors`,
        ),
      };
    }),
  );
}

function byFeatures(drawing: Drawing): Promise<Drawn> {
  const own = drawing.spec.model === "hashed_lr" ? drawing.spec : {};
  const models = BITS.map((bits) =>
    setting({ ...drawing, spec: { ...own, model: "hashed_lr" } }, { bits }),
  );
  const over = ({ params }: Comparison["runs"][number]) => 2 ** (params.bits as number);
  const x = {
    title: "Hashed features, logarithmic",
    log: true,
    ticks: BITS.map((bits) => 2 ** bits),
    text: (features: number) => power(Math.round(Math.log2(features))),
  };
  return compared(drawing, models, { metrics: ["auc"] }, (comparison) => {
    const series = against(drawing, comparison, "auc", over);
    const weights = comparison.runs.flatMap((run) =>
      run.nonzero_weights === undefined ? [] : [{ x: over(run), y: run.nonzero_weights }],
    );
    const said = (p: Point) => `${count(p.x)} features`;
    const second: Series = { name: "Weights that are not 0", mark: "line", points: weights };
    return [
      {
        id: "features-auc",
        title: "AUC by number of hashed features",
        x,
        y: { title: "AUC" },
        series,
        summary: fromTo(series[0], (p) => `with ${said(p)}`),
      },
      {
        id: "features-weights",
        title: "Weights that are not 0 by number of hashed features",
        x,
        y: { title: "Weights that are not 0, logarithmic", log: true, text: count },
        series: [second],
        summary: fromTo(second, (p) => `with ${said(p)}`, count),
      },
    ];
  });
}

function byPopularity(drawing: Drawing): Promise<Drawn> {
  const groups = ["head", "middle", "tail"];
  const names = ["Well known", "In between", "Little known"];
  const metrics = groups.map((group) => `recall-${group}@${PLACES}`);
  return compared(drawing, [setting(drawing)], { metrics }, ({ runs }) => {
    const series = runs
      .filter((run) => run.runs > 0)
      .map((run) => ({
        name: drawing.title(run.model),
        mark: "bars" as const,
        points: metrics.map((metric, x) => ({ x, y: run.metrics[metric] ?? 0 })),
      }));
    const own = series[0]?.points ?? [];
    const said = own.map(({ y }, i) => `${names[i]} ${percent(y)}`).join(", ");
    return [
      {
        id: "popularity",
        title: `What is found among the first ${PLACES}, by how well known it is`,
        x: { title: "How well known", names },
        y: { title: "Share that is found", from: 0, text: percent },
        series,
        summary: `${series[0]?.name ?? ""}: ${said}.`,
      },
    ];
  });
}

/** Evaluates the model and popularity, each over all pairs at once. */
async function thresholds(drawing: Drawing): Promise<Drawn> {
  const { engine, report, spec, signal, onProgress } = drawing;
  const held = Math.min(HELD_OUT, Math.max(1, Math.floor(report.users / 5)));
  const split = report.shape === "pairs" ? "random:0.2" : `users:${held}:${report.users - held}`;
  const models = spec.model === BASELINE ? [spec] : [spec, baseline(spec)];
  const found: { name: string; curves: Curves }[] = [];
  let stopped = false;
  for (const [at, model] of models.entries()) {
    const done = (fraction: number) => onProgress((at + fraction) / models.length);
    try {
      const { curves } = await engine.evaluate(model, {
        split,
        metrics: ["auc"],
        signal,
        onProgress: (progress) => done(progress.fraction),
      });
      if (curves) found.push({ name: drawing.title(model.model ?? ""), curves });
    } catch (error) {
      // What is there already is kept.
      if (!signal.aborted || found.length === 0) throw error;
      stopped = true;
      break;
    }
  }
  return { pictures: found.length > 0 ? rocAndPrecision(found, report) : [], stopped };
}

function baseline({ seed = 42, implicit = false }: FitSettings): FitSettings {
  return { model: BASELINE, seed, implicit };
}

function rocAndPrecision(found: { name: string; curves: Curves }[], { shape }: Report): Picture[] {
  const first = found[0]?.curves as Curves;
  const what = shape === "pairs" ? "pairs" : "choices of people who are new";
  const note = (threshold: number) =>
    threshold === Number.POSITIVE_INFINITY
      ? "above every score"
      : `at a score of ${figure(threshold)} or more`;
  const series = (points: (curves: Curves) => [number, number, number][]): Series[] =>
    found.map(({ name, curves }) => ({
      name,
      mark: "line",
      points: points(curves).map(([x, y, threshold]) => ({ x, y, note: note(threshold) })),
    }));
  const guide = (points: Point[]): Series => ({ name: "", mark: "line", guide: true, points });
  const share = first.positives / (first.positives + first.negatives);
  const each = (said: (curves: Curves) => number) =>
    found.map(({ name, curves }) => `${name} ${figure(said(curves))}`).join(", ");
  const many = `${count(first.positives)} hidden ${what} and ${count(first.negatives)} drawn at random`;
  return [
    {
      id: "roc",
      title: "ROC curve",
      x: { title: "False finds, of all that were not hidden", from: 0, to: 1, text: percent },
      y: { title: "True finds, of all that were hidden", from: 0, to: 1, text: percent },
      series: [
        ...series(({ roc }) => roc),
        guide([
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ]),
      ],
      summary: `AUC, over ${many}: ${each(({ auc }) => auc)}. The dotted line is guessing.`,
    },
    {
      id: "precision",
      title: "Precision and recall",
      x: { title: "Recall: true finds, of all that were hidden", from: 0, to: 1, text: percent },
      y: { title: "Precision: true finds, of all finds", from: 0, to: 1, text: percent },
      series: [
        ...series(({ precisionRecall }) => precisionRecall),
        guide([
          { x: 0, y: share },
          { x: 1, y: share },
        ]),
      ],
      summary: `Average precision: ${each(({ averagePrecision }) => averagePrecision)}. The dotted line is guessing.`,
    },
  ];
}

/** The first and the last figure of a line, in words. */
function fromTo(
  series: Series | undefined,
  where: (point: Point) => string,
  text: (y: number) => string = figure,
): string {
  const [first, last] = [series?.points[0], series?.points.at(-1)];
  if (!series || !first || !last) return "Nothing could be measured.";
  return `${series.name}: ${text(first.y)} ${where(first)}, ${text(last.y)} ${where(last)}.`;
}

/** The best figure of a line, in words. */
function bestOf(
  series: Series | undefined,
  better: 1 | -1,
  where: (point: Point) => string,
): string {
  const best = series?.points.reduce((a, b) => (better * (b.y - a.y) > 0 ? b : a));
  if (!series || !best) return "Nothing could be measured.";
  return `${series.name}: best with ${where(best)}, ${figure(best.y)}.`;
}

/** 10 → “2¹⁰”. */
function power(bits: number): string {
  return `2${[...String(bits)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}
