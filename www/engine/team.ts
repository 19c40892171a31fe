// Those who share work, as the page knows them.

import type { Outcome } from "../wasm/kindred.js";
import type { Training } from "./worker.ts";

/** Who is at work. */
export interface Team {
  /** How many workers, whoever leads included. */
  workers: number;
  /** Bytes of memory that they have, all together. */
  bytes: number;
  /** Why the last one that was lost was; the others did its work. */
  lost?: string;
}

/** A helper's number, and the port to it. */
export interface Recruit {
  id: number;
  port: MessagePort;
}

/** Starts and ends helpers. */
export interface Crew {
  start(n: number): Promise<Recruit[]>;
  end(ids?: number[]): Promise<void> | void;
}

/** How many helpers there may be, and whether also where they hardly pay. */
export interface Wanted {
  most: number;
  anyway: boolean;
}

/** What comes of runs that are done side by side, each by its place among them. */
export interface Told {
  progress(at: number, training: Training): void;
  outcome(at: number, outcome: Outcome): void | Promise<void>;
}
