// The page: the only holder of state, and the only one that listens. Views turn the state into elements.

import { render } from "lit-html";
import { fittingShare, guessed, withRole } from "./columns.ts";
import { EMPTY, onKey } from "./combobox.ts";
import { csv } from "./csv.ts";
import {
  createEngine,
  type Engine,
  type Entity,
  type Evaluated,
  type Export,
  type Filter,
  type Fitted,
  type Input,
  type LoadOptions,
  type Refusal,
} from "./engine/client.ts";
import { droppedFiles } from "./files.ts";
import { changes, checkSeed, defaults, values } from "./form.ts";
import { draw as drawMap, nearest, neighbour, type Placed, place } from "./map.ts";
import {
  type Actions,
  type CategoryFilter,
  chosenModel,
  initial,
  isBusy,
  isImplicit,
  METRICS,
  type Search,
  type State,
  type Tab,
} from "./state.ts";
import { page } from "./view/page.ts";
import { counted, duration, plain } from "./words.ts";

/** What the page opens with: a sample, and a model that is trained in the blink of an eye. */
const FIRST_SAMPLE = "films";
const FIRST_MODEL = { explicit: ["mf", "item_knn"], implicit: ["user_knn", "item_knn"] };

/** How many suggestions a search shows, and how many lines stand beside a list. */
const SUGGESTIONS = 8;
const BESIDE = 10;
/** An export is a small file. More than this is not looked at as one before it is read as ratings, in bytes. */
const EXPORT_SIZE = 5_000_000;
/** How many items compete for a title on the map. */
const LABELS = 60;

const root = document.querySelector<HTMLElement>("#app");
if (!root) throw new Error("index.html has no element #app");
const state: State = initial();
let engine: Engine;
let fitted: Fitted | undefined;
/** Stops the job that runs. */
let running: AbortController | undefined;
let placed: Placed | undefined;
/** What was read last, or could not be read, so that it can be read in another way. */
let attempt: { files: Input[]; options: LoadOptions } | undefined;
/** The visitor's own export, which is tried again on other data. */
let ownExport: { name: string; files: Input[] } | undefined;

// ── Drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────

let drawing: Promise<void> | undefined;

/** Shows the state soon; several changes in one go make one drawing. */
function draw(): Promise<void> {
  drawing ??= Promise.resolve().then(() => {
    drawing = undefined;
    if (root) render(page(state, act), root);
    for (const option of document.querySelectorAll('[role="option"][aria-selected="true"]')) {
      option.scrollIntoView({ block: "nearest" });
    }
    paintMap();
  });
  return drawing;
}

/** Gives the screen reader something to say. */
function announce(text: string): void {
  state.announcement = text;
  draw();
}

function canvas(): HTMLCanvasElement | null {
  return document.querySelector<HTMLCanvasElement>("#map");
}

function paintMap(): void {
  const element = canvas();
  const { map, known, at } = state.explore.map;
  if (!element || !map) return;
  placed = place(map, element.clientWidth, element.clientHeight);
  drawMap(element, map, placed, known, at);
}

// ── Questions, whose answers may come late ───────────────────────────────────────────────────────────────────────

const asked = new Map<string, number>();

/** Resolves to the answer, or to undefined when the same thing has been asked anew since. */
async function latest<T>(slot: string, question: Promise<T>): Promise<T | undefined> {
  const turn = (asked.get(slot) ?? 0) + 1;
  asked.set(slot, turn);
  try {
    const answer = await question;
    return asked.get(slot) === turn ? answer : undefined;
  } catch (error) {
    if (asked.get(slot) !== turn) return undefined;
    throw error;
  }
}

/** Asks the model, and puts what goes wrong into words. A model that is gone is no longer shown. */
async function asking(
  set: (error: string | undefined) => void,
  questions: () => Promise<void>,
): Promise<void> {
  try {
    set(undefined);
    await questions();
  } catch (error) {
    if (error instanceof Error && error.name === "StateError") forgetModel();
    set(plain(error));
  }
  draw();
}

// ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Runs a job that can be stopped; `set` takes the error or the note that it ends with. */
async function job(
  work: (signal: AbortSignal) => Promise<void>,
  set: (end: { error?: string; note?: string }) => void,
  stopped: string,
): Promise<void> {
  const control = new AbortController();
  running = control;
  try {
    await work(control.signal);
  } catch (error) {
    const note = control.signal.aborted;
    set(note ? { note: stopped } : { error: plain(error) });
    if (note) announce(stopped);
    // The worker may have been replaced, and the model lost with it.
    if (fitted) await refresh();
  } finally {
    if (running === control) running = undefined;
    draw();
  }
}

function forgetModel(): void {
  fitted = undefined;
  placed = undefined;
  state.train.trained = undefined;
  state.explore.map = { known: [], at: -1 };
}

/** Everything that belonged to the data before. */
function forgetData(): void {
  forgetModel();
  state.data.choosing = undefined;
  const fresh = initial();
  const { tab, n } = state.explore;
  state.explore = { ...fresh.explore, tab, n };
  state.train = { running: false };
  state.form.implicit = false;
  const splits = state.data.report?.splits ?? [];
  const { split } = state.measure;
  const own = state.data.report?.testRatings ? "given" : splits[0];
  state.measure.split = own ?? (split.includes(":") ? split : fresh.measure.split);
}

async function load(name: string, read: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
  if (isBusy(state)) return false;
  state.data.reading = { name };
  state.data.error = undefined;
  state.data.note = undefined;
  state.data.refused = undefined;
  if (state.data.choosing) state.data.choosing.open = false;
  draw();
  let done = false;
  await job(
    async (signal) => {
      await read(signal);
      done = true;
    },
    ({ error, note }) => {
      const kept = state.data.report ? " The data from before are still here." : "";
      // A refusal is told with its figures instead.
      state.data.error = error && !state.data.refused ? `${error}${kept}` : undefined;
      state.data.note = note && `${note}${kept}`;
    },
    "Stopped reading.",
  );
  state.data.reading = undefined;
  draw();
  return done;
}

function nameOf(files: Input[]): string {
  const [first] = files;
  if (files.length !== 1) return `${files.length} files`;
  return first && "name" in first ? first.name : "a file";
}

function sizeOf(input: Input): number {
  const content = input instanceof Blob ? input : input.bytes;
  return content instanceof Blob ? content.size : content.byteLength;
}

/** Files that were given to the page: ratings, a saved model, or the visitor's own export where there are data. */
async function openFiles(files: Input[]): Promise<void> {
  const [first] = files;
  if (!first || isBusy(state)) return;
  const name = nameOf(files);
  if (files.length === 1 && name.endsWith(".safetensors")) {
    return openModel(name, first instanceof Blob ? first : new Blob([first.bytes]));
  }
  const small = files.reduce((sum, file) => sum + sizeOf(file), 0) <= EXPORT_SIZE;
  if (state.data.report && small) {
    const found = await engine.matchExport(files).catch(() => undefined);
    if (found) {
      ownExport = { name, files };
      takeExport(name, found);
      return act.showTab("you", true);
    }
  }
  await loadFiles(files);
}

async function loadFiles(files: Input[], options: LoadOptions = {}): Promise<void> {
  await load(nameOf(files), async (signal) => {
    const onProgress: NonNullable<Parameters<Engine["load"]>[1]>["onProgress"] = (progress) => {
      if (state.data.reading) state.data.reading.progress = progress;
      draw();
    };
    try {
      const report = await engine.load(files, { ...options, onProgress, signal });
      attempt = { files, options };
      state.data.report = report;
      state.data.sample = undefined;
      forgetData();
      await offerColumns(options);
      await meetExport();
      announce(
        `Read ${counted(report.ratings, "rating")} by ${counted(report.users, "person", "people")}.`,
      );
    } catch (error) {
      if (!signal.aborted) await offerAnother(files, options, error);
      throw error;
    }
  });
}

