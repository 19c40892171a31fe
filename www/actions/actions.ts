import type { Parts } from "../parts.ts";
import { columns } from "./columns.ts";
import { data } from "./data.ts";
import { explore } from "./explore.ts";
import { form } from "./form.ts";
import { map } from "./map.ts";
import { measure } from "./measure.ts";
import { own } from "./own.ts";
import { panels } from "./panels.ts";
import { train } from "./train.ts";
import { write } from "./write.ts";

/** Everything a person can do. */
export function actions(parts: Parts) {
  return {
    ...panels(parts),
    ...data(parts),
    ...columns(parts),
    ...form(parts),
    ...train(parts),
    ...explore(parts),
    ...own(parts),
    ...map(parts),
    ...measure(parts),
    ...write(parts),
  };
}

/** Everything a person can do. */
export type Actions = ReturnType<typeof actions>;
