// The class of the element, without its definition.

import type { Engine, Fitted, Report } from "../engine/client.ts";
import { fetchFiles, readWish, refused, WISHES, type Wish } from "../wish.ts";
import type { Guest } from "./guest.ts";

/** How far an element is: reading, choosing a model or training it; `fraction` goes from 0 to 1. */
export interface Step {
  stage: "reading" | "choosing" | "training";
  fraction: number;
}

/** What is told by events, by name. None of them bubbles. */
export interface KindredEvents {
  /** Data and model are there, and what was asked for is shown. */
  ready: CustomEvent<Report>;
  /** How far reading or training is. */
  progress: CustomEvent<Step>;
  /** It cannot be shown; the fallback content stays. */
  error: CustomEvent<Error>;
}

/** Attributes after whose change only something else is shown; the others bring other data or another model. */
const SHOWING = new Set(["view", "person", "item", "n"]);

/** How near an element has to be to the window before it begins, in CSS pixels. */
const NEAR = "300px";

/**
 * Recommendations in another page. It begins when it is near the window; what stands in the element is shown until there
 * is an answer, and stays when there is none.
 *
 * Attributes, each a property of the same name: `src` (addresses of the author's files, or of a saved model), `sample`
 * (`films`, `interests`), `model` (a name, then settings: `als factors=64`; two for a comparison: `als, popularity`), `view` (`recommend`, `similar`, `you`,
 * `compare`, `map`, `train`, `all`), `person`, `item`, `n`, `theme` (`light`, `dark`). With `keep` what a visitor rates here is kept on
 * the device for the next visit; without it nothing is.
 */
export class KindredRecommender extends HTMLElement {
  static readonly observedAttributes = [...WISHES, "theme", "keep"];

  readonly #slot = document.createElement("slot");
  /** On a ground of its own, as the view's parts are. */
  readonly #message = document.createElement("section");
  readonly #view = document.createElement("div");
  #near: IntersectionObserver | undefined;
  #guest: Guest | undefined;
  #files: File[] = [];
  #error: Error | undefined;
  /** What has changed since the last turn: nothing, what is shown, or the data. */
  #changed: "" | "show" | "data" = "";
  /** Counts lives, so that a late answer of an earlier one is told apart. */
  #life = 0;
  #ready: Promise<void> | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#view.setAttribute("part", "view");
    this.#view.hidden = true;
    this.#message.setAttribute("part", "message");
    // Shown only where the author gave nothing to stand here.
    this.#slot.append(this.#message);
    root.append(this.#slot, this.#view);
  }

  get src(): string {
    return this.getAttribute("src") ?? "";
  }
  set src(addresses: string) {
    this.setAttribute("src", addresses);
  }
  get sample(): string {
    return this.getAttribute("sample") ?? "";
  }
  set sample(name: string) {
    this.setAttribute("sample", name);
  }
  get model(): string {
    return this.getAttribute("model") ?? "";
  }
  set model(model: string) {
    this.setAttribute("model", model);
  }
  get view(): string {
    return this.getAttribute("view") ?? "";
  }
  set view(view: string) {
    this.setAttribute("view", view);
  }
  get person(): string {
    return this.getAttribute("person") ?? "";
  }
  set person(id: string) {
    this.setAttribute("person", id);
  }
  get item(): string {
    return this.getAttribute("item") ?? "";
  }
  set item(id: string) {
    this.setAttribute("item", id);
  }
  get n(): number {
    return Number(this.getAttribute("n") ?? 10);
  }
  set n(n: number) {
    this.setAttribute("n", String(n));
  }
  get theme(): string {
    return this.getAttribute("theme") ?? "";
  }
  set theme(theme: string) {
    this.setAttribute("theme", theme);
  }

  get keep(): boolean {
    return this.hasAttribute("keep");
  }
  set keep(keeps: boolean) {
    this.toggleAttribute("keep", keeps);
  }

  /** Files to read instead of those of `src`. Setting them begins anew. */
  get files(): File[] {
    return this.#files;
  }
  set files(files: Iterable<File>) {
    this.#files = [...files];
    this.#change("data");
  }

  /** Why nothing is shown; undefined while something is, or may yet be. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** The engine, as of the package's `createEngine`; undefined before it has begun. */
  get engine(): Promise<Engine> | undefined {
    return this.#guest?.engine;
  }

