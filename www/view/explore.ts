import { html, nothing, type TemplateResult } from "lit-html";
import type { Answering } from "../actions/answering.ts";
import { a, inWordsOf } from "../nouns.ts";
import { formTitle } from "../settings.ts";
import { isBusy, type State, type Tab, tabsOf, words } from "../state.ts";
import { duration, percent } from "../words.ts";
import { chosen } from "./chosen.ts";
import { itemMap } from "./item-map.ts";
import { items } from "./items.ts";
import { person } from "./person.ts";
import { skeleton } from "./skeleton.ts";
import { stop } from "./stop.ts";
import { shortTitle } from "./title.ts";
import { you } from "./you.ts";

/** The part “Explore”: the model's answers, in tabs; `more` stands beside what made them. */
export function explore(state: State, act: Answering, more: unknown = nothing): TemplateResult {
  return html`
    <section id="explore" aria-labelledby="explore-title" tabindex="-1">
      <div class="top">
        <h2 id="explore-title" tabindex="-1">Recommendations</h2>
        <p class="by">${by(state, act)}</p>
        ${more}
      </div>
      ${state.awaited ? awaited(state.awaited.data, act) : nothing}
      ${tabs(state, act)} ${state.trained ? chosen(state.trained.report, state) : nothing}
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

/** What made the list; or what is being done, or can be done, to get one. */
export function by(state: State, act: Answering): unknown {
  const { trained, job, data, ends } = state;
  const nouns = words(state);
  if (job?.kind === "train") {
    const p = job.progress;
    const left = p && Number.isFinite(p.secondsLeft) ? `, ${duration(p.secondsLeft)} left` : "";
    const what = p?.stage === "choosing" ? "Finding out what suits" : "Training";
    const { by, epoch = 0 } = job.from ?? {};
    const again = by && `, ${epoch > 0 ? `after epoch ${epoch}` : "anew"} as it was interrupted`;
    return html`<span>${what}: ${percent(p?.fraction ?? 0)}${left}${again}</span> ${stop(job, "#explore-title", act)}`;
  }
  if (trained) {
    const { title, chosen } = trained.report;
    return html`<span>by <b>${inWordsOf(nouns, title)}</b>${chosen ? ", chosen for these data" : ""}</span>`;
  }
  if (!data.report || job || state.starting) return ends.read && !job ? "" : "Getting ready …";
  const seconds = state.estimate?.seconds;
  return html`
    ${seconds === undefined ? nothing : html`<span>Training takes about ${duration(seconds)} on this computer.</span>`}
    <button
      type="button"
      class="main"
      data-heir="#explore .stop,#explore-title"
      ?disabled=${isBusy(state)}
      @click=${act.train}
    >Train ${formTitle(state)}</button>
  `;
}

function tabs(state: State, act: Answering): TemplateResult {
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
    <div id="panel" role="tabpanel" aria-labelledby="tab-${tab}">${panel(state, act)}</div>
  `;
}

/** What the present tab shows. */
export function panel(state: State, act: Answering): TemplateResult {
  const { tab } = state.explore;
  if (tab === "you") return you(state, act);
  if (state.trained) return { person, items, map: itemMap }[tab](state, act);
  return state.data.report && !state.job
    ? html`<p class="empty">The answers come as soon as a model is trained.</p>`
    : skeleton("The answers are on their way", state.explore.n);
}
