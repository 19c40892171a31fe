// @vitest-environment node
import { expect, test } from "vitest";
import type { Checkpoint } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { initial } from "../state.ts";
import { filesNamed, fitting, gather, unfinishedOf } from "./document.ts";

test("of what was kept only what is of the right kind is taken", () => {
  const present = { n: 10, tab: "you", list: [1], balance: { adventure: 0, diversity: 0 } };
  const kept = { n: "many", tab: "map", list: { 0: 1 }, balance: { adventure: 0.5 } };
  expect(fitting(present, kept)).toEqual({
    n: 10,
    tab: "map",
    list: [1],
    balance: { adventure: 0.5, diversity: 0 },
  });
  for (const nothing of [undefined, null, 7, []]) expect(fitting(present, nothing)).toBe(present);
  expect(fitting({}, { settings: true })).toEqual({ settings: true });
});

test("a training under way is kept with its state in a file, and comes back as it was", () => {
  const state = initial();
  const checkpoint = {
    ...{ spec: { model: "mf", seed: 42 }, epoch: 7, epochs: 20, seconds: 9 },
    ...{ curve: [{ epoch: 7, loss: 0.5 }], state: new Uint8Array([1, 2, 3]) },
  } as Checkpoint;
  state.unfinished = { title: "MF", lossName: "RMSE", spec: { model: "mf" }, checkpoint };
  const kept = gather({ state, answers: {} } as Parts, () => "a name");
  expect(filesNamed(kept)).toEqual(["a name"]);
  const { training } = JSON.parse(JSON.stringify(kept)).work;
  expect(training).not.toHaveProperty("state");
  expect(unfinishedOf(training, checkpoint.state)).toEqual(state.unfinished);
});
