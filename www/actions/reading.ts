// Reading data: what the gestures around files have in common.

import type { Engine, Input, LoadOptions } from "../engine/client.ts";
import { maybeModel } from "../engine/outside/maybe.ts";
import type { Parts } from "../parts.ts";
import { unexplored, unformed, words } from "../state.ts";
import { counted } from "../words.ts";
import { brokeOff } from "./fault.ts";

/** A name for files that were given together. */
export function nameOf(files: Input[]): string {
  const [first] = files;
  if (files.length !== 1) return `${files.length} files`;
  return first && "name" in first ? first.name : "a file";
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
    if (await openAsModel(parts, engine, files, signal)) return;
    await load(parts, engine, files, {}, signal);
  });
}

/** Opens files as a model; false where they are something else. What opens models is fetched when they may be one. */
export async function openAsModel(
  parts: Parts,
  engine: Engine,
  files: Input[],
  signal: AbortSignal,
): Promise<boolean> {
  const sources = files.map((file) => ({ name: nameOf([file]), blob: contentOf(file) }));
  const maybe = await Promise.all(sources.map(maybeModel));
  if (!maybe.includes(true)) return false;
  const { openModelAmong } = await import("./model.ts");
  return openModelAmong(parts, engine, files, sources, signal);
}

/** What is in a file that was given. */
export function contentOf(input: Input): Blob {
  const content = input instanceof Blob ? input : input.bytes;
  return content instanceof Blob ? content : new Blob([content]);
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
  await own?.meet();
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
  const { state, screen, own, offers } = parts;
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
    await offers?.columns(engine, options);
    await own?.meet();
    const { kind, person, value } = words(state);
    const by = kind === "pairs" ? "of" : "by";
    screen.announce(
      `Read ${counted(report.ratings, ...value)} ${by} ${counted(report.users, ...person)}.`,
    );
  } catch (error) {
    if (!signal.aborted) await offers?.another(engine, files, options, error);
    throw error;
  }
}

/** Everything that belonged to the data before goes; what the visitor said of themselves stays. */
export function forget({ state, answers }: Parts): void {
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
  state.curves = { kind: state.curves.kind, drawn: {} };
  state.pointed = {};
  state.starting = false;
  state.unfinished = undefined;
  state.form = { ...unformed(), seed: state.form.seed };
  // What the files keep apart themselves comes first.
  if (state.measure && (report?.testRatings || report?.splits[0]))
    state.measure.ask.split = undefined;
}
