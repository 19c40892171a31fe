import { expect, test } from "vitest";
import type { Report } from "./engine/client.ts";
import { inWordsOf, kindOf, nouns } from "./nouns.ts";

const data = (shape: Report["shape"], feedback: Report["feedback"], max: number) =>
  ({ shape, feedback, scale: { min: 1, max } }) as Report;

test("what the data are follows from what was read", () => {
  expect(kindOf(undefined)).toBe("ratings");
  expect(kindOf(data("ratings", "explicit", 5))).toBe("ratings");
  expect(kindOf(data("ratings", "implicit", 352_698))).toBe("counts");
  expect(kindOf(data("ratings", "implicit", 1))).toBe("choices");
  expect(kindOf(data("pairs", "implicit", 3))).toBe("pairs");
});

test("texts about people speak of products where there are no people", () => {
  const text = "Similar people. Gives every person, and somebody new, the same list for everybody.";
  expect(inWordsOf(nouns("ratings"), text)).toBe(text);
  expect(inWordsOf(nouns("pairs"), text)).toBe(
    "Similar products. Gives every product, and a product new, the same list for every product.",
  );
  expect(inWordsOf(nouns("pairs"), "of people's lists")).toBe("of products' lists");
  expect(inWordsOf(nouns("pairs"), "People most similar")).toBe("Products most similar");
});
