// Whose exports may have something in common with the data.

import type { Nouns } from "./nouns.ts";

/** Whose exports may have something in common with the data, and which file each of them makes. */
export interface Exports {
  from: string;
  files: string;
}

const OF_FILMS: Exports = {
  from: "Letterboxd or IMDb",
  files: "The .zip from Letterboxd or the .csv from IMDb.",
};
const OF_BOOKS: Exports = { from: "Goodreads", files: "The .csv from Goodreads." };
const OF_ALL: Exports = {
  from: "Letterboxd, IMDb or Goodreads",
  files: "The .zip from Letterboxd or the .csv from IMDb or Goodreads.",
};

/** The exports that may fit these data; undefined where the items are neither films nor books. */
export function exportsFor({ kind, item: [one] }: Nouns): Exports | undefined {
  if (kind === "pairs") return undefined;
  if (one === "film") return OF_FILMS;
  if (one === "book") return OF_BOOKS;
  return one === "item" && kind === "ratings" ? OF_ALL : undefined;
}
