// Keeping what a visitor does in an element on the device, where its author asks for that.

import { keeping } from "../actions/keeping.ts";
import { Keeper } from "../keep/keeper.ts";
import { whether } from "../keep/whether.ts";
import type { Parts } from "../parts.ts";
import type { Guests } from "../view/guest.ts";
import { kept } from "../view/kept.ts";

/** Keeps under this name from here on, or says why not. Shows what is kept. */
export async function keep(parts: Parts, name: string): Promise<Guests> {
  const asked = new URLSearchParams("keep");
  const keeps = whether(asked);
  if (keeps === true) ({ keeper: parts.keeper } = await Keeper.start(parts, asked, name));
  else if (keeps) parts.state.keep = { bytes: 0, notes: [], not: keeps };
  const act = keeping(parts);
  return { kept: () => kept(parts.state.keep, act) };
}
