import { listing } from "../../actions/listing.ts";
import { person as ask } from "../../questions/person.ts";
import { person } from "../../view/person.ts";
import { type Recommended, recommended } from "../../view/recommended.ts";
import type { Begin } from "./begin.ts";

/** A person of the data. */
export const begin: Begin = (parts) => {
  const { state } = parts;
  const act = listing(parts);
  const list = (lists: Recommended) => recommended(state, lists, act);
  return {
    guests: { person: () => person(state, act, list) },
    questions: { person: ask },
    styles: [],
  };
};
