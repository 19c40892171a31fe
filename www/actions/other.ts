import type { FitSettings } from "../engine/client.ts";
import { bytes } from "../memory.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { words } from "../state.ts";
import { duration } from "../words.ts";

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
