// The page's address: it asks for the same as an element's attributes, `#view=similar&item=50`, and `embed` and `theme`; and
// while the page is used, it says what would have to be asked for to come here. It never has anything of the data in it.

import { grant, grantOfPresent, show } from "./actions/granting.ts";
import { ofOpenFiles } from "./actions/repeating.ts";
import type { Parts } from "./parts.ts";
import { present } from "./present.ts";
import { tabsOf } from "./state.ts";
import {
  fetchFiles,
  readWish,
  refused,
  type Shown,
  textsOf,
  viewOf,
  WISHES,
  type Wish,
} from "./wish.ts";
import { plain } from "./words.ts";

/** Names data that the address cannot bring. */
const DATA = "data";

/** Marks the entries of the history that the page has made or has seen, whose state the browser keeps. */
const SEEN = "kindred";

/** True for an address that asks for something; others lead to a part of the page. */
export const asks = (hash: string): boolean => /=|^#embed\b/.test(hash);

/** What the address says. */
interface Said {
  text: string;
  /** What it is about: an entry of the history is another where this is. */
  about: Wish & { data: string | undefined };
}

/** Does what the page's address asks for, and keeps the address as the page is. */
export class Address {
  readonly #parts: Parts;
  /** The sample of an address that names no data. */
  readonly #first: string;
  readonly #repeat: (hash: string) => Promise<void>;
  /** In a frame, going back is the host's; what is embedded stays as its author has made it. */
  readonly #keeps = window.top === window;
  #alone: Shown | undefined;
  /** Until the address has been followed, it is left as it came. */
  #follows = false;
  #hash = "";
  #said: Said | undefined;
  /** How many addresses are being opened. */
  #opening = 0;
  /** Where the present data were fetched from. */
  #fetched: { src: string[]; report: unknown } | undefined;

  /** `repeat` compares what an address asks for. */
  constructor(parts: Parts, first: string, repeat: (hash: string) => Promise<void>) {
    this.#parts = parts;
    this.#first = first;
    this.#repeat = repeat;
  }

  /** The view that stands alone; undefined for the whole page. */
  get alone(): Shown | undefined {
    return this.#alone;
  }

