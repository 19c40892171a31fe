import { html } from "lit-html";
import { describe, expect, test } from "vitest";
import type { Engine, Entity, Report } from "./engine/client.ts";
import { Own, onScale } from "./own.ts";
import { Screen } from "./screen.ts";
import { initial } from "./state.ts";

const STARS = { min: 1, max: 5 };

test.each([
  [5, STARS, { min: 0, max: 10 }, 10],
  [4, STARS, { min: 2, max: 10 }, 8],
  [3.2, STARS, STARS, 3.2],
  [1, { min: 1, max: 1 }, STARS, 5],
  [3, STARS, { min: 0, max: 1 }, 0.5],
])("%d on %j is on %j %d", (rating, from, to, there) =>
  expect(onScale(rating, from, to)).toBe(there),
);

/** The visitor, and a way to change the data under them. */
function visitor() {
  const state = initial();
  let items: Entity[] = [];
  const engine = {
    findItems: async (query: string) =>
      items.filter((i) => i.title.toLowerCase().includes(query.toLowerCase())),
    ownExport: async () => undefined,
  } as unknown as Engine;
  const screen = new Screen(state, document.createElement("div"), () => html``);
  const own = new Own(state, screen, Promise.resolve(engine));
  const read = async (report: Partial<Report>, titles: [string, string][]) => {
    items = titles.map(([id, title]) => ({ id, title, ratings: 1 }));
    state.data.report = { feedback: "explicit", shape: "ratings", ...report } as Report;
    await own.meet();
  };
  return { state, own, read };
}

describe("what the visitor rated by hand", () => {
  test("is met again by title, on the scale of the other data", async () => {
    const { state, own, read } = visitor();
    await read({ name: "a", scale: STARS }, [["1", "Heat (1995)"]]);
    own.add({ id: "1", title: "Heat (1995)" });
    own.rate("1", 4);
    await read({ name: "b", scale: { min: 2, max: 10 } }, [
      ["8", "Heat (1995), a documentary"],
      ["9", "heat (1995)"],
    ]);
    expect(state.explore.you.own).toMatchObject([{ id: "9", rating: 8 }]);
  });

  test("is kept while data do not have it, and through data without ratings", async () => {
    const { state, own, read } = visitor();
    await read({ name: "a", scale: STARS }, [["1", "Heat (1995)"]]);
    own.add({ id: "1", title: "Heat (1995)" });
    own.rate("1", 2);
    await read({ name: "b", scale: STARS }, [["1", "Alien (1979)"]]);
    expect(state.explore.you).toMatchObject({ own: [], away: [{ title: "Heat (1995)" }] });
    await read({ name: "c", feedback: "implicit", scale: { min: 1, max: 1 } }, [
      ["5", "Heat (1995)"],
    ]);
    expect(state.explore.you.own).toMatchObject([{ id: "5", rating: 2 }]);
    await read({ name: "a", scale: STARS }, [["1", "Heat (1995)"]]);
    expect(state.explore.you).toMatchObject({ own: [{ id: "1", rating: 2 }], away: [] });
  });

  test("is not mistaken for another item with the same number", async () => {
    const { state, own, read } = visitor();
    await read({ name: "a", scale: STARS }, [["17", "17"]]);
    own.add({ id: "17", title: "17" });
    await read({ name: "b", scale: STARS }, [["17", "17"]]);
    expect(state.explore.you).toMatchObject({ own: [], away: [{ id: "17" }] });
    await read({ name: "a", scale: STARS }, [["17", "17"]]);
    expect(state.explore.you.own).toHaveLength(1);
  });
});

test("taking an export back leaves what was rated by hand", async () => {
  const { state, own, read } = visitor();
  await read({ name: "a", scale: STARS }, []);
  own.add({ id: "1", title: "One" });
  const rated = [1, 2].map((n) => ({ id: `${n}`, title: `${n}`, rating: 3 }));
  own.takeExport("me.zip", { rated, seen: [], wanted: [], unmatched: [] });
  expect(state.explore.you.own.map((o) => [o.id, o.rating])).toEqual([
    ["1", 5],
    ["2", 3],
  ]);
  own.removeExport();
  expect(state.explore.you.own.map((o) => o.id)).toEqual(["1"]);
});
