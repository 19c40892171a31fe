// What the data are, and what their people, items and values are called.

import type { Report } from "./engine/client.ts";

/** What a row says: a rating, how often something was chosen, that it was chosen, or that two items go together. */
export type Kind = "ratings" | "counts" | "choices" | "pairs";

/** One of them, and many. */
export type Noun = readonly [one: string, many: string];

/** What the data call things. */
export interface Nouns {
  kind: Kind;
  /** Whom one recommends for. */
  person: Noun;
  item: Noun;
  /** What connects the two. */
  value: Noun;
}

const PERSON: Noun = ["person", "people"];
const ITEM: Noun = ["item", "items"];
const PRODUCT: Noun = ["product", "products"];

const NOUNS: Record<Kind, Nouns> = {
  ratings: { kind: "ratings", person: PERSON, item: ITEM, value: ["rating", "ratings"] },
  counts: { kind: "counts", person: PERSON, item: ITEM, value: ["choice", "choices"] },
  choices: { kind: "choices", person: PERSON, item: ITEM, value: ["choice", "choices"] },
  pairs: { kind: "pairs", person: PRODUCT, item: PRODUCT, value: ["pair", "pairs"] },
};

/** What the data are; ratings as long as there are none. */
export function kindOf(report: Report | undefined): Kind {
  if (!report) return "ratings";
  if (report.shape === "pairs") return "pairs";
  if (report.feedback === "explicit") return "ratings";
  return report.scale.min === report.scale.max ? "choices" : "counts";
}

/** What data of this kind call things. */
export function nouns(kind: Kind): Nouns {
  return NOUNS[kind];
}

/** A text about people in the words of the data: of products where there are no people. */
export function inWordsOf({ person: [one, many] }: Nouns, text: string): string {
  if (one === "person") return text;
  const like = (word: string, found: string) =>
    found.charAt(0) === found.charAt(0).toUpperCase()
      ? word.charAt(0).toUpperCase() + word.slice(1)
      : word;
  return text
    .replace(/\bpeople's\b/gi, (found) => like(`${many}'`, found))
    .replace(/\b(people|persons|everybody|users)\b/gi, (found) =>
      like(found.toLowerCase() === "everybody" ? `every ${one}` : many, found),
    )
    .replace(/\b(person|somebody|user)\b/gi, (found) =>
      like(found.toLowerCase() === "somebody" ? `a ${one}` : one, found),
    );
}
