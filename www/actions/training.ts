// Choosing and training a model: what the gestures around it have in common.

import { defaults } from "../form.ts";
import type { Parts } from "../parts.ts";
import { chosenModel, settings } from "../settings.ts";
import type { State } from "../state.ts";
import { duration } from "../words.ts";

/** The models for a sample: trained in the blink of an eye. */
const FIRST_MODEL = { explicit: ["mf", "item_knn"], implicit: ["user_knn", "item_knn"] };

/** Puts a model into the form, with its defaults. */
export function chooseModel(state: State, name: string): void {
  const info = state.models.find((m) => m.name === name);
  if (!info) return;
  state.form.model = name;
  state.form.texts = defaults(info.params);
}

/** Puts a model into the form that suits the data and is trained at once. */
export function chooseFirstModel(state: State): void {
  const wanted = FIRST_MODEL[state.data.report?.feedback ?? "explicit"];
  const name = wanted.find((m) => state.models.some((info) => info.name === m));
  if (name) chooseModel(state, name);
}

/** Trains what the form says. */
export async function trainModel(parts: Parts, options: { yields?: boolean } = {}): Promise<void> {
  const { state, screen, jobs, answers } = parts;
  const spec = settings(state);
  const info = chosenModel(state);
  if (!spec || !info || !state.data.report || state.job) return;
  screen.announce("Training has begun.");
  let told = 0;
  const done = await jobs.run(
    { kind: "train", title: info.title, lossName: info.lossName },
    async (signal) => {
      const engine = await parts.engine;
      const fitted = await engine.fit(spec, {
        signal,
        onProgress: (progress) => {
          if (state.job?.kind === "train") state.job.progress = progress;
          const quarter = Math.floor(progress.fraction * 4);
          if (quarter > told && quarter < 4) {
            told = quarter;
            state.announcement = `Training: ${quarter * 25} percent.`;
          }
          void screen.draw();
        },
      });
      answers.take(fitted, spec);
    },
    options,
  );
  if (!done) return;
  await answers.show();
  const report = state.trained?.report;
  if (report) screen.announce(`${report.title} is trained; it took ${duration(report.seconds)}.`);
}
