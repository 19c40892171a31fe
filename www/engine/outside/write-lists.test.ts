// @vitest-environment node

import { parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { type ListSource, writeLists } from "./write-lists.ts";

/** Three people in two slices; the second has nothing left. */
function source(rates: boolean): ListSource {
  return {
    items: async () => [
      ["1", "-2", "c,d"],
      ["=SUM(A1)", "Alien", 'The "Big" One'],
    ],
    lists: async (from) => {
      const part = [
        { users: ["-7", "b"], lengths: [2, 0], items: [2, 0], scores: [0.1, -3] },
        { users: ["c"], lengths: [1], items: [1], scores: [2] },
        { users: [], lengths: [], items: [], scores: [] },
      ][from === 0 ? 0 : from === 2 ? 1 : 2];
      if (!part) throw new Error("there are three slices");
      const scores = Float32Array.from(part.scores);
      return {
        users: part.users,
        lengths: Uint32Array.from(part.lengths),
        items: Uint32Array.from(part.items),
        scores,
        rates,
        ratings: rates ? scores.map((s) => s + 1) : new Float32Array(),
      };
    },
  };
}

test("a line of CSV for each line of a list, safe to open in a spreadsheet", async () => {
  const done: number[] = [];
  const table = await writeLists("csv", source(true), (users) => done.push(users));
  expect(done).toEqual([2, 3]);
  const bytes = new Uint8Array(await table.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe(
    [
      "user,rank,item,title,score,rating",
      '-7,1,"c,d","The ""Big"" One",0.1,1.1',
      "-7,2,1,'=SUM(A1),-3,-2",
      "c,1,-2,Alien,2,3",
      "",
    ].join("\r\n"),
  );
});

test("without predicted ratings there is no column for them", async () => {
  const table = await writeLists("csv", source(false));
  expect((await table.text()).split("\r\n")[0]).toMatch(/user,rank,item,title,score$/);
});

test.each([true, false])("parquet has the same rows; ratings: %s", async (rates) => {
  const file = await (await writeLists("parquet", source(rates))).arrayBuffer();
  const rows = await parquetReadObjects({ file });
  const row = (user: string, rank: number, item: string, title: string, score: number) => {
    const given = Math.fround(score);
    return {
      ...{ user, rank, item, title, score: given },
      ...(rates ? { rating: Math.fround(given + 1) } : {}),
    };
  };
  expect(rows).toEqual([
    row("-7", 1, "c,d", 'The "Big" One', 0.1),
    row("-7", 2, "1", "=SUM(A1)", -3),
    row("c", 1, "-2", "Alien", 2),
  ]);
});
