// The curves on offer, and of which model they are.

import type { FitSettings, ModelInfo } from "../engine/client.ts";
import { isAuto, settings } from "../settings.ts";
import type { State } from "../state.ts";

/** What a curve runs over. */
export type CurveKind = "epochs" | "share" | "roc" | "features" | "factors" | "popularity";

/** One on offer. */
interface Offer {
  kind: CurveKind;
  title: string;
  /** What is done for it, in a sentence. */
  about: string;
  /** Of which models it can be drawn; of all unless given. */
  suits?: (info: ModelInfo) => boolean;
  /** The model that it is always of. */
  of?: string;
}

const OFFERS: Offer[] = [
  {
    kind: "roc",
    title: "True and false finds (ROC, precision and recall)",
    about:
      "Hides a part, and goes with a threshold from the highest score down: how much of what was hidden lies above it, and how much else.",
  },
  {
    kind: "epochs",
    title: "Learning curve: quality by epoch",
    about:
      "Trains once and measures in between, on the training part and on the test. Where only the training part goes on getting better, the model learns by heart.",
    suits: ({ params }) => params.some(({ unit }) => unit === "epochs" || unit === "iterations"),
  },
  {
    kind: "share",
    title: "Quality by share of the data",
    about:
      "Trains on 10, 25, 50, 75 and 100 % of the training part, and measures each time on the same test.",
  },
  {
    kind: "factors",
    title: "Quality by number of factors",
    about: "Trains with 4 to 128 factors, all other settings as they are.",
    suits: ({ params }) => params.some(({ name }) => name === "factors"),
  },
  {
    kind: "features",
    title: "AUC and weights by number of hashed features",
    about:
      "Trains hashed pairs with tables of 2⁸ to 2²⁰ weights: the smaller the table, the more pairs share one.",
    of: "hashed_lr",
  },
  {
    kind: "popularity",
    title: "What is found, by how well known it is",
    about:
      "How much of what was hidden stands in the first ten of the lists: of the best-known items that have a fifth of the training part, of the least-known that have a fifth, and of those between.",
  },
];

/** The offers for the model that the curves would be of. */
export function offers(state: State): Offer[] {
  const info = subjectInfo(state);
  const { report } = state.data;
  // Somebody is held out as a whole, and somebody has to be left.
  const alone = report !== undefined && report.shape !== "pairs" && report.users < 2;
  return OFFERS.filter(
    ({ kind, suits, of }) =>
      !(kind === "roc" && alone) && (of !== undefined || !suits || !info || suits(info)),
  );
}

/** The offer that is chosen, or the first where that does not suit. */
export function chosenOffer(state: State): Offer {
  const all = offers(state);
  return all.find(({ kind }) => kind === state.curves.kind) ?? (all[0] as Offer);
}

/** The model that the curves would be of: that of the form, or, where the form leaves the choice to the data, the one that answers. */
export function subject(state: State): FitSettings | undefined {
  const said = settings(state);
  if (!said || !isAuto(state)) return said;
  const { spec, report } = state.trained ?? {};
  if (!spec || !report) return undefined;
  const { seed, implicit } = said;
  return { ...report.params, model: report.model, seed: seed ?? 42, implicit: implicit ?? false };
}

/** The registry's entry of that model. */
export function subjectInfo(state: State): ModelInfo | undefined {
  const name = subject(state)?.model;
  return state.models.find((m) => m.name === name);
}
