import type { WithOwn } from "../parts.ts";
import { against } from "./against.ts";
import { awaiting } from "./awaiting.ts";
import { chart } from "./chart.ts";
import { keeping } from "./keeping.ts";
import { listing } from "./listing.ts";
import { own } from "./own.ts";
import { train } from "./train.ts";
import { write } from "./write.ts";

/** Everything that a person can do where there are answers: on the page, and in an element that shows all. */
export function answering(parts: WithOwn) {
  return {
    ...listing(parts),
    ...train(parts),
    ...awaiting(parts),
    ...own(parts),
    ...write(parts),
    ...chart(parts),
    ...against(parts),
    ...keeping(parts),
  };
}

/** Everything that a person can do where there are answers. */
export type Answering = ReturnType<typeof answering>;
