import type { ModelInfo } from "./engine/client.ts";
import { feedbackOf } from "./settings.ts";
import type { State } from "./state.ts";

/** What a model is for. */
type Purpose = ModelInfo["purpose"][number];

/** Models for one purpose. */
export interface Group {
  purpose: Purpose;
  /** What they are for, and whether that suits the data. */
  title: string;
  models: ModelInfo[];
}

const TITLES: Record<Purpose, string> = {
  ratings: "For ratings",
  choices: "For choices",
  features: "With side information",
  pairs: "For product pairs",
};

/** The models by what they are for, what suits the data first. A model of several purposes stands with the one that suits. */
export function grouped(state: State): Group[] {
  const { report } = state.data;
  const suits: Purpose[] = [];
  if (report?.shape === "pairs") suits.push("pairs");
  else if (report) suits.push(feedbackOf(state) === "explicit" ? "ratings" : "choices");
  if (report && report.categories.length > 0 && report.shape !== "pairs") suits.push("features");
  const of = ({ purpose }: ModelInfo) =>
    // Side information is what a model of this kind is there for, whatever else it can do.
    purpose[0] === "features" ? "features" : (suits.find((s) => purpose.includes(s)) ?? purpose[0]);
  const all = Object.keys(TITLES) as Purpose[];
  return [...new Set([...suits, ...all])]
    .map((purpose) => ({
      purpose,
      title: `${TITLES[purpose]}${suits.includes(purpose) ? " – suits these data" : ""}`,
      models: state.models.filter((m) => of(m) === purpose),
    }))
    .filter(({ models }) => models.length > 0);
}
