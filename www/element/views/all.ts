import { answering } from "../../actions/answering.ts";
import { map as mapping } from "../../actions/map.ts";
import { map as askMap } from "../../questions/map.ts";
import { person } from "../../questions/person.ts";
import { you as askYou, introduce } from "../../questions/you.ts";
import map from "../../style/map.css?text";
import tabs from "../../style/tabs.css?text";
import train from "../../style/train.css?text";
import versus from "../../style/versus.css?text";
import you from "../../style/you.css?text";
import { everything } from "../../view/everything.ts";
import { itemMap } from "../../view/item-map.ts";
import type { Begin } from "./begin.ts";
import { withPainter } from "./map.ts";
import { withOwn } from "./you.ts";

/** Everything that a model answers. */
export const begin: Begin = async (parts) => {
  parts.form = true;
  const all = Object.assign(await withOwn(parts), withPainter(parts));
  const act = { ...answering(all), ...mapping(all) };
  const { state } = parts;
  return {
    guests: everything(state, act, () => itemMap(state, act)),
    questions: { introduce, person, you: askYou, map: askMap },
    styles: [versus, you, map, train, tabs],
  };
};
