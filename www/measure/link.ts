// A comparison as an address, `#sample=films&compare=als,ease&split=time:0.2&seed=42&k=10`, and back. Never any ratings.

import type { State } from "../state.ts";
import { refused } from "../wish.ts";
import { modelsOf, ownModel, readModel, seedsOf, writeModel } from "./ask.ts";
import { asked, lengthProblem, metricOf } from "./metrics.ts";
import { splitOf, splitText, takeSplit } from "./splits.ts";
import type { Measure } from "./state.ts";

/**
 * The part of an address that repeats what the form asks for. The data are named where they are a sample or what the
 * `present` address names; files of one's own have to be open when it is followed.
 */
export function linkOf(state: State, measure: Measure, present: string): string {
  const { ask } = measure;
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
  texts.set("compare", modelsOf(state, measure).join(","));
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
 * Puts what an address asks to compare into the form.
 *
 * @throws `ParameterError`, saying what was expected and found.
 */
export function takeLink(state: State, measure: Measure, hash: string): void {
  const texts = new URLSearchParams(hash.replace(/^#/, ""));
  const { ask, metrics } = measure;
  const listed = (name: string) => (texts.get(name) ?? "").split(",").filter((text) => text.trim());
  const models = listed("compare").map((text) => text.trim());
  for (const text of models) checkModel(state, text);
  const own = ownModel(state);
  ask.own = own !== undefined && models.includes(writeModel(own));
  ask.all = models.includes("all");
  ask.models = models.filter(
    (text) => text !== "all" && !(ask.own && own && text === writeModel(own)),
  );
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

function checkModel(state: State, text: string): void {
  const { model, ...settings } = readModel(text);
  const names = ["all", "auto", ...state.models.map((m) => m.name)];
  if (!names.includes(model))
    throw refused(`The models to compare are among ${names.join(", ")}; found “${model}”`);
  const params = state.models.find((m) => m.name === model)?.params ?? [];
  const wrong = Object.keys(settings).find((name) => !params.some((p) => p.name === name));
  if (wrong !== undefined) throw refused(`“${wrong}” is no setting of the model ${model}`);
}
