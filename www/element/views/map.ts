import { listing } from "../../actions/listing.ts";
import { map } from "../../actions/map.ts";
import { Painter } from "../../painter.ts";
import type { Parts, WithPainter } from "../../parts.ts";
import { map as ask } from "../../questions/map.ts";
import style from "../../style/map.css?text";
import { itemMap } from "../../view/item-map.ts";
import type { Begin } from "./begin.ts";

/** The map of items. */
export const begin: Begin = (parts) => {
  const painting = withPainter(parts);
  const act = { ...listing(painting), ...map(painting) };
  return {
    guests: { map: () => itemMap(parts.state, act) },
    questions: { map: ask },
    styles: [style],
  };
};

/** From here on the element has somebody who draws its map. */
export function withPainter(parts: Parts): WithPainter {
  return Object.assign(parts, { painter: parts.painter ?? new Painter() });
}
