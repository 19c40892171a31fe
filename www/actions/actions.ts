import type { WithOwn, WithPainter } from "../parts.ts";
import { answering } from "./answering.ts";
import { columns } from "./columns.ts";
import { curves } from "./curves.ts";
import { data } from "./data.ts";
import { escaping } from "./escape.ts";
import { form } from "./form.ts";
import { measure } from "./measure.ts";

/** Everything a person can do. */
export function actions(parts: WithOwn & WithPainter) {
  return {
    ...answering(parts),
    ...data(parts),
    ...escaping(parts),
    ...columns(parts),
    ...form(parts),
    ...measure(parts),
    ...curves(parts),
  };
}

/** Everything a person can do. */
export type Actions = ReturnType<typeof actions>;
