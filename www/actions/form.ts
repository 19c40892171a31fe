import type { Parts } from "../parts.ts";
import { trainingProblem } from "../settings.ts";
import { SEED } from "../state.ts";
import { estimate } from "./beginning.ts";
import { chooseModel } from "./choosing.ts";

/** How long one waits for the next letter before the cost is looked at, in milliseconds. */
const TYPING = 300;

/** Filling in the form of the model. */
export function form(parts: Parts) {
  const { state, screen } = parts;

  /** Shows the form; how the jobs of the form before ended no longer matters. */
  const changed = () => {
    delete state.ends.train;
    delete state.ends.measure;
    // A field with a problem must be in sight. One that is mended does not close what it is in.
    if (trainingProblem(state)) state.panels.settings = true;
    void screen.draw();
    void estimate(parts, { pause: TYPING });
  };

  return {
    /** Chooses a model, with its defaults. */
    chooseModel(name: string): void {
      chooseModel(state, name);
      state.estimate = undefined;
      changed();
    },

    /** Fills in a parameter. */
    setParameter(name: string, text: string | boolean): void {
      state.form.texts = { ...state.form.texts, [name]: text };
      changed();
    },

    /** Fills in the seed. */
    setSeed(text: string): void {
      state.form.seed = text;
      changed();
    },

    /** Says whether every value is a plain “yes”. */
    setImplicit(on: boolean): void {
      state.form.implicit = on;
      changed();
    },

    /** Fills in the defaults. */
    resetParameters(): void {
      state.form.seed = SEED;
      chooseModel(state, state.form.model);
      changed();
    },
  };
}
