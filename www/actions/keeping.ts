import type { Parts } from "../parts.ts";

/** Keeping what the page shows on this device, and forgetting it. */
export function keeping(parts: Parts) {
  return {
    /** Deletes everything that is kept. */
    forgetKept: (): void => void parts.keeper?.forget(),

    /** Keeps from here on. */
    keepHere: (): void => void parts.keeper?.keepHere(),
  };
}

/** What a person can do about what is kept. */
export type Forgetting = ReturnType<typeof keeping>;
