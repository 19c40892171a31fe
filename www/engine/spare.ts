// Memory of answers that nobody needs any more. New memory is put in place page by page, which takes longer than to write in it.

import type { Session } from "../wasm/kindred.js";
import { guard } from "./guard.ts";

/** Most bytes that are kept. */
const MOST = 2 ** 23;
/** How many pieces a helper keeps for itself. */
const OWN = 3;

/** What one worker has of it. */
export class Spare {
  /** Whole buffers, the largest last. */
  #pieces: Uint8Array[] = [];

  /** Keeps these bytes' memory; the largest where it becomes too much. */
  keep(bytes: Uint8Array): void {
    this.#pieces.push(new Uint8Array(bytes.buffer));
    this.#pieces.sort((a, b) => a.length - b.length);
    let sum = this.#pieces.reduce((sum, { length }) => sum + length, 0);
    while (sum > MOST) sum -= this.#pieces.shift()?.length ?? sum;
  }

  /** A slice of work on a part: its answer, or undefined where that takes further slices. */
  answer(session: Session, from: number, to: number): Uint8Array | undefined {
    const piece = this.#pieces.at(-1);
    const answer = guard(() => session.answer(from, to, piece));
    if (answer && answer.buffer === piece?.buffer) this.#pieces.pop();
    return answer;
  }

  /** Gives away what a helper has too much. */
  rest(): Uint8Array[] {
    return this.#pieces.splice(0, this.#pieces.length - OWN);
  }
}
