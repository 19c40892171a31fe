// Reading data: what the gestures around files have in common.

import { failed, fittingShare, guessed } from "../columns.ts";
import type { Engine, Input, LoadOptions, Refusal } from "../engine/client.ts";
import { modelAmong } from "../engine/outside/index.ts";
import { defaults } from "../form.ts";
import type { Parts } from "../parts.ts";
import { AUTO, type State, tabsOf, unexplored, words } from "../state.ts";
import { counted } from "../words.ts";
import { brokeOff } from "./fault.ts";
import { begin, chooseModel } from "./training.ts";

/** An export is a small file. More than this is not looked at as one before it is read as ratings, in bytes. */
const EXPORT_SIZE = 5_000_000;

/** A name for files that were given together. */
export function nameOf(files: Input[]): string {
  const [first] = files;
  if (files.length !== 1) return `${files.length} files`;
  return first && "name" in first ? first.name : "a file";
}

/** Opens what was given: ratings, a saved model, or the visitor's own export where there are data. */
export async function openFiles(parts: Parts, files: Input[]): Promise<void> {
  if (files.length === 0) return;
  const name = nameOf(files);
  await parts.jobs.inTurn(name, async () => {
    let fresh = false;
    await read(parts, name, async (engine, signal) => {
      if (
        await modelAmong(files.map((file) => ({ name: nameOf([file]), blob: contentOf(file) })))
      ) {
        return openModel(parts, engine, files, signal);
      }
      if (await openAsExport(parts, engine, files, signal)) return;
      await load(parts, engine, files, {}, signal);
      fresh = true;
    });
    if (fresh) await begin(parts);
    else await goOn(parts);
  });
}

/** Reads files, ratings or a saved model, or a sample where there are none. Resolves to true when they are there. */
export async function readNamed(parts: Parts, files: File[], sample: string): Promise<boolean> {
  const done = await (files.length > 0
    ? readThese(parts, files)
    : readSample(parts, sample, false));
  if (done) parts.state.data.lent = true;
  return done;
}

function readThese(parts: Parts, files: File[]): Promise<boolean> {
  return read(parts, nameOf(files), async (engine, signal) => {
    const model = await modelAmong(files.map((file) => ({ name: file.name, blob: file })));
    await (model
      ? openModel(parts, engine, files, signal)
      : load(parts, engine, files, {}, signal));
  });
}

/** Shows what the model says now; one whose training had to make way is trained after all. */
export async function goOn(parts: Parts): Promise<void> {
  const { trained, data } = parts.state;
  if (!trained && data.report) await begin(parts);
  else await parts.answers.show();
}

/** Reads files as ratings, in the way that was chosen. */
export async function readFiles(parts: Parts, files: Input[], options: LoadOptions): Promise<void> {
  const done = await read(parts, nameOf(files), (engine, signal) =>
    load(parts, engine, files, options, signal),
  );
  if (done) await begin(parts);
}

/** Takes an embedded sample. Resolves to true when it is there. */
export async function readSample(parts: Parts, name: string, yields: boolean): Promise<boolean> {
  const sample = parts.state.samples.find((s) => s.name === name);
  const done = await read(
    parts,
    sample?.title ?? name,
    (engine, signal) => takeSample(parts, engine, name, signal),
    yields,
  );
  if (done) parts.state.data.lent = yields;
  return done;
}

/** Takes an embedded sample as the data. */
export async function takeSample(
  parts: Parts,
  engine: Engine,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const { state, own } = parts;
  state.data.report = await engine.loadSample(name, { signal });
  state.data.attempt = undefined;
  forget(parts);
  state.data.sample = state.samples.find((s) => s.name === name);
  await own.meet();
}

/** Closes the choice of columns. */
export function closeChoice({ data, ends }: State): void {
  const { choosing } = data;
  if (!choosing) return;
  if (choosing.why === "failed") {
    // The rows of files that could not be read say nothing about the data from before.
    data.choosing = undefined;
    delete ends.read;
  } else data.choosing = { ...choosing, open: false, why: "asked" };
}

/** Reads as a job. What `yields` makes way for files. Resolves to true when it came to its end. */
export async function read(
  { state, jobs, engine }: Parts,
  name: string,
  work: (engine: Engine, signal: AbortSignal) => Promise<void>,
  yields = false,
): Promise<boolean> {
  state.data.refused = undefined;
  if (state.data.choosing) state.data.choosing.open = false;
  return jobs.run(
    { kind: "read", name },
    async (signal) => {
      const started = await engine;
      await work(started, signal).catch((error) => {
        if (!brokeOff(error, signal)) throw error;
        return work(started, signal);
      });
    },
    { yields },
  );
}

