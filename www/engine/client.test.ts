// @vitest-environment node

import { expose, type ProxyMarked } from "comlink";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createEngine, type Engine, type Report, type Trained } from "./client.ts";
import type { WorkerLike } from "./link.ts";
import type { Told } from "./team.ts";
import type { Listener, Outcome } from "./worker.ts";

// The engine's own behaviour: order, stopping, and replacing a worker. The worker here is scripted; the real one,
// with the real core, is driven in the browser tests.

/** What a test's worker does with a job. `stopped` resolves when the engine asks it to stop. */
type Behaviour = (job: {
  number: number;
  stopped: Promise<void>;
  report: (progress: object) => void;
}) => Promise<unknown>;

/** The smallest module. */
const CORE = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));

const engines: Engine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});

async function scripted(
  behaviours: { load?: Behaviour; fit?: Behaviour; evaluate?: Behaviour; run?: Behaviour },
  patience = 1000,
) {
  const log: string[] = [];
  const cores: unknown[] = [];
  let workers = 0;
  const start = (): WorkerLike => {
    workers += 1;
    const { port1, port2 } = new MessageChannel();
    const name = `worker ${workers}`;
    let listener: Listener = () => {};
    const stops = new Map<number, () => void>();
    const run = (behaviour: Behaviour | undefined, what: string, number: number) => {
      log.push(`${name}: ${what}`);
      const stopped = new Promise<void>((resolve) => stops.set(number, resolve));
      const report = (progress: object) => listener(number, progress as Parameters<Listener>[1]);
      return behaviour?.({ number, stopped, report });
    };
    expose(
      {
        begin: (module: unknown) => {
          cores.push(module);
        },
        listen: (to: Listener) => {
          listener = to;
        },
        stop: (job: number) => stops.get(job)?.(),
        memory: () => 1,
        keepModel: (model: number) => new TextEncoder().encode(`model ${model}`),
        closeModel: (model: number) => {
          log.push(`${name}: close ${model}`);
        },
        recallModel: async (model: number, saved: Blob) => {
          log.push(`${name}: recall ${model} from “${await saved.text()}”`);
        },
        models: () => [],
        load: (job: number, sources: { name: string }[], { split }: { split?: string }) =>
          run(
            behaviours.load,
            `load ${sources.map((s) => s.name)}${split ? ` with ${split}` : ""}`,
            job,
          ),
        fit: (job: number, spec: { model: string }) =>
          run(behaviours.fit, `fit ${spec.model}`, job),
        evaluate: (job: number, spec: { model: string; split: string }) =>
          run(behaviours.evaluate, `evaluate ${spec.model} on ${spec.split}`, job),
        compareRuns: ({ models }: { models: { model: string }[] }) => models,
        runs: async (job: number, specs: { model: string }[], told: Told & ProxyMarked) => {
          for (const [at, spec] of specs.entries()) {
            const outcome = await run(behaviours.run, `run ${spec.model}`, job);
            await told.outcome(at, outcome as Outcome);
          }
        },
        employ: () => {},
        comparison: (runs: object[], outcomes: object[], sure: boolean) => ({
          planned: runs.length,
          runs: outcomes,
          sure,
        }),
        searchRuns: (spec: { trials: number }, outcomes: object[]) =>
          outcomes.length < spec.trials ? [{ model: "mf" }, { model: "mf" }] : [],
        found: (_spec: object, outcomes: object[]) => ({ trials: outcomes }),
        recommend: (model: number, user: string) => {
          log.push(`${name}: recommend ${user} by ${model}`);
          return [];
        },
      },
      port2 as unknown as Worker,
    );
    port1.start();
    return Object.assign(port1 as unknown as Worker, {
      terminate: () => {
        log.push(`${name}: ended`);
        port1.close();
        port2.close();
      },
    });
  };
  const engine = await createEngine({ worker: start, module: CORE, patience });
  engines.push(engine);
  return { engine, log, cores };
}

const aborted = () => Object.assign(new Error("Stopped."), { name: "AbortError" });
const obedient: Behaviour = ({ stopped }) =>
  stopped.then(() => {
    throw aborted();
  });
