import type { Parts } from "../parts.ts";
import { closeChoice } from "./offers.ts";

/** Getting out of what is open. */
export function escaping({ state, screen }: Parts) {
  return {
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
