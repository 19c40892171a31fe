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
  own: Own;
  /** Draws the map. */
  painter: Painter;
  engine: Promise<Engine>;
  /** Keeps what the page shows; undefined where nothing is kept. */
  keeper?: Keeper | undefined;
}
