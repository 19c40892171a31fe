import { download, fileName } from "../download.ts";
import type { Parts } from "../parts.ts";
import { plain } from "../words.ts";
import { trainModel } from "./training.ts";

/** Training, stopping, saving. */
export function train(parts: Parts) {
  const { state, screen, jobs, answers } = parts;
  return {
    /** Trains what the form says. */
    train: (): void => void trainModel(parts),

    /** Stops what is under way. */
    stop: (): void => jobs.stop(),

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
