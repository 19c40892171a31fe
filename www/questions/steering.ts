// How the lists for somebody are steered.

import type { ListOptions } from "../engine/client.ts";
import type { CategoryFilter, State } from "../state.ts";

/** How a model's lists are steered. One that does not know what is alike cannot vary it. */
export function balance(
  { explore, trained }: State,
  report = trained?.report,
): State["explore"]["balance"] {
  const { adventure, diversity } = explore.balance;
  return { adventure, diversity: report?.abilities.similar_items ? diversity : 0 };
}

/** What the lists may have in them; `withSeen` where that can be said of what has been rated already. */
export function filter({ explore }: State, withSeen: boolean): ListOptions {
  const { categories, includeSeen } = explore.filter;
  const those = (how: CategoryFilter) =>
    Object.keys(categories).filter((name) => categories[name] === how);
  return {
    includeSeen: withSeen && includeSeen,
    onlyCategories: those("only"),
    withoutCategories: those("without"),
  };
}
