// The metrics on offer, and those that are asked for.

import type { MetricInfo } from "../engine/client.ts";
import { kindOf } from "../nouns.ts";
import { feedbackOf } from "../settings.ts";
import type { State } from "../state.ts";
import type { Measure } from "./state.ts";

/** What is ticked unless somebody says otherwise. */
const USUAL = {
  pairs: ["auc", "average-precision", "ndcg", "recall"],
  lists: ["rmse", "ndcg", "recall", "coverage", "novelty"],
};

/** What is wrong with a list length, if so. */
export function lengthProblem(k: string): string | undefined {
  return /^[1-9]\d{0,3}$/.test(k.trim())
    ? undefined
    : `Needed: a whole number from 1 to 9999; found “${k}”.`;
}

/** The metrics that can have a meaning for these data. */
export function offered(state: State, { metrics }: Measure): MetricInfo[] {
  const pairs = kindOf(state.data.report) === "pairs";
  const ratings = feedbackOf(state) === "explicit" && !pairs;
  return metrics.filter(({ of }) => (of === "pairs" ? pairs : of !== "ratings" || ratings));
}

/** Whether it is to be measured. */
export function isAsked(state: State, { ask }: Measure, { name }: MetricInfo): boolean {
  const usual = kindOf(state.data.report) === "pairs" ? USUAL.pairs : USUAL.lists;
  return ask.metrics[name] ?? usual.includes(name);
}

/** The metrics that are asked for, by name and length. */
export function asked(state: State, measure: Measure): string[] {
  return offered(state, measure)
    .filter((info) => isAsked(state, measure, info))
    .map((info) => written(info, measure.ask.k));
}

/** A metric as the core takes it: “ndcg@10”. */
export function written({ name, at }: MetricInfo, k: string): string {
  return at ? `${name}@${k.trim()}` : name;
}

/** The metric that “ndcg@10” belongs to. */
export function metricOf(metrics: MetricInfo[], text: string): MetricInfo | undefined {
  const [name] = text.split("@");
  return metrics.find((info) => info.name === name);
}

/** “ndcg@10” → “NDCG@10”. */
export function metricTitle(metrics: MetricInfo[], text: string): string {
  const [name, k] = text.split("@");
  return `${metricOf(metrics, text)?.title ?? name}${k ? `@${k}` : ""}`;
}

/** 1 where higher figures are better, −1 where lower ones are. */
export function direction(metrics: MetricInfo[], text: string): 1 | -1 {
  return metricOf(metrics, text)?.better === "lower" ? -1 : 1;
}
