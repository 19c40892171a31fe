import type { TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { behind } from "./behind.ts";

/** The tab “Map”, whose script comes behind the first list. */
export function mapped(act: Actions): TemplateResult {
  return behind(act.behind.map, "The map is on its way", 12, "#tab-map");
}
