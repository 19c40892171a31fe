import type { Questions } from "../../answers.ts";
import type { Parts } from "../../parts.ts";
import type { Guests } from "../../view/guest.ts";

/** What an element shows beside what all of them do. */
export interface Beginning {
  guests: Guests;
  /** What it asks the model. */
  questions: Questions;
  /** The style of that. */
  styles: string[];
}

/** Begins to show it in one element. */
export type Begin = (parts: Parts) => Beginning | Promise<Beginning>;
