import { Fitted } from "../engine/client.ts";
import { Queue } from "../engine/queue.ts";
import { bytes } from "../memory.ts";
import type { Parts } from "../parts.ts";
import { plain } from "../words.ts";
import { type Brought, bringBack, fetchFiles } from "./back.ts";
import { filesNamed, gather, type Kept, type KeptFile, type Thing } from "./document.ts";
import { Lock } from "./lock.ts";
import { openPlace } from "./place.ts";
import { Store } from "./store.ts";

/** Milliseconds from a change until it is written: gestures come in bursts. */
const PAUSE = 400;

/** Up to so many ratings are kept with the model, too: it brings them back should their files be damaged. */
const WITH_RATINGS = 2_000_000;

const ELSEWHERE =
  "Another tab of this page keeps what is done there; what you do here is not kept.";
const FORGOTTEN =
  "Everything is forgotten. What this page shows stays until it closes, and nothing of it is kept.";
const DAMAGED =
  "What was kept on this device is damaged and cannot be read. It is left as it is, and nothing new is kept.";
const NEWER =
  "What is kept on this device was written by a newer Kindred. It is left as it is, and nothing new is kept.";
const BEFORE = "What was kept before stays until you open other data.";

/** Keeps on this device what the page shows, in the background, and brings it back. */
export class Keeper {
  readonly #parts: Parts;
  readonly #store: Store<Kept>;
  readonly #lock: Lock;
  /** Keeps only what the visitor said: data and model are the author's. */
  readonly #only: boolean;
  readonly #turns = new Queue();
  /** What the things of this visit are called in the store. */
  #names = new WeakMap<object, string>();
  /** Why things of these names are not kept. */
  #failed = new Map<string, string>();
  #last: Kept | undefined;
  /** What was written last, to see whether anything has changed. */
  #text = "";
  #on = false;
  /** There is something in the store that cannot be read. */
  #unread = false;
  #touched = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #control = new AbortController();
  /** Takes away the listeners. */
  readonly #end = new AbortController();

