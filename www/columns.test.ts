import { expect, test } from "vitest";
import { fittingShare, guessed, isComplete, roleOf, withRole } from "./columns.ts";
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

test("columns count as guessed only where a table without names was read", () => {
  const preview = (file: string, header: boolean): Preview => ({
    file,
    rows: [["1", "2", "3"]],
    columns: { header },
  });
  const files = [
    { name: "named.csv", format: "ratings", rows: 9, skipped: 0, note: "" },
    { name: "unread.txt", format: "", rows: 0, skipped: 0, note: "no columns" },
    { name: "bare.csv", format: "ratings", rows: 9, skipped: 0, note: "" },
  ];
  const previews = [
    preview("named.csv", true),
    preview("unread.txt", false),
    preview("bare.csv", false),
  ];
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