const stubborn: Behaviour = () => new Promise(() => {});
const report = { ratings: 3 } as Report;
const trained = { model: "mf" } as Trained;
const file = { name: "a.csv", bytes: new Uint8Array([1]) };

describe("long calls", () => {
  test("run one after the other, in the order of the calls", async () => {
    const ends: string[] = [];
    const slow: Behaviour = () => new Promise((resolve) => setTimeout(resolve, 20, report));
    const { engine, log } = await scripted({ load: slow, fit: async () => trained });
    await Promise.all([
      engine.load(file).then(() => ends.push("load")),
      engine.fit({ model: "mf" }).then(() => ends.push("fit")),
    ]);
    expect(ends).toEqual(["load", "fit"]);
    expect(log).toEqual(["worker 1: load a.csv", "worker 1: fit mf"]);
  });

  test("go on after one that failed, and the error keeps its name and message", async () => {
    const fail: Behaviour = async () => {
      throw Object.assign(new Error("line 3: expected a number"), { name: "FileError" });
    };
    const { engine } = await scripted({ load: fail, fit: async () => trained });
    const loaded = engine.load(file);
    const fitted = engine.fit({ model: "mf" });
    await expect(loaded).rejects.toMatchObject({
      name: "FileError",
      message: "line 3: expected a number",
    });
    await expect(fitted).resolves.toHaveProperty("report.model", "mf");
  });

  test("report their progress to their own caller", async () => {
    const { engine } = await scripted({
      load: async ({ report: say }) => {
        say({ bytes: 5 });
        // Messages keep their order, but the answer to the call may not overtake them either.
        await new Promise((resolve) => setTimeout(resolve, 5));
        return report;
      },
      fit: async () => trained,
    });
    const [onLoad, onFit] = [vi.fn(), vi.fn()];
    await Promise.all([
      engine.load(file, { onProgress: onLoad }),
      engine.fit({ model: "mf" }, { onProgress: onFit }),
    ]);
    expect(onLoad).toHaveBeenCalledExactlyOnceWith({ bytes: 5 });
    expect(onFit).not.toHaveBeenCalled();
  });
});

