// Where what is written for other programs comes from: the model, asked part by part.

import type { Remote } from "comlink";
import type { Writing } from "../client.ts";
import type { Api, ListOptions, Trained } from "../worker.ts";
import type { Source } from "./write.ts";
import type { ListSource } from "./write-lists.ts";

/** Asks the model. */
type Ask = <T>(question: (remote: Remote<Api>, job: number) => Promise<T>) => Promise<T>;

/** Everybody's lists. */
export function listsOf(ask: Ask, n: number, options: ListOptions): ListSource {
  return {
    items: () => ask((remote, job) => remote.itemNames(job)),
    lists: (from) => ask((remote, job) => remote.lists(job, from, n, options)),
  };
}

/** The model's factors. */
export function factorsOf(ask: Ask, { model, score }: Trained): Source {
  return {
    model,
    ratings: score === "predicted-rating",
    items: () => ask((remote, job) => remote.itemNames(job)),
    itemVectors: (bare) => ask((remote, job) => remote.itemVectors(job, bare)),
    userVectors: (from) => ask((remote, job) => remote.userVectors(job, from)),
  };
}

/** Tells how many of all people are done, about ten times a second. */
export function counted(
  people: number,
  onProgress: ((progress: Writing) => void) | undefined,
): (done: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done) => {
    const now = performance.now();
    if (now - last < 100 && done < people) return;
    last = now;
    onProgress?.({ done, of: people });
  };
}
