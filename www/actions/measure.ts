// The part “Measure”: its own script comes behind the first list.

import type { TemplateResult } from "lit-html";
import type { Parts } from "../parts.ts";
import { plain } from "../words.ts";

/** What that script brings. */
export interface Bench {
  view(): TemplateResult;
  /** Compares what an address asks for. */
  repeat(hash: string): Promise<void>;
}

/** Fetching what compares models and searches settings. */
export function measure(parts: Parts) {
  const { state, screen } = parts;
  let bench: Bench | undefined;
  let coming: Promise<void> | undefined;

  async function fetch(): Promise<void> {
    try {
      const { begin } = await import("../measure/bench.ts");
      bench = await begin(parts);
      delete state.ends.measure;
    } catch (error) {
      coming = undefined;
      state.ends.measure = { error: plain(error) };
    }
    void screen.draw();
  }

  const fetchBench = (): Promise<void> => {
    coming ??= fetch();
    return coming;
  };

  return {
    /** What compares and searches; undefined until it is there. */
    bench: (): Bench | undefined => bench,

    /** Fetches it, once. */
    fetchBench,

    /** Compares what the page's address asks for. */
    async repeat(hash: string): Promise<void> {
      if (!asksToCompare(hash)) return;
      await fetchBench();
      await bench?.repeat(hash);
    },
  };
}

/** True for an address that asks for a comparison. */
export function asksToCompare(hash: string): boolean {
  return /[#&]compare=/.test(hash);
}

/** True for one that says on which data. */
export function namesData(hash: string): boolean {
  return /[#&](src|sample|data)=/.test(hash);
}
