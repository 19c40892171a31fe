// Beginning with data: what it would cost to train what suits them, and training it where that is little.

import type { Estimate } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { isAuto, settings } from "../settings.ts";
import { tabsOf } from "../state.ts";
import { trainModel } from "./choosing.ts";
import { drop, questions } from "./training.ts";

/** What is trained without a question takes at most so many seconds; for more the page says the cost first. */
const PATIENCE = 10;
/** So many ratings are trained in seconds on any machine. One that is busy would have a first guess make it minutes. */
const FEW = 200_000;

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
  const [little] = await Promise.all([costsLittle(parts), answers.introduce()]);
  // Other data may have come in the meantime, or somebody has chosen a model.
  if (state.data.report !== report) return;
  state.starting = false;
  // What has cost little does so after it had to make way, too, however busy the machine is by then.
  const cheap = little || small || state.cheap === report;
  if (cheap) state.cheap = report;
  if ((isAuto(state) || again) && cheap) await trainModel(parts, { yields: true });
  else void screen.draw();
}

/** Whether what the form says is trained soon. */
async function costsLittle(parts: Parts): Promise<boolean> {
  const { state } = parts;
  const first = await estimate(parts);
  const few = (state.data.report?.ratings ?? Infinity) <= FEW;
  if (!first || few || first.seconds < PATIENCE) return first !== undefined;
  // What else the machine does only adds to the time, and code that runs for the first time is slow.
  const again = await estimate(parts);
  if (again && again.seconds > first.seconds) state.estimate = first;
  return again !== undefined && again.seconds < PATIENCE;
}

/** Shows what the model says now; one whose training had to make way is trained after all. */
export async function goOn(parts: Parts): Promise<void> {
  const { trained, data } = parts.state;
  if (!trained && data.report) await begin(parts);
  else await parts.answers.show();
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
