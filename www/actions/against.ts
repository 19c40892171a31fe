import type { Parts } from "../parts.ts";
import { isBusy } from "../state.ts";
import { trainOther } from "./other.ts";

/** Comparing the model that answers with another one. */
export function against(parts: Parts) {
  const { state, screen, answers } = parts;
  return {
    /** Chooses the other model. */
    chooseOther(name: string): void {
      state.against = name;
      void screen.draw();
    },

    /** Trains it, and shows both models' lists beside each other. */
    async compareWith(): Promise<void> {
      if (!state.trained || isBusy(state)) return;
      const { seed = 42, implicit = false } = state.trained.spec ?? {};
      await trainOther(parts, { model: state.against, seed, implicit });
    },

    /** Gives the other model up. */
    async endComparison(): Promise<void> {
      answers.compare(undefined);
      screen.announce("The comparison has ended.");
      await answers.show();
    },
  };
}

/** What a person can do about another model. */
export type Against = ReturnType<typeof against>;
