// @vitest-environment node

import { readFileSync } from "node:fs";
import { beforeAll, expect, test, vi } from "vitest";
import { turn } from "../../www/engine/guard.ts";
import type { Runner } from "../../www/engine/helping.ts";
import { joinLater } from "../../www/engine/later.ts";
import { Pool } from "../../www/engine/pool.ts";
import type { Recruit } from "../../www/engine/team.ts";
import { initSync, type Outcome, type Run, Session } from "../../www/wasm/kindred.js";

// The real core, with leader and helpers in one thread: their ports are those between workers.

// The machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

let data: Uint8Array<ArrayBuffer>;
beforeAll(() => {
  const core = initSync({ module: readFileSync("www/wasm/kindred_bg.wasm") });
  joinLater(core, new WebAssembly.Module(readFileSync("www/wasm/kindred_later.wasm")));
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  let rows = "user,item,rating,timestamp\n";
  for (let user = 0; user < 1500; user++)
    for (let item = 0; item < 120; item++)
      if (random() < 0.2)
        rows += `u${user},i${item},${1 + Math.floor(5 * random())},${1e9 + Math.floor(1e6 * random())}\n`;
  data = new TextEncoder().encode(rows);
});

function loaded(): Session {
  const session = new Session();
  session.beginLoad([{ name: "ratings.csv", size: data.length }], {});
  for (let want = session.want(); want; want = session.want())
    session.feed(data.slice(want.offset, want.offset + want.length));
  session.finishLoad();
  return session;
}

/** Does a run as the worker does. */
const runner =
  (session: Session, pool: () => Pool): Runner =>
  async (run, report, stop) => {
    let stopped = false;
    stop(() => {
      stopped = true;
    });
    session.beginRun(run);
    for (;;) {
      const progress = await pool().step(session, () => session.stepEvaluate());
      if (progress)
        report({
          ...progress,
          stage: "training",
          seconds: 0,
          secondsLeft: 0,
          curve: [],
          team: pool().team(session),
        });
      await turn();
      if (stopped) throw new Error("Stopped.");
      if (progress?.done) break;
    }
    const outcome = session.finishRun(run);
    pool().drop();
    return outcome;
  };

/** A leader with so many helpers; `spoil` is given each helper's port before it hears anything. */
function crew(helpers: number, spoil: (port: MessagePort, id: number) => void = () => {}) {
  const session = loaded();
  const run = runner(session, () => pool);
  const pool: Pool = new Pool(Promise.resolve(session), run);
  const ended: number[] = [];
  let count = 0;
  pool.employ(
    {
      start: async (n) =>
        Array.from({ length: n }, (): Recruit => {
          count += 1;
          const { port1, port2 } = new MessageChannel();
          const own = new Session();
          const helper: Pool = new Pool(
            Promise.resolve(own),
            runner(own, () => helper),
          );
          spoil(port1, count);
          helper.serve(port1);
          return { id: count, port: port2 };
        }),
      end: (ids = []) => void ended.push(...ids),
    },
    { most: helpers, anyway: true },
  );
  return { session, pool, run, ended };
}

/** Trains to the end; the model's bytes, and most workers at a time. `helped` is called when somebody helps. */
async function trained(
  { session, pool }: ReturnType<typeof crew>,
  model: string,
  helped: () => void = () => {},
) {
  session.beginFit({
    model,
    params: model === "als" ? { epochs: 12 } : {},
    seed: 1,
    implicit: model === "als",
  });
  let workers = 1;
  for (let done = false; !done; ) {
    const progress = await pool.step(session, () => session.stepFit());
    workers = Math.max(workers, pool.team(session).workers);
    if (workers > 1) helped();
    done = progress?.done ?? false;
    await turn();
  }
  session.finishFit();
  pool.drop();
  return { bytes: Buffer.from(session.saveModel()).toString("base64"), workers };
}

const runs = (models: string[], split: string): Run[] =>
  models.map((model, row) => ({
    ...{ row, model, params: {}, seed: 7, implicit: false, split },
    ...{ metrics: ["ndcg@10"], relevant: "", adventure: 0, diversity: 0 },
    ...{ compared: true, validation: false, part: 0, share: 1, train_share: 1 },
  }));

/** All outcomes in the order of the runs, and how many were done here. `helped` is called when another does one. */
async function compared(
  { pool, run }: ReturnType<typeof crew>,
  models: string[],
  helped: () => void = () => {},
  split = "random:0.2",
) {
  const outcomes: Outcome[] = [];
  const here = new Set<string>();
  let own = 0;
  await pool.sideBySide(
    runs(models, split),
    (one, report) => {
      own += 1;
      here.add(one.model);
      return run(one, report, () => {});
    },
    {
      progress: (at) => {
        if (!here.has(models[at] ?? "")) helped();
      },
      outcome: (at, outcome) => {
        outcomes[at] = outcome;
      },
    },
    () => {},
  );
  return { outcomes, own };
}

