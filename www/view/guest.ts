import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { State } from "../state.ts";
import { type Shown, TAB_OF } from "../wish.ts";
import { by } from "./by.ts";
import { problem } from "./problem.ts";
import { shown, type Views } from "./shown.ts";

/** What can stand in another page: the tabs, each for itself, or something else for itself; and what is kept below it. */
export interface Guests extends Views {
  train?: () => TemplateResult;
  all?: () => TemplateResult;
  kept?: () => TemplateResult | typeof nothing;
  /** What stands where a model is missing. */
  offer?: () => TemplateResult;
}

/** What stands in another page: one view for itself, or all of them in tabs. */
export function guest(state: State, act: Listing, view: Shown, guests: Guests): TemplateResult {
  if (state.fatal) return html`${problem({ error: state.fatal })}`;
  const whole =
    view === "all" || view === "train" ? guests[view]?.() : alone(state, act, view, guests);
  return html`${problem(state.ends.read)}${whole}${guests.kept?.()}<p class="unseen" role="status">${state.announcement}</p>`;
}

function alone(
  state: State,
  act: Listing,
  view: Exclude<Shown, "train" | "all">,
  guests: Guests,
): TemplateResult {
  const home = TAB_OF[view];
  // From a list one comes to what is similar, and back.
  const away = state.explore.tab !== home;
  return html`
    <section class="alone" aria-label="Recommendations" tabindex="-1" data-heir="h3">
      <p class="by">
        ${
          away
            ? html`<button type="button" class="quiet" data-heir="h3" @click=${() => act.showTab(home)}>Back</button>`
            : nothing
        }
        ${by(state, act, guests.offer)}
      </p>
      <div id="panel">${shown(state, guests)}</div>
    </section>
  `;
}
