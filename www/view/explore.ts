import { html, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import { a, inWordsOf } from "../nouns.ts";
import { chosenModel } from "../settings.ts";
import { isBusy, type State, type Tab, words } from "../state.ts";
import { itemMap } from "./item-map.ts";
import { items } from "./items.ts";
import { person } from "./person.ts";
import { skeleton } from "./skeleton.ts";
import { you } from "./you.ts";

const TABS: Tab[] = ["person", "you", "items", "map"];

/** The part “Explore”: the model's answers, in tabs. */
export function explore(state: State, act: Actions): TemplateResult {
  const { trained } = state;
  return html`
    <section id="explore" aria-labelledby="explore-title" tabindex="-1">
      <h2 id="explore-title" tabindex="-1">Explore</h2>
      ${trained ? tabs(state, act) : empty(state, act)}
    </section>
  `;
}

function tabs(state: State, act: Actions): TemplateResult {
  const { tab } = state.explore;
  const nouns = words(state);
  const titles: Record<Tab, string> = {
    person: `For ${a(nouns.person[0])}`,
    you: "For you",
    items: `Similar ${nouns.item[1]}`,
    map: "Map",
  };
  const panels = { person, you, items, map: itemMap };
  const key = (event: KeyboardEvent) => {
    const at = TABS.indexOf(tab);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: TABS.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = TABS[(to + TABS.length) % TABS.length];
    if (next) act.showTab(next, true);
  };
  return html`
    <div class="tabs" role="tablist" aria-label="Explore" @keydown=${key}>
      ${TABS.map(
        (t) => html`
          <button
            id="tab-${t}"
            type="button"
            role="tab"
            aria-selected=${t === tab ? "true" : "false"}
            aria-controls="panel"
            tabindex=${t === tab ? 0 : -1}
            @click=${() => act.showTab(t)}
          >${titles[t]}</button>
        `,
      )}
    </div>
    <div id="panel" role="tabpanel" aria-labelledby="tab-${tab}">${panels[tab](state, act)}</div>
  `;
}

function empty(state: State, act: Actions): TemplateResult {
  const { job, data, models } = state;
  if (job?.kind === "train" || (models.length === 0 && !state.fatal) || (job && !data.report)) {
    return html`
      <p class="empty">The recommendations come as soon as the model is trained.</p>
      ${skeleton("The recommendations are on their way", 10)}
    `;
  }
  const info = chosenModel(state);
  return html`
    <p class="empty">
      ${
        data.report
          ? html`No model is trained on these data yet.
              <button type="button" data-heir="#explore-title" ?disabled=${isBusy(state)} @click=${act.train}>
                Train ${info ? inWordsOf(words(state), info.title) : ""} now
              </button>`
          : "Recommendations appear here once there are data and a trained model."
      }
    </p>
  `;
}