describe("stopping", () => {
  test("a waiting call never reaches the worker", async () => {
    const { engine, log } = await scripted({ load: obedient, fit: async () => trained });
    const [first, second] = [new AbortController(), new AbortController()];
    const loading = engine.load(file, { signal: first.signal });
    const fitting = engine.fit({ model: "mf" }, { signal: second.signal });
    second.abort();
    await expect(fitting).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(log).toEqual(["worker 1: load a.csv"]));
    first.abort();
    await expect(loading).rejects.toMatchObject({ name: "AbortError" });
    expect(log).toEqual(["worker 1: load a.csv"]);
  });

  test("a call that obeys leaves the worker and its model alone", async () => {
    let fits = 0;
    const { engine, log } = await scripted({
      fit: (job) => (fits++ === 0 ? Promise.resolve(trained) : obedient(job)),
    });
    const fitted = await engine.fit({ model: "mf" });
    const control = new AbortController();
    const second = engine.fit({ model: "als" }, { signal: control.signal });
    setTimeout(() => control.abort(), 10);
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    await fitted.recommend("7");
    expect(log).toEqual(["worker 1: fit mf", "worker 1: fit als", "worker 1: recommend 7 by 1"]);
  });

  test("a call that does not obey costs the worker, and the new one reads the same files", async () => {
    const { engine, log } = await scripted({ load: async () => report, fit: stubborn }, 30);
    await engine.load([file, { name: "b.csv", bytes: new Blob(["x"]) }]);
    const control = new AbortController();
    const fitting = engine.fit({ model: "mf" }, { signal: control.signal });
    setTimeout(() => control.abort(), 10);
    await expect(fitting).rejects.toMatchObject({ name: "AbortError" });
    await engine.models();
    expect(log).toEqual([
      "worker 1: load a.csv,b.csv",
      "worker 1: fit mf",
      "worker 1: ended",
      "worker 2: load a.csv,b.csv",
    ]);
  });

  test("a call that does not obey costs the worker, but not the model from before", async () => {
    let fits = 0;
    const { engine, log } = await scripted(
      {
        load: async () => report,
        fit: (job) => (fits++ === 0 ? Promise.resolve(trained) : stubborn(job)),
      },
      30,
    );
    await engine.load(file);
    const fitted = await engine.fit({ model: "mf" });
    await expect(
      engine.fit({ model: "als" }, { signal: AbortSignal.timeout(20) }),
    ).rejects.toThrow();
    await fitted.recommend("7");
    expect(log.slice(-4)).toEqual([
      "worker 1: ended",
      "worker 2: load a.csv",
      "worker 2: recall 2 from “model 2”",
      "worker 2: recommend 7 by 2",
    ]);
  });

  test("all models come back that have not been closed", async () => {
    let fits = 0;
    const { engine, log } = await scripted(
      {
        load: async () => report,
        fit: (job) => (fits++ < 3 ? Promise.resolve(trained) : stubborn(job)),
      },
      30,
    );
    await engine.load(file);
    const first = await engine.fit({ model: "mf" });
    const second = await engine.fit({ model: "als" });
    const third = await engine.fit({ model: "bias" });
    await Promise.all([first.recommend("7"), third.recommend("7")]);
    second.close();
    await expect(
      engine.fit({ model: "bpr" }, { signal: AbortSignal.timeout(20) }),
    ).rejects.toThrow();
    await first.recommend("8");
    expect(log.slice(4)).toEqual([
      "worker 1: recommend 7 by 2",
      "worker 1: recommend 7 by 4",
      "worker 1: close 3",
      "worker 1: fit bpr",
      "worker 1: ended",
      "worker 2: load a.csv",
      "worker 2: recall 2 from “model 2”",
      "worker 2: recall 4 from “model 4”",
      "worker 2: recommend 8 by 2",
    ]);
    engine.close();
    // With the engine all of its models are gone.
    third.close();
  });

  test("a model whose data were replaced is not brought back", async () => {
    let fits = 0;
    const { engine, log } = await scripted(
      {
        load: async () => report,
        fit: (job) => (fits++ === 0 ? Promise.resolve(trained) : stubborn(job)),
      },
      30,
    );
    await engine.load(file);
    await engine.fit({ model: "mf" });
    await engine.load({ ...file, name: "b.csv" });
    await expect(
      engine.fit({ model: "als" }, { signal: AbortSignal.timeout(20) }),
    ).rejects.toThrow();
    await engine.models();
    expect(log.at(-1)).toBe("worker 2: load b.csv");
  });

  test("files whose reading was stopped by force do not replace those from before", async () => {
    let loads = 0;
    const { engine, log } = await scripted(
      { load: (job) => (loads++ === 1 ? stubborn(job) : Promise.resolve(report)) },
      30,
    );
    await engine.load(file);
    const signal = AbortSignal.timeout(10);
    await expect(engine.load({ ...file, name: "huge.csv" }, { signal })).rejects.toThrow();
    await engine.models();
    expect(log.at(-1)).toBe("worker 2: load a.csv");
  });

  test("an aborted signal stops a call before it begins", async () => {
    const { engine, log } = await scripted({ load: async () => report });
    const reason = new Error("not now");
    const signal = AbortSignal.abort(reason);
    await expect(engine.load(file, { signal })).rejects.toBe(reason);
    await expect(engine.findUsers("", { signal })).rejects.toBe(reason);
    expect(log).toEqual([]);
  });
});

describe("a core that breaks off", () => {
  test("is replaced, with its data, and the call tells why", async () => {
    const panic: Behaviour = async () => {
      throw Object.assign(new Error("Kindred's core broke off."), { name: "PanicError" });
    };
    const { engine, log } = await scripted({ load: async () => report, fit: panic });
    await engine.load(file);
    await expect(engine.fit({ model: "mf" })).rejects.toMatchObject({
      name: "PanicError",
      message: "Kindred's core broke off.",
    });
    await engine.models();
    expect(log).toEqual([
      "worker 1: load a.csv",
      "worker 1: fit mf",
      "worker 1: ended",
      "worker 2: load a.csv",
    ]);
  });
});

