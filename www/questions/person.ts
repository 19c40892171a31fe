import type { Question } from "../answers.ts";
import { balance, filter } from "./steering.ts";

/** How many lines stand beside a list. */
const BESIDE = 10;

/** Asks about a person of the data. */
export const person: Question = async (answers) => {
  const { explore } = answers.state;
  const { person, n } = explore;
  const these = filter(answers.state, true);
  const steered = balance(answers.state);
  if (answers.model) person.chosen ??= await (await answers.engine).somebody();
  const id = person.chosen?.id;
  if (id === undefined) return;
  await answers.ask(
    person,
    "person",
    [id, n, these, steered, answers.others],
    async (model, engine) => {
      const [recommended, other, rated, similar] = await Promise.all([
        model.recommend(id, { n, ...these, ...steered }),
        answers.beside((other) =>
          other.recommend(id, { n, ...these, ...balance(answers.state, other.report) }),
        ),
        engine.ratingsOf(id, { n: BESIDE }),
        model.report.abilities.similar_users ? model.similarUsers(id, { n: BESIDE }) : [],
      ]);
      return { recommended, other, rated, similar };
    },
    (answer) => {
      explore.person.answer = answer;
    },
  );
};
