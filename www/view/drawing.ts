import { html, nothing, type TemplateResult } from "lit-html";
import type { Curving } from "../behind/curves.ts";
import { chosenOffer, offers, subject, subjectInfo } from "../curves/kinds.ts";
import { inWordsOf } from "../nouns.ts";
import { isBusy, type Job, type State, words } from "../state.ts";
import { percent } from "../words.ts";
import { chart } from "./chart/chart.ts";
import { copied, copy } from "./copy.ts";
import { problem } from "./problem.ts";
import { stop } from "./stop.ts";

/** What chooses a curve, and what was drawn. */
export function drawing(state: State, act: Curving): TemplateResult {
  const offer = chosenOffer(state);
  const job = state.job?.kind === "curve" ? state.job : undefined;
  const nouns = words(state);
  const said = subject(state);
  const of = state.models.find((m) => m.name === offer.of) ?? subjectInfo(state);
  const drawn = state.curves.drawn[offer.kind];
  const draw = chart(state, act);
  return html`
    <div class="field">
      <label for="curve">Which curve</label>
      <select
        id="curve"
        aria-describedby="curve-about"
        ?disabled=${job !== undefined}
        @change=${(event: Event) => act.chooseCurve((event.target as HTMLSelectElement).value)}
      >
        ${offers(state).map(
          ({ kind, title }) =>
            html`<option value=${kind} .selected=${kind === offer.kind}>${inWordsOf(nouns, title)}</option>`,
        )}
      </select>
      <p id="curve-about" class="hint">${inWordsOf(nouns, offer.about)}</p>
    </div>
    <p class="buttons">
      <button
        type="button"
        class="main"
        data-heir="#curves .stop"
        ?disabled=${!state.data.report || isBusy(state) || !said}
        @click=${act.drawCurve}
      >Draw it${of ? ` for ${inWordsOf(nouns, of.title)}` : ""}</button>
      ${job ? stop(job, "#curves .main", act) : nothing}
    </p>
    ${state.data.report && !said && !state.job ? html`<p class="hint">Train a model first, or choose one.</p>` : nothing}
    ${job ? running(job) : nothing} ${problem(state.ends.curve)}
    ${drawn ? html`<div class="pictures">${drawn.pictures.map((picture) => html`<div><h3>${picture.title}</h3>${draw(picture)}</div>`)}</div>` : nothing}
    ${drawn && !job ? html`<p class="buttons">${copy(drawn.link, { copyLink: act.copyCurve })}</p>` : nothing}
    ${copied("curve-link", state.curves.copied)}
  `;
}

function running({ fraction }: Extract<Job, { kind: "curve" }>): TemplateResult {
  return html`
    <div class="job">
      <label for="drawing">Training and measuring</label>
      <progress id="drawing" max="1" .value=${fraction}></progress>
      <p class="hint">${percent(fraction)}</p>
    </div>
  `;
}
