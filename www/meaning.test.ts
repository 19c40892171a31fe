import { describe, expect, test } from "vitest";
import type { Scale, ScoreMeaning } from "./engine/client.ts";
import {
  barRange,
  ratingMeaning,
  ratingText,
  type Scores,
  SIMILARITY,
  scoreMeaning,
  scoreRange,
  scoreText,
} from "./meaning.ts";
import type { Kind } from "./nouns.ts";

const STARS: Scale = { min: 0.5, max: 5 };
const PLAYS: Scale = { min: 1, max: 352_698 };
const MEANINGS: ScoreMeaning[] = [
  "predicted-rating",
  "probability",
  "similarity-sum",
  "preference",
  "count",
];
const SCALES: Record<Kind, Scale> = {
  ratings: STARS,
  counts: PLAYS,
  choices: { min: 1, max: 1 },
  pairs: { min: 1, max: 1 },
};
const of = (meaning: ScoreMeaning, kind: Kind): Scores => ({
  meaning,
  kind,
  scale: SCALES[kind],
  ...(kind === "pairs"
    ? { person: ["product", "products"], item: ["product", "products"] }
    : { person: ["reader", "readers"], item: ["book", "books"] }),
});

describe.each(MEANINGS)("scores that are a %s", (meaning) => {
  test.each(Object.keys(SCALES) as Kind[])("say what they are on %s", (kind) => {
    const scores = of(meaning, kind);
    const who = kind === "pairs" ? "this product" : "this person";
    const said = scoreMeaning(scores, who, [0.5]);
    expect(said).toMatch(/\.$/);
    // A rating is promised only where the data have ratings.
    expect(/\brating/.test(said)).toBe(meaning === "predicted-rating" && kind === "ratings");
    if (kind === "pairs") expect(said).not.toMatch(/people|person|chose/);
    // What the data have is called what they call it.
    expect(said).not.toMatch(/\b(people|items?)\b/);
    if (kind !== "ratings") expect(said).not.toContain("on the scale");
    // A likelihood among those drawn at random is not the chance of an event.
    expect(said).not.toMatch(/probabilit/);
    expect(scoreText(0.5, scores)).not.toMatch(/NaN|undefined/);
  });
});

test("the words fit the visitor, too", () => {
  expect(scoreMeaning(of("predicted-rating", "ratings"), "you")).toBe(
    "The score is the rating you would give, on the scale from 0.5 to 5.",
  );
  expect(scoreMeaning(of("probability", "choices"), "you")).toContain("a choice of yours");
  expect(scoreMeaning(of("predicted-rating", "counts"), "you")).toContain("from 1 to 352,698");
});

test("a score is written as what it means", () => {
  expect(scoreText(4.3, of("predicted-rating", "ratings"))).toBe("4.30");
  expect(scoreText(1234.4, of("predicted-rating", "counts"))).toBe("1,234");
  expect(scoreText(1204, of("count", "choices"))).toBe("1,204");
  expect(scoreText(-0.25, of("preference", "choices"))).toBe("-0.250");
});

test("likelihoods near certainty can still be told apart", () => {
  const text = (x: number) => scoreText(x, of("probability", "choices"));
  expect([0.731, 0.951, 0.9934, 0.9981, 0.99999].map(text)).toEqual([
    "73%",
    "95.1%",
    "99.34%",
    "99.81%",
    "over 99.99%",
  ]);
});

test("an estimate that was cut at the end of the scale is not written as if it were exact", () => {
  const rated = of("predicted-rating", "ratings");
  expect(scoreText(5, rated)).toBe("5+");
  expect(scoreText(4.996, rated)).toBe("5.00");
  expect(scoreText(5, of("preference", "ratings"))).toBe("5.00");
  expect(scoreMeaning(rated, "you", [5, 4.9])).toContain("“5+” is an estimate beyond");
  expect(scoreMeaning(rated, "you", [4.9])).not.toContain("+");
});

test("bars go from nothing, or from the lowest score below nothing, to the highest", () => {
  expect(barRange([5.44, 2, 1])).toEqual([0, 5.44]);
  expect(barRange([-1, -2, -4])).toEqual([-4, -1]);
  expect(scoreRange(of("predicted-rating", "ratings"), [4, 3])).toEqual([0.5, 5]);
  expect(scoreRange(of("predicted-rating", "counts"), [40, 3])).toEqual([0, 40]);
  expect(scoreRange(of("probability", "pairs"), [0.2])).toEqual([0, 1]);
});

test("no end is promised for similarities, which have none in some models", () => {
  expect(SIMILARITY).not.toMatch(/\b1\b|most there can be/);
});

test("a rating beside a score is told from it; where the score is the rating there is none beside it", () => {
  const ordered = of("preference", "ratings");
  expect(ratingText(ordered)?.(4.312)).toBe("rating 4.3");
  expect(ratingMeaning(ordered, "you", [{ rating: 4.3 }])).toContain("the rating you would give");
  expect(ratingMeaning(ordered, "you", [{}])).toBe("");
  expect(ratingText(of("predicted-rating", "ratings"))).toBeUndefined();
});
