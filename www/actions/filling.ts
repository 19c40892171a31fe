// The form of the model as somebody asks for it, by an element's attributes or the page's address.

import type { FitSettings } from "../engine/client.ts";
import { settings, trainingProblem } from "../settings.ts";
import { type State, unformed } from "../state.ts";
import { type AskedModel, refused } from "../wish.ts";
import { plain } from "../words.ts";
import { chooseModel } from "./choosing.ts";

/** The form that says what is asked for, and what that trains. */
export function filledIn(
  state: State,
  asked: AskedModel,
): { form: State["form"]; spec: FitSettings } {
  const asking = { ...state, form: unformed() };
  const { form } = asking;
  chooseModel(asking, asked.model);
  for (const [name, value] of asked.settings) {
    const before = form.texts[name];
    if (name === "seed") form.seed = value;
    else if (name === "implicit") form.implicit = value === "true";
    else if (!Object.hasOwn(form.texts, name))
      throw refused(`“${name}” is no setting of the model ${asked.model}`);
    else form.texts[name] = typeof before === "boolean" ? value === "true" : value;
  }
  const spec = settings(asking);
  if (!spec) throw refused(plain(trainingProblem(asking)).replace(/\.$/, ""));
  return { form, spec };
}