/** After a load: offers to say what the columns mean, and asks for it where they were guessed. */
async function offerColumns({ columns }: LoadOptions): Promise<void> {
  const previews = await engine.previews();
  const { report } = state.data;
  if (previews.length === 0 || !report) return;
  const at = columns ? -1 : guessed(previews, report);
  state.data.choosing = {
    // What was ignored on purpose is not guessed again.
    previews: previews.map((p) =>
      columns && p.file === columns.file ? { ...p, columns: { ...p.columns, ...columns } } : p,
    ),
    at:
      at < 0
        ? Math.max(
            0,
            previews.findIndex((p) => p.file === columns?.file),
          )
        : at,
    open: at >= 0,
    why: at >= 0 ? "guessed" : "asked",
  };
  if (at >= 0) goToColumns();
}

/** After a load that failed: what can be done about it. */
async function offerAnother(files: Input[], options: LoadOptions, error: unknown): Promise<void> {
  if (!(error instanceof Error)) return;
  if (error.name === "MemoryError") {
    const { need, limit } = error as Refusal;
    attempt = { files, options };
    state.data.refused = { need, limit, share: fittingShare(need, limit, options.keepUsers) };
  } else if (error.name === "FileError" || error.name === "DataError") {
    const previews = await engine.previews();
    if (previews.length === 0) return;
    attempt = { files, options };
    state.data.choosing = { previews, at: 0, open: true, why: "failed" };
    goToColumns();
  }
}

/** Brings the choice of columns into view. */
function goToColumns(): void {
  void draw().then(() => document.querySelector<HTMLElement>("#columns-title")?.focus());
}

/** Shows the first rows as they are when the file is read in this way. */
async function lookAgain(): Promise<void> {
  const { choosing } = state.data;
  const preview = choosing?.previews[choosing.at];
  if (!choosing || !preview || !attempt) return;
  const { file, separator, quote, header, encoding } = preview.columns;
  choosing.error = undefined;
  try {
    const columns = { file, separator, quote, header, encoding };
    const previews = await latest("preview", engine.preview(attempt.files, { columns }));
    const seen = previews?.find((p) => p.file === preview.file);
    if (!seen) return;
    // The same separator leaves the columns where they are, so what was said of them holds.
    const same = seen.rows[0]?.length === preview.rows[0]?.length;
    preview.rows = seen.rows;
    preview.columns = same ? preview.columns : { ...seen.columns, ...columns };
  } catch (error) {
    choosing.error = plain(error);
  }
  draw();
}

/** Finds the visitor's export in the present data: one that came with them, or one from before. */
async function meetExport(): Promise<void> {
  const found = await engine.ownExport();
  if (found) return takeExport("Your export", found);
  if (!ownExport) return;
  const { name, files } = ownExport;
  takeExport(name, await engine.matchExport(files));
}

function takeExport(name: string, found: Export): void {
  removeExport();
  const { you } = state.explore;
  const rated = new Set(found.rated.map((r) => r.id));
  you.own = [...you.own.filter((o) => !rated.has(o.id)), ...found.rated];
  you.export = { name, ...found };
  announce(
    `Your export: ${counted(found.rated.length, "rating")} of titles in these data, ${counted(found.unmatched.length, "title")} not in them.`,
  );
}

/** Takes back the ratings that came from the export. */
function removeExport(): void {
  const { you } = state.explore;
  const rated = new Set(you.export?.rated.map((r) => r.id));
  you.own = you.own.filter((o) => !rated.has(o.id));
  you.export = undefined;
  you.watchlist = "any";
}

