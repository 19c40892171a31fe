import type { Parts } from "../parts.ts";
import { against } from "./against.ts";
import { chart } from "./chart.ts";
import { explore } from "./explore.ts";
import { keeping } from "./keeping.ts";
import { map } from "./map.ts";
import { own } from "./own.ts";
import { panels } from "./panels.ts";
import { train } from "./train.ts";
import { write } from "./write.ts";

/** What a person can do where there are answers: on the page, and in an element of another page. */
export function answering(parts: Parts) {
  return {
    ...panels(parts),
    ...train(parts),
    ...explore(parts),
    ...own(parts),
    ...map(parts),
    ...write(parts),
    ...chart(parts),
    ...against(parts),
    ...keeping(parts),
  };
}

/** What a person can do where there are answers. */
export type Answering = ReturnType<typeof answering>;
