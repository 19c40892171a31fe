import { describe, expect, test } from "vitest";
import { type Combobox, EMPTY, onKey } from "./combobox.ts";

const options = ["Ann", "Ben", "Cem"].map((title, i) => ({ id: String(i), title, ratings: 1 }));
const open: Combobox = { query: "n", options, open: true, active: 0 };

describe("keys of a combobox", () => {
  test("the arrows go round", () => {
    expect(onKey(open, "ArrowDown").next.active).toBe(1);
    expect(onKey({ ...open, active: 2 }, "ArrowDown").next.active).toBe(0);
    expect(onKey(open, "ArrowUp").next.active).toBe(2);
  });
  test("an arrow opens a closed one", () => {
    const { next, handled } = onKey({ ...EMPTY, options }, "ArrowDown");
    expect(next).toMatchObject({ open: true, active: 0 });
    expect(handled).toBe(true);
  });
  test("Enter chooses the active option, or the first, and closes", () => {
    expect(onKey({ ...open, active: 1 }, "Enter")).toMatchObject({
      chosen: options[1],
      next: { open: false },
    });
    expect(onKey({ ...open, active: -1 }, "Enter").chosen).toBe(options[0]);
  });
  test("Enter on a closed one is the browser's", () => {
    expect(onKey({ ...open, open: false }, "Enter")).toMatchObject({ handled: false });
  });
  test("Escape closes first and clears then", () => {
    const closed = onKey(open, "Escape").next;
    expect(closed).toMatchObject({ open: false, query: "n" });
    expect(onKey(closed, "Escape").next.query).toBe("");
  });
  test("letters are the field's", () =>
    expect(onKey(open, "a")).toEqual({ next: open, handled: false }));
});
