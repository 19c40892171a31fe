// Comparisons and searches as addresses, `#sample=films&compare=als,ease&split=time:0.2&seed=42&k=10`, and back. Never
// any ratings.

import { defaults } from "../form.ts";
import { chosenModel, isAuto } from "../settings.ts";
import type { State } from "../state.ts";
import { refused } from "../wish.ts";
import { modelsOf, ownModel, readModel, seedsOf, writeModel } from "./ask.ts";
import { asked, lengthProblem, metricOf } from "./metrics.ts";
import { rangeText, readRange } from "./ranges.ts";
import { splitOf, splitText, takeSplit } from "./splits.ts";
import type { Measure } from "./state.ts";
import { budgetProblem, choosers, chosenRanges, trialsProblem } from "./wanted.ts";

/**
 * The part of an address that repeats the comparison which the form asks for. The data are named where they are a sample or what the
 * `present` address names; files of one's own have to be open when it is followed.
 */
export function linkOf(state: State, measure: Measure, present: string): string {
  const texts = data(state, present);
  texts.set("compare", modelsOf(state, measure).join(","));
  return withTerms(texts, state, measure);
}

/** The same of the search which the form asks for. */
export function searchLink(state: State, measure: Measure, present: string): string {
  const texts = data(state, present);
  const { search } = measure;
  const [usual = ""] = choosers(state, measure);
  const ranges = chosenRanges(state, measure).map(({ param, range }) => rangeText(param, range));
  const own = isAuto(state) ? {} : ownModel(state);
  texts.set("search", writeModel({ ...own, model: chosenModel(state)?.name ?? "" }));
  texts.set("ranges", ranges.join(","));
  for (const name of ["trials", "budget"] as const)
    if (search[name].trim()) texts.set(name, search[name].trim());
  texts.set("by", (search.metric ?? usual).split("@")[0] ?? "");
  return withTerms(texts, state, measure);
}

/** The data, where an address can name them. */
function data(state: State, present: string): URLSearchParams {
  const texts = new URLSearchParams();
  const { sample, attempt } = state.data;
  const src = new URLSearchParams(present.replace(/^#/, "")).get("src");
  const named = src
    ?.trim()
    .split(/\s+/)
    .map((address) => address.split("/").at(-1));
  const open = attempt?.files.map((file) => ("name" in file ? file.name : undefined));
  if (sample) texts.set("sample", sample.name);
  else if (src && JSON.stringify(named) === JSON.stringify(open)) texts.set("src", src);
  return texts;
}

/** With what is hidden and what is measured. */
function withTerms(texts: URLSearchParams, state: State, measure: Measure): string {
  const { ask } = measure;
  texts.set("split", splitText(splitOf(state, measure), ask) ?? "");
  texts.set("seed", seedsOf(ask.seeds).seeds.join(","));
  texts.set("k", ask.k.trim());
  texts.set("metrics", [...new Set(asked(state, measure).map((m) => m.split("@")[0]))].join(","));
  if (ask.relevant !== "all") texts.set("relevant", ask.relevant);
  if (state.form.implicit) texts.set("implicit", "true");
  // Readable where an address may be.
  return `#${texts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3D", "=")}`;
}

/**
 * Puts what an address asks to compare or to search into the forms.
 *
 * @throws `ParameterError`, saying what was expected and found.
 */
export function takeLink(state: State, measure: Measure, hash: string): void {
  const texts = new URLSearchParams(hash.replace(/^#/, ""));
  const { ask, metrics } = measure;
  const listed = (name: string) => (texts.get(name) ?? "").split(",").filter((text) => text.trim());
  if (texts.has("search")) takeSearch(state, measure, texts);
  if (texts.has("compare")) {
    const models = listed("compare").map((text) => text.trim());
    for (const text of models) checkModel(state, text, ["all", "auto"]);
    const own = ownModel(state);
    const same = (text: string) => own !== undefined && text === writeModel(own);
    ask.own = models.some(same);
    ask.all = models.includes("all");
    ask.models = models.filter((text) => text !== "all" && !same(text));
  }
  const split = texts.get("split");
  if (split && !takeSplit(state, measure, split))
    throw refused(`The split is one that the data can have; found “${split}”`);
  const seeds = texts.get("seed");
  if (seeds !== null) {
    const { problem } = seedsOf(seeds);
    if (problem) throw refused(`seed: ${problem.replace(/\.$/, "")}`);
    ask.seeds = seeds.replaceAll(",", ", ");
  }
  const k = texts.get("k");
  if (k !== null) {
    const problem = lengthProblem(k);
    if (problem) throw refused(`k: ${problem.replace(/\.$/, "")}`);
    ask.k = k;
  }
  if (texts.has("metrics")) {
    const names = listed("metrics");
    const wrong = names.find((name) => !metricOf(metrics, name));
    if (wrong) throw refused(`“${wrong}” is no metric`);
    ask.metrics = Object.fromEntries(metrics.map(({ name }) => [name, names.includes(name)]));
  }
  if (texts.has("relevant")) ask.relevant = texts.get("relevant") === "liked" ? "liked" : "all";
  if (texts.has("implicit")) state.form.implicit = texts.get("implicit") === "true";
}

function takeSearch(state: State, { search, metrics }: Measure, texts: URLSearchParams): void {
  const asked = texts.get("search") ?? "";
  checkModel(state, asked, []);
  const { model, ...settings } = readModel(asked);
  const params = state.models.find((m) => m.name === model)?.params ?? [];
  const ranges = (texts.get("ranges") ?? "").split(",").filter(Boolean);
  const read = ranges.map((text) => {
    const range = readRange(params, text);
    if (!range) throw refused(`“${text}” is no range of a setting of ${model}`);
    return range;
  });
  const by = texts.get("by");
  if (by && !metricOf(metrics, by)) throw refused(`“${by}” is no metric`);
  const budget = texts.get("budget") ?? "";
  const trials = texts.get("trials") ?? (budget ? "" : search.trials);
  const problems = { trials: trialsProblem(trials, budget), budget: budgetProblem(budget) };
  for (const [name, problem] of Object.entries(problems))
    if (problem) throw refused(`${name}: ${problem.replace(/\.$/, "")}`);
  Object.assign(search, { trials, budget });
  search.metric = by ?? undefined;
  search.ranges = { ...search.ranges, [model]: Object.fromEntries(read) };
  state.panels.search = true;
  state.form.model = model;
  const given = Object.entries(settings).map(([name, value]) => {
    const kind = params.find((p) => p.name === name)?.kind;
    return [name, kind === "switch" ? value === "true" : value];
  });
  state.form.texts = { ...defaults(params), ...Object.fromEntries(given) };
}

function checkModel(state: State, text: string, others: string[]): void {
  const { model, ...settings } = readModel(text);
  const names = [...others, ...state.models.map((m) => m.name)];
  if (!names.includes(model))
    throw refused(`The models are among ${names.join(", ")}; found “${model}”`);
  const params = state.models.find((m) => m.name === model)?.params ?? [];
  const wrong = Object.keys(settings).find((name) => !params.some((p) => p.name === name));
  if (wrong !== undefined) throw refused(`“${wrong}” is no setting of the model ${model}`);
}
