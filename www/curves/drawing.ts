import { copyAddress } from "../actions/copying.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { feedbackOf } from "../settings.ts";
import { words } from "../state.ts";
import type { Picture } from "../view/chart/picture.ts";
import { type CurveKind, chosenOffer, offers, subject } from "./kinds.ts";
import { curveLink } from "./link.ts";
import { draw } from "./plan.ts";

/** Drawing curves. */
export function drawing({ state, screen, jobs, engine }: Parts) {
  const shows = (kind: CurveKind, pictures: Picture[], link: string) => {
    state.curves.drawn = { ...state.curves.drawn, [kind]: { pictures, link } };
  };

  return {
    /** Chooses which curve is drawn. */
    chooseCurve(name: string): void {
      const offer = offers(state).find(({ kind }) => kind === name);
      if (!offer) return;
      state.curves.kind = offer.kind;
      delete state.ends.curve;
      delete state.curves.copied;
      void screen.draw();
    },

    /** Computes the chosen curve and draws it. */
    async drawCurve(): Promise<void> {
      const spec = subject(state);
      const { report } = state.data;
      if (!spec || !report || (state.job && !state.job.yields)) return;
      const { kind } = chosenOffer(state);
      const info = state.models.find((m) => m.name === spec.model);
      const score = info?.score[feedbackOf(state) === "explicit" ? 0 : 1];
      const rates =
        score === "predicted-rating" ||
        (info?.ratesBeside === true && feedbackOf(state) === "explicit");
      const nouns = words(state);
      const title = (model: string) =>
        inWordsOf(nouns, state.models.find((m) => m.name === model)?.title ?? model);
      screen.announce("Drawing has begun.");
      const done = await jobs.run({ kind: "curve", fraction: 0 }, async (signal) => {
        const link = curveLink(state, spec, kind, location.hash);
        const started = await engine;
        const metrics = await started.metrics();
        const { pictures, stopped } = await draw(kind, {
          ...{ engine: started, metrics, report, spec, rates, title, signal },
          onProgress: (fraction, sofar) => {
            if (state.job?.kind === "curve") state.job.fraction = fraction;
            if (sofar) shows(kind, sofar, link);
            void screen.draw();
          },
        });
        shows(kind, pictures, link);
        if (stopped) state.ends.curve = { note: "Stopped. What was finished is drawn." };
      });
      const summary = state.curves.drawn[kind]?.pictures
        .map((picture) => picture.summary)
        .join(" ");
      if (done) screen.announce(state.ends.curve?.note ?? `Drawn. ${summary ?? ""}`);
    },

    /** Copies an address that draws a curve again, and shows it. */
    async copyCurve(link: string): Promise<void> {
      state.curves.copied = new URL(link, location.href).href;
      await copyAddress(screen, state.curves.copied, "#curve-link", "The link is copied.");
    },
  };
}