test("a model has the same bytes whoever helps", async () => {
  const alone = await trained(crew(0), "als");
  expect(alone.workers).toBe(1);
  for (const helpers of [1, 2]) {
    const team = crew(helpers);
    const together = await trained(team, "als");
    expect(together.workers).toBe(helpers + 1);
    expect(together.bytes).toBe(alone.bytes);
    // Those who have helped go on with other work, and end with the data.
    const lists = await trained(team, "item_knn");
    expect(lists.bytes).toBe((await trained(crew(0), "item_knn")).bytes);
    // For runs they are given the times, too, with which others would be held out.
    const models = ["popularity", "bias", "mf"];
    const run = await compared(team, models, () => {}, "time:0.2");
    const one = await compared(crew(0), models, () => {}, "time:0.2");
    expect(run.outcomes.map(({ metrics }) => metrics)).toEqual(
      one.outcomes.map(({ metrics }) => metrics),
    );
    expect(team.pool.team(team.session)).toMatchObject({ workers: 1 });
    team.pool.end();
    expect(team.pool.bytes(team.session)).toBe(team.session.memory());
  }
});

test("a helper that dies or goes silent is done without", async () => {
  const alone = await trained(crew(0), "als");
  // It takes the data, which come in two pieces, begins and answers once, and says nothing any more.
  const silent = (port: MessagePort) => {
    const post = port.postMessage.bind(port);
    let left = 5;
    port.postMessage = (message: unknown) => {
      left -= 1;
      if (left >= 0) post(message);
    };
  };
  const mute = crew(1, silent);
  expect((await trained(mute, "als")).bytes).toBe(alone.bytes);
  expect(mute.pool.team(mute.session).lost).toBe("It did not answer.");
  expect(mute.ended).toEqual([1]);
  // The page tells that it is gone.
  const gone = crew(2);
  const without = await trained(gone, "als", () => gone.pool.lose(1, "It is gone."));
  expect(without.bytes).toBe(alone.bytes);
  expect(gone.ended).toEqual([1]);
});

test("what is dropped leaves nothing behind in those who helped", async () => {
  const team = crew(1);
  const alone = await trained(crew(0), "als");
  team.session.beginFit({ model: "als", params: { epochs: 500 }, seed: 1, implicit: true });
  for (let helped = 0; helped < 5; ) {
    await team.pool.step(team.session, () => team.session.stepFit());
    if (team.pool.team(team.session).workers > 1) helped += 1;
    await turn();
  }
  team.session.abandon();
  team.pool.drop();
  expect(await trained(team, "als")).toMatchObject({ bytes: alone.bytes, workers: 2 });
});

test("runs side by side are those of one after the other, also when a helper is lost", async () => {
  const models = ["als", "mf", "item_knn", "popularity"];
  const alone = await compared(crew(0), models);
  expect(alone.own).toBe(4);
  for (const lost of [false, true]) {
    const team = crew(2);
    let helped = 0;
    const together = await compared(team, models, () => {
      helped += 1;
      if (lost) for (const id of [1, 2]) team.pool.lose(id, "It is gone.");
    });
    expect(helped).toBeGreaterThan(0);
    // What the lost ones were at is done here.
    if (lost) expect(together.own).toBe(4);
    else expect(together.own).toBeLessThan(4);
    const figures = (outcomes: Outcome[]) =>
      outcomes.map(({ model, metrics, people }) => [model, metrics, Array.from(people)]);
    expect(figures(together.outcomes)).toEqual(figures(alone.outcomes));
  }
});

test("who leads the runs helps with the last one on data of its own, which stay", async () => {
  const team = crew(1);
  const name = team.session.report()?.name;
  let helped = 0;
  const hear = MessagePort.prototype.postMessage;
  const posted = vi.spyOn(MessagePort.prototype, "postMessage").mockImplementation(function (
    this: MessagePort,
    ...given: Parameters<typeof hear>
  ) {
    if (given[0].kind === "offer") helped += 1;
    return hear.apply(this, given);
  });
  try {
    for (let tries = 0; tries < 20 && helped < 3; tries++) {
      await compared(team, ["als", "item_knn"]);
      expect(team.session.report()?.name).toBe(name);
    }
  } finally {
    posted.mockRestore();
  }
  expect(helped).toBe(3);
});
