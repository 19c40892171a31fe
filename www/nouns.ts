// What the data are, and what their people, items and values are called.

import type { Report } from "./engine/client.ts";

/** What a row says: a rating, how often something was chosen, that it was chosen, or that two items go together. */
export type Kind = "ratings" | "counts" | "choices" | "pairs";

/** One of them, and many. */
export type Noun = readonly [one: string, many: string];

/** What the data call things. */
export interface Nouns {
  kind: Kind;
  /** Whom one recommends for; in pairs the items themselves. */
  person: Noun;
  item: Noun;
  /** What connects the two. */
  value: Noun;
}

const PERSON: Noun = ["person", "people"];
const ITEM: Noun = ["item", "items"];

/** What connects people and items. */
export const VALUES: Record<Kind, Noun> = {
  ratings: ["rating", "ratings"],
  counts: ["choice", "choices"],
  choices: ["choice", "choices"],
  pairs: ["pair", "pairs"],
};

/** What the data are; ratings as long as there are none. */
export function kindOf(report: Report | undefined): Kind {
  if (!report) return "ratings";
  if (report.shape === "pairs") return "pairs";
  if (report.feedback === "explicit") return "ratings";
  return report.scale.min === report.scale.max ? "choices" : "counts";
}

/** What these data call things. */
export function nouns(report: Report | undefined): Nouns {
  const kind = kindOf(report);
  const { person = PERSON, item = ITEM } = report ?? {};
  return { kind, person, item, value: VALUES[kind] };
}

/** “a film”, “an item”. */
export function a(one: string): string {
  return `${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`;
}

/**
 * A text about people and items in the words of the data: about readers and books, or about products where there are
 * no people.
 */
export function inWordsOf({ kind, person, item }: Nouns, text: string): string {
  const like = (word: string, found: string) =>
    found.charAt(0) === found.charAt(0).toUpperCase()
      ? word.charAt(0).toUpperCase() + word.slice(1)
      : word;
  let said = text;
  const say = (words: RegExp, word: string) => {
    said = said.replace(words, (found) => like(word, found));
  };
  const [one, many] = person;
  // In pairs, both are the same.
  if (kind === "pairs") say(/\bevery person and every item\b/gi, "every person");
  if (one !== "person") {
    say(/\bpeople's\b/gi, `${many}'`);
    say(/\b(people|persons|users)\b/gi, many);
    say(/\ban? (person|user)\b/gi, a(one));
    say(/\b(person|user)\b/gi, one);
  }
  if (kind === "pairs") {
    say(/\beverybody\b/gi, `every ${one}`);
    say(/\bsomebody\b/gi, a(one));
  } else if (item[0] !== "item") {
    say(/\bitems\b/gi, item[1]);
    say(/\ban item\b/gi, a(item[0]));
    say(/\bitem\b/gi, item[0]);
  }
  return said;
}