async function openExport(files: Input[]): Promise<void> {
  if (files.length === 0 || isBusy(state)) return;
  const name = nameOf(files);
  try {
    const found = await engine.matchExport(files);
    ownExport = { name, files };
    state.explore.you.error = undefined;
    takeExport(name, found);
    await showYou();
  } catch (error) {
    state.explore.you.error = plain(error);
    draw();
  }
}

async function openModel(name: string, file: Blob): Promise<void> {
  await load(name, async (signal) => {
    const model = await engine.loadModel(file, { signal });
    state.data.report = await engine.report();
    state.data.sample = undefined;
    forgetData();
    await meetExport();
    fitted = model;
    const { report } = model;
    state.train.trained = report;
    const info = state.models.find((m) => m.name === report.model);
    if (info) {
      state.form.model = info.name;
      state.form.texts = defaults(
        info.params.map((p) => ({ ...p, default: report.params[p.name] ?? p.default })),
      );
      state.form.seed = String(report.seed);
    }
    await refresh();
    announce(`Opened ${report.title}.`);
  });
}

async function loadSample(name: string): Promise<void> {
  const done = await load(name, async (signal) => {
    state.data.report = await engine.loadSample(name, { signal });
    state.data.sample = state.samples.find((s) => s.name === name);
    forgetData();
    await meetExport();
  });
  if (!done) return;
  const wanted = FIRST_MODEL[state.data.report?.feedback ?? "explicit"];
  const model = wanted.find((m) => state.models.some((info) => info.name === m));
  if (model) chooseModel(model);
  await train();
}

function chooseModel(name: string): void {
  const info = state.models.find((m) => m.name === name);
  if (!info) return;
  state.form.model = name;
  state.form.texts = defaults(info.params);
  draw();
}

/** What the form says, or undefined while it has a problem. */
function settings() {
  const info = chosenModel(state);
  const seed = checkSeed(state.form.seed);
  if (!info || seed.problem !== undefined) return undefined;
  const read = values(info.params, state.form.texts);
  if (read.problems.length > 0) return undefined;
  return {
    ...read.values,
    model: info.name,
    seed: Number(seed.value),
    implicit: isImplicit(state),
  };
}

async function train(): Promise<void> {
  const spec = settings();
  if (!spec || isBusy(state)) return;
  const before = state.train.trained;
  state.train = { running: true, trained: before };
  announce("Training has begun.");
  let told = 0;
  await job(
    async (signal) => {
      fitted = await engine.fit(spec, {
        signal,
        onProgress: (progress) => {
          state.train.progress = progress;
          const quarter = Math.floor(progress.fraction * 4);
          if (quarter > told && quarter < 4) {
            told = quarter;
            state.announcement = `Training: ${quarter * 25} percent.`;
          }
          draw();
        },
      });
      state.train.trained = fitted.report;
      state.train.running = false;
      state.explore.map = { known: [], at: -1 };
      await refresh();
      announce(
        `${fitted?.report.title ?? "The model"} is trained; it took ${duration(state.train.trained?.seconds ?? 0)}.`,
      );
    },
    ({ error, note }) => {
      const kept = state.train.trained ? " The model from before still answers." : "";
      state.train.error = error && `${error}${kept}`;
      state.train.note = note && `${note}${kept}`;
    },
    "Stopped training.",
  );
  state.train.running = false;
  state.train.progress = undefined;
  draw();
}

