import { expect, test } from "vitest";
import { failed, fittingShare, guessed, isComplete, roleOf, withRole } from "./columns.ts";
import type { Preview, Report } from "./engine/client.ts";

test("a meaning moves from one column to another, and a column has one meaning", () => {
  const first = withRole(withRole({ separator: ";" }, 0, "user"), 1, "item");
  expect(isComplete(first)).toBe(true);
  const moved = withRole(first, 1, "user");
  expect([roleOf(moved, 0), roleOf(moved, 1)]).toEqual(["", "user"]);
  expect(moved.separator).toBe(";");
  expect(isComplete(moved)).toBe(false);
  expect(roleOf(withRole(moved, 1, ""), 1)).toBe("");
});

test("a row's value is a rating or a count", () => {
  const rated = withRole(withRole({}, 2, "rating"), 3, "count");
  expect([roleOf(rated, 2), roleOf(rated, 3)]).toEqual(["", "count"]);
});

test("a choice is complete with a person or without one, or when each column is an item", () => {
  expect(isComplete({ item: 1 })).toBe(false);
  expect(isComplete({ item: 1, mine: true })).toBe(true);
  expect(isComplete({ wide: true })).toBe(true);
  expect(withRole({ item: 1, mine: true }, 0, "user").mine).toBe(undefined);
});

test("the table that an error names is the one that is shown", () => {
  const previews = ["a.csv", "b.csv"].map((file): Preview => ({ file, rows: [], columns: {} }));
  expect(failed(previews, "b.csv: expected ratings, found none")).toBe(1);
  expect(failed(previews, "b.csv, line 3: expected a number")).toBe(1);
  expect(failed(previews, "expected ratings")).toBe(0);
});

test("columns count as guessed only where what stands in a table told them", () => {
  const preview = (file: string): Preview => ({ file, rows: [["1", "2", "3"]], columns: {} });
  const files = [
    { name: "named.csv", format: "ratings", rows: 9, skipped: 0, sureness: "named", note: "" },
    { name: "unread.txt", format: "", rows: 0, skipped: 0, sureness: "asked", note: "no columns" },
    {
      name: "bare.csv",
      format: "ratings",
      rows: 9,
      skipped: 0,
      sureness: "told",
      note: "column 1",
    },
  ];
  const previews = ["named.csv", "unread.txt", "bare.csv"].map(preview);
  expect(guessed(previews, { files } as unknown as Report)).toBe(2);
  expect(guessed(previews.slice(0, 2), { files } as unknown as Report)).toBe(-1);
});

test("the share of the people fits, with some room, and never is nothing", () => {
  for (const need of [1.01, 2, 3.7, 50, 800]) {
    const share = fittingShare(need, 1);
    expect(share * need).toBeLessThanOrEqual(0.91);
    expect(share).toBeGreaterThan(0);
  }
  expect(fittingShare(2e9, 1e9)).toBeCloseTo(0.45, 9);
  // When a sample did not fit either, the next is smaller.
  expect(fittingShare(1.5e9, 1e9, 0.45)).toBeCloseTo(0.25, 9);
  expect(fittingShare(1e12, 1)).toBe(0.001);
});
