import type { Parts } from "../parts.ts";

/** What a link asks for whose data are not here. */
export function awaiting({ state, screen }: Parts) {
  return {
    /** Lets somebody choose the data that a link asks for. */
    findAwaited: (): void => document.getElementById("files")?.click(),

    /** Goes on without the data that a link asks for. */
    forgetAwaited(): void {
      state.awaited = undefined;
      void screen.draw();
    },
  };
}
