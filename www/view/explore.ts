import { html, type TemplateResult } from "lit-html";
import { type Actions, chosenModel, isBusy, type State, type Tab } from "../state.ts";
import { itemMap } from "./item-map.ts";
import { items } from "./items.ts";
import { person } from "./person.ts";
import { you } from "./you.ts";

const TABS: { tab: Tab; title: string }[] = [
  { tab: "person", title: "For a person" },
  { tab: "you", title: "For you" },
  { tab: "items", title: "Similar items" },
  { tab: "map", title: "Map" },
];

/** The part “Explore”: the model's answers, in tabs. */
export function explore(state: State, act: Actions): TemplateResult {
  const { trained } = state.train;
  const { tab } = state.explore;
  const key = (event: KeyboardEvent) => {
    const at = TABS.findIndex((t) => t.tab === tab);
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
    if (next) act.showTab(next.tab, true);
  };
  const panel = () => {
    switch (tab) {
      case "person":
        return person(state, act);
      case "you":
        return you(state, act);
      case "items":
        return items(state, act);
      case "map":
        return itemMap(state, act);
    }
  };
  return html`
    <section id="explore" aria-labelledby="explore-title" tabindex="-1">
      <h2 id="explore-title">Explore</h2>
      ${
        trained
          ? html`
              <div class="tabs" role="tablist" aria-label="Explore" @keydown=${key}>
                ${TABS.map(
                  (t) => html`
                    <button
                      id="tab-${t.tab}"
                      type="button"
                      role="tab"
                      aria-selected=${t.tab === tab ? "true" : "false"}
                      aria-controls="panel"
                      tabindex=${t.tab === tab ? 0 : -1}
                      @click=${() => act.showTab(t.tab)}
                    >${t.title}</button>
                  `,
                )}
              </div>
              <div id="panel" role="tabpanel" aria-labelledby="tab-${tab}">${panel()}</div>
            `
          : html`
              <p class="empty">
                ${
                  state.train.running
                    ? "The recommendations come as soon as the model is trained."
                    : state.data.report
                      ? html`No model is trained on these data yet.
                          <button type="button" ?disabled=${isBusy(state)} @click=${act.train}>
                            Train ${chosenModel(state)?.title} now
                          </button>`
                      : "Recommendations appear here once there are data and a trained model."
                }
              </p>
            `
      }
    </section>
  `;
}
