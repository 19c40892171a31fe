import { html } from "lit-html";
import { expect, test, vi } from "vitest";
import type { Checkpoint, Engine, Report, WatchTraining } from "../engine/client.ts";
import { Jobs } from "../jobs.ts";
import type { Parts } from "../parts.ts";
import { Screen } from "../screen.ts";
import { initial } from "../state.ts";
import { AUTO } from "../wish.ts";
import { begin, estimate, goOn } from "./beginning.ts";
import { chooseModel, trainModel } from "./choosing.ts";
import { resumeTraining } from "./training.ts";

/** A page with data, and an engine that gives these costs one after the other. */
function page(costs: number[]) {
  const state = initial();
  const data = { shape: "ratings", feedback: "explicit", users: 9, titled: 5, ratings: 1e6 };
  state.data.report = data as Report;
  const screen = new Screen(state, document.createElement("div"), () => html``);
  const fit = vi.fn(async () => ({ report: {} }));
  const engine = { fit, estimate: vi.fn(async () => ({ seconds: costs.shift(), unwise: [] })) };
  const answers = { introduce: async () => {}, take: () => {}, show: async () => {} };
  const parts = {
    ...{ state, screen, answers, jobs: new Jobs(state, screen) },
    engine: Promise.resolve(engine as unknown as Engine),
  } as unknown as Parts;
  return { state, parts, fit, engine };
}

test("what costs little is trained at once, with the model that suits", async () => {
  const { parts, fit, engine } = page([1.2]);
  await begin(parts);
  expect(fit).toHaveBeenCalledExactlyOnceWith(
    { model: AUTO, seed: 42, implicit: false },
    expect.anything(),
  );
  expect(engine.estimate).toHaveBeenCalledOnce();
});

test("what costs much waits to be asked, and a slow moment does not make it much", async () => {
  const much = page([40, 25]);
  await begin(much.parts);
  expect(much.fit).not.toHaveBeenCalled();
  expect([much.state.estimate?.seconds, much.state.starting]).toEqual([25, false]);
  const slower = page([25, 40]);
  await begin(slower.parts);
  expect(slower.state.estimate?.seconds).toBe(25);
  const slow = page([16, 0.4]);
  await begin(slow.parts);
  expect(slow.fit).toHaveBeenCalledOnce();
  // Few ratings cost little, whatever a busy machine makes of them, and a sample is known to be small.
  const few = page([16]);
  few.state.data.report = { ...few.state.data.report, ratings: 1e5 } as Report;
  await begin(few.parts);
  expect(few.fit).toHaveBeenCalledOnce();
  const small = page([16, 16]);
  await begin(small.parts, { small: true });
  expect(small.fit).toHaveBeenCalledOnce();
});

test("what has cost little goes on without a question after it had to make way, on a busy machine, too", async () => {
  const { parts, state, fit } = page([1, 16, 16, 16, 16]);
  await begin(parts);
  state.trained = undefined;
  await goOn(parts);
  expect(fit).toHaveBeenCalledTimes(2);
  state.data.report = { ...state.data.report } as Report;
  await goOn(parts);
  expect(fit).toHaveBeenCalledTimes(2);
});

test("a model that somebody has chosen in the meantime is not passed over", async () => {
  const { state, parts, fit } = page([0.1]);
  const begun = begin(parts);
  chooseModel(state, "als");
  await begun;
  expect(fit).not.toHaveBeenCalled();
  expect(state.form.model).toBe("als");
});

test("of several questions about the cost only the last is answered", async () => {
  const { state, parts } = page([1, 2]);
  const first = estimate(parts, { pause: 5 });
  const last = estimate(parts);
  await expect(first).resolves.toBeUndefined();
  await expect(last).resolves.toMatchObject({ seconds: 1 });
  expect(state.estimate?.seconds).toBe(1);
});

const POINT = { epoch: 7, epochs: 20, spec: {} } as Checkpoint;

/** Fails as the core does when it breaks off, after this checkpoint if there is one. */
const breaksOff = (point?: Checkpoint) => async (_: unknown, watch: WatchTraining) => {
  if (point) watch.onCheckpoint?.(point);
  throw Object.assign(new Error("The core broke off."), { name: "PanicError" });
};

test("a training that breaks off is tried once more, from its last checkpoint", async () => {
  const { state, parts, engine } = page([]);
  const resume = vi.fn(async () => {
    expect(state.job).toMatchObject({ kind: "train", from: { epoch: 7, epochs: 20, by: "fault" } });
    return { report: {} };
  });
  Object.assign(engine, { fit: vi.fn(breaksOff(POINT)), resume });
  await trainModel(parts);
  expect(resume).toHaveBeenCalledExactlyOnceWith(POINT, expect.anything());
  expect([state.job, state.unfinished, state.ends.train]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("one that breaks off twice is over, and says so", async () => {
  const { state, parts, engine } = page([]);
  const fit = vi.fn(breaksOff());
  Object.assign(engine, { fit });
  await trainModel(parts);
  expect(fit).toHaveBeenCalledTimes(2);
  expect(state.ends.train?.error).toMatch(/The core broke off/);
});

test("an interrupted training whose checkpoint does not fit any more begins anew", async () => {
  const { state, parts, engine, fit } = page([]);
  const resume = vi.fn(async () => {
    throw Object.assign(new Error("another one"), { name: "DataError" });
  });
  Object.assign(engine, { resume });
  const spec = { model: "mf", epochs: 20 };
  await resumeTraining(parts, { title: "MF", lossName: "RMSE", spec, checkpoint: POINT });
  expect(resume).toHaveBeenCalledOnce();
  expect(fit).toHaveBeenCalledExactlyOnceWith(spec, expect.anything());
  expect(state.ends.train).toBeUndefined();
});
