import type { Entity, Input } from "../engine/client.ts";
import { droppedFiles } from "../files.ts";
import type { WithOwn } from "../parts.ts";
import { STARTERS, type Watchlist, words } from "../state.ts";
import { plain } from "../words.ts";
import { goOn } from "./beginning.ts";
import { nameOf } from "./reading.ts";

/** Saying what one likes. */
export function own(parts: WithOwn) {
  const { state, screen, jobs, answers, own } = parts;

  const ask = async () => {
    void screen.draw();
    await answers.show();
  };

  const fail = (error: string) => {
    state.explore.you.error = error;
    void screen.draw();
  };

  const open = async (files: Input[]) => {
    if (files.length === 0) return;
    const name = nameOf(files);
    await jobs.inTurn(name, async () => {
      try {
        const engine = await parts.engine;
        own.takeExport(name, await engine.matchExport(files), files);
        state.explore.you.error = undefined;
        void screen.draw();
      } catch (error) {
        fail(plain(error));
      }
      await goOn(parts);
    });
  };

  return {
    /** Takes an export that was chosen. */
    openExport: (files: Input[]): void => void open(files),

    /** Takes an export that was dropped. */
    async dropExport(transfer: DataTransfer): Promise<void> {
      state.explore.you.over = false;
      try {
        await open(await droppedFiles(transfer));
      } catch (error) {
        fail(`What was dropped could not be read: ${plain(error)}`);
      }
    },

    /** Takes back what came from the export. */
    removeExport(): void {
      state.explore.you.files = undefined;
      own.removeExport();
      void ask();
    },

    /** Says what becomes of the watchlist. */
    setWatchlist(watchlist: Watchlist): void {
      state.explore.you.watchlist = watchlist;
      void ask();
    },

    /** Rates or likes something that was offered, or takes that back. */
    async rateStarter(item: Entity, rating?: number): Promise<void> {
      const { you } = state.explore;
      const liked = you.own.some((o) => o.id === item.id);
      if (rating === undefined && liked) own.remove(item.id);
      else own.add(item);
      if (rating !== undefined) own.rate(item.id, rating);
      await ask();
      const [first] = you.personal ? (you.recommended ?? []) : [];
      if (first) screen.announce(`Your list begins with ${first.title}.`);
    },

    /** Offers others to begin with, from the beginning after the last ones. */
    showOtherStarters(): void {
      const { you } = state.explore;
      const next = you.from + STARTERS;
      you.from = next < you.starters.length ? next : 0;
      screen.announce(`Other ${words(state).item[1]} to begin with.`);
    },

    /** Changes a rating. */
    rate(id: string, rating: number): void {
      own.rate(id, rating);
      void ask();
    },

    /** Takes a rating back. */
    unrate(id: string): void {
      own.remove(id);
      void ask();
    },

    /** Forgets what was rated in other data. */
    forgetAway(): void {
      own.forgetAway();
      void screen.draw();
    },
  };
}

/** What a person can say of what they like. */
export type Saying = ReturnType<typeof own>;
