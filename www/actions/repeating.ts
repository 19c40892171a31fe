// Addresses that ask for a comparison, a search or a curve.

import type { ComesBehind } from "./behind.ts";

/** Repeating what an address asks for. */
export function repeating({ bench, drawing }: ComesBehind) {
  return {
    /** Compares, searches or draws it. */
    async repeat(hash: string): Promise<void> {
      if (asksToMeasure(hash)) await (await bench.fetch())?.repeat(hash);
      if (/[#&]curve=/.test(hash)) await (await drawing.fetch())?.repeat(hash);
    },
  };
}

/** True for an address that asks for a comparison or a search. */
function asksToMeasure(hash: string): boolean {
  return /[#&](compare|search)=/.test(hash);
}

/** True for one that says on which data. */
export function namesData(hash: string): boolean {
  return /[#&](src|sample|data)=/.test(hash);
}

/** True for one that does not say on which data: it was made with files that have to be open. */
export function ofOpenFiles(hash: string): boolean {
  return asksToMeasure(hash) && !namesData(hash);
}
