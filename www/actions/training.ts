// Choosing and training a model: what the gestures around it have in common.

import type { Checkpoint, Estimate, Training } from "../engine/client.ts";
import { defaults } from "../form.ts";
import type { Parts } from "../parts.ts";
import { chosenModel, formTitle, isAuto, settings } from "../settings.ts";
import { type State, tabsOf, type Unfinished } from "../state.ts";
import { duration } from "../words.ts";
import { brokeOff } from "./fault.ts";

/** What is trained without a question takes at most so many seconds; for more the page says the cost first. */
const PATIENCE = 10;

/** Puts a model into the form, with its defaults. */
export function chooseModel(state: State, name: string): void {
  state.form.model = name;
  state.form.texts = defaults(state.models.find((m) => m.name === name)?.params ?? []);
}

/**
 * Begins with data that have just been read: opens the view that suits them, and trains what does, where it costs little;
 * `small` data are known to. A model that somebody has chosen waits to be asked for, unless it was there before (`again`).
 */
export async function begin(parts: Parts, { small = false, again = false } = {}): Promise<void> {
  const { state, screen, answers } = parts;
  const { report } = state.data;
  state.estimate = undefined;
  state.starting = true;
  state.explore.tab = tabsOf(state)[0] ?? "you";
  void (state.data.choosing?.open ? screen.draw() : screen.reveal("#explore"));
  const [cheap] = await Promise.all([costsLittle(parts), answers.introduce()]);
  // Other data may have come in the meantime, or somebody has chosen a model.
  if (state.data.report !== report) return;
  state.starting = false;
  if ((isAuto(state) || again) && (cheap || small)) await trainModel(parts, { yields: true });
  else void screen.draw();
}

/** Whether what the form says is trained soon. */
async function costsLittle(parts: Parts): Promise<boolean> {
  const { state } = parts;
  const first = await estimate(parts);
  if (!first || first.seconds < PATIENCE) return first !== undefined;
  // What else the machine does only adds to the time, and code that runs for the first time is slow.
  const again = await estimate(parts);
  if (again && again.seconds > first.seconds) state.estimate = first;
  return again !== undefined && again.seconds < PATIENCE;
}

/**
 * Asks what it would take to train what the form says, and what about it is unwise; after a pause, where somebody is
 * typing. Only the last question is answered.
 */
export async function estimate(
  { state, screen, engine }: Parts,
  { pause = 0 } = {},
): Promise<Estimate | undefined> {
  drop(state);
  const control = new AbortController();
  questions.set(state, control);
  const { signal } = control;
  if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  const spec = settings(state);
  const { report } = state.data;
  // What cannot be estimated is trained on the person's word, and the training says what is wrong.
  const found =
    spec && report && !signal.aborted
      ? await (await engine).estimate(spec, { signal }).catch(() => undefined)
      : undefined;
  if (signal.aborted || state.data.report !== report) return undefined;
  state.estimate = found;
  await screen.draw();
  return found;
}

/** Questions about the cost that are not answered yet. */
const questions = new WeakMap<State, AbortController>();

/** Nobody needs the answer any more. */
function drop(state: State): void {
  questions.get(state)?.abort();
}

/** Trains what the form says. */
export async function trainModel(parts: Parts, options: { yields?: boolean } = {}): Promise<void> {
  const { state } = parts;
  const spec = settings(state);
  if (!spec || !state.data.report) return;
  const info = chosenModel(state);
  const title = isAuto(state) ? formTitle(state) : (info?.title ?? "");
  parts.screen.announce("Training has begun.");
  await run(parts, { spec, title, lossName: info?.lossName ?? "" }, options);
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
  { spec, title, lossName, checkpoint }: Omit<Unfinished, "checkpoint"> & Partial<Unfinished>,
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
