import type { Answering } from "../actions/answering.ts";
import type { State } from "../state.ts";
import { explore, views } from "./explore.ts";
import type { Guests } from "./guest.ts";
import { kept } from "./kept.ts";
import { offer } from "./offer.ts";
import { train } from "./train.ts";

/** Everything that can stand in another page. */
export function everything(state: State, act: Answering): Required<Guests> {
  return {
    ...views(state, act),
    all: () => explore(state, act),
    train: () => train(state, act),
    kept: () => kept(state.keep, act),
    offer: () => offer(state, act),
  };
}
