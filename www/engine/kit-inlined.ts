// What workers start from where the page is one file: its own text has both.

import type { Kit } from "./kit.ts";
import { unpackKit } from "./kit-packed.ts";

/** Unpacks the script and compiles the core. */
export const fetchKit = (): Kit => unpackKit(content("kindred-worker"), content("kindred-core"));

const content = (id: string) => document.getElementById(id)?.textContent ?? "";
