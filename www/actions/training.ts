// Training a model: what the gestures around it have in common.

import type { Checkpoint, Training } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import type { State, Unfinished } from "../state.ts";
import { duration } from "../words.ts";
import { brokeOff } from "./fault.ts";

/** Questions about the cost that are not answered yet. */
export const questions = new WeakMap<State, AbortController>();

/** Nobody needs the answer any more. */
export function drop(state: State): void {
  questions.get(state)?.abort();
}

/** What is trained: a specification, and what it is called. */
type Task = Omit<Unfinished, "checkpoint">;

/** Trains this. What `yields` makes way for whatever somebody does. */
export async function trainThis(
  parts: Parts,
  task: Task,
  options: { yields?: boolean } = {},
): Promise<void> {
  parts.screen.announce("Training has begun.");
  await run(parts, task, options);
}

/** Goes on with a training that was interrupted when the page was left. */
export async function resumeTraining(parts: Parts, unfinished: Unfinished): Promise<void> {
  const { epoch, epochs } = unfinished.checkpoint;
  parts.screen.announce(
    `Training was interrupted after epoch ${epoch} of ${epochs} and goes on from there.`,
  );
  await run(parts, unfinished);
}

/** Trains to the end, from the last checkpoint where there is one. What breaks off is tried once more. */
async function run(
  parts: Parts,
  { spec, title, lossName, checkpoint }: Task & Partial<Unfinished>,
  options: { yields?: boolean } = {},
): Promise<void> {
  const { state, screen, jobs, answers } = parts;
  drop(state);
  let told = 0;
  const onProgress = (progress: Training) => {
    if (state.job?.kind === "train") state.job.progress = progress;
    const quarter = Math.floor(progress.fraction * 4);
    if (quarter > told && quarter < 4) {
      told = quarter;
      state.announcement = `Training: ${quarter * 25} percent.`;
    }
    void screen.draw();
  };
  const onCheckpoint = (checkpoint: Checkpoint) => {
    if (state.job?.kind === "train") state.unfinished = { spec, title, lossName, checkpoint };
  };
  const from = (by: "leaving" | "fault", point?: Checkpoint) => ({
    ...{ by, epoch: point?.epoch ?? 0, epochs: point?.epochs ?? 0 },
  });
  const done = await jobs.run(
    { kind: "train", title, lossName, from: checkpoint && from("leaving", checkpoint) },
    async (signal) => {
      const engine = await parts.engine;
      const train = (from: Checkpoint | undefined) => {
        const watch = { signal, onProgress, onCheckpoint };
        return from ? engine.resume(from, watch) : engine.fit(spec, watch);
      };
      const again = (error: unknown) => {
        // Of another version, or of data that are read in another way now.
        const foreign = checkpoint && error instanceof Error && error.name === "DataError";
        if (!foreign && !brokeOff(error, signal)) throw error;
        const last = foreign ? undefined : state.unfinished?.checkpoint;
        if (state.job?.kind === "train") state.job.from = from(foreign ? "leaving" : "fault", last);
        screen.announce("Training broke off and is tried once more.");
        return train(last);
      };
      if (checkpoint) onCheckpoint(checkpoint);
      answers.take(await train(checkpoint).catch(again), spec);
    },
    options,
  );
  state.unfinished = undefined;
  if (!done) return;
  await answers.show();
  const report = state.trained?.report;
  if (report) screen.announce(`${report.title} is trained; it took ${duration(report.seconds)}.`);
}
