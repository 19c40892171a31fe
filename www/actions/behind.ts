import { Behind } from "../behind/behind.ts";
import type { Parts } from "../parts.ts";

/** What comes behind the first list, each with a script of its own. */
export function comesBehind(parts: Parts) {
  const { screen } = parts;
  return {
    /** Compares models and searches settings. */
    bench: new Behind(screen, async () => (await import("../measure/bench.ts")).begin(parts)),
    /** Draws curves. */
    drawing: new Behind(screen, async () => (await import("../behind/curves.ts")).begin(parts)),
    /** Says what columns mean. */
    choice: new Behind(screen, async () => (await import("../behind/columns.ts")).begin(parts)),
    /** Shows the map. */
    map: new Behind(screen, async () => (await import("../behind/map.ts")).begin(parts)),
  };
}

/** What comes behind the first list. */
export type ComesBehind = ReturnType<typeof comesBehind>;
