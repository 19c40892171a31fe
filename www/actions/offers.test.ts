import { expect, test } from "vitest";
import type { Preview, Report } from "../engine/client.ts";
import { failed, fittingShare, guessed } from "./offers.ts";

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
