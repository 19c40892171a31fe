// Leaving the page while it does what took long already.

import type { State } from "./state.ts";

/** A training that takes so many seconds in all is not to be lost by accident. */
const LONG = 20;

/** Seconds after which it is known how long a training takes. */
const KNOWN = 2;

/** Whether a training is under way that takes long. */
export function trainsLong({ job }: State): boolean {
  if (job?.kind !== "train" || !job.progress) return false;
  const { seconds, secondsLeft } = job.progress;
  return seconds >= KNOWN && seconds + secondsLeft >= LONG;
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Lets the browser ask before it leaves the page, as long as such a training is under way. */
export function askBeforeLeaving(state: State): void {
  // Listening at other times would keep pages out of the browsers' memory of pages.
  if (trainsLong(state)) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}
