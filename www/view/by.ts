import { html } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import { inWordsOf } from "../nouns.ts";
import { type State, words } from "../state.ts";
import { duration, percent } from "../words.ts";
import { stop } from "./stop.ts";

/** What made the list, or what is being done to get one; `offer` is what can be done. */
export function by(state: State, act: Pick<Listing, "stop">, offer?: () => unknown): unknown {
  const { trained, job, data, ends } = state;
  const nouns = words(state);
  if (job?.kind === "train") {
    const p = job.progress;
    const left = p && Number.isFinite(p.secondsLeft) ? `, ${duration(p.secondsLeft)} left` : "";
    const what = p?.stage === "choosing" ? "Finding out what suits" : "Training";
    const { by, epoch = 0 } = job.from ?? {};
    const again = by && `, ${epoch > 0 ? `after epoch ${epoch}` : "anew"} as it was interrupted`;
    return html`<span>${what}: ${percent(p?.fraction ?? 0)}${left}${again}</span> ${stop(job, "#explore-title", act)}`;
  }
  if (trained) {
    const { title, chosen } = trained.report;
    return html`<span>by <b>${inWordsOf(nouns, title)}</b>${chosen ? ", chosen for these data" : ""}</span>`;
  }
  if (!data.report || job || state.starting) return ends.read && !job ? "" : "Getting ready …";
  return offer?.();
}
