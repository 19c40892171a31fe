import { expect, test } from "vitest";
import type { ModelInfo, Report } from "./engine/client.ts";
import { grouped } from "./groups.ts";
import { initial, tabsOf } from "./state.ts";

const MODELS = [
  { name: "als", purpose: ["choices", "ratings"] },
  { name: "mf", purpose: ["ratings"] },
  { name: "bpr", purpose: ["choices"] },
  { name: "fm", purpose: ["features", "ratings"] },
  { name: "item_pairs", purpose: ["pairs", "choices"] },
] as ModelInfo[];

function state(report: Partial<Report>) {
  const state = initial();
  state.models = MODELS;
  state.data.report = {
    ...{ shape: "ratings", feedback: "explicit", scale: { min: 1, max: 5 }, categories: [] },
    ...{ users: 10, titled: 5 },
    ...report,
  } as Report;
  return state;
}

const groups = (report: Partial<Report>, implicit = false) => {
  const of = state(report);
  of.form.implicit = implicit;
  return grouped(of).map(({ title, models }) => [title, ...models.map((m) => m.name)]);
};

test("what suits the data stands first, and says so; every model stands once", () => {
  expect(groups({ categories: ["Drama"] })).toEqual([
    ["For ratings – suits these data", "als", "mf"],
    ["With side information – suits these data", "fm"],
    ["For choices", "bpr"],
    ["For product pairs", "item_pairs"],
  ]);
  const choices = [
    ["For choices – suits these data", "als", "bpr", "item_pairs"],
    ["For ratings", "mf"],
    ["With side information", "fm"],
  ];
  expect(groups({ feedback: "implicit" })).toEqual(choices);
  // The same where every rating is taken as a yes.
  expect(groups({}, true)).toEqual(choices);
  expect(groups({ shape: "pairs", feedback: "implicit", categories: ["Gifts"] })[0]).toEqual([
    "For product pairs – suits these data",
    "item_pairs",
  ]);
});

test("the view that suits the data stands first", () => {
  expect(tabsOf(initial())[0]).toBe("you");
  expect(tabsOf(state({}))).toEqual(["you", "person", "items", "map"]);
  expect(tabsOf(state({ titled: 0 }))).toEqual(["person", "you", "items", "map"]);
  expect(tabsOf(state({ shape: "pairs" }))).toEqual(["items", "you", "person", "map"]);
  expect(tabsOf(state({ users: 1, titled: 0 }))[0]).toBe("you");
});
