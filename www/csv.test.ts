import { expect, test } from "vitest";
import { csv } from "./csv.ts";

test("fields with commas, quotes or line ends are quoted, others are not", () => {
  expect(
    csv([
      ["rank", "title"],
      [1, 'Good, the "Bad"'],
      [2, "Up\nDown"],
    ]),
  ).toBe('rank,title\r\n1,"Good, the ""Bad"""\r\n2,"Up\nDown"\r\n');
});
