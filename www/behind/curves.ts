// What draws curves.

import { chart } from "../actions/chart.ts";
import { panels } from "../actions/panels.ts";
import { drawing } from "../curves/drawing.ts";
import { offers } from "../curves/kinds.ts";
import type { Parts } from "../parts.ts";
import { drawing as view } from "../view/drawing.ts";
import type { Repeated } from "./behind.ts";

/** Begins the part “Curves”. */
export async function begin(parts: Parts): Promise<Repeated> {
  const { state, screen } = parts;
  // From then on it is known which models there are.
  await parts.engine;
  const act = gestures(parts);
  return {
    view: () => view(state, act),
    async repeat(hash) {
      const name = new URLSearchParams(hash.replace(/^#/, "")).get("curve");
      const all = offers(state).map(({ kind }) => kind);
      const kind = all.find((kind) => kind === name);
      if (kind) state.curves.kind = kind;
      else state.ends.curve = { error: `The curves are ${all.join(", ")}; found “${name}”.` };
      await screen.reveal("#curves");
      if (kind) await act.drawCurve();
    },
  };
}

function gestures(parts: Parts) {
  const { setPanel } = panels(parts);
  const stop = () => parts.jobs.stop();
  return { ...drawing(parts), ...chart(parts), setPanel, stop };
}

/** Everything a person can do there. */
export type Curving = ReturnType<typeof gestures>;
