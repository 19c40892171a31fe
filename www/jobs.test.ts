import { html } from "lit-html";
import { describe, expect, test, vi } from "vitest";
import { Jobs } from "./jobs.ts";
import { Screen } from "./screen.ts";
import { initial, isBusy } from "./state.ts";

function jobs() {
  const state = initial();
  const screen = new Screen(state, document.createElement("div"), () => html``);
  return { state, jobs: new Jobs(state, screen) };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );

describe("jobs", () => {
  test("run one at a time, and say how they ended", async () => {
    const { state, jobs: all } = jobs();
    const first = all.run({ kind: "read", name: "a.csv" }, aborted);
    await expect(
      all.run({ kind: "measure", what: "compare", finished: 0, planned: 0, title: "" }, aborted),
    ).resolves.toBe(false);
    expect(state.job?.kind).toBe("read");
    all.stop();
    await expect(first).resolves.toBe(false);
    expect(state.ends.read).toEqual({ note: "Stopped reading." });
    await all.run({ kind: "read", name: "b.csv" }, () => Promise.reject(new Error("no ratings")));
    expect(state.ends.read).toEqual({ error: "No ratings." });
    await expect(all.run({ kind: "read", name: "c.csv" }, async () => {})).resolves.toBe(true);
    expect(state.ends.read).toBeUndefined();
    expect(state.job).toBeUndefined();
  });

  test("look after what a stopped one may have cost before they say that it has ended", async () => {
    const { state, jobs: all } = jobs();
    const seen = vi.fn(() => expect(state.ends.train).toBeUndefined());
    all.afterwards = async () => seen();
    const training = all.run({ kind: "train", title: "", lossName: "" }, aborted);
    all.stop();
    await training;
    expect(seen).toHaveBeenCalledOnce();
  });

  test("let files wait for their turn, in the order in which they came", async () => {
    const { state, jobs: all } = jobs();
    const opened: string[] = [];
    const training = all.run({ kind: "train", title: "", lossName: "" }, aborted);
    const turns = ["a.csv", "b.csv"].map((name) =>
      all.inTurn(name, async () => {
        await all.run({ kind: "read", name }, async () => {
          opened.push(name);
        });
      }),
    );
    await Promise.resolve();
    expect([state.waiting, opened]).toEqual([["a.csv", "b.csv"], []]);
    all.stop();
    await Promise.all([training, ...turns]);
    expect([state.waiting, opened]).toEqual([[], ["a.csv", "b.csv"]]);
  });

  test("that nobody asked for make way for one that somebody asks for", async () => {
    const { state, jobs: all } = jobs();
    const train = { kind: "train", title: "", lossName: "" } as const;
    const automatic = all.run(train, aborted, { yields: true });
    expect(isBusy(state)).toBe(false);
    const asked = all.run(train, aborted);
    await expect(automatic).resolves.toBe(false);
    await vi.waitFor(() => expect(isBusy(state)).toBe(true));
    expect(state.ends).toEqual({});
    // Another one that nobody asked for does not take its place.
    await expect(all.run(train, aborted, { yields: true })).resolves.toBe(false);
    all.stop();
    await expect(asked).resolves.toBe(false);
    expect(state.ends.train).toEqual({ note: "Stopped training." });
  });

  test("that nobody asked for make way for files without a word", async () => {
    const { state, jobs: all } = jobs();
    const sample = all.run({ kind: "read", name: "Films" }, aborted, { yields: true });
    const opened = vi.fn(async () => {});
    await all.inTurn("a.csv", opened);
    await expect(sample).resolves.toBe(false);
    expect(opened).toHaveBeenCalledOnce();
    expect(state.ends).toEqual({});
  });
});
