import { type Role, withRole } from "../columns.ts";
import type { Columns } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { plain } from "../words.ts";
import { closeChoice } from "./offers.ts";
import { readFiles } from "./opening.ts";

/** Saying what the columns of a file mean. */
export function columns(parts: Parts) {
  const { state, screen, engine } = parts;
  let looks = 0;

  /** The table that is shown, and the choice it belongs to. */
  const shown = () => {
    const { choosing } = state.data;
    return { choosing, preview: choosing?.previews[choosing.at] };
  };

  /** Shows the first rows as they are when the file is read in this way. */
  const lookAgain = async () => {
    const { choosing, preview } = shown();
    const { attempt } = state.data;
    if (!choosing || !preview || !attempt) return;
    const { file, separator, quote, header, encoding } = preview.columns;
    const columns = { file, separator, quote, header, encoding };
    looks += 1;
    const look = looks;
    choosing.error = undefined;
    try {
      const previews = await (await engine).preview(attempt.files, { columns });
      const seen = previews.find((p) => p.file === preview.file);
      if (!seen || look !== looks) return;
      // The same separator leaves the columns where they are, so what was said of them holds.
      const same = seen.rows[0]?.length === preview.rows[0]?.length;
      preview.rows = seen.rows;
      preview.columns = same ? preview.columns : { ...seen.columns, ...columns };
    } catch (error) {
      if (look === looks) choosing.error = plain(error);
    }
    await screen.draw();
  };

  return {
    /** Shows another table of the same files. */
    choosePreview(at: number): void {
      if (state.data.choosing) state.data.choosing.at = at;
      void screen.draw();
    },

    /** Says what a column means. */
    setColumn(index: number, role: Role): void {
      const { choosing, preview } = shown();
      if (!choosing || !preview) return;
      preview.columns = withRole(preview.columns, index, role);
      choosing.changed = true;
      void screen.draw();
    },

    /** Says that one column is missing, that each is an item, or that 0 is no rating. */
    setTable(change: Pick<Columns, "mine" | "wide" | "zeroIsUnrated" | "minusOneIsUnrated">): void {
      const { choosing, preview } = shown();
      if (!choosing || !preview) return;
      preview.columns = { ...preview.columns, ...change };
      if (change.mine) preview.columns.user = undefined;
      choosing.changed = true;
      void screen.draw();
    },

    /** Says how the file is written. */
    setWriting(change: Pick<Columns, "separator" | "quote" | "header" | "encoding">): void {
      const { choosing, preview } = shown();
      if (!choosing || !preview) return;
      preview.columns = { ...preview.columns, ...change };
      choosing.changed = true;
      void screen.draw();
      void lookAgain();
    },

    /** Reads the files again with what was said. */
    readColumns(): void {
      const { preview } = shown();
      const { attempt } = state.data;
      if (!preview || !attempt) return;
      void readFiles(parts, attempt.files, { ...attempt.options, columns: preview.columns });
    },

    /** Closes the choice. */
    closeColumns(): void {
      closeChoice(state);
      void screen.draw();
    },
  };
}

/** What a person can say about columns. */
export type Explaining = ReturnType<typeof columns>;
