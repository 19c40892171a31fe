// A search field with a list of suggestions, after the “combobox with list autocomplete” pattern of ARIA.

import type { Entity } from "./engine/client.ts";

/** What a combobox shows. */
export interface Combobox {
  query: string;
  options: Entity[];
  open: boolean;
  /** The option that Enter chooses; −1 for none. */
  active: number;
}

/** A closed one without a query. */
export const EMPTY: Combobox = { query: "", options: [], open: false, active: -1 };

/** What a key does: the next state, the option it chooses if any, and whether the browser must leave it alone. */
export interface KeyResult {
  next: Combobox;
  chosen?: Entity;
  handled: boolean;
}

/** What a key does to a combobox. */
export function onKey(box: Combobox, key: string): KeyResult {
  const last = box.options.length - 1;
  const move = (active: number): KeyResult => ({
    next: { ...box, open: true, active },
    handled: true,
  });
  switch (key) {
    case "ArrowDown":
      return move(box.open && box.active < last ? box.active + 1 : last < 0 ? -1 : 0);
    case "ArrowUp":
      return move(box.open && box.active > 0 ? box.active - 1 : last);
    case "Enter": {
      const chosen = box.open ? box.options[Math.max(box.active, 0)] : undefined;
      if (!chosen) return { next: box, handled: false };
      return { next: { ...box, open: false, active: -1 }, chosen, handled: true };
    }
    case "Escape":
      if (!box.open) return { next: { ...box, query: "", active: -1 }, handled: box.query !== "" };
      return { next: { ...box, open: false, active: -1 }, handled: true };
    default:
      return { next: box, handled: false };
  }
}
