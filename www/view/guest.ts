import { html, nothing, type TemplateResult } from "lit-html";
import type { Answering } from "../actions/answering.ts";
import type { State } from "../state.ts";
import { type Shown, TAB_OF } from "../wish.ts";
import { by, explore, panel } from "./explore.ts";
import { kept } from "./kept.ts";
import { problem } from "./problem.ts";
import { train } from "./train.ts";

/** What stands in another page: one view for itself, or all of them in tabs. */
export function guest(state: State, act: Answering, shown: Shown): TemplateResult {
  if (state.fatal) return html`${problem({ error: state.fatal })}`;
  return html`${problem(state.ends.read)}${view(state, act, shown)}${kept(state.keep, act)}<p class="unseen" role="status">${state.announcement}</p>`;
}

function view(state: State, act: Answering, shown: Shown): TemplateResult {
  if (shown === "all") return explore(state, act);
  if (shown === "train") return train(state, act);
  const home = TAB_OF[shown];
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
        ${by(state, act)}
      </p>
      <div id="panel">${panel(state, act)}</div>
    </section>
  `;
}
