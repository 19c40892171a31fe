// A curve as an address, `#sample=films&model=als factors=32&curve=epochs`. Never any ratings.

import type { FitSettings } from "../engine/client.ts";
import { asked, present } from "../present.ts";
import type { State } from "../state.ts";
import { textsOf } from "../wish.ts";
import type { CurveKind } from "./kinds.ts";

/** Where the data come from, as the page's own address says it. */
const DATA = ["sample", "src", "data"];

/** The part of an address that draws a curve of this model again, on the data that the page's `own` address names. */
export function curveLink(state: State, spec: FitSettings, kind: CurveKind, own: string): string {
  const now = new URLSearchParams(own.replace(/^#/, ""));
  const model = textsOf({ ...present(state), ...asked(state, spec), other: undefined });
  const texts = [
    ...[...now].filter(([name]) => DATA.includes(name)),
    ...model.filter(([name]) => name === "model"),
    ["curve", kind],
  ];
  return `#${new URLSearchParams(texts).toString().replaceAll("%3D", "=")}`;
}
