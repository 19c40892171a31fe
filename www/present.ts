// What is shown now, in the words in which it can be asked for again.

import { changed } from "./changes.ts";
import type { FitSettings, Value } from "./engine/client.ts";
import { settings } from "./settings.ts";
import { SEED, type State, tabsOf } from "./state.ts";
import { type AskedModel, AUTO, viewOf, type Wish } from "./wish.ts";

/** What would have to be asked for to come here; `src` are the addresses that the data were fetched from, if they were. */
export function present(state: State, src: string[] = []): Wish {
  const { trained, other, explore, data } = state;
  const { tab, n, person, items } = explore;
  return {
    src,
    sample: data.sample?.name,
    // The model that answers, or that of the form before one does.
    ...asked(state, trained ? trained.spec : settings(state)),
    other: other && asked(state, other.spec),
    view: tab === tabsOf(state)[0] ? "all" : viewOf(tab),
    person: tab === "person" ? person.chosen?.id : undefined,
    item: tab === "items" ? items.chosen?.id : undefined,
    n,
  };
}

/** A model in the words in which it is asked for, with those of its settings that are not at their defaults. */
export function asked(state: State, spec: FitSettings | undefined): AskedModel {
  const { model = AUTO, seed, implicit, ...values } = spec ?? {};
  const params = state.models.find((m) => m.name === model)?.params ?? [];
  const list: AskedModel["settings"] = changed(params, values as Record<string, Value>).map(
    ([{ name }, value]) => [name, String(value)],
  );
  if (seed !== undefined && String(seed) !== SEED) list.push(["seed", String(seed)]);
  if (implicit) list.push(["implicit", "true"]);
  return { model, settings: list };
}
