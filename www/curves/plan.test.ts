import { expect, test, vi } from "vitest";
import type { Comparison, Engine, MetricInfo, Report } from "../engine/client.ts";
import { type Drawing, draw } from "./plan.ts";

type Row = Partial<Comparison["runs"][number]>;

/** A drawing whose comparison has these rows, and the calls that it makes. */
function drawing(rows: Row[], stopped = false) {
  const runs = rows.map((row) => ({ runs: 1, params: {}, ...row }));
  const compare = vi.fn(async () => ({ runs, stopped }));
  const given: Drawing = {
    engine: { compare } as unknown as Engine,
    metrics: [
      { name: "rmse", title: "RMSE", better: "lower" },
      { name: "ndcg", title: "NDCG", better: "higher" },
    ] as MetricInfo[],
    report: { shape: "ratings", users: 50 } as Report,
    spec: { model: "als", factors: 64, epochs: 3, seed: 7, implicit: false },
    rates: false,
    title: (model) => model.toUpperCase(),
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  return { given, compare };
}

test("a curve is a comparison with one parameter varied, and all others as they are", async () => {
  const { given, compare } = drawing([
    { model: "als", params: { factors: 8 }, metrics: { "ndcg@10": 0.2 } },
    { model: "als", params: { factors: 4 }, metrics: { "ndcg@10": 0.1 } },
    { model: "popularity", metrics: { "ndcg@10": 0.05 } },
  ]);
  const { pictures } = await draw("factors", given);
  const models = [4, 8, 16, 32, 64, 128].map((factors) => ({ model: "als", epochs: 3, factors }));
  expect(compare).toHaveBeenCalledExactlyOnceWith(
    models,
    expect.objectContaining({ metrics: ["ndcg@10"], seeds: [7], implicit: false }),
  );
  // What has none of the parameter goes from end to end.
  expect(pictures[0]?.series.map(({ name, points }) => [name, ...points])).toEqual([
    ["ALS", { x: 4, y: 0.1 }, { x: 8, y: 0.2 }],
    ["POPULARITY", { x: 4, y: 0.05 }, { x: 8, y: 0.05 }],
  ]);
  expect(pictures[0]?.summary).toBe("ALS: best with 8 factors, 0.200.");
});

test("what has nothing to be drawn over is not drawn, so far or at the end", async () => {
  const { given } = drawing([{ model: "popularity", metrics: { "ndcg@10": 0.05 } }], true);
  const { compare } = given.engine;
  const engine = {
    compare: async (...args: Parameters<Engine["compare"]>) => {
      const sofar = await compare(...args);
      args[1]?.onProgress?.({ finished: 1, planned: 7, sofar } as never);
      return sofar;
    },
  } as Engine;
  const onProgress = vi.fn();
  const drawn = await draw("factors", { ...given, engine, onProgress });
  expect(onProgress).toHaveBeenCalledExactlyOnceWith(1 / 7, undefined);
  expect(drawn).toEqual({ pictures: [], stopped: true });
});

test("more data are shares of the training part, for the model and for popularity", async () => {
  const row = (model: string, train_share: number, rmse: number) => ({
    ...{ model, train_share, metrics: { rmse, "ndcg@10": 0.1 } },
  });
  const { given, compare } = drawing(
    [row("als", 0.1, 1.1), row("popularity", 0.1, 1), row("als", 1, 0.9), row("popularity", 1, 1)],
    true,
  );
  const { pictures, stopped } = await draw("share", { ...given, rates: true });
  expect(compare.mock.calls[0]).toMatchObject([
    [{ model: "als", factors: 64, epochs: 3 }],
    { metrics: ["rmse", "ndcg@10"], shares: [0.1, 0.25, 0.5, 0.75, 1] },
  ]);
  expect(stopped).toBe(true);
  expect(pictures.map(({ title }) => title)).toEqual([
    "RMSE by share of the training part",
    "NDCG of the first 10 by share of the training part",
  ]);
  expect(pictures[0]?.summary).toBe("ALS: 1.10 with 10%, 0.900 with 100%.");
});

test("a learning curve is one evaluation, whose epochs so far are kept by a Stop", async () => {
  const point = (epoch: number, training: number, test: number) => ({
    ...{ epoch, training: { "ndcg@10": training }, test: { "ndcg@10": test } },
  });
  const points = [point(1, 0.2, 0.1), point(2, 0.3, 0.15), point(3, 0.4, 0.12)];
  const { given } = drawing([]);
  const evaluate = vi.fn(async (_: unknown, watch: { onProgress: (training: object) => void }) => {
    watch.onProgress({ fraction: 0.5, learning: points.slice(0, 2) });
    return { learning: points };
  });
  const onProgress = vi.fn();
  const engine = { evaluate } as unknown as Engine;
  const { pictures, stopped } = await draw("epochs", { ...given, engine, onProgress });
  expect(evaluate.mock.calls).toMatchObject([
    [
      { model: "als", factors: 64 },
      { metrics: ["ndcg@10"], learning: true },
    ],
  ]);
  expect(onProgress).toHaveBeenCalledExactlyOnceWith(0.5, [expect.anything()]);
  expect(pictures[0]?.series.map(({ name, points }) => [name, points.at(-1)])).toEqual([
    ["Training part", { x: 3, y: 0.4 }],
    ["Test", { x: 3, y: 0.12 }],
  ]);
  expect(pictures[0]?.summary).toBe(
    "Test: best with 2 epochs, 0.150. Training part: 0.400 with 3 epochs.",
  );
  expect(stopped).toBe(false);

  const stop = new AbortController();
  evaluate.mockImplementation(async (_, watch) => {
    watch.onProgress({ fraction: 0.5, learning: points.slice(0, 2) });
    stop.abort();
    throw stop.signal.reason;
  });
  const ended = await draw("epochs", { ...given, engine, signal: stop.signal });
  expect(ended.stopped).toBe(true);
  expect(ended.pictures[0]?.series[1]?.points).toHaveLength(2);
});

test("weights stand beside the AUC by number of hashed features", async () => {
  const row = (bits: number, auc: number, nonzero_weights: number) => ({
    ...{ model: "hashed_lr", params: { bits }, metrics: { auc }, nonzero_weights },
  });
  const { given } = drawing([row(8, 0.6, 256), row(20, 0.9, 70_000)]);
  const { pictures } = await draw("features", given);
  const [auc, weights] = pictures;
  expect(auc?.series[0]?.points).toEqual([
    { x: 256, y: 0.6 },
    { x: 1_048_576, y: 0.9 },
  ]);
  expect(weights?.series[0]?.points.map(({ y }) => y)).toEqual([256, 70_000]);
  expect(auc?.x.text?.(1_048_576)).toBe("2²⁰");
});

test("what could not be trained at all says why", async () => {
  const failed = { model: "als", runs: 0, failed: "It needs 9 GB.", metrics: {} };
  await expect(draw("factors", drawing([failed]).given)).rejects.toThrow("It needs 9 GB.");
});

test("ROC curves are of the model and of popularity, with thresholds in words", async () => {
  const { given } = drawing([]);
  const evaluate = vi.fn(async () => ({
    curves: {
      ...{ positives: 10, negatives: 30, auc: 0.9, averagePrecision: 0.8 },
      roc: [
        [0, 0, Number.POSITIVE_INFINITY],
        [1, 1, 0.25],
      ],
      precisionRecall: [[1, 0.25, 0.25]],
    },
  }));
  const engine = { evaluate } as unknown as Engine;
  const { pictures } = await draw("roc", { ...given, engine });
  expect(evaluate.mock.calls).toMatchObject([
    [
      { model: "als", factors: 64 },
      { split: "users:10:40", metrics: ["auc"] },
    ],
    [{ model: "popularity", seed: 7 }, { split: "users:10:40" }],
  ]);
  const [roc, precision] = pictures;
  expect(roc?.series[0]?.points.map(({ note }) => note)).toEqual([
    "above every score",
    "at a score of 0.250 or more",
  ]);
  // Guessing finds as much as there is.
  expect(precision?.series.at(-1)).toMatchObject({
    guide: true,
    points: [{ y: 0.25 }, { y: 0.25 }],
  });
  expect(roc?.summary).toContain("ALS 0.900, POPULARITY 0.900");
});
