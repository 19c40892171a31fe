// Opening what was given to the page: ratings, a model, or somebody's own export.

import type { Engine, Input, LoadOptions } from "../engine/client.ts";
import type { Parts, WithOwn } from "../parts.ts";
import { begin, goOn } from "./beginning.ts";
import { contentOf, load, nameOf, openAsModel, read } from "./reading.ts";

/** An export is a small file. More than this is not looked at as one before it is read as ratings, in bytes. */
const EXPORT_SIZE = 5_000_000;

/** Opens what was given: ratings, a saved model, or the visitor's own export where there are data. */
export async function openFiles(parts: WithOwn, files: Input[]): Promise<void> {
  if (files.length === 0) return;
  const name = nameOf(files);
  await parts.jobs.inTurn(name, async () => {
    let fresh = false;
    await read(parts, name, async (engine, signal) => {
      if (await openAsModel(parts, engine, files, signal)) return;
      if (await openAsExport(parts, engine, files, signal)) return;
      await load(parts, engine, files, {}, signal);
      fresh = true;
    });
    if (fresh) await begin(parts);
    else await goOn(parts);
  });
}

/** Reads files as ratings, in the way that was chosen. */
export async function readFiles(parts: Parts, files: Input[], options: LoadOptions): Promise<void> {
  const done = await read(parts, nameOf(files), (engine, signal) =>
    load(parts, engine, files, options, signal),
  );
  if (done) await begin(parts);
}

/** Meets the files with the present data, if they are an export; false when they are something else. */
async function openAsExport(
  parts: WithOwn,
  engine: Engine,
  files: Input[],
  signal: AbortSignal,
): Promise<boolean> {
  const { state, own } = parts;
  const small = files.reduce((sum, file) => sum + contentOf(file).size, 0) <= EXPORT_SIZE;
  if (!state.data.report || !small) return false;
  const found = await engine.matchExport(files, { signal }).catch(() => undefined);
  if (!found) {
    signal.throwIfAborted();
    return false;
  }
  own.takeExport(nameOf(files), found, files);
  state.explore.tab = "you";
  void parts.screen.focus("#tab-you");
  return true;
}
