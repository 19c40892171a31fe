// Doing what an element's attributes or the page's address ask for.

import type { Entity, FitSettings } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { BEST, SEED, type State } from "../state.ts";
import { type AskedModel, AUTO, refused, TAB_OF, type Wish } from "../wish.ts";
import { readNamed } from "./reading.ts";
import { trainThis } from "./training.ts";

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
    const spec = await fill(parts, wish);
    await answers.introduce();
    if (wish.view !== "train") await train(parts, spec);
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
  if (!stays && !isOf(state.trained, (await read(parts, wish)).spec)) {
    const spec = await fill(parts, wish);
    if (wish.view !== "train") await train(parts, spec);
  }
  await trainBeside(parts, wish);
  await show(parts, wish);
}

/** Trains this, for somebody who waits for it. */
async function train(parts: Parts, spec: FitSettings): Promise<void> {
  const { state } = parts;
  const { trained } = state;
  const info = state.models.find((m) => m.name === spec.model);
  await trainThis(parts, { spec, title: info?.title ?? BEST, lossName: info?.lossName ?? "" });
  if (state.trained === trained) throw failure(state, "train");
}

/** Trains the model that is asked for beside the one that answers, unless it is there. */
async function trainBeside(parts: Parts, { other }: Wish): Promise<void> {
  const { state } = parts;
  if (!other || !state.trained) return;
  const { spec } = await read(parts, other);
  if (isOf(state.other, spec)) return;
  const { trainOther } = await import("./other.ts");
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

/** Puts the model that is asked for into the form, where there is one; gives what it is trained with. */
export async function fill(parts: Parts, asked: AskedModel): Promise<FitSettings> {
  const { spec, form } = await read(parts, asked);
  if (form) parts.state.form = form;
  return spec;
}

/** What a model that is asked for is trained with, and the form that says so. What reads settings is fetched for that. */
async function read(
  { state, form }: Parts,
  asked: AskedModel,
): Promise<{ spec: FitSettings; form?: State["form"] }> {
  const { model, settings } = asked;
  if (model !== AUTO && !state.models.some((m) => m.name === model)) {
    const names = [AUTO, ...state.models.map((m) => m.name)].join(", ");
    throw refused(`The model is one of ${names}; found “${model}”`);
  }
  if (!form && settings.length === 0)
    return { spec: { model, seed: Number(SEED), implicit: false } };
  const { filledIn } = await import("./filling.ts");
  return filledIn(state, asked);
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
