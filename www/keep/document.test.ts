// @vitest-environment node
import { expect, test } from "vitest";
import { fitting } from "./document.ts";

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
