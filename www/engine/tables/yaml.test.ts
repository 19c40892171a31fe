import { expect, test } from "vitest";
import { textOfYaml } from "./yaml.ts";

const json = async (text: string) => JSON.parse(await (await textOfYaml(new Blob([text]))).text());

test("a list is as it would be in JSON, and what stands there stays as it is written", async () => {
  expect(
    await json(`# read this year
- title: "Dune: Part Two"
  stars: 4.50
  again: yes
- title: 'L''Étranger'
  isbn: 0671511041
  finished: 2024-05-06
  note:
`),
  ).toEqual([
    { title: "Dune: Part Two", stars: "4.50", again: "yes" },
    { title: "L'Étranger", isbn: "0671511041", finished: "2024-05-06", note: "" },
  ]);
});

test("several documents are a list, and what is repeated by name is there each time", async () => {
  expect(await json("a: &same {b: 1}\nc: *same\n---\n- 2\n")).toEqual([
    { a: { b: "1" }, c: { b: "1" } },
    ["2"],
  ]);
});

test("what is no YAML is refused with its line, and so is much that is made of little", async () => {
  await expect(json("a: [1\nb: 2\n")).rejects.toThrow(/line/);
  const nine = (name: string) => `[${Array(9).fill(`*${name}`).join(",")}]`;
  const levels = [..."abcdefgh"].map((name, at, all) => {
    const before = all[at - 1];
    return `${name}: &${name} ${before ? nine(before) : "x"}\n`;
  });
  await expect(json(levels.join(""))).rejects.toThrow(/alias/);
});
