// The parameters of a model as texts in a form, and back.

import type { ParamSpec, Value } from "./engine/client.ts";
import { decimal } from "./words.ts";

/** What stands in the fields, by the parameter's name. */
export type Texts = Record<string, string | boolean>;

/** A field's value, or what is wrong with it. */
export type Checked = { value: Value; problem?: never } | { problem: string; value?: never };

/** The fields as they are at first. */
export function defaults(params: ParamSpec[]): Texts {
  return Object.fromEntries(
    params.map((p) => [p.name, typeof p.default === "number" ? decimal(p.default) : p.default]),
  );
}

/** The range in words, or an empty string where there is no useful one. */
export function range(param: ParamSpec): string {
  if (param.kind !== "integer" && param.kind !== "number") return "";
  const unbounded = param.kind === "integer" ? param.max >= 4_294_967_295 : param.max > 3e38;
  const [min, max] = [decimal(param.min), decimal(param.max)];
  return unbounded ? `${min} or more` : `${min} to ${max}`;
}

/** Reads and checks one field. */
export function check(param: ParamSpec, text: string | boolean): Checked {
  if (param.kind === "switch") return { value: text === true };
  const found = String(text).trim();
  if (param.kind === "choice") {
    const names = param.choices.map((c) => c.name);
    return names.includes(found)
      ? { value: found }
      : { problem: `Choose one of ${names.join(", ")}.` };
  }
  const kind = param.kind === "integer" ? "a whole number" : "a number";
  if (found === "") return { problem: `Needed: ${kind}, ${range(param)}.` };
  const number = Number(found.replace(",", "."));
  // The core compares in single precision.
  const inside =
    Math.fround(number) >= Math.fround(param.min) && Math.fround(number) <= Math.fround(param.max);
  if (!Number.isFinite(number) || (param.kind === "integer" && !Number.isInteger(number))) {
    return { problem: `Needed: ${kind}, ${range(param)}; found “${found}”.` };
  }
  return inside ? { value: number } : { problem: `Needed: ${range(param)}; found ${found}.` };
}

/** Reads and checks the seed: any whole number that JavaScript holds exactly. */
export function checkSeed(text: string): Checked {
  const number = Number(text.trim());
  const good = text.trim() !== "" && Number.isSafeInteger(number) && number >= 0;
  return good
    ? { value: number }
    : { problem: `Needed: a whole number from 0; found “${text.trim()}”.` };
}

/** All values, or the names of the fields that have a problem. */
export function values(
  params: ParamSpec[],
  texts: Texts,
): { values: Record<string, Value>; problems: string[] } {
  const result: Record<string, Value> = {};
  const problems: string[] = [];
  for (const param of params) {
    const checked = check(param, texts[param.name] ?? "");
    if (checked.problem === undefined) result[param.name] = checked.value;
    else problems.push(param.name);
  }
  return { values: result, problems };
}
