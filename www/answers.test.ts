import { html } from "lit-html";
import { expect, test, vi } from "vitest";
import { Answers } from "./answers.ts";
import type { Engine, Fitted, Report, Similar } from "./engine/client.ts";
import { items } from "./questions/items.ts";
import { introduce, you } from "./questions/you.ts";
import { Screen } from "./screen.ts";
import { initial } from "./state.ts";

const REPORT = { feedback: "explicit", shape: "ratings" };

const item = (id: string) => ({ id, title: `Title of ${id}`, ratings: 1 });

/** A page with a model whose answers a test gives when it likes. */
function asked() {
  const state = initial();
  state.data.report = { feedback: "explicit", shape: "ratings" } as Report;
  state.explore.tab = "items";
  const open: { id: string; answer: (list: Similar[]) => void; fail: (why: Error) => void }[] = [];
  const similarItems = vi.fn(
    (id: string) =>
      new Promise<Similar[]>((answer, fail) => {
        open.push({ id, answer, fail });
      }),
  );
  const abilities = { similar_items: true, fold_in: "exact" };
  const model = {
    report: { abilities },
    similarItems,
    answers: async () => false,
    close: () => {},
  };
  const screen = new Screen(state, document.createElement("div"), () => html``);
  const answers = new Answers(state, screen, Promise.resolve({} as Engine), { items, you });
  answers.take(model as unknown as Fitted, { model: "mf" });
  const show = async (id: string) => {
    answers.about("items", item(id));
    const shown = answers.show();
    await vi.waitFor(() => expect(similarItems).toHaveBeenCalled());
    await Promise.resolve();
    return { shown };
  };
  return { state, answers, similarItems, open, show };
}

const similar = (id: string): Similar[] => [{ id, title: id, score: 1 }];

test("what has been answered is kept, and not asked again", async () => {
  const { state, similarItems, open, show } = asked();
  const first = await show("a");
  open[0]?.answer(similar("b"));
  await first.shown;
  await (await show("a")).shown;
  expect(state.explore.items.similar).toEqual(similar("b"));
  expect(similarItems).toHaveBeenCalledOnce();
});

test("what was answered about another item is not shown, however late it comes", async () => {
  const { state, similarItems, open, show } = asked();
  const first = await show("a");
  const second = await show("b");
  await vi.waitFor(() => expect(similarItems).toHaveBeenCalledTimes(2));
  expect(state.explore.items.similar).toBeUndefined();
  open[1]?.answer(similar("c"));
  await second.shown;
  open[0]?.answer(similar("x"));
  await first.shown;
  expect(state.explore.items).toMatchObject({ chosen: { id: "b" }, similar: similar("c") });
});

test("a model that is gone no longer answers, and says so", async () => {
  const { state, answers, open, show } = asked();
  const { shown } = await show("a");
  open[0]?.fail(Object.assign(new Error("no longer there"), { name: "StateError" }));
  await shown;
  expect(state.trained).toBeUndefined();
  expect(answers.model).toBeUndefined();
  expect(state.ends.train?.error).toBe("No longer there.");
});

test("a model that was lost with its worker is forgotten", async () => {
  const { state, answers } = asked();
  await answers.verify();
  expect(state.trained).toBeUndefined();
});

test("what can be rated first and what most know belong to the data, not to the model", async () => {
  const state = initial();
  const screen = new Screen(state, document.createElement("div"), () => html``);
  const engine = { starters: async () => [item("a")], findItems: async () => [item("b")] };
  const answers = new Answers(state, screen, Promise.resolve(engine as unknown as Engine), {
    introduce,
    you,
  });
  state.data.report = { ...REPORT, titled: 3 } as Report;
  await answers.introduce();
  answers.forget();
  expect(state.explore.you).toMatchObject({ starters: [item("a")], known: [item("b")] });
  // Bare ids are nothing to be asked about.
  state.data.report = { ...REPORT, titled: 0 } as Report;
  await answers.introduce();
  expect(state.explore.you.starters).toEqual([]);
});

test("what was trained is kept apart from what the form says", () => {
  const { state } = asked();
  state.form.implicit = true;
  state.form.model = "als";
  expect(state.trained).toMatchObject({ spec: { model: "mf" }, feedback: "explicit" });
});

test("another model answers beside the present one until it is given up or the data go", async () => {
  const { state, answers } = asked();
  const model = (name: string) => ({
    report: { model: name, abilities: { fold_in: "exact" } },
    recommendFor: async () => [{ id: name, title: name, score: 1, because: [] }],
    answers: async () => true,
    close: vi.fn(),
  });
  const [als, mf, bias] = [model("als"), model("mf"), model("bias")];
  const take = (given: object) => given as unknown as Fitted;
  state.explore.tab = "you";
  answers.take(take(als));
  answers.compare(take(mf), { model: "mf", implicit: true });
  await answers.show();
  expect(state.other).toMatchObject({ report: { model: "mf" }, feedback: "implicit" });
  expect(state.explore.you.recommended?.[0]?.id).toBe("als");
  expect(state.explore.you.other?.[0]?.id).toBe("mf");
  // A new one in the first one's place leaves the other where it is.
  answers.take(take(bias));
  expect([als.close.mock.calls.length, mf.close.mock.calls.length]).toEqual([1, 0]);
  await answers.show();
  expect(state.explore.you.recommended?.[0]?.id).toBe("bias");
  expect(state.explore.you.other?.[0]?.id).toBe("mf");
  answers.compare(undefined);
  await answers.show();
  expect(mf.close).toHaveBeenCalledOnce();
  expect([state.other, state.explore.you.other]).toEqual([undefined, undefined]);
  answers.compare(take(als));
  answers.forget();
  expect(state.other).toBeUndefined();
  expect([bias.close.mock.calls.length, als.close.mock.calls.length]).toEqual([1, 2]);
});
