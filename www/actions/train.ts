import { download, fileName } from "../download.ts";
import type { Parts } from "../parts.ts";
import { plain } from "../words.ts";
import { trainModel } from "./choosing.ts";

/** Training, and saving what came of it. */
export function train(parts: Parts) {
  const { state, screen, answers } = parts;
  return {
    /** Trains what the form says. */
    train: (): void => void trainModel(parts),

    /** Saves the model to a file. */
    async saveModel(): Promise<void> {
      const { model } = answers;
      if (!model) return;
      try {
        const bytes = await model.save();
        const name = fileName("kindred", model.report.model);
        download(`${name}.safetensors`, bytes, "application/octet-stream");
      } catch (error) {
        state.ends.train = { error: plain(error) };
        void screen.draw();
      }
    },
  };
}

/** What a person can do where there is a form of the model. */
export type Teaching = ReturnType<typeof train>;
