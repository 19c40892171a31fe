import type { Engine, Input } from "../engine/client.ts";
import { modelAmong } from "../engine/outside/index.ts";
import type { BlobSource } from "../engine/worker.ts";
import { defaults } from "../form.ts";
import type { Parts } from "../parts.ts";
import { tabsOf } from "../state.ts";
import { forget } from "./reading.ts";

/** Opens the model that these files, which have the contents of `sources`, are or have among them; false where there is none. */
export async function openModelAmong(
  parts: Parts,
  engine: Engine,
  files: Input[],
  sources: BlobSource[],
  signal: AbortSignal,
): Promise<boolean> {
  if (!(await modelAmong(sources))) return false;
  await openModel(parts, engine, files, signal);
  return true;
}

/** Opens a saved model, or one that was trained elsewhere. */
export async function openModel(
  parts: Parts,
  engine: Engine,
  files: Input[],
  signal: AbortSignal,
): Promise<void> {
  const { state, screen, own, answers } = parts;
  const { tab } = state.explore;
  const model = await engine.loadModel(files, { signal });
  const { sample, source } = state.data;
  state.data.report = await engine.report();
  state.data.attempt = undefined;
  forget(parts);
  // Over the present data it changes nothing of them.
  if (model.report.keepsData) Object.assign(state.data, { sample, source });
  await own?.meet();
  await answers.introduce();
  answers.take(model);
  const tabs = tabsOf(state);
  // What somebody has turned to in the meantime stays.
  const turned = state.explore.tab !== tab && tabs.includes(state.explore.tab);
  if (!turned) state.explore.tab = tabs[0] ?? "you";
  state.estimate = undefined;
  const { report } = model;
  const info = state.models.find((m) => m.name === report.model);
  if (info) {
    state.form.model = info.name;
    state.form.texts = defaults(
      info.params.map((p) => ({ ...p, default: report.params[p.name] ?? p.default })),
    );
    state.form.seed = String(report.seed);
  }
  screen.announce(`Opened ${report.title}. ${report.note ?? ""}`.trim());
}
