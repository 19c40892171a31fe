// What the flows need of a browser. Everything else they do by running functions in the page.

/** The browsers of the matrix. */
export const BROWSERS = ["chromium", "firefox", "webkit"] as const;

/** A browser's engine by name. */
export type BrowserName = (typeof BROWSERS)[number];

/** What a visitor asks of every page. */
export interface Look {
  dark?: boolean;
  forcedColors?: boolean;
  reducedMotion?: boolean;
  /** This visitor uses fingers. */
  touch?: boolean;
}

/** Finds an element in the page. It runs there, so it may use nothing but its arguments. */
export type Finder<A extends unknown[]> = (...args: A) => Element | null;

/** An element of the page. */
export interface Handle {
  /** Clicks where a finger or a mouse would. */
  click(): Promise<void>;
  /** Chooses a file, where it is an input of files. */
  choose(path: string): Promise<void>;
  /** Scrolls it into sight; gives where its middle is then. */
  middle(): Promise<Point>;
}

/** A place in the viewport, in CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

/** One browser with one page. */
export interface Driver {
  /** Its name and version, as it says itself. */
  readonly version: string;
  /** The folder into which it saves files. */
  readonly downloads: string;
  /** Goes to an address, in a viewport of this many CSS pixels. */
  open(address: string, viewport: { width: number; height: number }): Promise<void>;
  /** Runs a function in the page. It may use nothing but its arguments; they and the result are JSON. */
  run<A extends unknown[], R>(work: (...args: A) => R, ...args: A): Promise<Awaited<R>>;
  /** The element that a function in the page finds. */
  find<A extends unknown[]>(finder: Finder<A>, ...args: A): Promise<Handle | undefined>;
  /** Puts down a finger for each way, goes along all ways, which have as many points each, at once, and lifts them. */
  touch(...ways: Point[][]): Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Starts a browser; undefined where it has no such look. */
export type Launch = (look?: Look) => Promise<Driver | undefined>;

/** A program, which has to be there by now. */
export function present<T>(program: T | undefined, name: string): T {
  if (program) return program;
  throw new Error(`${name} is missing: npm run test:browsers installs it where that can be done.`);
}