async function evaluate(): Promise<void> {
  const spec = settings();
  const info = chosenModel(state);
  if (!spec || !info || isBusy(state)) return;
  const { split, k, metrics } = state.measure;
  const names = METRICS.filter((m) => metrics[m.name] && !(m.explicitOnly && isImplicit(state)));
  if (names.length === 0) {
    state.measure.error = "Choose at least one metric.";
    return void draw();
  }
  const folds = split.startsWith("kfold:") ? Number(split.split(":")[1]) : 1;
  state.measure.error = undefined;
  state.measure.note = undefined;
  announce("Measuring has begun.");
  await job(
    async (signal) => {
      const all: Evaluated[] = [];
      for (let fold = 0; fold < folds; fold++) {
        state.measure.running = { split, fold, folds };
        draw();
        const evaluated = await engine.evaluate(spec, {
          split: folds > 1 ? `${split}:${fold}` : split,
          metrics: names.map((m) => (m.list ? `${m.name}@${k.trim()}` : m.name)),
          signal,
          onProgress: (progress) => {
            if (state.measure.running) state.measure.running.progress = progress;
            draw();
          },
        });
        all.push(evaluated);
      }
      const [first] = all;
      if (!first) return;
      // Folds are equally large, so their figures are averaged.
      const mean = (name: string) =>
        all.reduce((sum, e) => sum + (e.metrics[name] ?? 0), 0) / all.length;
      const evaluated = {
        ...first,
        metrics: Object.fromEntries(Object.keys(first.metrics).map((name) => [name, mean(name)])),
        seconds: {
          fit: all.reduce((sum, e) => sum + e.seconds.fit, 0),
          evaluate: all.reduce((sum, e) => sum + e.seconds.evaluate, 0),
        },
      };
      state.measure.runs.push({
        evaluated,
        title: info.title,
        changes: [changes(info.params, evaluated.params), state.form.implicit ? "as yes" : ""]
          .filter(Boolean)
          .join(", "),
        split: folds > 1 ? `${folds} folds` : split,
        data: state.data.report?.name ?? "",
      });
      announce("Measured. The figures are in the table.");
    },
    ({ error, note }) => {
      state.measure.error = error;
      state.measure.note = note;
    },
    "Stopped measuring.",
  );
  state.measure.running = undefined;
  draw();
}

// ── The model's answers ──────────────────────────────────────────────────────────────────────────────────────────

function filter(withSeen: boolean): Filter {
  const { categories, includeSeen } = state.explore.filter;
  const those = (how: CategoryFilter) =>
    Object.keys(categories).filter((name) => categories[name] === how);
  return {
    includeSeen: withSeen && includeSeen,
    onlyCategories: those("only"),
    withoutCategories: those("without"),
  };
}

/** Asks again for everything that the present tab shows. */
async function refresh(): Promise<void> {
  switch (state.explore.tab) {
    case "person":
      return showPerson();
    case "you":
      return showYou();
    case "items":
      return showItems();
    case "map":
      return showMap();
  }
}

async function showPerson(): Promise<void> {
  const { person, n } = state.explore;
  await asking(
    (error) => {
      person.error = error;
    },
    async () => {
      const model = fitted;
      if (!model) return;
      person.chosen ??= await somebody();
      const { id } = person.chosen ?? {};
      if (id === undefined) return;
      const alike = model.report.abilities.similar_users;
      const answers = await latest(
        "person",
        Promise.all([
          model.recommend(id, { n, ...filter(true) }),
          engine.ratingsOf(id, { n: BESIDE }),
          alike ? model.similarUsers(id, { n: BESIDE }) : [],
        ]),
      );
      if (answers) [person.recommended, person.rated, person.similar] = answers;
    },
  );
}

/** Somebody to begin with: among those with many ratings, but with something left to discover. */
async function somebody(): Promise<Entity | undefined> {
  const people = await engine.findUsers("", { n: 30 });
  return people.at(-1);
}

async function showYou(): Promise<void> {
  const { you, n } = state.explore;
  await asking(
    (error) => {
      you.error = error;
    },
    async () => {
      if (!fitted || fitted.report.abilities.fold_in === "impossible") return;
      const own = you.own.map(({ id, rating }) => ({ id, rating: isImplicit(state) ? 1 : rating }));
      const { seen = [], wanted = [] } = you.export ?? {};
      const { watchlist } = you;
      const these = {
        ...filter(false),
        onlyItems: watchlist === "only" ? wanted : [],
        withoutItems: watchlist === "without" ? [...seen, ...wanted] : seen,
      };
      const answer = await latest(
        "you",
        own.length > 0 ? fitted.recommendFor(own, { n, ...these }) : Promise.resolve([]),
      );
      if (answer) you.recommended = answer;
    },
  );
}

