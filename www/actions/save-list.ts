import { download, fileName } from "../download.ts";
import { csv } from "../engine/csv.ts";
import type { State } from "../state.ts";

/** Saves a list that is shown to a file. */
export function saveList(state: State, list: "person" | "you" | "items"): void {
  const { person, you, items } = state.explore;
  const { lines, name } = {
    person: {
      lines: person.answer?.recommended ?? [],
      name: fileName("recommended-for", person.chosen?.title ?? ""),
    },
    you: { lines: you.recommended ?? [], name: "recommended-for-you" },
    items: {
      lines: items.similar ?? [],
      name: fileName("similar-to", items.chosen?.title ?? ""),
    },
  }[list];
  const rows = lines.map((line, i) => [i + 1, line.id, line.title, line.score]);
  download(`${name}.csv`, csv([["rank", "id", "title", "score"], ...rows]), "text/csv");
}
