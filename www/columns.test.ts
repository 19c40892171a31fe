import { expect, test } from "vitest";
import { isComplete, roleOf, withRole } from "./columns.ts";

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
