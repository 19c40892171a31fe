import { failed, fittingShare, guessed } from "../columns.ts";
import type { Engine, Input, LoadOptions, Refusal } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import type { State } from "../state.ts";

/** What is offered about files when they have been read, or could not be. */
export function offers({ state, screen }: Parts) {
  return {
    /** After a load: offers to say what the columns mean, first of the table where that was guessed. */
    async columns(engine: Engine, { columns }: LoadOptions): Promise<void> {
      const previews = await engine.previews();
      const { report } = state.data;
      if (previews.length === 0 || !report) return;
      const at = columns ? -1 : guessed(previews, report);
      const asked = previews.findIndex((p) => p.file === columns?.file);
      state.data.choosing = {
        // What was ignored on purpose is not guessed again.
        previews: previews.map((p) =>
          columns && p.file === columns.file ? { ...p, columns: { ...p.columns, ...columns } } : p,
        ),
        at: Math.max(at < 0 ? asked : at, 0),
        open: false,
        why: at >= 0 ? "guessed" : "asked",
      };
    },

    /** After a load that failed: what can be done about it. */
    async another(
      engine: Engine,
      files: Input[],
      options: LoadOptions,
      error: unknown,
    ): Promise<void> {
      if (!(error instanceof Error)) return;
      if (error.name === "MemoryError") {
        const { need, limit } = error as Refusal;
        state.data.attempt = { files, options };
        state.data.refused = { need, limit, share: fittingShare(need, limit, options.keepUsers) };
      } else if (error.name === "FileError" || error.name === "DataError") {
        const previews = await engine.previews();
        if (previews.length === 0) return;
        state.data.attempt = { files, options };
        const at = failed(previews, error.message);
        state.data.choosing = { previews, at, open: true, why: "failed" };
        void screen.focus("#columns-title");
      }
    },
  };
}

/** What is offered about files. */
export type Offers = ReturnType<typeof offers>;

/** Closes the choice of columns. */
export function closeChoice({ data, ends }: State): void {
  const { choosing } = data;
  if (!choosing) return;
  if (choosing.why === "failed") {
    // The rows of files that could not be read say nothing about the data from before.
    data.choosing = undefined;
    delete ends.read;
  } else data.choosing = { ...choosing, open: false, why: "asked" };
}
