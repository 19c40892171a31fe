import type { Engine, Export, Input, Scale } from "./engine/client.ts";
import type { Screen } from "./screen.ts";
import type { OwnRated, State } from "./state.ts";
import { counted, plain } from "./words.ts";

/** How many items with a title among theirs are looked at to find the one that has just this title. */
const NAMESAKES = 20;

/** The scale where there are no ratings: what counts is that something was chosen. */
const CHOSEN: Scale = { min: 1, max: 1 };

/** The visitor's own ratings and export. They outlive a change of the data: their items are met again by title. */
export class Own {
  readonly #state: State;
  readonly #screen: Screen;
  readonly #engine: Promise<Engine>;

  constructor(state: State, screen: Screen, engine: Promise<Engine>) {
    this.#state = state;
    this.#screen = screen;
    this.#engine = engine;
  }

  /** Adds an item that the visitor knows. With nothing said, the visitor is taken to like what they look for. */
  add({ id, title }: { id: string; title: string }): void {
    const { you } = this.#state.explore;
    const { name, ...data } = this.#data();
    const scale = data.rated ? data.scale : CHOSEN;
    if (you.own.some((o) => o.id === id)) return;
    you.own = [{ id, title, rating: scale.max, from: "hand", scale, data: name }, ...you.own];
  }

  /** Changes a rating; from now on it is the visitor's by hand. */
  rate(id: string, rating: number): void {
    const { you } = this.#state.explore;
    const { scale, name } = this.#data();
    you.own = you.own.map((o) =>
      o.id === id ? { ...o, rating, from: "hand", scale, data: name } : o,
    );
  }

  /** Takes a rating back. */
  remove(id: string): void {
    const { you } = this.#state.explore;
    you.own = you.own.filter((o) => o.id !== id);
  }

  /** Forgets what was rated in other data and is not in the present ones. */
  forgetAway(): void {
    this.#state.explore.you.away = [];
  }

  /** Looks for everything in data that have just been read. */
  async meet(): Promise<void> {
    const engine = await this.#engine;
    const { you } = this.#state.explore;
    you.error = undefined;
    const hand = [...you.own.filter((o) => o.from === "hand"), ...you.away];
    [you.own, you.away] = [[], []];
    for (const rated of hand) {
      const found = await this.#find(engine, rated);
      if (!found) you.away.push(rated);
      else if (!you.own.some((o) => o.id === found.id)) you.own.push(found);
    }
    you.export = undefined;
    you.watchlist = "any";
    const came = await engine.ownExport();
    if (came) this.takeExport("Your export", came);
    else if (you.files) {
      const { name, files } = you.files;
      try {
        this.takeExport(name, await engine.matchExport(files));
      } catch (error) {
        you.error = `${name} could not be met with these data: ${plain(error)}`;
      }
    }
  }

  /** Takes an export as it was met with the present data; `files` are what it was read from. */
  takeExport(name: string, found: Export, files?: Input[]): void {
    this.removeExport();
    const { you } = this.#state.explore;
    const { scale, name: data } = this.#data();
    const mine = new Set(you.own.map((o) => o.id));
    const rated = found.rated.filter((r) => !mine.has(r.id));
    you.own = [...you.own, ...rated.map((r): OwnRated => ({ ...r, from: "export", scale, data }))];
    you.export = { name, ...found };
    if (files) you.files = { name, files };
    this.#screen.announce(
      `Your export: ${counted(found.rated.length, "rating")} of titles in these data, ${counted(found.unmatched.length, "title")} not in them.`,
    );
  }

  /** Takes back the ratings that came from the export. */
  removeExport(): void {
    const { you } = this.#state.explore;
    you.own = you.own.filter((o) => o.from === "hand");
    you.export = undefined;
    you.watchlist = "any";
  }

  #data(): { scale: Scale; name: string; rated: boolean } {
    const { report } = this.#state.data;
    return {
      scale: report?.scale ?? CHOSEN,
      name: report?.name ?? "",
      rated: report?.feedback === "explicit",
    };
  }

  async #find(engine: Engine, rated: OwnRated): Promise<OwnRated | undefined> {
    const { scale, name, rated: ratings } = this.#data();
    const items = await engine.findItems(rated.title, { n: NAMESAKES });
    const namesakes = items.filter((item) => alike(item.title, rated.title));
    // In the same data it is the one with the same id, whatever else has its title.
    const itself = namesakes.find((item) => rated.data === name && item.id === rated.id);
    const same = itself ?? namesakes[0];
    // An id without a title means another item in other data.
    if (!same || (same.id === same.title && rated.data !== name)) return undefined;
    const { id, title } = same;
    // Where there are no ratings, this one keeps for data that have some.
    if (!ratings) return { ...rated, id, title };
    return { ...rated, id, title, rating: onScale(rated.rating, rated.scale, scale), scale };
  }
}

/** The same place on another scale, in halves where it is wide enough. What was only chosen is taken to be liked. */
export function onScale(rating: number, from: Scale, to: Scale): number {
  if (from.min === to.min && from.max === to.max) return rating;
  const share = from.max > from.min ? (rating - from.min) / (from.max - from.min) : 1;
  const exact = to.min + share * (to.max - to.min);
  if (to.max - to.min < 4) return exact;
  return Math.min(Math.max(Math.round(exact * 2) / 2, to.min), to.max);
}

function alike(a: string, b: string): boolean {
  return a.normalize().toLowerCase() === b.normalize().toLowerCase();
}
