import type { WithOwn } from "../parts.ts";
import { answering } from "./answering.ts";
import { comesBehind } from "./behind.ts";
import { data } from "./data.ts";
import { escaping } from "./escape.ts";
import { form } from "./form.ts";
import { repeating } from "./repeating.ts";

/** Everything a person can do. */
export function actions(parts: WithOwn) {
  const behind = comesBehind(parts);
  return {
    behind,
    ...answering(parts),
    ...data(parts),
    ...escaping(parts),
    ...form(parts),
    ...repeating(behind),
  };
}

/** Everything a person can do. */
export type Actions = ReturnType<typeof actions>;
