import type { Parts } from "../parts.ts";
import { explore } from "./explore.ts";
import { panels } from "./panels.ts";

/** What a person can do wherever there are lists: on the page, and in every element of another page. */
export function listing(parts: Parts) {
  return {
    ...panels(parts),
    ...explore(parts),

    /** Stops what is under way. */
    stop: (): void => parts.jobs.stop(),
  };
}

/** What a person can do wherever there are lists. */
export type Listing = ReturnType<typeof listing>;
