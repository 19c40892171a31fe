// Doing what an element's attributes or the page's address ask for.

import type { Entity, FitSettings } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { settings, trainingProblem } from "../settings.ts";
import { AUTO, SEED, type State } from "../state.ts";
import { type AskedModel, refused, TAB_OF, type Wish } from "../wish.ts";
import { plain } from "../words.ts";
import { trainOther } from "./against.ts";
import { readNamed } from "./reading.ts";
import { chooseModel, trainModel } from "./training.ts";

/** How many of what a search finds are looked at for the one that is meant. */
const NAMESAKES = 100;

/**
 * Gets the data that are asked for, from these files where there are any, and the model.
 *
 * @throws what went wrong, in words; nothing where somebody has stopped it.
 */
export async function grant(parts: Parts, wish: Wish, files: File[]): Promise<void> {
  const { state, answers } = parts;
  if (!(await readNamed(parts, files, wish.sample ?? ""))) throw failure(state, "read");
  aim(state, wish);
  // A saved model answers already.
  if (!state.trained) {
    askForModel(state, wish);
    await answers.introduce();
    if (wish.view !== "train") await train(parts);
  }
  await trainBeside(parts, wish);
  await show(parts, wish);
}

/**
 * Shows what is asked for of the data that are there, by the model that is asked for. Where that answers already, or none is
 * asked for and a training goes on that was interrupted, form and model stay as they were left.
 */
export async function grantOfPresent(parts: Parts, wish: Wish): Promise<void> {
  const { state } = parts;
  const opened = state.trained && !state.trained.spec;
  const stays = wish.model === AUTO && (opened || state.unfinished);
  if (!stays && !isOf(state.trained, settingsOf(state, wish))) {
    askForModel(state, wish);
    if (wish.view !== "train") await train(parts);
  }
  await trainBeside(parts, wish);
  await show(parts, wish);
}

/** Trains what the form says, for somebody who waits for it. */
async function train(parts: Parts): Promise<void> {
  const { trained } = parts.state;
  await trainModel(parts);
  if (parts.state.trained === trained) throw failure(parts.state, "train");
}

/** Trains the model that is asked for beside the one that answers, unless it is there. */
async function trainBeside(parts: Parts, { other }: Wish): Promise<void> {
  const { state } = parts;
  if (!other || !state.trained) return;
  const spec = settingsOf(state, other);
  if (isOf(state.other, spec)) return;
  await trainOther(parts, spec);
  if (!isOf(state.other, spec)) throw failure(state, "train");
}

/** Whether this is the model that was trained so. */
function isOf(trained: State["trained"], spec: FitSettings | undefined): boolean {
  return trained !== undefined && JSON.stringify(trained.spec) === JSON.stringify(spec);
}

/** Shows what is asked for of data and a model that are there. */
export async function show(parts: Parts, wish: Wish): Promise<void> {
  const { state, answers, screen } = parts;
  const engine = await parts.engine;
  aim(state, wish);
  const [person, item] = await Promise.all([
    meant(wish.person, (query) => engine.findUsers(query, { n: NAMESAKES })),
    meant(wish.item, (query) => engine.findItems(query, { n: NAMESAKES })),
  ]);
  if (person) answers.about("person", person);
  if (item) answers.about("items", item);
  void screen.draw();
  await answers.show();
}

/** Turns to the view and the length that are asked for. */
function aim(state: State, { view, n }: Wish): void {
  if (view !== "train" && view !== "all") state.explore.tab = TAB_OF[view];
  state.explore.n = n;
}

/** Puts the model into the form. */
function askForModel(state: State, asked: AskedModel): void {
  const { form, models } = state;
  if (asked.model !== AUTO && !models.some((m) => m.name === asked.model)) {
    const names = [AUTO, ...models.map((m) => m.name)].join(", ");
    throw refused(`The model is one of ${names}; found “${asked.model}”`);
  }
  chooseModel(state, asked.model);
  form.seed = SEED;
  form.implicit = false;
  for (const [name, value] of asked.settings) {
    const before = form.texts[name];
    if (name === "seed") form.seed = value;
    else if (name === "implicit") form.implicit = value === "true";
    else if (!Object.hasOwn(form.texts, name))
      throw refused(`“${name}” is no setting of the model ${asked.model}`);
    else form.texts[name] = typeof before === "boolean" ? value === "true" : value;
  }
  if (!settings(state)) throw refused(plain(trainingProblem(state)).replace(/\.$/, ""));
}

/** What a model that is asked for is trained with; the form stays. */
function settingsOf(state: State, asked: AskedModel): FitSettings {
  const asking = { ...state, form: { ...state.form } };
  askForModel(asking, asked);
  return settings(asking) ?? {};
}

/** Whom or what this names: the one with this id, else the one with this title. */
async function meant(
  name: string | undefined,
  find: (query: string) => Promise<Entity[]>,
): Promise<Entity | undefined> {
  if (name === undefined) return undefined;
  const found = await find(name).catch(() => []);
  const same = (key: "id" | "title") => found.find((entity) => entity[key] === name);
  // One that is not found is asked for all the same: the model says that there is none.
  return same("id") ?? same("title") ?? { id: name, title: name, ratings: 0 };
}

function failure({ ends }: State, kind: "read" | "train"): Error {
  const end = ends[kind];
  return Object.assign(new Error(end?.error ?? end?.note ?? "Stopped."), {
    name: end?.error ? "Error" : "AbortError",
  });
}
