import type { Parts } from "../parts.ts";

/** Shows what is similar to an item, in its own tab; the focus goes along. */
export async function showSimilar(
  { state, screen, answers }: Parts,
  { id, title }: { id: string; title: string },
): Promise<void> {
  state.explore.tab = "items";
  answers.about("items", { id, title, ratings: 0 });
  await Promise.all([screen.focus("#similar"), answers.show()]);
}
