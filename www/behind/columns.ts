// The choice of what columns mean.

import { html } from "lit-html";
import { columns } from "../actions/columns.ts";
import type { Parts } from "../parts.ts";
import { columns as view } from "../view/columns.ts";
import type { Viewed } from "./behind.ts";

/** Begins the part “Columns”. */
export async function begin(parts: Parts): Promise<Viewed> {
  const { state } = parts;
  const act = columns(parts);
  return {
    view: () => (state.data.choosing ? view(state.data.choosing, state, act) : html``),
  };
}
