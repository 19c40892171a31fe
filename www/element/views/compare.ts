import { against } from "../../actions/against.ts";
import { listing } from "../../actions/listing.ts";
import { person as ask } from "../../questions/person.ts";
import style from "../../style/versus.css?text";
import { person } from "../../view/person.ts";
import type { Recommended } from "../../view/recommended.ts";
import { versus } from "../../view/versus.ts";
import type { Begin } from "./begin.ts";

/** A person of the data, with the lists of two models. */
export const begin: Begin = (parts) => {
  const { state } = parts;
  const act = { ...listing(parts), ...against(parts) };
  const list = (lists: Recommended) => versus(state, lists, act);
  return {
    guests: { person: () => person(state, act, list) },
    questions: { person: ask },
    styles: [style],
  };
};
