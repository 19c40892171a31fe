/// <reference path="./style.d.ts" />
// What works inside of one element: an engine of its own, and the page's views of what it answers.

import { render } from "lit-html";
import { type Answering, answering } from "../actions/answering.ts";
import { grant, show } from "../actions/granting.ts";
import { Answers } from "../answers.ts";
import { createEngine, type Engine, type Fitted, type Report } from "../engine/client.ts";
import { Jobs } from "../jobs.ts";
import { whether } from "../keep/whether.ts";
import { Own } from "../own.ts";
import { Painter } from "../painter.ts";
import type { Parts } from "../parts.ts";
import { Screen } from "../screen.ts";
import { initial, type State } from "../state.ts";
import { guest } from "../view/guest.ts";
import type { Wish } from "../wish.ts";
import type { Step } from "./element-class.ts";
import style from "./style.css?text";

/** The style sheet, one for all elements. */
let sheet: CSSStyleSheet | undefined;

/** Gives a shadow root its style. */
export function dress(root: ShadowRoot): void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
  }
  root.adoptedStyleSheets = [sheet];
}

/** One life of an element, with one set of data. */
export class Guest {
  readonly #state: State = initial();
  readonly #parts: Parts;
  readonly #act: Answering;
  readonly #place: HTMLElement;
  readonly #resized: ResizeObserver;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #engine: Promise<Engine>;
  #wish: Wish;
  #ended = false;

  /** Shows what is wished in `place`; `onStep` is told how far it is. */
  constructor(place: HTMLElement, wish: Wish, onStep: (step: Step) => void) {
    this.#place = place;
    this.#wish = wish;
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
    const painter = new Painter();
    let last = "";
    const screen = new Screen(
      state,
      place,
      () => guest(state, this.#act, this.#wish.view),
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
    const answers = new Answers(state, screen, this.#engine);
    const own = new Own(state, screen, this.#engine);
    this.#parts = { state, screen, jobs, answers, own, painter, engine: this.#engine };
    this.#act = answering(this.#parts);
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
    await this.#engine;
    if (keep !== undefined) await this.#keep(keep);
    await grant(this.#parts, this.#wish, files);
    const { report } = this.#state.data;
    if (!report) throw new Error("There are no data.");
    await this.#parts.screen.draw();
    return report;
  }

  /** Shows something else of the same data and model. */
  async show(wish: Wish): Promise<void> {
    this.#wish = wish;
    await show(this.#parts, wish);
  }

  async #keep(name: string): Promise<void> {
    const asked = new URLSearchParams("keep");
    const keeps = whether(asked);
    if (keeps !== true) {
      if (keeps) this.#state.keep = { bytes: 0, notes: [], not: keeps };
      return;
    }
    const { Keeper } = await import("../keep/keeper.ts");
    const { keeper } = await Keeper.start(this.#parts, asked, name);
    if (this.#ended) void keeper?.close();
    else this.#parts.keeper = keeper;
  }

  /** Draws the map in other colours. */
  readonly #recolour = (): void => {
    this.#parts.painter.forget();
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
    if (canvas && map) this.#parts.painter.paint(canvas, { map, view, known, at });
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
