// The map, and who draws it.

import { listing } from "../actions/listing.ts";
import { map } from "../actions/map.ts";
import { Painter } from "../painter.ts";
import type { Parts } from "../parts.ts";
import { itemMap } from "../view/item-map.ts";
import type { Viewed } from "./behind.ts";

/** Begins the tab “Map”. */
export async function begin(parts: Parts): Promise<Viewed> {
  const painting = Object.assign(parts, { painter: new Painter() });
  const act = { ...listing(painting), ...map(painting) };
  return { view: () => itemMap(parts.state, act) };
}
