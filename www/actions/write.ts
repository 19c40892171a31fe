import { download, fileName } from "../download.ts";
import type { FactorFormat, ListFormat, Writing } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { type State, words } from "../state.ts";
import { counted } from "../words.ts";

/** Writing what other programs take. */
export function write(parts: Parts) {
  const { state, screen, jobs, answers } = parts;

  const onProgress = (progress: Writing) => {
    if (state.job?.kind === "write") state.job.progress = progress;
    void screen.draw();
  };

  const set = (change: Partial<State["write"]>) => {
    state.write = { ...state.write, ...change };
    void screen.draw();
  };

  return {
    /** Says for which program factors are written. */
    setFactorFormat: (factors: FactorFormat): void => set({ factors }),

    /** Says as what lists are written. */
    setListFormat: (lists: ListFormat): void => set({ lists }),

    /** Saves the model's factors. */
    async writeFactors(format: FactorFormat): Promise<void> {
      const { model } = answers;
      if (!model) return;
      await jobs.run({ kind: "write", what: "factors" }, async (signal) => {
        const { name, blob } = await model.exportFactors(format, { signal, onProgress });
        download(name, blob, blob.type);
        screen.announce(`Saved ${name}.`);
      });
    },

    /** Saves a list for everybody. */
    async writeLists(): Promise<void> {
      const { model } = answers;
      if (!model) return;
      const { lists: format } = state.write;
      await jobs.run({ kind: "write", what: "lists" }, async (signal) => {
        const { n } = state.explore;
        const table = await model.recommendAll({ n, format, signal, onProgress });
        download(
          `${fileName("kindred", model.report.model, "lists")}.${format}`,
          table,
          table.type,
        );
        const people = counted(model.report.users, ...words(state).person);
        screen.announce(`Saved the lists of ${people}.`);
      });
    },
  };
}

/** What a person can write for other programs. */
export type Exporting = ReturnType<typeof write>;
