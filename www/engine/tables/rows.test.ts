import { expect, test } from "vitest";
import { TextOfRows, textOf } from "./rows.ts";

test("cells stand as they would in a table of text", () => {
  for (const [cell, text] of [
    [null, ""],
    [undefined, ""],
    [Number.NaN, ""],
    [4.5, "4.5"],
    [9007199254740993n, "9007199254740993"],
    [true, "true"],
    [new Date("2024-05-06T00:00:00Z"), "2024-05-06"],
    [new Date("2024-05-06T07:08:09.5Z"), "2024-05-06T07:08:09.500Z"],
    [new Date(Number.NaN), ""],
    [["Drama", "Sci-Fi"], "Drama|Sci-Fi"],
    [new Uint8Array([1, 2]), ""],
    [{ a: 1n }, '{"a":"1"}'],
  ] as const)
    expect(textOf(cell)).toBe(text);
});

test("what would break a line apart stands in quotes", async () => {
  const text = new TextOfRows();
  await text.add([
    ["user", "ti,tle"],
    ['say "x"', "two\nlines"],
  ]);
  expect(await text.blob().text()).toBe('user,"ti,tle"\n"say ""x""","two\nlines"\n');
  expect(text.count).toBe(2);
});

test("a reading that was stopped ends with its reason", async () => {
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  await expect(new TextOfRows().add([["a"]], stop.signal)).rejects.toThrow("enough");
});
