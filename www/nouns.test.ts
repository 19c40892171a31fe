import { expect, test } from "vitest";
import type { Report } from "./engine/client.ts";
import { exportsFor } from "./exports.ts";
import { a, inWordsOf, kindOf, type Noun, nouns } from "./nouns.ts";

const data = (shape: Report["shape"], feedback: Report["feedback"], max: number, more = {}) =>
  ({ shape, feedback, scale: { min: 1, max }, ...more }) as Report;

/** Ratings of these by those. */
const rated = (person: Noun, item: Noun) => nouns(data("ratings", "explicit", 5, { person, item }));
const PEOPLE: Noun = ["person", "people"];
const PRODUCTS: Noun = ["product", "products"];
const PAIRS = nouns(data("pairs", "implicit", 1, { person: PRODUCTS, item: PRODUCTS }));

test("what the data are follows from what was read", () => {
  expect(kindOf(undefined)).toBe("ratings");
  expect(kindOf(data("ratings", "explicit", 5))).toBe("ratings");
  expect(kindOf(data("ratings", "implicit", 352_698))).toBe("counts");
  expect(kindOf(data("ratings", "implicit", 1))).toBe("choices");
  expect(kindOf(data("pairs", "implicit", 3))).toBe("pairs");
});

test("people and items are called what the data call them, else people and items", () => {
  expect(nouns(undefined)).toMatchObject({ person: PEOPLE, item: ["item", "items"] });
  expect(rated(["reader", "readers"], ["book", "books"])).toMatchObject({
    person: ["reader", "readers"],
    item: ["book", "books"],
    value: ["rating", "ratings"],
  });
});

test("texts about people speak of products where there are no people", () => {
  const text = "Similar people. Gives every person, and somebody new, the same list for everybody.";
  expect(inWordsOf(nouns(undefined), text)).toBe(text);
  expect(inWordsOf(PAIRS, text)).toBe(
    "Similar products. Gives every product, and a product new, the same list for every product.",
  );
  expect(inWordsOf(PAIRS, "of people's lists")).toBe("of products' lists");
  expect(inWordsOf(PAIRS, "Gives every person and every item a vector")).toBe(
    "Gives every product a vector",
  );
  expect(inWordsOf(PAIRS, "People most similar")).toBe("Products most similar");
});

test("texts about people and items speak of readers and books", () => {
  const readers = rated(["reader", "readers"], ["book", "books"]);
  expect(inWordsOf(readers, "Similar items, somebody new, people's items, a person's item.")).toBe(
    "Similar books, somebody new, readers' books, a reader's book.",
  );
  const artists = rated(PEOPLE, ["artist", "artists"]);
  expect(inWordsOf(artists, "An item, and what is usual for the person.")).toBe(
    "An artist, and what is usual for the person.",
  );
  // Words that only look like it stay.
  expect(inWordsOf(readers, "itemized, personal")).toBe("itemized, personal");
});

test("nouns have the article that they are spoken with", () => {
  expect(["film", "item", "artist", "hotel"].map(a)).toEqual([
    "a film",
    "an item",
    "an artist",
    "a hotel",
  ]);
});

test("exports are offered where they may fit, and never for products", () => {
  expect(exportsFor(rated(PEOPLE, ["film", "films"]))?.from).toBe("Letterboxd or IMDb");
  expect(exportsFor(rated(["reader", "readers"], ["book", "books"]))?.from).toBe("Goodreads");
  expect(exportsFor(nouns(undefined))?.from).toContain("Letterboxd");
  expect(exportsFor(rated(PEOPLE, PRODUCTS))).toBeUndefined();
  expect(exportsFor(rated(PEOPLE, ["joke", "jokes"]))).toBeUndefined();
  expect(exportsFor(PAIRS)).toBeUndefined();
});
