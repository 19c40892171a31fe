// What was kept comes back: files from the store, and from them the page as it was left.

import { begin, estimate } from "../actions/beginning.ts";
import { chooseModel } from "../actions/choosing.ts";
import { openModel } from "../actions/model.ts";
import { load, read, takeSample } from "../actions/reading.ts";
import { resumeTraining } from "../actions/training.ts";
import type { Input } from "../engine/client.ts";
import type { Parts } from "../parts.ts";
import { type OwnRated, tabsOf, type Unfinished } from "../state.ts";
import { AUTO } from "../wish.ts";
import {
  filesNamed,
  fitting,
  type Kept,
  type KeptFile,
  type KeptWork,
  type Thing,
  unfinishedOf,
} from "./document.ts";
import type { Store } from "./store.ts";

/** The files that are whole, by their names in the store, and the names of those that are not. */
export interface Files {
  whole: Map<string, Blob>;
  damaged: Set<string>;
}

/** What came back. */
export interface Brought {
  /** Whether there are data. */
  back: boolean;
  /** What is in the store already, and under which names. */
  things: [thing: Thing, name: string][];
  /** What is lost, in words. */
  notes: string[];
}

/** Gets all files of a document from the store. */
export async function fetchFiles(store: Store<Kept>, kept: Kept): Promise<Files> {
  const files: Files = { whole: new Map(), damaged: new Set() };
  for (const file of filesNamed(kept)) {
    try {
      files.whole.set(file, await store.get(file));
    } catch {
      files.damaged.add(file);
    }
  }
  return files;
}

/**
 * Brings everything back; data and model unless the page's address, in `asked`, names others. A training that was interrupted
 * goes on once this tab keeps (`locked`): another one may be at it.
 */
export async function bringBack(
  parts: Parts,
  kept: Kept,
  files: Files,
  asked: URLSearchParams,
  locked: Promise<boolean>,
): Promise<Brought> {
  const { state } = parts;
  const { you } = state.explore;
  const brought: Brought = { back: false, things: [], notes: [] };
  // Data that come now are met with it.
  if (Array.isArray(kept.you.rated)) you.away = kept.you.rated.filter(isRated);
  const { export: own } = kept.you;
  const inputs = own && inputsOf(own.files, files, brought);
  if (own && inputs) you.files = { name: own.name, files: inputs };
  if (kept.work.data && !namesOthers(asked, kept.work)) {
    brought.back = await bringWork(parts, kept.work, files, brought);
    if (brought.back) {
      const unfinished = await trainingOf(kept.work, files, brought);
      showAgain(parts, kept.work, unfinished, locked);
      state.explore.you.watchlist = fitting(you.watchlist, kept.you.watchlist);
    }
  }
  // It is taken once the part “Measure” is there.
  state.measured = kept.measured;
  state.write = fitting(state.write, kept.write);
  state.panels = fitting(state.panels, kept.panels);
  if (brought.back) await Promise.all([parts.answers.show(), parts.answers.introduce()]);
  return brought;
}

/** Whether the address asks for other data than those that were kept. */
function namesOthers(asked: URLSearchParams, { data }: KeptWork): boolean {
  const sample = asked.get("sample");
  if (asked.has("src")) return true;
  return sample !== null && !(data?.kind === "sample" && data.name === sample);
}

/** Brings back data and model; false where there are no data then. */
async function bringWork(
  parts: Parts,
  { data, model }: KeptWork,
  files: Files,
  brought: Brought,
): Promise<boolean> {
  const { state, answers } = parts;
  const saved = model && files.whole.get(model.file);
  if (model && !saved) brought.notes.push("The model is damaged on this device, and lost.");
  const sources = data?.kind === "files" ? inputsOf(data.files, files, brought) : undefined;
  const name = data?.kind === "files" ? data.files.map((file) => file.name).join(", ") : "the data";
  const done = await read(
    parts,
    name,
    async (engine, signal) => {
      if (data?.kind === "sample") await takeSample(parts, engine, data.name, signal);
      else if (data?.kind === "files" && sources)
        await load(parts, engine, sources, data.options, signal);
      // A saved model has the ratings that it learned from, unless they are many.
      else if (saved) return openModel(parts, engine, [saved], signal);
      else throw new Error("neither its files nor a model are left");
      if (!model || !saved) return;
      try {
        answers.take(await engine.recall(saved, model.report), model.spec);
      } catch {
        brought.notes.push("The model could not be opened again; train it anew.");
      }
    },
    true,
  );
  if (!done) {
    const { error } = state.ends.read ?? {};
    if (error) brought.notes.push(`What was kept of ${name} could not be read again: ${error}`);
  }
  if (done && model && answers.model) brought.things.push([answers.model, model.file]);
  return done;
}

/** Shows the work as it was left. */
function showAgain(
  parts: Parts,
  { form, view }: KeptWork,
  unfinished: Unfinished | undefined,
  locked: Promise<boolean>,
): void {
  const { state, answers } = parts;
  state.form = fitting(state.form, form);
  const known = state.models.some((m) => m.name === state.form.model);
  if (!known && state.form.model !== AUTO) chooseModel(state, AUTO);
  const { report } = state.data;
  // Where the model is lost, or was never finished, it is trained.
  const otherwise = () => void (state.trained ? estimate(parts) : begin(parts, { again: true }));
  if (unfinished) {
    state.starting = !state.trained;
    state.unfinished = unfinished;
    void locked.then((held) => {
      if (state.data.report !== report) return;
      state.starting = false;
      if (!held) state.unfinished = undefined;
      if (held) void resumeTraining(parts, unfinished);
      else otherwise();
    });
  } else otherwise();
  const { explore } = state;
  if (tabsOf(state).includes(view.tab)) explore.tab = view.tab;
  explore.n = fitting(explore.n, view.n);
  explore.filter = fitting(explore.filter, view.filter);
  explore.balance = fitting(explore.balance, view.balance);
  explore.you.from = fitting(explore.you.from, view.from);
  if (view.person) answers.about("person", view.person);
  if (view.item) answers.about("items", view.item);
}

/** The training that was under way; undefined where there was none, or it is lost. */
async function trainingOf(
  { training }: KeptWork,
  files: Files,
  brought: Brought,
): Promise<Unfinished | undefined> {
  if (!training) return undefined;
  const content = files.whole.get(training.file);
  if (!content) {
    brought.notes.push(
      "How far the training had come is damaged on this device, and lost; train anew.",
    );
    return undefined;
  }
  const unfinished = unfinishedOf(training, new Uint8Array(await content.arrayBuffer()));
  brought.things.push([unfinished.checkpoint, training.file]);
  return unfinished;
}

/** Files as the page takes them; undefined where one is damaged. */
function inputsOf(kept: KeptFile[], files: Files, brought: Brought): Input[] | undefined {
  const inputs: Input[] = [];
  for (const { name, file, test } of kept) {
    const content = files.whole.get(file);
    if (!content) {
      brought.notes.push(`${name} is damaged on this device, and lost.`);
      return undefined;
    }
    const input = { name, bytes: content, ...(test ? { test } : {}) };
    inputs.push(input);
    brought.things.push([input, file]);
  }
  return inputs;
}

function isRated(rated: Partial<OwnRated> | null): rated is OwnRated {
  const numbers = [rated?.rating, rated?.scale?.min, rated?.scale?.max];
  const texts = [rated?.id, rated?.title, rated?.data];
  return numbers.every(Number.isFinite) && texts.every((text) => typeof text === "string");
}
