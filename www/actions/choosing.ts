// The model in the form: choosing it, and training it.

import { defaults } from "../form.ts";
import type { Parts } from "../parts.ts";
import { chosenModel, formTitle, isAuto, settings } from "../settings.ts";
import type { State } from "../state.ts";
import { trainThis } from "./training.ts";

/** Puts a model into the form, with its defaults. */
export function chooseModel(state: State, name: string): void {
  state.form.model = name;
  state.form.texts = defaults(state.models.find((m) => m.name === name)?.params ?? []);
}

/** Trains what the form says. */
export async function trainModel(parts: Parts, options: { yields?: boolean } = {}): Promise<void> {
  const { state } = parts;
  const spec = settings(state);
  if (!spec || !state.data.report) return;
  const info = chosenModel(state);
  const title = isAuto(state) ? formTitle(state) : (info?.title ?? "");
  await trainThis(parts, { spec, title, lossName: info?.lossName ?? "" }, options);
}
