// What of a model's parameters is not at its default.

import type { ParamSpec, Value } from "./engine/client.ts";
import { decimal } from "./words.ts";

/** The parameters whose values differ from the defaults, and those values. */
export function changed(
  params: ParamSpec[],
  given: Record<string, Value | undefined>,
): [ParamSpec, Value][] {
  const same = (a: Value, b: Value) =>
    typeof a === "number" && typeof b === "number" ? Math.fround(a) === Math.fround(b) : a === b;
  return params.flatMap((p): [ParamSpec, Value][] => {
    const value = given[p.name];
    return value === undefined || same(p.default, value) ? [] : [[p, value]];
  });
}

/** A value as people read it. */
export function valueText(value: Value | undefined): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? decimal(value) : (value ?? "");
}

/** The values that differ from the defaults, as “factors 32, epochs 10”. */
export function changes(params: ParamSpec[], given: Record<string, Value>): string {
  return changed(params, given)
    .map(([p, value]) => `${p.name.replaceAll("_", " ")} ${valueText(value)}`)
    .join(", ");
}