async function showItems(): Promise<void> {
  const { items, n } = state.explore;
  await asking(
    (error) => {
      items.error = error;
    },
    async () => {
      const model = fitted;
      if (!model?.report.abilities.similar_items) return;
      items.chosen ??= (await engine.findItems("", { n: 1 }))[0];
      if (!items.chosen) return;
      const answer = await latest("items", model.similarItems(items.chosen.id, { n }));
      if (answer) items.similar = answer;
    },
  );
}

async function showMap(): Promise<void> {
  const { map } = state.explore;
  await asking(
    (error) => {
      map.error = error;
    },
    async () => {
      if (map.map || !fitted?.report.abilities.item_map) return;
      const [answer, known] = await Promise.all([
        fitted.itemMap(),
        engine.findItems("", { n: LABELS }),
      ]);
      map.map = answer;
      map.known = known.map((item) => item.id);
    },
  );
}

async function suggest(box: Search): Promise<void> {
  const boxes = state.explore.boxes;
  const { query } = boxes[box];
  const find =
    box === "person"
      ? engine.findUsers(query, { n: SUGGESTIONS })
      : engine.findItems(query, { n: SUGGESTIONS });
  const options = await latest(`search ${box}`, find).catch(() => []);
  if (!options) return;
  boxes[box] = { ...boxes[box], options, active: query !== "" && options.length > 0 ? 0 : -1 };
  draw();
}

function setBox(box: Search, change: Partial<State["explore"]["boxes"][Search]>): void {
  const { boxes } = state.explore;
  boxes[box] = { ...boxes[box], ...change };
  draw();
}

function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser takes the address at the click; it may be given back after that.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A name of a file without what file systems do not like. */
function fileName(...parts: string[]): string {
  return parts.map((p) => p.replace(/[^\p{L}\p{N}.]+/gu, "-").replace(/^-+|-+$/g, "")).join("-");
}

function openPoint(): void {
  const { map, at } = state.explore.map;
  const id = map?.ids[at];
  if (map && id !== undefined) act.showSimilar({ id, title: map.titles[at] ?? id });
}

// ── What a person can do ─────────────────────────────────────────────────────────────────────────────────────────

