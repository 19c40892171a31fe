import type { Question } from "../answers.ts";

/** How many items compete for a title on the map. */
const LABELS = 60;

/** Asks for the map. */
export const map: Question = async (answers) => {
  const { explore, trained } = answers.state;
  if (!trained?.report.abilities.item_map) return;
  await answers.ask(
    explore.map,
    "map",
    [],
    (model, engine) => Promise.all([model.itemMap(), engine.findItems("", { n: LABELS })]),
    ([map, known]) => {
      explore.map = { ...explore.map, map, known: known.map((item) => item.id) };
    },
  );
};
