import { listing } from "../../actions/listing.ts";
import { own } from "../../actions/own.ts";
import { Own } from "../../own.ts";
import type { Parts, WithOwn } from "../../parts.ts";
import { you as ask, introduce } from "../../questions/you.ts";
import style from "../../style/you.css?text";
import { type Recommended, recommended } from "../../view/recommended.ts";
import { you } from "../../view/you.ts";
import type { Begin } from "./begin.ts";

/** What the visitor says, and what comes of it. */
export const begin: Begin = async (parts) => {
  const saying = await withOwn(parts);
  const { state } = parts;
  const act = { ...listing(saying), ...own(saying) };
  const list = (lists: Recommended) => recommended(state, lists, act);
  return {
    guests: { you: () => you(state, act, list) },
    questions: { introduce, you: ask },
    styles: [style],
  };
};

/** From here on the element asks its visitor. */
export async function withOwn(parts: Parts): Promise<WithOwn> {
  const { state, screen, engine } = parts;
  if (!parts.own) {
    parts.own = new Own(state, screen, engine);
    // Data that come later are met when they do.
    if (state.data.report) await parts.own.meet();
  }
  return Object.assign(parts, { own: parts.own });
}
