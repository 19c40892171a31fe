import type { FitSettings } from "../engine/client.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { isBusy, words } from "../state.ts";
import { bytes, duration } from "../words.ts";

/** Comparing the model that answers with another one. */
export function against(parts: Parts) {
  const { state, screen, answers } = parts;
  return {
    /** Chooses the other model. */
    chooseOther(name: string): void {
      state.against = name;
      void screen.draw();
    },

    /** Trains it, and shows both models' lists beside each other. */
    async compareWith(): Promise<void> {
      if (!state.trained || isBusy(state)) return;
      const { seed = 42, implicit = false } = state.trained.spec ?? {};
      await trainOther(parts, { model: state.against, seed, implicit });
    },

    /** Gives the other model up. */
    async endComparison(): Promise<void> {
      answers.compare(undefined);
      screen.announce("The comparison has ended.");
      await answers.show();
    },
  };
}

/** Trains a model that answers beside the present one. */
export async function trainOther(parts: Parts, spec: FitSettings): Promise<void> {
  const { state, screen, jobs, answers } = parts;
  const info = state.models.find((m) => m.name === spec.model);
  const title = inWordsOf(words(state), info?.title ?? "");
  screen.announce("Training has begun.");
  const job = { kind: "train", title, lossName: info?.lossName ?? "" } as const;
  const done = await jobs.run(job, async (signal) => {
    const fitted = await (await parts.engine).fit(spec, {
      signal,
      onProgress: (progress) => {
        if (state.job?.kind === "train") state.job.progress = progress;
        void screen.draw();
      },
    });
    answers.compare(fitted, spec);
  });
  if (!done) return;
  await answers.show();
  const report = state.other?.report;
  if (!report) return;
  const took = `it took ${duration(report.seconds)} and takes ${bytes(report.bytes)}`;
  screen.announce(`${title} is trained; ${took}.`);
}
