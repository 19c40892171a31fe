// Comparisons and searches by the package, in a browser: several models on the same parts, good parameters, a Stop.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { dataSet } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { withPackage } from "./steps.ts";

/** The package's engine in the page, with this set loaded, and as many workers as pay or so many. */
function engineWith(page: Page, root: string, path: string, workers: "auto" | number = "auto") {
  const set = readFileSync(path).toString("base64");
  const task = { address: `${root}client.js`, set, workers };
  return page.evaluateHandle(async ({ address, set, workers }) => {
    const { createEngine } = (await import(address)) as typeof import("../../www/engine/client.ts");
    const engine = await createEngine({ workers });
    const bytes = await (await fetch(`data:;base64,${set}`)).blob();
    await engine.load({ name: "set.zip", bytes });
    return engine;
  }, task);
}

const SETS = ["ml-100k.zip", "ml-latest-small.zip"].map((name) => dataSet(name));

test("what testing takes is told apart from training, however short it is", async ({
  page,
  watch,
}) => {
  const [movielens] = SETS;
  test.skip(!movielens, "there is no ml-100k.zip");
  await withPackage(page, async (root) => {
    const loaded = await engineWith(page, root, movielens as string);
    const { fit, evaluate } = await loaded.evaluate(async (engine) => {
      const { seconds } = await engine.evaluate({ model: "popularity" }, { metrics: ["auc"] });
      engine.close();
      return seconds;
    });
    // Training is to count; a list of all items is put in order for each person of the test.
    expect(evaluate).toBeGreaterThan((fit + evaluate) / 10);
    watch.requests.length = 0;
  });
});

test("models are compared on the same folds, with how sure their differences are", async ({
  page,
  watch,
}) => {
  const [movielens] = SETS;
  test.skip(!movielens, "there is no ml-100k.zip");
  test.slow();
  await withPackage(page, async (root) => {
    const loaded = await engineWith(page, root, movielens as string);
    const seen = await loaded.evaluate(async (engine) => {
      const models = ["bias", { model: "mf", factors: 8, epochs: 5 }];
      const metrics = ["rmse", "ndcg@10"];
      const steps: number[] = [];
      const whole = await engine.compare(models, {
        folds: 3,
        metrics,
        onProgress: ({ finished }) => steps.push(finished),
      });
      const again = await engine.compare(models, { folds: 3, metrics });
      // A Stop after the second run keeps what is there.
      const stop = new AbortController();
      const part = await engine.compare(models, {
        folds: 3,
        metrics,
        signal: stop.signal,
        onProgress: ({ finished }) => finished >= 2 && stop.abort(),
      });
      // A split of the archive's own, which is read once more, and the first of five folds.
      const own = await engine.compare(["bias"], { split: "u1", metrics });
      const bias = { model: "bias", ranges: ["user_damping"], trials: 2 };
      const searched = [];
      for (const split of ["u1", "kfold:5"]) searched.push(await engine.search({ ...bias, split }));
      const none = await engine
        .compare(models, { signal: AbortSignal.abort() })
        .catch(({ name }: Error) => name);
      engine.close();
      return { whole, again, part, own, searched, none, steps };
    });
    const { whole, again, part, own, searched, none, steps } = seen;
    expect(whole).toMatchObject({ planned: 9, finished: 9, stopped: false });
    expect(whole.runs.map(({ model, runs }) => [model, runs])).toEqual([
      ["bias", 3],
      ["mf", 3],
      ["popularity", 3],
    ]);
    const [bias, mf, popularity] = whole.runs;
    for (const run of [bias, mf]) {
      // Known of this set: a model of means has about 0.94, and factors less.
      expect(run?.metrics.rmse).toBeGreaterThan(0.88);
      expect(run?.metrics.rmse).toBeLessThan(0.96);
      expect(run?.deviations.rmse).toBeGreaterThan(0);
      expect(run?.deviations.rmse).toBeLessThan(0.02);
    }
    expect(mf?.metrics.rmse).toBeLessThan(bias?.metrics.rmse ?? 0);
    expect(popularity?.metrics["ndcg@10"]).toBeGreaterThan(0.05);
    // What is best differs from itself by nothing, and from others by an interval around the difference of means.
    expect(mf?.to_best.rmse).toBeUndefined();
    const behind = bias?.to_best.rmse;
    expect(behind?.low).toBeLessThan(behind?.high ?? 0);
    expect(behind?.low).toBeGreaterThan(0);
    const untimed = (run: object) => ({ ...run, seconds: 0 });
    expect(again.runs.map(untimed)).toEqual(whole.runs.map(untimed));
    expect(Math.max(...steps)).toBe(9);
    expect(part).toMatchObject({ planned: 9, stopped: true });
    expect(part.finished).toBeGreaterThanOrEqual(2);
    expect(part.finished).toBeLessThan(9);
    // u1 has a fifth of the ratings as its test.
    expect(own.runs.map(({ model, tested }) => [model, tested])).toEqual([
      ["bias", 20_000],
      ["popularity", 20_000],
    ]);
    for (const found of searched) {
      expect(found).toMatchObject({ complete: true, stopped: false, data: { ratings: 80_000 } });
      expect(found.metrics.rmse).toBeGreaterThan(0.9);
    }
    expect(none).toBe("AbortError");
    watch.requests.length = 0;
  });
});

