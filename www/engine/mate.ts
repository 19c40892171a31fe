// What two workers say to each other over the port between them: one leads, the other helps.

import type { Outcome, Run } from "../wasm/kindred.js";
import type { Training } from "./worker.ts";

/** What a leader tells a helper. Rounds and errands have numbers, so that what comes late is known as such. */
export type Order =
  /** A piece of the data of all that follows; the last one is empty. */
  | { kind: "data"; bytes: Uint8Array }
  /** Begin this work. */
  | { kind: "errand"; errand: number; run: Run }
  /** What the parts of a round rest on. */
  | { kind: "said"; errand: number; said: Uint8Array[] }
  /** Answer a part of the round, or leave it to others. */
  | { kind: "part"; errand: number; round: number; part: number; from: number; to: number }
  | { kind: "leave"; round: number; part: number }
  /** Take the answers of parts that have been joined; they go from one of the bounds to the next. */
  | { kind: "learn"; errand: number; bounds: number[]; answers: Uint8Array[] }
  /** Do a run alone. */
  | { kind: "run"; at: number; run: Run }
  /** Drop all work. */
  | { kind: "drop" };

/** What a helper tells its leader. */
export type Word =
  /** The data are there, or the errand of this number is begun; and the bytes of memory that it has. */
  | { kind: "ready"; errand: number; bytes: number }
  /** It has taken a piece of the data, and there is room for another one. */
  | { kind: "more" }
  /** And memory that it does not need. */
  | {
      kind: "answer";
      round: number;
      part: number;
      answer: Uint8Array;
      spare: Uint8Array[];
      bytes: number;
    }
  /** It cannot do this errand. */
  | { kind: "unable"; errand: number; why: string }
  | { kind: "progress"; at: number; training: Training }
  | { kind: "outcome"; at: number; outcome: Outcome; bytes: number }
  /** It can do nothing any more. */
  | { kind: "broken"; why: string }
  /** It is there to help with the run that it was told to do alone. */
  | { kind: "offer"; anyway: boolean }
  /** It does not help any more. */
  | { kind: "away" };

/** What a worker is doing, as the one at the other end of its port knows. */
export type Doing =
  /** It is being given the data, or has work of its own. */
  | "away"
  | "free"
  /** It begins the present errand, helps with it, or cannot. */
  | "beginning"
  | "helping"
  | "unable"
  /** It does a run. */
  | "running";

/** The worker at the other end of a port. */
export class Mate {
  doing: Doing = "away";
  /** The piece of the data that it is given next; undefined once it has all. */
  piece: number | undefined = 0;
  /** Whether the data have their times, for which only splits ask. */
  timed = false;
  /** The last round of which it has heard, if any of the present errand. */
  heard: number | undefined;
  /** Parts that it has been given and has not answered, in the order in which it does them. */
  given: number[] = [];
  /** How many in a row came too late. */
  late = 0;
  /** The run that it does. */
  at = -1;
  /** When it last said something. */
  last = performance.now();
  /** Bytes of its memory. */
  bytes = 0;
  readonly id: number;
  readonly #port: MessagePort;

  constructor(id: number, port: MessagePort, hear: (message: Order | Word, from: Mate) => void) {
    this.id = id;
    this.#port = port;
    port.onmessage = ({ data }) => {
      this.last = performance.now();
      hear(data, this);
    };
  }

  /** Says something, and gives away the memory of these bytes in it. */
  post(message: Order | Word, given: Uint8Array[] = []): void {
    this.#port.postMessage(
      message,
      given.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  close(): void {
    this.#port.close();
  }
}