const act: Actions = {
  openFiles: (files) => void openFiles(files),
  async dropFiles(transfer) {
    act.dragOver("data", false);
    try {
      await openFiles(await droppedFiles(transfer));
    } catch (error) {
      state.data.error = `What was dropped could not be read: ${plain(error)}`;
      draw();
    }
  },
  dragOver(zone, over) {
    const place = zone === "data" ? state.data : state.explore.you;
    if (place.over === over) return;
    place.over = over;
    draw();
  },
  choosePreview(at) {
    if (state.data.choosing) state.data.choosing.at = at;
    draw();
  },
  setColumn(index, role) {
    const { choosing } = state.data;
    const preview = choosing?.previews[choosing.at];
    if (preview) preview.columns = withRole(preview.columns, index, role);
    draw();
  },
  setWriting(change) {
    const { choosing } = state.data;
    const preview = choosing?.previews[choosing.at];
    if (preview) preview.columns = { ...preview.columns, ...change };
    draw();
    void lookAgain();
  },
  readColumns() {
    const { choosing } = state.data;
    const preview = choosing?.previews[choosing.at];
    if (!preview || !attempt) return;
    void loadFiles(attempt.files, { ...attempt.options, columns: preview.columns });
  },
  askColumns() {
    if (!state.data.choosing) return;
    state.data.choosing.open = true;
    goToColumns();
  },
  closeColumns() {
    const { choosing } = state.data;
    if (!choosing) return;
    // The rows of files that could not be read say nothing about the data from before.
    if (choosing.why === "failed") state.data.choosing = undefined;
    else state.data.choosing = { ...choosing, open: false, why: "asked" };
    draw();
  },
  readSample(share) {
    if (attempt) void loadFiles(attempt.files, { ...attempt.options, keepUsers: share });
  },
  openExport: (files) => void openExport(files),
  async dropExport(transfer) {
    act.dragOver("you", false);
    try {
      await openExport(await droppedFiles(transfer));
    } catch (error) {
      state.explore.you.error = `What was dropped could not be read: ${plain(error)}`;
      draw();
    }
  },
  removeExport() {
    ownExport = undefined;
    removeExport();
    void showYou();
  },
  setWatchlist(watchlist) {
    state.explore.you.watchlist = watchlist;
    void showYou();
  },
  openSample: (name) => void loadSample(name),
  chooseModel,
  setParameter(name, text) {
    state.form.texts = { ...state.form.texts, [name]: text };
    draw();
  },
  setSeed(text) {
    state.form.seed = text;
    draw();
  },
  setImplicit(on) {
    state.form.implicit = on;
    draw();
  },
  resetParameters() {
    state.form.seed = "42";
    chooseModel(state.form.model);
  },
  train: () => void train(),
  stop: () => running?.abort(),
  async saveModel() {
    try {
      const bytes = await fitted?.save();
      if (bytes)
        download(
          `${fileName("kindred", fitted?.report.model ?? "model")}.safetensors`,
          bytes,
          "application/octet-stream",
        );
    } catch (error) {
      state.train.error = plain(error);
      draw();
    }
  },

  showTab(tab: Tab, focus = false) {
    state.explore.tab = tab;
    void draw().then(() => {
      if (focus) document.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
    });
    void refresh();
  },
  search(box, query) {
    setBox(box, { query, open: true });
    void suggest(box);
  },
  openSearch(box) {
    setBox(box, { open: true });
    void suggest(box);
  },
  closeSearch: (box) => setBox(box, { open: false, active: -1 }),
  searchKey(box, event) {
    const before = state.explore.boxes[box];
    const { next, chosen, handled } = onKey(before, event.key);
    if (handled) event.preventDefault();
    state.explore.boxes[box] = next;
    if (chosen) act.choose(box, chosen);
    else if (next.open && !before.open) void suggest(box);
    draw();
  },
  choose(box, { id, title, ratings = 0 }) {
    const { explore } = state;
    explore.boxes[box] = EMPTY;
    const entity: Entity = { id, title, ratings };
    switch (box) {
      case "person":
        explore.person.chosen = entity;
        void showPerson().then(() =>
          announce(
            `Recommended for ${title}: ${counted(explore.person.recommended.length, "item")}.`,
          ),
        );
        break;
      case "you": {
        const scale = state.data.report?.scale;
        if (!explore.you.own.some((o) => o.id === id)) {
          // With nothing said, the visitor is taken to like what they look for.
          explore.you.own = [
            { id, title, rating: isImplicit(state) ? 1 : (scale?.max ?? 1) },
            ...explore.you.own,
          ];
        }
        void showYou().then(() => announce(`Added ${title}.`));
        break;
      }
      case "items":
        explore.items.chosen = entity;
        void showItems().then(() =>
          announce(`Similar to ${title}: ${counted(explore.items.similar.length, "item")}.`),
        );
        break;
      case "map":
        explore.map.at = explore.map.map?.ids.indexOf(id) ?? -1;
        break;
    }
    draw();
  },
  showSimilar({ id, title }) {
    const { explore } = state;
    explore.tab = "items";
    explore.items.chosen = { id, title, ratings: 0 };
    void showItems()
      .then(draw)
      .then(() => document.querySelector<HTMLElement>("#similar")?.focus());
  },
  rate(id, rating) {
    const { you } = state.explore;
    you.own = you.own.map((o) => (o.id === id ? { ...o, rating } : o));
    void showYou();
  },
  unrate(id) {
    const { you } = state.explore;
    you.own = you.own.filter((o) => o.id !== id);
    void showYou();
    document.querySelector<HTMLElement>("#search-you")?.focus();
  },
  cycleCategory(name) {
    const next = { any: "only", only: "without", without: "any" } as const;
    const { categories } = state.explore.filter;
    state.explore.filter.categories = { ...categories, [name]: next[categories[name] ?? "any"] };
    void refresh();
  },
  clearFilter() {
    state.explore.filter.categories = {};
    void refresh();
  },
  setIncludeSeen(on) {
    state.explore.filter.includeSeen = on;
    void refresh();
  },
  setN(n) {
    state.explore.n = n;
    void refresh();
  },
  exportList(list) {
    const { person, you, items } = state.explore;
    const [lines, name] = {
      person: [
        person.recommended,
        fileName("recommended-for", person.chosen?.title ?? ""),
      ] as const,
      you: [you.recommended, "recommended-for-you"] as const,
      items: [items.similar, fileName("similar-to", items.chosen?.title ?? "")] as const,
    }[list];
    const rows = lines.map((line, i) => [i + 1, line.id, line.title, line.score]);
    download(`${name}.csv`, csv([["rank", "id", "title", "score"], ...rows]), "text/csv");
  },

  pointAt(event) {
    const element = canvas();
    const { map } = state.explore;
    if (!element || !placed) return;
    const box = element.getBoundingClientRect();
    const at = nearest(placed, event.clientX - box.left, event.clientY - box.top, 24);
    if (at < 0 || at === map.at) return;
    map.at = at;
    draw();
  },
  mapKey(event) {
    const { map } = state.explore;
    if (event.key === "Enter") return openPoint();
    const arrows: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const arrow = arrows[event.key];
    if (!arrow || !placed) return;
    event.preventDefault();
    const first = map.map?.ids.indexOf(map.known[0] ?? "") ?? -1;
    map.at = map.at < 0 ? Math.max(first, 0) : neighbour(placed, map.at, ...arrow);
    draw();
  },
  openPoint,

  setSplit(split) {
    state.measure.split = split;
    draw();
  },
  setMetric(name, on) {
    state.measure.metrics = { ...state.measure.metrics, [name]: on };
    draw();
  },
  setK(text) {
    state.measure.k = text;
    draw();
  },
  evaluate: () => void evaluate(),
  clearRuns() {
    state.measure.runs = [];
    announce("The table is empty.");
  },
  exportRuns() {
    const { runs } = state.measure;
    const names = [...new Set(runs.flatMap((run) => Object.keys(run.evaluated.metrics)))];
    const rows = runs.map((run) => [
      run.data,
      run.evaluated.model,
      JSON.stringify(run.evaluated.params),
      run.evaluated.seed,
      run.split,
      ...names.map((name) => run.evaluated.metrics[name] ?? ""),
      run.evaluated.seconds.fit,
      run.evaluated.seconds.evaluate,
    ]);
    download(
      "measured.csv",
      csv([
        [
          "data",
          "model",
          "params",
          "seed",
          "split",
          ...names,
          "seconds training",
          "seconds measuring",
        ],
        ...rows,
      ]),
      "text/csv",
    );
  },
};

// A file that misses the drop zone must not replace the page.
for (const type of ["dragover", "drop"])
  window.addEventListener(type, (event) => event.preventDefault());
window.addEventListener("resize", paintMap);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintMap);

draw();
try {
  engine = await createEngine();
  [state.models, state.samples] = await Promise.all([engine.models(), engine.samples()]);
  const [first] = state.models;
  if (first) chooseModel(first.name);
  await loadSample(FIRST_SAMPLE);
} catch (error) {
  state.fatal = plain(error);
  draw();
}