/** Reads files as ratings. What came before stays until these have been read. */
export async function load(
  parts: Parts,
  engine: Engine,
  files: Input[],
  options: LoadOptions,
  signal: AbortSignal,
): Promise<void> {
  const { state, screen, own } = parts;
  try {
    const report = await engine.load(files, {
      ...options,
      signal,
      onProgress: (progress) => {
        if (state.job?.kind === "read") state.job.progress = progress;
        void screen.draw();
      },
    });
    state.data.report = report;
    forget(parts);
    state.data.attempt = { files, options };
    state.data.source = { files, options };
    await offerColumns(parts, engine, options);
    await own.meet();
    const { kind, person, value } = words(state);
    const by = kind === "pairs" ? "of" : "by";
    screen.announce(
      `Read ${counted(report.ratings, ...value)} ${by} ${counted(report.users, ...person)}.`,
    );
  } catch (error) {
    if (!signal.aborted) await offerAnother(parts, engine, files, options, error);
    throw error;
  }
}

/** Opens a saved model, or one that was trained elsewhere. */
export async function openModel(
  parts: Parts,
  engine: Engine,
  files: Input[],
  signal: AbortSignal,
): Promise<void> {
  const { state, screen, own, answers } = parts;
  const model = await engine.loadModel(files, { signal });
  const { sample, source } = state.data;
  state.data.report = await engine.report();
  state.data.attempt = undefined;
  forget(parts);
  // Over the present data it changes nothing of them.
  if (model.report.keepsData) Object.assign(state.data, { sample, source });
  await own.meet();
  await answers.introduce();
  answers.take(model);
  state.explore.tab = tabsOf(state)[0] ?? "you";
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

/** Meets the files with the present data, if they are an export; false when they are something else. */
async function openAsExport(
  parts: Parts,
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

function contentOf(input: Input): Blob {
  const content = input instanceof Blob ? input : input.bytes;
  return content instanceof Blob ? content : new Blob([content]);
}

/** Everything that belonged to the data before goes; what the visitor said of themselves stays. */
function forget({ state, answers }: Parts): void {
  const { report } = state.data;
  answers.forget();
  state.data.choosing = undefined;
  state.data.sample = undefined;
  state.data.source = undefined;
  state.data.lent = false;
  const { tab, n, balance, you } = state.explore;
  const none = unexplored();
  // What the visitor said stays; what was known of the data before does not.
  const { starters, from, known, recommended, personal } = none.you;
  const mine = { ...you, starters, from, known, recommended, personal };
  state.explore = { ...none, tab, n, balance, you: mine };
  state.ends = {};
  state.curves.drawn = {};
  state.pointed = {};
  state.starting = false;
  state.unfinished = undefined;
  chooseModel(state, AUTO);
  state.form.implicit = false;
  // What the files keep apart themselves comes first.
  if (state.measure && (report?.testRatings || report?.splits[0]))
    state.measure.ask.split = undefined;
}

/** After a load: offers to say what the columns mean, first of the table where that was guessed. */
async function offerColumns(
  { state }: Parts,
  engine: Engine,
  { columns }: LoadOptions,
): Promise<void> {
  const previews = await engine.previews();
  const { report } = state.data;
  if (previews.length === 0 || !report) return;
  const at = columns ? -1 : guessed(previews, report);
  const asked = previews.findIndex((p) => p.file === columns?.file);
  state.data.choosing = {
    // What was ignored on purpose is not guessed again.
    previews: previews.map((p) =>
      columns && p.file === columns.file ? { ...p, columns: { ...p.columns, ...columns } } : p,
    ),
    at: Math.max(at < 0 ? asked : at, 0),
    open: false,
    why: at >= 0 ? "guessed" : "asked",
  };
}

/** After a load that failed: what can be done about it. */
async function offerAnother(
  { state, screen }: Parts,
  engine: Engine,
  files: Input[],
  options: LoadOptions,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Error)) return;
  if (error.name === "MemoryError") {
    const { need, limit } = error as Refusal;
    state.data.attempt = { files, options };
    state.data.refused = { need, limit, share: fittingShare(need, limit, options.keepUsers) };
  } else if (error.name === "FileError" || error.name === "DataError") {
    const previews = await engine.previews();
    if (previews.length === 0) return;
    state.data.attempt = { files, options };
    const at = failed(previews, error.message);
    state.data.choosing = { previews, at, open: true, why: "failed" };
    void screen.focus("#columns-title");
  }
}