test("a split that came with the files is measured in an engine of its own", async () => {
  const { engine, log } = await scripted({
    load: async () => report,
    fit: async () => trained,
    evaluate: async () => ({ metrics: { rmse: 0.9 } }),
  });
  await engine.load(file);
  const fitted = await engine.fit({ model: "mf" });
  const evaluated = await engine.evaluate({ model: "als" }, { split: "u1", metrics: ["rmse"] });
  expect(evaluated.metrics).toEqual({ rmse: 0.9 });
  await fitted.recommend("7");
  expect(log).toEqual([
    "worker 1: load a.csv",
    "worker 1: fit mf",
    "worker 2: load a.csv with u1",
    "worker 2: evaluate als on given",
    "worker 2: ended",
    "worker 1: recommend 7 by 2",
  ]);
  await engine.evaluate({ model: "als" }, { split: "random:0.2" });
  expect(log.at(-1)).toBe("worker 1: evaluate als on random:0.2");
});

test("every worker is given the core, compiled", async () => {
  const { engine, cores } = await scripted({
    load: async () => report,
    evaluate: async () => ({}),
  });
  await engine.load(file);
  for (const split of ["u1", "u2"]) await engine.evaluate({ model: "als" }, { split });
  expect(cores).toHaveLength(3);
  for (const core of cores) expect(core).toBeInstanceOf(WebAssembly.Module);
});

test("questions are answered while a job runs", async () => {
  let fits = 0;
  const { engine, log } = await scripted({
    fit: (job) => (fits++ === 0 ? Promise.resolve(trained) : obedient(job)),
  });
  const fitted = await engine.fit({ model: "mf" });
  const control = new AbortController();
  const second = engine.fit({ model: "als" }, { signal: control.signal });
  await expect(fitted.recommend("7", { n: 3 })).resolves.toEqual([]);
  control.abort();
  await expect(second).rejects.toThrow();
  expect(log).toContain("worker 1: recommend 7 by 1");
});

test("a closed engine refuses, and calls under way reject", async () => {
  const { engine } = await scripted({ fit: stubborn });
  const fitting = engine.fit({ model: "mf" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  engine.close();
  await expect(fitting).rejects.toMatchObject({ name: "StateError" });
  await expect(engine.models()).rejects.toMatchObject({ name: "StateError" });
});

describe("comparisons and searches", () => {
  test("do the runs that the core names, one after the other, and tell how far they are", async () => {
    let done = 0;
    const { engine, log } = await scripted({ run: async () => ({ number: done++ }) });
    const seen: number[] = [];
    const models = ["als", { model: "mf", factors: 8 }];
    const result = await engine.compare(models, {
      onProgress: ({ finished, sofar }) => sofar && seen.push(finished),
    });
    expect(result).toMatchObject({ planned: 2, sure: true, stopped: false });
    expect(result.runs).toEqual([{ number: 0 }, { number: 1 }]);
    expect(log).toEqual(["worker 1: run als", "worker 1: run mf"]);
    expect(seen).toEqual([1, 2]);
    const found = await engine.search({ model: "mf", ranges: ["factors"], trials: 4 });
    expect(found).toMatchObject({ stopped: false, trials: { length: 4 } });
  });

  test("keep what is finished when they are stopped, even where the worker has to be ended", async () => {
    for (const second of [obedient, stubborn]) {
      let runs = 0;
      const controller = new AbortController();
      const run: Behaviour = (job) => {
        runs += 1;
        if (runs === 1) return Promise.resolve({ number: 1 });
        controller.abort();
        return second(job);
      };
      const { engine } = await scripted({ run }, 20);
      const result = await engine.compare(["als", "mf", "bias"], { signal: controller.signal });
      expect(result).toMatchObject({ stopped: true, planned: 3, runs: [{ number: 1 }] });
    }
  });

  test("reject with the reason when nothing is finished", async () => {
    const controller = new AbortController();
    const run: Behaviour = (job) => {
      controller.abort(new Error("enough"));
      return obedient(job);
    };
    const { engine } = await scripted({ run });
    const { signal } = controller;
    const stopped = engine.search({ model: "mf", ranges: ["factors"], trials: 2, signal });
    await expect(stopped).rejects.toThrow("enough");
  });
});
