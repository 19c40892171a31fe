// What a search tries: the registry's ranges, and what somebody made of them.

import type { ParamSpec } from "../engine/client.ts";
import { check } from "../form.ts";
import { decimal } from "../words.ts";
import type { Range, Search } from "./state.ts";

/** The parameters that can be searched. */
export function searchable(params: ParamSpec[]): ParamSpec[] {
  return params.filter((p) => p.search || p.kind === "choice" || p.kind === "switch");
}

/** The range in the form of this model. */
export function rangeOf(model: string, param: ParamSpec, { ranges }: Search): Range {
  const given = ranges[model]?.[param.name];
  if (given) return given;
  const { low = 0, high = 1, log = false } = param.search ?? {};
  const text = (end: number) => decimal(param.kind === "integer" ? Math.round(end) : end);
  return { on: false, low: text(low), high: text(high), log };
}

/** What is wrong with a range, if so. */
export function rangeProblem(param: ParamSpec, { low, high, log }: Range): string | undefined {
  if (!param.search) return undefined;
  for (const text of [low, high]) {
    const { problem } = check(param, text);
    if (problem) return problem;
  }
  const [from, to] = [low, high].map((text) => Number(text.replace(",", ".")));
  if (!((from ?? 0) < (to ?? 0))) return "The first has to be less than the second.";
  return log && (from ?? 0) <= 0 ? "By ratio, the first has to be above 0." : undefined;
}

/** A range as the core takes it: “factors=8..256:log”; choices by their name alone. */
export function rangeText(param: ParamSpec, { low, high, log }: Range): string {
  if (!param.search) return param.name;
  const number = (text: string) => text.trim().replace(",", ".");
  return `${param.name}=${number(low)}..${number(high)}:${log ? "log" : "linear"}`;
}
