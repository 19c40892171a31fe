import type { TemplateResult } from "lit-html";
import type { Answering } from "../actions/answering.ts";
import type { State } from "../state.ts";
import { explore, views } from "./explore.ts";
import type { Guests } from "./guest.ts";
import { kept } from "./kept.ts";
import { offer } from "./offer.ts";
import { train } from "./train.ts";

/** Everything that can stand in another page. */
export function everything(
  state: State,
  act: Answering,
  map: () => TemplateResult,
): Required<Guests> {
  return {
    ...views(state, act, map),
    all: () => explore(state, act, map),
    train: () => train(state, act),
    kept: () => kept(state.keep, act),
    offer: () => offer(state, act),
  };
}
