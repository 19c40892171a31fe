import type { TestFile } from "../e2e/data.ts";
import type { Driver, Handle, Point } from "./driver.ts";
import { byRole, bySelector, drop, errorsSeen, fill, texts, watchErrors } from "./finding.ts";

/** Longest waiting for anything, in milliseconds; the machine may be busy. */
const PATIENCE = 30_000;

/** The viewport of a desk. */
const DESK = { width: 1280, height: 900 };

/** A page as a person uses it, in any browser. */
export class Tab {
  readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
  }

  /** Opens an address. */
  async open(address: string, viewport = DESK): Promise<void> {
    await this.driver.open(address, viewport);
    await this.driver.run(watchErrors);
  }

  /** What has this role and name, once a person can see it. */
  sees(role: string, name: string | RegExp): Promise<Handle> {
    const [text, pattern] = name instanceof RegExp ? [name.source, true] : [name, false];
    return this.until(`${role} “${text}”`, () => this.driver.find(byRole, role, text, pattern));
  }

  /** Clicks what has this role and name. */
  async click(role: string, name: string | RegExp): Promise<void> {
    await (await this.sees(role, name)).click();
  }

  /** Taps what has this role and name with a finger. */
  async tap(role: string, name: string | RegExp): Promise<void> {
    await this.driver.touch([await (await this.sees(role, name)).middle()]);
  }

  /** Where the middle of the first element of a selector is, once it is in sight. */
  async middle(selector: string): Promise<Point> {
    return (await this.until(selector, () => this.driver.find(bySelector, selector))).middle();
  }

  /** Clicks the first element of a selector. */
  async press(selector: string): Promise<void> {
    await (await this.until(selector, () => this.driver.find(bySelector, selector))).click();
  }

  /** Writes a value into a field, or chooses the option that begins so. */
  async fill(selector: string, value: string): Promise<void> {
    await this.until(`“${value}” in ${selector}`, () => this.driver.run(fill, selector, value));
  }

  /** Chooses a file by the system's dialogue. */
  async choose(selector: string, path: string): Promise<void> {
    await (await this.until(selector, () => this.driver.find(bySelector, selector))).choose(path);
  }

  /** Drops files on an element. */
  async drop(selector: string, files: TestFile[]): Promise<void> {
    const contents = files.map(({ name, buffer }) => ({ name, text: buffer.toString("utf8") }));
    await this.until(selector, () => this.driver.run(drop, selector, contents));
  }

  /** The text of the first visible element of a selector; empty when there is none. */
  async text(selector: string): Promise<string> {
    return (await this.driver.run(texts, selector))[0] ?? "";
  }

  /** Waits until a text fits, and gives it. */
  async reads(selector: string, pattern: RegExp): Promise<string> {
    return this.until(`${pattern} in ${selector}`, async () => {
      const found = await this.text(selector);
      return pattern.test(found) ? found : undefined;
    });
  }

  /** Waits until so many elements of a selector are visible, and gives their texts. */
  async counts(selector: string, number: number): Promise<string[]> {
    return this.until(`${number} × ${selector}`, async () => {
      const found = await this.driver.run(texts, selector);
      return found.length === number ? found : undefined;
    });
  }

  /** Waits until no element of a selector is visible. */
  async gone(selector: string): Promise<void> {
    await this.counts(selector, 0);
  }

  /** Asks again and again until there is an answer. */
  async until<T>(what: string, ask: () => Promise<T>): Promise<NonNullable<T>> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`There is no ${what}. ${await this.#state()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What went wrong in the page. */
  errors(): Promise<string[]> {
    return this.driver.run(errorsSeen);
  }

  /** What the page says, for whoever reads why a flow failed. */
  async #state(): Promise<string> {
    const errors = await this.errors();
    const [train, page] = [await this.text("#train"), await this.text("main")];
    return `Errors: ${errors.join("; ") || "none"}. Train: ${train}. The page: ${page.slice(0, 400)}`;
  }
}
