import { html, type TemplateResult } from "lit-html";
import type { State, Tab } from "../state.ts";
import { skeleton } from "./skeleton.ts";

/** What the tabs show, those that there are. */
export type Views = Partial<Record<Tab, () => TemplateResult>>;

/** What the present tab shows. */
export function shown(state: State, views: Views): TemplateResult | undefined {
  const { tab, n } = state.explore;
  // What somebody says waits for no model.
  if (tab === "you" || state.trained) return views[tab]?.();
  return state.data.report && !state.job
    ? html`<p class="empty">The answers come as soon as a model is trained.</p>`
    : skeleton("The answers are on their way", n);
}
