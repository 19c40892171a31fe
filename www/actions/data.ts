import type { Input } from "../engine/client.ts";
import { droppedFiles } from "../files.ts";
import type { WithOwn } from "../parts.ts";
import { plain } from "../words.ts";
import { begin } from "./beginning.ts";
import { openFiles, readFiles } from "./opening.ts";
import { readSample } from "./reading.ts";

/** Giving data to the page. */
export function data(parts: WithOwn) {
  const { state, screen } = parts;

  return {
    /** Opens files that were chosen. */
    openFiles: (files: Input[]): void => void openFiles(parts, files),

    /** Opens files that were dropped. */
    async dropFiles(transfer: DataTransfer): Promise<void> {
      state.data.over = false;
      try {
        await openFiles(parts, await droppedFiles(transfer));
      } catch (error) {
        state.ends.read = { error: `What was dropped could not be read: ${plain(error)}` };
        void screen.draw();
      }
    },

    /** Opens the choice of what the columns mean. */
    askColumns(): void {
      if (!state.data.choosing) return;
      state.data.choosing.open = true;
      void screen.focus("#columns-title");
    },

    /** Reads the files that did not fit once more, with a share of the people. */
    readShare(share: number): void {
      const { attempt } = state.data;
      if (attempt) void readFiles(parts, attempt.files, { ...attempt.options, keepUsers: share });
    },

    /** Shows how to put what is shown into another page. */
    async embed(): Promise<void> {
      const { openSnippet } = await import("../snippet/dialog.ts");
      await openSnippet(parts);
    },

    /** Takes a sample and begins with it. What `yields` makes way for files. */
    async openSample(name: string, { yields = false } = {}): Promise<void> {
      if (await readSample(parts, name, yields)) await begin(parts, { small: true });
    },
  };
}
