// What is shown now, in the words in which it can be asked for again.

import { changed } from "./form.ts";
import { settings } from "./settings.ts";
import { AUTO, SEED, type State, tabsOf } from "./state.ts";
import { viewOf, type Wish } from "./wish.ts";

/** What would have to be asked for to come here; `src` are the addresses that the data were fetched from, if they were. */
export function present(state: State, src: string[] = []): Wish {
  const { trained, explore, data } = state;
  const { tab, n, person, items } = explore;
  return {
    src,
    sample: data.sample?.name,
    model: (trained ? trained.spec : settings(state))?.model ?? AUTO,
    settings: changes(state),
    view: tab === tabsOf(state)[0] ? "all" : viewOf(tab),
    person: tab === "person" ? person.chosen?.id : undefined,
    item: tab === "items" ? items.chosen?.id : undefined,
    n,
  };
}

/** The settings of the model that answers, or of the form before one does, where they are not at their defaults. */
function changes(state: State): Wish["settings"] {
  const { trained } = state;
  const spec = trained ? trained.spec : settings(state);
  if (!spec) return [];
  const { model, seed, implicit, ...values } = spec;
  const params = state.models.find((m) => m.name === model)?.params ?? [];
  const list: Wish["settings"] = changed(params, values).map(([{ name }, value]) => [
    name,
    String(value),
  ]);
  if (seed !== undefined && String(seed) !== SEED) list.push(["seed", String(seed)]);
  if (implicit) list.push(["implicit", "true"]);
  return list;
}
