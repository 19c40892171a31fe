import type { Parts } from "../parts.ts";
import type { Zone } from "../state.ts";
import { closeChoice } from "./reading.ts";

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

    /** Lets somebody choose the data that a link asks for. */
    findAwaited: (): void => document.getElementById("files")?.click(),

    /** Goes on without the data that a link asks for. */
    forgetAwaited(): void {
      state.awaited = undefined;
      void screen.draw();
    },

    /** Closes what is open around the focus, else the choice of columns; false when nothing is. */
    escape(from: Element | null): boolean {
      const panel = from?.closest<HTMLDetailsElement>("details[open]");
      if (panel) {
        // A drawing before the browser says that it was closed would open it again, did the state not say so first.
        const name = /^panel-(.+)/.exec(panel.id)?.[1];
        if (name) {
          state.panels[name] = false;
          void screen.draw();
        } else panel.open = false;
        panel.querySelector<HTMLElement>("summary")?.focus();
        return true;
      }
      if (!state.data.choosing?.open) return false;
      closeChoice(state);
      void screen.draw();
      return true;
    },
  };
}
