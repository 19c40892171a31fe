import { expect, test } from "vitest";
import { csv } from "./csv.ts";

const text = (rows: (string | number)[][]) => csv(rows).slice(1);

test("fields with commas, quotes or line ends are quoted, others are not", () => {
  expect(
    text([
      ["rank", "title"],
      [1, 'Good, the "Bad"'],
      [2, "Up\nDown"],
    ]),
  ).toBe('rank,title\r\n1,"Good, the ""Bad"""\r\n2,"Up\nDown"\r\n');
});

test("the file says that it is UTF-8", () => expect(csv([["é"]])).toBe("\uFEFFé\r\n"));

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("%j is no formula", (title) => {
  expect(text([[title]]).replaceAll('"', "")).toBe(`'${title}\r\n`);
});

test("numbers below nothing stay numbers", () => expect(text([[-1.5]])).toBe("-1.5\r\n"));
