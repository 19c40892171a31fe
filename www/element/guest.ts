/// <reference path="./style.d.ts" />
// What works inside of one element: an engine of its own, and the page's views of what it answers.

import { render } from "lit-html";
import { fill, grant, show } from "../actions/granting.ts";
import { type Listing, listing } from "../actions/listing.ts";
import { Answers } from "../answers.ts";
import { createEngine, type Engine, type Fitted, type Report } from "../engine/client.ts";
import { Jobs } from "../jobs.ts";
import type { Parts } from "../parts.ts";
import { items as askItems } from "../questions/items.ts";
import { Screen } from "../screen.ts";
import { initial, type State } from "../state.ts";
import lists from "../style/lists.css?text";
import { type Guests, guest } from "../view/guest.ts";
import { items } from "../view/items.ts";
import type { Shown, Wish } from "../wish.ts";
import type { Step } from "./element-class.ts";
import host from "./host.css?text";
import type { Begin } from "./views/begin.ts";

type Fetch = () => Promise<{ begin: Begin }>;

/** What each view needs beside what all have, which is what is similar to an item: fetched when an element is to show it. */
const VIEWS: Record<Exclude<Shown, "similar">, Fetch> = {
  recommend: () => import("./views/recommend.ts"),
  compare: () => import("./views/compare.ts"),
  you: () => import("./views/you.ts"),
  map: () => import("./views/map.ts"),
  train: () => import("./views/train.ts"),
  all: () => import("./views/all.ts"),
};

/** What is to be fetched for a wish; undefined where nothing is. */
function fetchFor({ view, other }: Wish): Fetch | undefined {
  if (view === "similar") return undefined;
  // Two models' lists beside each other.
  if (other && view === "recommend") return VIEWS.compare;
  if (other && view === "you") return VIEWS.all;
  return VIEWS[view];
}

/** Style sheets, by their text: one for all elements that have it. */
const sheets = new Map<string, CSSStyleSheet>();

function sheetOf(style: string): CSSStyleSheet {
  let sheet = sheets.get(style);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    sheets.set(style, sheet);
  }
  return sheet;
}

/** One life of an element, with one set of data. */
export class Guest {
  readonly #state: State = initial();
  readonly #parts: Parts;
  readonly #act: Listing;
  readonly #place: HTMLElement;
  readonly #resized: ResizeObserver;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #engine: Promise<Engine>;
  /** What can be shown by now, and what has been fetched for that. */
  readonly #guests: Guests = { items: () => items(this.#state, this.#act) };
  readonly #begun = new Map<Fetch, Promise<void>>();
  #wish: Wish;
  #ended = false;

  /** Shows what is wished in `place`, which is in a shadow root; `onStep` is told how far it is. */
  constructor(place: HTMLElement, wish: Wish, onStep: (step: Step) => void) {
    this.#place = place;
    this.#wish = wish;
    this.#dress([lists, host]);
    const state = this.#state;
    // It shows what its author asked for.
    if (wish.view !== "all") state.against = "";
    this.#engine = createEngine().then(async (engine) => {
      // It was ended before it could begin.
      if (this.#ended) engine.close();
      [state.models, state.samples] = await Promise.all([engine.models(), engine.samples()]);
      return engine;
    });
    // Whoever opens something is told.
    this.#engine.catch(() => {});
    let last = "";
    const screen = new Screen(
      state,
      place,
      () => guest(state, this.#act, this.#wish.view, this.#guests),
      () => {
        this.#paint();
        this.#parts.keeper?.notice();
        const step = stepOf(state);
        const now = JSON.stringify(step);
        if (step && now !== last) onStep(step);
        last = now;
      },
    );
    const jobs = new Jobs(state, screen);
    const answers = new Answers(state, screen, this.#engine, { items: askItems });
    this.#parts = { state, screen, jobs, answers, engine: this.#engine, form: false };
    this.#act = listing(this.#parts);
    jobs.afterwards = () => answers.verify();
    this.#resized = new ResizeObserver(() => this.#paint());
    this.#resized.observe(place);
    this.#scheme.addEventListener("change", this.#recolour);
  }

  /** The engine, once it has started. */
  get engine(): Promise<Engine> {
    return this.#engine;
  }

  /** The model that answers. */
  get fitted(): Fitted | undefined {
    return this.#parts.answers.model;
  }

  /** Gets the data and the model, and shows what is wished. Under the name `keep`, what a visitor says is kept on the device. */
  async open(files: File[], keep?: string): Promise<Report> {
    await Promise.all([this.#engine, this.#ready(this.#wish)]);
    if (keep !== undefined) await this.#keep(keep);
    await grant(this.#parts, this.#wish, files);
    const { report } = this.#state.data;
    if (!report) throw new Error("There are no data.");
    await this.#parts.screen.draw();
    return report;
  }

  /** Shows something else of the same data and model. */
  async show(wish: Wish): Promise<void> {
    const { form } = this.#parts;
    await this.#ready(wish);
    // The form comes with the views that show it.
    if (!form && this.#parts.form) await fill(this.#parts, wish);
    this.#wish = wish;
    await show(this.#parts, wish);
  }

  /** Fetches what a wish needs, once. */
  async #ready(wish: Wish): Promise<void> {
    const fetch = fetchFor(wish);
    if (!fetch) return;
    const begun = this.#begun.get(fetch) ?? this.#begin(fetch);
    this.#begun.set(fetch, begun);
    // What did not come may come another time.
    await begun.catch((error) => {
      this.#begun.delete(fetch);
      throw error;
    });
  }

  async #begin(fetch: Fetch): Promise<void> {
    const { begin } = await fetch();
    const { guests, questions, styles } = await begin(this.#parts);
    Object.assign(this.#guests, guests);
    const { answers } = this.#parts;
    Object.assign(answers.questions, questions);
    // Data that come later are asked when they do.
    if (this.#state.data.report && questions.introduce) await answers.introduce();
    this.#dress(styles);
  }

  /** Adds to the style. */
  #dress(styles: string[]): void {
    const root = this.#place.getRootNode() as ShadowRoot;
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...styles.map(sheetOf)])];
  }

  async #keep(name: string): Promise<void> {
    const { keep } = await import("./keep.ts");
    Object.assign(this.#guests, await keep(this.#parts, name));
    if (this.#ended) void this.#parts.keeper?.close();
  }

  /** Draws the map in other colours. */
  readonly #recolour = (): void => {
    this.#parts.painter?.forget();
    this.#paint();
  };

  /** Ends the engine and takes away what was shown. */
  end(): void {
    this.#ended = true;
    void this.#parts.keeper?.close();
    this.#resized.disconnect();
    this.#scheme.removeEventListener("change", this.#recolour);
    this.#engine.then(
      (engine) => engine.close(),
      () => {},
    );
    render(null, this.#place);
  }

  /** Takes on another theme. */
  recolour(): void {
    this.#recolour();
  }

  #paint(): void {
    const canvas = this.#place.querySelector<HTMLCanvasElement>("#map");
    const { map, view, known, at } = this.#state.explore.map;
    if (canvas && map) this.#parts.painter?.paint(canvas, { map, view, known, at });
  }
}

function stepOf({ job }: State): Step | undefined {
  if (job?.kind === "read") {
    const { bytes = 0, total = 0 } = job.progress ?? {};
    return { stage: "reading", fraction: total > 0 ? bytes / total : 0 };
  }
  if (job?.kind !== "train") return undefined;
  const { stage, fraction = 0 } = job.progress ?? {};
  return { stage: stage === "choosing" ? stage : "training", fraction };
}
