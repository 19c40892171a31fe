import type { Question } from "../answers.ts";
import { STARTERS } from "../state.ts";
import { balance, filter } from "./steering.ts";

/** How many items there are to begin with, in all, and how many of the best known are looked at. */
const TO_BEGIN = 8 * STARTERS;
const KNOWN = 100;

/** Asks the data alone for what most people know, and what one can begin with. */
export const introduce: Question = async (answers) => {
  const { data, explore } = answers.state;
  const { report } = data;
  const engine = await answers.engine;
  const named = report !== undefined && report.titled > 0;
  const [starters, known] = await Promise.all([
    named ? engine.starters({ n: TO_BEGIN }).catch(() => []) : [],
    engine.findItems("", { n: KNOWN }).catch(() => []),
  ]);
  if (data.report !== report) return;
  // One knows a thing by its name, if some have one.
  const byName = starters.filter(({ id, title }) => id !== title);
  Object.assign(explore.you, { starters: byName, known, from: 0 });
  await answers.screen.draw();
};

/** Asks what is for somebody who has said what the visitor has. */
export const you: Question = async (answers) => {
  const { trained, explore } = answers.state;
  const { you, n } = explore;
  if (!trained) return;
  const own = you.own.map(({ id, rating }) => ({
    id,
    rating: trained.feedback === "implicit" ? 1 : rating,
  }));
  const { seen = [], wanted = [] } = you.export ?? {};
  const these = {
    ...filter(answers.state, false),
    onlyItems: you.watchlist === "only" ? wanted : [],
    withoutItems: you.watchlist === "without" ? [...seen, ...wanted] : seen,
  };
  const steered = balance(answers.state);
  await answers.ask(
    you,
    "you",
    [own, n, these, steered, answers.others],
    (model) =>
      Promise.all([
        model.recommendFor(own, { n, ...these, ...steered }),
        answers.beside((other) =>
          other.recommendFor(own, { n, ...these, ...balance(answers.state, other.report) }),
        ),
      ]),
    ([recommended, other]) => {
      you.recommended = recommended;
      you.other = other;
      you.personal = own.length > 0;
    },
  );
};
