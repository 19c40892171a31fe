import type { TemplateResult } from "lit-html";
import type { Screen } from "../screen.ts";
import { plain } from "../words.ts";

/** What a script brings. */
export interface Viewed {
  view(): TemplateResult;
}

/** What a script brings that an address can ask for. */
export interface Repeated extends Viewed {
  /** Does what the address asks for. */
  repeat(hash: string): Promise<void>;
}

/** A part of the page that comes behind the first list: its script is fetched once. */
export class Behind<T extends Viewed> {
  readonly #screen: Screen;
  readonly #begin: () => Promise<T>;
  #coming: Promise<T | undefined> | undefined;
  #there: T | undefined;
  #error: string | undefined;

  /** `begin` fetches the script, and begins the part with it. */
  constructor(screen: Screen, begin: () => Promise<T>) {
    this.#screen = screen;
    this.#begin = begin;
  }

  /** The part; undefined until it is there. */
  get there(): T | undefined {
    return this.#there;
  }

  /** Why it did not come. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Fetches it, once. What did not come may come another time. */
  fetch(): Promise<T | undefined> {
    this.#coming ??= this.#come();
    return this.#coming;
  }

  async #come(): Promise<T | undefined> {
    try {
      this.#there = await this.#begin();
    } catch (error) {
      this.#coming = undefined;
      this.#error = `This part of the page did not come: ${plain(error)}`;
    }
    void this.#screen.draw();
    return this.#there;
  }
}