  /** The model that answers; undefined until it is trained. */
  get fitted(): Fitted | undefined {
    return this.#guest?.fitted;
  }

  /** Begins now, near the window or not. Resolves when it is ready; rejects with what goes wrong. */
  load(): Promise<void> {
    this.#near?.disconnect();
    this.#near = undefined;
    if (!this.#ready) {
      // It begins with what holds now.
      this.#changed = "";
      this.#ready = this.#begin();
    }
    return this.#ready;
  }

  connectedCallback(): void {
    // What was set before the class was there stands in the way of the accessors.
    for (const name of [...KindredRecommender.observedAttributes, "files"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
    if (this.#ready || this.#near) return;
    this.#near = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.load().catch(() => {});
      },
      { rootMargin: NEAR },
    );
    this.#near.observe(this);
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      // Moved within the page, it goes on.
      if (!this.isConnected) this.#end();
    });
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === "theme") this.#guest?.recolour();
    else this.#change(SHOWING.has(name) ? "show" : "data");
  }

  override addEventListener<K extends keyof KindredEvents>(
    type: K,
    listener: (this: KindredRecommender, event: KindredEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    // biome-ignore lint/suspicious/noExplicitAny: both signatures above go through here.
    listener: any,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  /** Several changes in one go make one. */
  #change(what: "show" | "data"): void {
    const first = this.#changed === "";
    if (this.#changed !== "data") this.#changed = what;
    if (!first) return;
    queueMicrotask(() => {
      const changed = this.#changed;
      this.#changed = "";
      // What has not begun will begin with what holds then.
      if (!this.#ready || changed === "") return;
      if (changed === "data" || this.#error || !this.#guest) {
        this.#end();
        this.load().catch(() => {});
      } else void this.#showOther(this.#guest);
    });
  }

  async #showOther(guest: Guest): Promise<void> {
    try {
      await this.#ready;
      await guest.show(this.#wish());
    } catch (error) {
      if (guest === this.#guest) this.#fail(error);
    }
  }

  #wish(): Wish {
    return readWish((name) => this.getAttribute(name));
  }

  async #begin(): Promise<void> {
    const life = ++this.#life;
    const late = () => this.#life !== life;
    this.#error = undefined;
    this.#message.textContent = "Getting ready …";
    try {
      const wish = this.#wish();
      if (wish.src.length + this.#files.length === 0 && !wish.sample)
        throw refused("It needs files by “src”, or a “sample”");
      const { Guest } = await import("./guest.ts");
      if (late()) throw superseded();
      this.#guest = new Guest(this.#view, wish, (step) => {
        if (!late()) this.#tell(step);
      });
      const guest = this.#guest;
      const files = this.#files.length > 0 ? this.#files : await fetchFiles(wish.src);
      if (late()) throw superseded();
      // Another element of the page keeps apart.
      const report = await guest.open(
        files,
        this.keep ? this.id || wish.src.join() || wish.sample : undefined,
      );
      if (late()) throw superseded();
      this.#slot.hidden = true;
      this.#view.hidden = false;
      guest.recolour();
      this.dispatchEvent(new CustomEvent("ready", { detail: report }));
    } catch (error) {
      if (!late()) this.#fail(error);
      throw error;
    }
  }

  #tell(step: Step): void {
    const doing = { reading: "Reading", choosing: "Finding out what suits", training: "Training" };
    this.#message.textContent = `${doing[step.stage]}: ${Math.round(100 * step.fraction)}%`;
    this.dispatchEvent(new CustomEvent("progress", { detail: step }));
  }

  #fail(error: unknown): void {
    this.#error = error instanceof Error ? error : new Error(String(error));
    this.#message.textContent = this.#error.message;
    this.#slot.hidden = false;
    this.#view.hidden = true;
    this.dispatchEvent(new CustomEvent("error", { detail: this.#error }));
  }

  #end(): void {
    this.#life += 1;
    this.#near?.disconnect();
    this.#near = undefined;
    this.#guest?.end();
    this.#guest = undefined;
    this.#ready = undefined;
    this.#slot.hidden = false;
    this.#view.hidden = true;
  }
}

/** Why a beginning comes to nothing: the element is to show something else, or is gone. */
function superseded(): Error {
  return Object.assign(new Error("Something else is to be shown."), { name: "AbortError" });
}
