// What the form of comparisons asks for.

import { changed } from "../changes.ts";
import type { Comparing, Model, Value } from "../engine/client.ts";
import { checkSeed } from "../form.ts";
import { chosenModel, hasValues, isAuto, settings, trainingProblem } from "../settings.ts";
import type { State } from "../state.ts";
import { asked, lengthProblem } from "./metrics.ts";
import { splitOf, splitText, splitTitle } from "./splits.ts";
import type { Measure, Terms } from "./state.ts";

/** All models that suit the data. */
const ALL = "all";

/** Most seeds at a time. */
const MOST_SEEDS = 100;

/** A comparison as the engine takes it, with what its figures have in common. */
export interface Asked {
  models: Model[];
  how: Required<Pick<Comparing, "split" | "seeds" | "metrics" | "relevant" | "implicit">>;
  terms: Terms;
}

/** The seeds in the form, or what is wrong. */
export function seedsOf(text: string): { seeds: number[]; problem?: string } {
  const texts = text.split(/[\s,;]+/).filter(Boolean);
  const wrong = texts.map(checkSeed).find(({ problem }) => problem !== undefined);
  const seeds = [...new Set(texts.map(Number))];
  if (wrong?.problem) return { seeds: [], problem: wrong.problem };
  if (seeds.length > 0 && seeds.length <= MOST_SEEDS) return { seeds };
  return { seeds: [], problem: `Needed: one to ${MOST_SEEDS} whole numbers, with commas.` };
}

/** The model of the form with the settings that are not at their default; undefined while it has a problem. */
export function ownModel(state: State): { model: string; [parameter: string]: Value } | undefined {
  const all = settings(state);
  if (!all) return undefined;
  const params = isAuto(state) ? [] : (chosenModel(state)?.params ?? []);
  const given = Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
  const kept = changed(params, given).map(([{ name }, value]) => [name, value]);
  return { ...Object.fromEntries(kept), model: state.form.model };
}

/** “als factors=32”, as links and the list of models have it. */
export function readModel(text: string): { model: string; [parameter: string]: string } {
  const [model = "", ...given] = text.trim().split(/\s+/);
  const params = given.map((setting) => {
    const [name = "", ...value] = setting.split("=");
    return [name, value.join("=")];
  });
  return { ...Object.fromEntries(params), model };
}

/** The other way round. */
export function writeModel({ model, ...params }: Exclude<Model, string>): string {
  const given = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return [model, ...given].join(" ");
}

/** What is to be compared, as {@link readModel} reads it, each once. */
export function modelsOf(state: State, { ask }: Measure): string[] {
  const own = ask.own ? ownModel(state) : undefined;
  const named = [...(own ? [writeModel(own)] : []), ...(ask.all ? [ALL] : []), ...ask.models];
  return [...new Set(named)];
}

/** The text of a link's model with its values in the types of the registry. */
function typed(state: State, text: string): Exclude<Model, string> {
  const { model, ...texts } = readModel(text);
  const params = state.models.find((m) => m.name === model)?.params ?? [];
  const values = Object.entries(texts).map(([name, value]) => {
    const kind = params.find((p) => p.name === name)?.kind;
    if (kind === "switch") return [name, value === "true"];
    return [name, kind === "choice" || Number.isNaN(Number(value)) ? value : Number(value)];
  });
  return { ...Object.fromEntries(values), model };
}

/** Why nothing can be compared with the form as it is, if so. */
export function askProblem(state: State, measure: Measure): string | undefined {
  const { ask, explained } = measure;
  const offer = splitOf(state, measure);
  const split = splitText(offer, ask);
  if (ask.own && trainingProblem(state)) return trainingProblem(state);
  if (modelsOf(state, measure).length === 0) return "Choose at least one model.";
  if (split === undefined) return "The numbers of the split have to be put right first.";
  if (explained.text === split && explained.problem) return explained.problem;
  if (seedsOf(ask.seeds).problem) return "The seeds have to be put right first.";
  if (lengthProblem(ask.k)) return "The length of the lists has to be put right first.";
  return asked(state, measure).length === 0 ? "Choose at least one metric." : undefined;
}

/** What the form asks for; undefined while it has a problem. */
export function whatIsAsked(state: State, measure: Measure): Asked | undefined {
  const { report } = state.data;
  const { ask, explained } = measure;
  const offer = splitOf(state, measure);
  const split = splitText(offer, ask);
  if (!report || split === undefined || askProblem(state, measure)) return undefined;
  const { seeds } = seedsOf(ask.seeds);
  const implicit = state.form.implicit && hasValues(state);
  const { relevant } = ask;
  return {
    models: modelsOf(state, measure).map((text) => typed(state, text)),
    how: { split, seeds, metrics: asked(state, measure), relevant, implicit },
    terms: {
      ...{ data: report.name, split, title: splitTitle(offer, ask), seeds, relevant, implicit },
      says: explained.text === split ? (explained.sentence ?? "") : "",
    },
  };
}
