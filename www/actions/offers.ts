import type { Engine, Input, LoadOptions, Preview, Refusal, Report } from "../engine/client.ts";
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

/** The index of a table of which what stands in it told what its columns mean; else −1. */
export function guessed(previews: Preview[], report: Report): number {
  return previews.findIndex(({ file }) =>
    report.files.some((f) => f.name === file && f.sureness === "told" && f.rows > 0),
  );
}

/** The index of the table that an error is about: its message begins with the file's name. The first, where none is named. */
export function failed(previews: Preview[], message: string): number {
  const at = previews.findIndex(
    ({ file }) => message.startsWith(`${file}:`) || message.startsWith(`${file},`),
  );
  return Math.max(at, 0);
}

/**
 * The share of the people whose ratings should fit, where a share of `share` of them would need `need` bytes and
 * `limit` are allowed. A tenth is left free, since people differ. In steps that read well, at least a thousandth.
 */
export function fittingShare(need: number, limit: number, share = 1): number {
  const exact = (share * limit * 0.9) / need;
  const step = exact >= 0.1 ? 0.05 : exact >= 0.01 ? 0.01 : 0.001;
  // 0.15 / 0.05 is a little less than 3.
  return Math.max(Math.floor(exact / step + 1e-9) * step, 0.001);
}
