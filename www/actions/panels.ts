import type { Parts } from "../parts.ts";
import type { Zone } from "../state.ts";

/** Opening and closing. */
export function panels({ state, screen }: Parts) {
  return {
    /** Notes that a panel has been opened or closed. */
    setPanel(name: string, open: boolean): void {
      if (state.panels[name] === open) return;
      state.panels[name] = open;
      void screen.draw();
    },

    /** Notes that files are held over a place for them. */
    dragOver(zone: Zone, over: boolean): void {
      const place = zone === "data" ? state.data : state.explore.you;
      if (place.over === over) return;
      place.over = over;
      void screen.draw();
    },
  };
}
