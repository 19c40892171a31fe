// The metrics on offer.

/** A metric, as the page offers it. */
export interface Metric {
  name: string;
  title: string;
  /** Takes a length k. */
  list: boolean;
  lowerIsBetter: boolean;
  /** Has a meaning only for scores that are ratings. */
  ofRatings: boolean;
}

const metric = (name: string, title: string, rest: Partial<Metric> = {}): Metric => ({
  name,
  title,
  list: false,
  lowerIsBetter: false,
  ofRatings: false,
  ...rest,
});

/** All of them, in the order of the table. */
export const METRICS: Metric[] = [
  metric("rmse", "RMSE", { lowerIsBetter: true, ofRatings: true }),
  metric("mae", "MAE", { lowerIsBetter: true, ofRatings: true }),
  metric("precision", "Precision", { list: true }),
  metric("recall", "Recall", { list: true }),
  metric("ndcg", "NDCG", { list: true }),
  metric("map", "MAP", { list: true }),
  metric("auc", "AUC"),
];

/** The metric that “ndcg@10” belongs to. */
export function metricOf(name: string): Metric | undefined {
  return METRICS.find((m) => m.name === name.split("@")[0]);
}

/** What is wrong with a length of lists, if anything. */
export function lengthProblem(k: string): string | undefined {
  return /^[1-9]\d{0,3}$/.test(k.trim())
    ? undefined
    : `Needed: a whole number from 1 to 9999; found “${k}”.`;
}