test("a search finds a setting that is no worse where it was chosen, the same each time", async ({
  page,
  watch,
}) => {
  const latest = SETS[1];
  test.skip(!latest, "there is no ml-latest-small.zip");
  test.slow();
  await withPackage(page, async (root) => {
    const loaded = await engineWith(page, root, latest as string);
    const seen = await loaded.evaluate(async (engine) => {
      const spec = { model: "item_knn", ranges: ["neighbours=5..200:log"], trials: 6 };
      const found = await engine.search(spec);
      const again = await engine.search(spec);
      const fitted = await engine.fit({ model: found.model, ...found.params });
      const params = fitted.report.params;
      engine.close();
      return { found, again, params };
    });
    const { found, again, params } = seen;
    expect(found).toMatchObject({ complete: true, stopped: false });
    expect(found.trials).toHaveLength(6);
    const without = found.trials[0]?.figure ?? 0;
    const best = found.trials[found.best]?.figure ?? Number.POSITIVE_INFINITY;
    expect(found.metric === "rmse" ? best <= without : best >= without).toBe(true);
    for (const { params } of found.trials) {
      expect(Number(params.neighbours)).toBeGreaterThanOrEqual(5);
      expect(Number(params.neighbours)).toBeLessThanOrEqual(200);
    }
    expect({ ...again, seconds: 0 }).toEqual({ ...found, seconds: 0 });
    expect(params).toMatchObject(found.params);
    watch.requests.length = 0;
  });
});

test("memory does not grow by what fifty trials hold from the fifth to the last, nor by a comparison of fifty settings", async ({
  page,
  watch,
}) => {
  const [movielens] = SETS;
  test.skip(!movielens, "there is no ml-100k.zip");
  test.slow();
  await withPackage(page, async (root) => {
    const loaded = await engineWith(page, root, movielens as string, 1);
    const seen = await loaded.evaluate(async (engine) => {
      /** What the memory of the one core is once so many runs are finished: it grows and never shrinks. */
      const noted = (at: number[]) => {
        const asked = new Map<number, Promise<number>>();
        const onProgress = ({ finished }: { finished: number }) => {
          if (at.includes(finished) && !asked.has(finished)) asked.set(finished, engine.memory());
        };
        return { asked, onProgress };
      };
      // Trials of the same size, so that what one took is enough for the next; those of the first round come first.
      const trials = noted([5, 50]);
      const params = { factors: 16, epochs: 5 };
      const spec = { model: "mf", params, ranges: ["regularization"], trials: 50 };
      const found = await engine.search({ ...spec, onProgress: trials.onProgress });
      const settings = Array.from({ length: 50 }, (_, at) => 0.5 + at / 50);
      const runs = noted([5, 50]);
      await engine.compare(
        settings.map((regularization) => ({ model: "mf", ...params, regularization })),
        { metrics: ["rmse", "ndcg@10"], onProgress: runs.onProgress },
      );
      const bytes = (of: Map<number, Promise<number>>) =>
        Promise.all([5, 50].map((at) => of.get(at) ?? Promise.resolve(0)));
      const memory = { trials: await bytes(trials.asked), runs: await bytes(runs.asked) };
      engine.close();
      return { tried: found.trials.length, memory };
    });
    expect(seen.tried).toBe(50);
    for (const [early, late] of Object.values(seen.memory)) {
      expect(early).toBeGreaterThan(1e6);
      // One model that stayed would be 170 kB, 45 of them 7.6 MB; what is left is how the outcomes lie.
      expect((late ?? 0) - (early ?? 0)).toBeLessThan(1e6);
    }
    watch.requests.length = 0;
  });
});
