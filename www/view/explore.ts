import { html, nothing, type TemplateResult } from "lit-html";
import type { Answering } from "../actions/answering.ts";
import { a } from "../nouns.ts";
import { type State, type Tab, tabsOf, words } from "../state.ts";
import { by } from "./by.ts";
import { chosen } from "./chosen.ts";
import { items } from "./items.ts";
import { offer } from "./offer.ts";
import { person } from "./person.ts";
import type { Recommending } from "./recommended.ts";
import { shown, type Views } from "./shown.ts";
import { shortTitle } from "./title.ts";
import { versus } from "./versus.ts";
import { you } from "./you.ts";

/** Shows the map, which not everybody has at once. */
type Mapped = () => TemplateResult;

/** The part “Explore”: the model's answers, in tabs; `more` stands beside what made them. */
export function explore(
  state: State,
  act: Answering,
  map: Mapped,
  more: unknown = nothing,
): TemplateResult {
  return html`
    <section id="explore" aria-labelledby="explore-title" tabindex="-1">
      <div class="top">
        <h2 id="explore-title" tabindex="-1">Recommendations</h2>
        <p class="by">${by(state, act, () => offer(state, act))}</p>
        ${more}
      </div>
      ${state.awaited ? awaited(state.awaited.data, act) : nothing}
      ${tabs(state, act, map)} ${state.trained ? chosen(state.trained.report, state) : nothing}
    </section>
  `;
}

/** Whose data a link asks for. */
function awaited(name: string, act: Answering): TemplateResult {
  return html`
    <p class="note" role="status">
      This link is about the data “${shortTitle(name)}”, and a link has no data in it. Open that file to see what it shows.
      <button type="button" class="quiet" @click=${act.findAwaited}>Choose the file</button>
      <button type="button" class="quiet" data-heir="#explore-title" @click=${act.forgetAwaited}>Go on without it</button>
    </p>
  `;
}

function tabs(state: State, act: Answering, map: Mapped): TemplateResult {
  const { tab } = state.explore;
  const nouns = words(state);
  const order = tabsOf(state);
  const titles: Record<Tab, string> = {
    person: `For ${a(nouns.person[0])}`,
    you: "For you",
    items: `Similar ${nouns.item[1]}`,
    map: "Map",
  };
  const key = (event: KeyboardEvent) => {
    const at = order.indexOf(tab);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: order.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = order[(to + order.length) % order.length];
    if (next) act.showTab(next, true);
  };
  return html`
    <div class="tabs" role="tablist" aria-label="Recommendations" @keydown=${key}>
      ${order.map(
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
    <div id="panel" role="tabpanel" aria-labelledby="tab-${tab}">${shown(state, views(state, act, map))}</div>
  `;
}

/** What each tab shows. */
export function views(state: State, act: Answering, map: Mapped): Required<Views> {
  const list: Recommending = (lists) => versus(state, lists, act);
  return {
    person: () => person(state, act, list),
    you: () => you(state, act, list),
    items: () => items(state, act),
    map,
  };
}
