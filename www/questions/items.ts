import type { Question } from "../answers.ts";

/** Asks what is similar to an item. */
export const items: Question = async (answers) => {
  const { explore, trained } = answers.state;
  if (!trained?.report.abilities.similar_items) return;
  const { n } = explore;
  explore.items.chosen ??= (await (await answers.engine).findItems("", { n: 1 }))[0];
  const id = explore.items.chosen?.id;
  if (id === undefined) return;
  await answers.ask(
    explore.items,
    "items",
    [id, n],
    (model) => model.similarItems(id, { n }),
    (similar) => {
      explore.items.similar = similar;
    },
  );
};