  private constructor(parts: Parts, store: Store<Kept>, name: string, only: boolean) {
    this.#parts = parts;
    this.#store = store;
    this.#only = only;
    this.#lock = new Lock(name, () => void this.#yield());
    const { signal } = this.#end;
    for (const gesture of ["pointerdown", "keydown", "drop", "change"])
      addEventListener(gesture, () => this.#touch(), { capture: true, once: true, signal });
    const leave = () => {
      if (document.visibilityState === "hidden") void this.#keep();
    };
    addEventListener("visibilitychange", leave, { signal });
  }

  /**
   * Begins to keep, and brings back what was kept here before; data and model only where the page's address, in `asked`,
   * names no others. Resolves when the page shows it: to the keeper, and whether there are data. For an element of another
   * page, with what that is called there, it is only what the visitor said.
   */
  static async start(
    parts: Parts,
    asked: URLSearchParams,
    element?: string,
  ): Promise<{ keeper: Keeper | undefined; back: boolean }> {
    const { state, screen } = parts;
    const { pathname } = new URL(element === undefined ? "." : "", document.baseURI);
    const of = element === undefined ? "" : ` ${element.replace(/[^\w.-]/g, "~").slice(0, 100)}`;
    const name = `kindred ${pathname}${of}`.replaceAll("/", "~");
    try {
      const store = new Store<Kept>(await openPlace(name));
      const keeper = new Keeper(parts, store, name, element !== undefined);
      return { keeper, back: await keeper.#begin(asked) };
    } catch (error) {
      const not = `Nothing is kept between visits: this browser gives the page no place for it (${plain(error)}).`;
      state.keep = { bytes: 0, notes: [], not };
      void screen.draw();
      return { keeper: undefined, back: false };
    }
  }

  /** Looks soon whether there is something to be kept: the page may show something else now. */
  notice(): void {
    if (!this.#on) return;
    this.#timer ??= setTimeout(() => void this.#keep(), PAUSE);
  }

  /** Deletes everything that is kept; from then on nothing is. What the page shows stays. */
  async forget(): Promise<void> {
    this.#stop();
    await this.#lock.demand();
    await this.#turns.add(() => this.#store.clear());
    this.#unread = false;
    this.#renew();
    this.#say(FORGOTTEN, "again");
    this.#parts.screen.announce(FORGOTTEN);
  }

  /** Writes what is left to write, and lets another keep. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#keep();
    this.#stop();
    this.#lock.close();
  }

  /** Keeps from here on: after everything was forgotten, or instead of another tab. */
  async keepHere(): Promise<void> {
    if (!(await this.#lock.demand())) {
      this.#say("The other tab does not answer. Close it and try again.", "here");
      return;
    }
    this.#renew();
    const found = await this.#store.read();
    if (found.kind === "document") this.#last = found.document;
    this.#on = true;
    await this.#keep();
  }

  async #begin(asked: URLSearchParams): Promise<boolean> {
    const { state } = this.#parts;
    // A second tab reads, too, while the first one keeps.
    const locked = this.#lock.take();
    let found = await this.#store.read();
    let files =
      found.kind === "document" ? await fetchFiles(this.#store, found.document) : undefined;
    if (files?.damaged.size && !(await locked)) {
      // The other tab may just have replaced them.
      found = await this.#store.read();
      if (found.kind === "document") files = await fetchFiles(this.#store, found.document);
    }
    if (found.kind === "damaged" || found.kind === "newer") {
      this.#unread = true;
      this.#say(found.kind === "newer" ? NEWER : DAMAGED);
      return false;
    }
    let brought: Brought = { back: false, things: [], notes: [] };
    if (found.kind === "document" && files) {
      this.#last = found.document;
      brought = await bringBack(this.#parts, found.document, files, asked, locked);
      for (const [thing, name] of brought.things) this.#names.set(thing, name);
    }
    state.keep = { bytes: this.#store.bytes, notes: brought.notes };
    if (brought.back) this.#text = JSON.stringify(this.#gathered(new Map()));
    void locked.then((held) => (held ? this.#own() : this.#say(ELSEWHERE, "here")));
    return brought.back;
  }

  /** From here on this tab keeps. */
  async #own(): Promise<void> {
    await this.#turns.add(() => this.#store.sweep());
    this.#on = true;
    this.notice();
  }

  #touch(): void {
    this.#touched = true;
    this.notice();
  }

  /** Whether there is anything that a visitor gave: what the page shows of itself is not kept. */
  #given(): boolean {
    const { data, explore } = this.#parts.state;
    const { own, away } = explore.you;
    return this.#touched || data.source !== undefined || own.length + away.length > 0;
  }

  /** Writes what has changed, after what is being written. */
  #keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#turns.add(async () => {
      // Data that are being read are met with what the visitor said; until then neither is whole.
      if (!this.#on || this.#parts.state.job?.kind === "read" || !this.#given()) return;
      const things = new Map<string, Thing>();
      const text = JSON.stringify(this.#gathered(things));
      if (text === this.#text) return;
      this.#text = text;
      const { signal } = this.#control;
      try {
        const { kept, notes } = await this.#put(JSON.parse(text), things, signal);
        await this.#store.write(kept, filesNamed(kept));
        this.#last = kept;
        this.#parts.state.keep = { bytes: this.#store.bytes, notes };
      } catch (error) {
        if (signal.aborted) return;
        const note = `What you did last is not kept: ${reason(error)}. ${BEFORE}`;
        this.#parts.state.keep = { bytes: this.#store.bytes, notes: [note] };
      }
      void this.#parts.screen.draw();
    });
  }

  /** What there is to be kept; what has to be in the store for it goes into `things`. */
  #gathered(things: Map<string, Thing>): Kept {
    const named = (thing: Thing) => {
      const name = this.#names.get(thing) ?? crypto.randomUUID();
      this.#names.set(thing, name);
      things.set(name, thing);
      return name;
    };
    return gather(this.#parts, named, this.#others());
  }

  /** The work that is kept although the page shows other data, which nobody here has opened. */
  #others(): Kept["work"] | "nothing" | undefined {
    if (this.#only) return "nothing";
    return this.#parts.state.data.lent && this.#last?.work.data ? this.#last.work : undefined;
  }

  /** Puts all files of a document into the store; leaves out of it what cannot be, and says so. */
  async #put(
    kept: Kept,
    things: Map<string, Thing>,
    signal: AbortSignal,
  ): Promise<{ kept: Kept; notes: string[] }> {
    const notes = this.#others() && !this.#only ? [BEFORE] : [];
    const all = async (files: KeptFile[]) => {
      for (const { name, file } of files) {
        const why = await this.#putOne(file, name, things.get(file), beside, signal);
        if (why === undefined) continue;
        notes.push(why);
        return false;
      }
      return true;
    };
    const { work, you } = kept;
    const { model } = work;
    const beside = work.data?.kind !== "model" && (model?.report.ratings ?? 0) > WITH_RATINGS;
    if (work.data?.kind === "files" && !(await all(work.data.files))) {
      if (this.#last?.work.data) notes.push(BEFORE);
      kept.work = this.#last?.work ?? { ...work, data: undefined, model: undefined };
    } else if (work.model && !(await all([{ ...work.model, name: "The model" }]))) {
      work.model = undefined;
    }
    if (work.training && !(await all([{ ...work.training, name: "The unfinished training" }])))
      work.training = undefined;
    if (you.export && !(await all(you.export.files))) you.export = undefined;
    return { kept, notes };
  }

  /** Puts one file into the store unless it is there, a model without what is `beside` it; says why it is not kept, if so. */
  async #putOne(
    name: string,
    title: string,
    thing: Thing | undefined,
    beside: boolean,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (this.#store.has(name) || !thing) return undefined;
    let size = "";
    try {
      if (!this.#failed.has(name)) {
        const content = await contentOf(thing, beside);
        size = ` (${bytes(content.size)})`;
        await this.#store.put(name, content, signal);
      }
    } catch (error) {
      signal.throwIfAborted();
      this.#failed.set(name, `${title}${size} is not kept: ${reason(error)}.`);
    }
    return this.#failed.get(name);
  }

  /** Another tab keeps from here on. */
  async #yield(): Promise<void> {
    await this.#turns.add(async () => this.#stop());
    this.#lock.release();
    this.#say(ELSEWHERE, "here");
  }

  #stop(): void {
    this.#on = false;
    this.#control.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Nothing of this visit counts as kept any more. */
  #renew(): void {
    this.#names = new WeakMap();
    this.#failed = new Map();
    this.#last = undefined;
    this.#text = "";
    this.#control = new AbortController();
  }

  /** Says that nothing is kept, why, and what can be done about it. */
  #say(not: string, offer?: "again" | "here"): void {
    const { state, screen } = this.#parts;
    const notes = state.keep?.notes ?? [];
    state.keep = { bytes: this.#unread ? undefined : this.#store.bytes, notes, not, offer };
    void screen.draw();
  }
}

/** What is written of a thing; of a model without its ratings where they are kept `beside` it. */
async function contentOf(thing: Thing, beside: boolean): Promise<Blob> {
  if (thing instanceof Fitted) return new Blob([await (beside ? thing.keep() : thing.save())]);
  if (thing instanceof Blob) return thing;
  if ("state" in thing) return new Blob([thing.state]);
  return thing.bytes instanceof Blob ? thing.bytes : new Blob([thing.bytes]);
}

function reason(error: unknown): string {
  const { name = "" } = Object(error);
  if (name === "QuotaExceededError") return "there is no room for it on this device";
  if (name === "NotFoundError" || name === "NotReadableError")
    return "its file has been moved or changed since";
  return plain(error).replace(/\.$/, "");
}