  /** Opens the address, and from now on each one that comes after it, back and forward. */
  follow(): void {
    this.#follows = true;
    window.addEventListener("hashchange", () => this.#turn());
    window.addEventListener("popstate", () => this.#turn());
    this.#hash = location.hash;
    if (asks(this.#hash)) void this.#openAll(false);
    this.#mark();
  }

  /** Says in the address what is shown. Another view, person or item is another entry of the history. */
  keep(): void {
    const { state } = this.#parts;
    if (!this.#follows || !this.#keeps || this.#alone || this.#opening > 0 || !state.data.report)
      return;
    if (state.awaited) this.#takeAwaited();
    if (state.awaited || this.#opening > 0) return;
    const now = this.#now();
    const before = this.#said;
    this.#said = now;
    if (now.text === (before?.text ?? "")) return;
    this.#hash = now.text && `#${now.text}`;
    const url = `${location.href.split("#", 1)[0]}${this.#hash}`;
    if (before && another(before.about, now.about)) history.pushState(SEEN, "", url);
    else history.replaceState(SEEN, "", url);
  }

  /** The address is another one. */
  #turn(): void {
    const { hash } = location;
    // Two events tell of one change.
    if (hash === this.#hash) return;
    this.#hash = hash;
    const back = history.state === SEEN;
    this.#mark();
    if (asks(hash) || back) void this.#openAll(back);
    else if (this.#said?.text) {
      // It has led to a part of the page; what is shown there is as before.
      this.#said = { ...this.#said, text: hash };
      this.keep();
    }
  }

  #mark(): void {
    if (this.#keeps && history.state !== SEEN) history.replaceState(SEEN, "");
  }

  /** Opens the address, and compares where it says so; on the way back that has been done. */
  async #openAll(back: boolean): Promise<void> {
    const hash = this.#hash;
    const { state } = this.#parts;
    if (!ofOpenFiles(hash)) await this.#open(back);
    // Where nothing is open yet, the page does it once something is.
    else if (!state.data.report) return;
    if (!back && !state.awaited && !state.ends.read) await this.#repeat(hash);
  }

  /** Opens what the address asks for; on the way `back` to what was shown before, it keeps what a person has opened or trained. */
  #open(back: boolean): Promise<void> {
    const { state, screen } = this.#parts;
    const texts = textsIn(this.#hash);
    const theme = texts.get("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    state.awaited = undefined;
    this.#alone = texts.has("embed") ? "all" : undefined;
    return this.#grantAll(async () => {
      const wish = readWish((name) => texts.get(name));
      if (this.#alone) this.#alone = wish.view;
      // What stands in another page shows what its author asked for.
      state.against = this.#alone && this.#alone !== "all" ? "" : "popularity";
      void screen.draw();
      await this.#grant(wish, texts.get(DATA) || undefined, back);
    });
  }

  async #grant(asked: Wish, data: string | undefined, back: boolean): Promise<void> {
    const parts = this.#parts;
    const { state } = parts;
    // From then on it is known which samples and models there are.
    await parts.engine;
    const { src, sample, data: here } = this.#now().about;
    const named = asked.src.length > 0 || asked.sample !== undefined || data !== undefined;
    const wish = named ? asked : { ...asked, sample: this.#first };
    // On the way back, all in tabs means the first of them.
    const [first] = tabsOf(state);
    if (back && wish.view === "all" && first) wish.view = viewOf(first);
    const there = state.data.report !== undefined;
    const same =
      there && sample === wish.sample && String(src) === String(wish.src) && here === data;
    if (same) return back ? show(parts, wish) : grantOfPresent(parts, wish);
    // Files that were opened by hand are not given up for a sample.
    if (back && here !== undefined)
      return show(parts, { ...wish, person: undefined, item: undefined });
    if (data !== undefined) {
      if (this.#alone) throw refused(`This needs the data “${data}”, and a link has no data in it`);
      state.awaited = { data, wish: asked };
      return;
    }
    for (const address of wish.src) {
      if (new URL(address, document.baseURI).origin !== location.origin)
        throw refused(`The address may name files of this page's own origin; found “${address}”`);
    }
    await grant(parts, wish, await fetchFiles(wish.src));
    this.#fetched = { src: wish.src, report: state.data.report };
  }

  /** Once the data of a link are here, does what it asks for; where others are opened by hand, nobody waits for them. */
  #takeAwaited(): void {
    const { state } = this.#parts;
    const { awaited, job } = state;
    const here = this.#now().about.data;
    if (job || !awaited || here === undefined) return;
    state.awaited = undefined;
    if (here !== awaited.data) return;
    void this.#grantAll(() => grantOfPresent(this.#parts, awaited.wish)).then(() =>
      this.#repeat(this.#hash),
    );
  }

  /** Does what an address asks for, or puts into words what is wrong. Until then, what is shown is not what was meant. */
  async #grantAll(work: () => Promise<void>): Promise<void> {
    const { state, screen } = this.#parts;
    this.#opening += 1;
    try {
      await work();
      this.#said = { ...this.#now(), text: this.#hash.replace(/^#/, "") };
    } catch (wrong) {
      // Where a job has failed, the state says it already.
      const { ends } = state;
      if (!ends.read && !ends.train) ends.read = { error: plain(wrong) };
      // The address stays: asked for once more, it may be there.
      this.#said = this.#now();
    } finally {
      this.#opening -= 1;
      void screen.draw();
    }
  }

  /** What the address has to say now. */
  #now(): Said {
    const { state } = this.#parts;
    const { report, sample } = state.data;
    const src = this.#fetched?.report === report ? (this.#fetched?.src ?? []) : [];
    const wish = present(state, src);
    const data = sample || src.length > 0 ? undefined : report?.name;
    const first = sample?.name === this.#first ? { ...wish, sample: undefined } : wish;
    const mine = new Set<string>([...WISHES, DATA]);
    const texts = [
      // What others have put there stays.
      ...[...textsIn(this.#hash)].filter(([name]) => !mine.has(name) && asks(this.#hash)),
      ...(data === undefined ? [] : [[DATA, data]]),
      ...textsOf(first),
    ];
    // “=” within a text needs no other form, and a person can read it.
    const text = new URLSearchParams(texts).toString().replaceAll("%3D", "=");
    return { text, about: { ...wish, data } };
  }
}

const textsIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, ""));

/** Whether it is about something else; what was not known before, such as the person one begins with, is no change. */
function another(before: Said["about"], now: Said["about"]): boolean {
  const data = ({ src, sample, data }: Said["about"]) => JSON.stringify([src, sample, data]);
  return (
    before.view !== now.view ||
    (before.person !== undefined && before.person !== now.person) ||
    (before.item !== undefined && before.item !== now.item) ||
    data(before) !== data(now)
  );
}
