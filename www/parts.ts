import type { Offers } from "./actions/offers.ts";
import type { Answers } from "./answers.ts";
import type { Engine } from "./engine/client.ts";
import type { Jobs } from "./jobs.ts";
import type { Keeper } from "./keep/keeper.ts";
import type { Own } from "./own.ts";
import type { Painter } from "./painter.ts";
import type { Screen } from "./screen.ts";
import type { State } from "./state.ts";

/** What the page is made of, and what every action works on. */
export interface Parts {
  state: State;
  screen: Screen;
  jobs: Jobs;
  answers: Answers;
  /** What the visitor says; undefined in an element that does not ask. */
  own?: Own | undefined;
  /** Draws the map; undefined in an element that shows none. */
  painter?: Painter | undefined;
  engine: Promise<Engine>;
  /** Whether there is a form that says which model is trained next. */
  form: boolean;
  /** Offers to say what the columns of files mean; undefined in elements. */
  offers?: Offers | undefined;
  /** Keeps what the page shows; undefined where nothing is kept. */
  keeper?: Keeper | undefined;
}

/** The same where a visitor says what they like. */
export type WithOwn = Parts & { own: Own };

/** The same where a map is drawn. */
export type WithPainter = Parts & { painter: Painter };
