import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import { a, type Nouns } from "../nouns.ts";
import { type State, words } from "../state.ts";
import { count, decimal, figure, label } from "../words.ts";
import { balance } from "./balance.ts";
import { combobox } from "./combobox.ts";
import { filters } from "./filters.ts";
import { problem } from "./problem.ts";
import type { Recommending } from "./recommended.ts";
import { skeleton, skeletonLines } from "./skeleton.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** What stands above what a person is known by. */
const KNOWN: Record<Nouns["kind"], string> = {
  ratings: "Rated highest",
  counts: "Chosen most",
  choices: "Chosen",
  pairs: "Goes with",
};

/** A person of the data: what they rated highest, what they would like, who is like them. `list` shows a list. */
export function person(state: State, act: Listing, list: Recommending): TemplateResult {
  const { boxes, person: p } = state.explore;
  const nouns = words(state);
  const [one] = nouns.person;
  const { chosen, answer } = p;
  const hint = nouns.kind === "pairs" ? "title or id" : "name or id";
  return html`
    ${combobox("person", `Search for ${a(one)}`, hint, boxes.person, nouns, act)} ${problem(p)}
    ${
      chosen
        ? html`
            <div class="pair">
              <div class="list">
                <div class="head">
                  <h3 id="recommended" tabindex="-1">Recommended for ${shortTitle(chosen.title)}</h3>
                  <button
                    type="button"
                    class="quiet"
                    ?disabled=${!answer?.recommended.length}
                    @click=${() => act.exportList("person")}
                  >Save as CSV</button>
                </div>
                ${wholeTitle(chosen.title)}
                ${answered(state, list)}
              </div>
              <div class="beside">
                ${balance(state, act)} ${filters(state, act, true)}
                <h3>${KNOWN[nouns.kind]}</h3>
                ${chosen.ratings > 0 ? html`<p class="hint">${count(chosen.ratings)} in all</p>` : nothing}
                ${answer ? beside(answer, nouns, act) : skeleton("The answer is on its way", 5)}
              </div>
            </div>
          `
        : skeletonLines("The answer is on its way", 10)
    }
  `;
}

function answered(state: State, list: Recommending): TemplateResult | typeof nothing {
  const { person: p, n } = state.explore;
  const { chosen, answer, error } = p;
  if (!answer) return error ? nothing : skeletonLines("The answer is on its way", n);
  const who = `this ${words(state).person[0]}`;
  const { recommended: lines, other } = answer;
  return list({ lines, other, label: `Recommended for ${chosen?.title}`, who });
}

function beside(
  { rated, similar }: NonNullable<State["explore"]["person"]["answer"]>,
  { kind, person: [one, many], item }: Nouns,
  act: Listing,
): TemplateResult {
  const value = (x: number) => (kind === "counts" ? count(x) : decimal(x));
  return html`
    <ul class="plain">
      ${rated.map(
        (r) => html`<li>
          <div>
            <button type="button" class="link" title="Show similar ${item[1]}" @click=${() => act.showSimilar(r)}>${shortTitle(r.title)}</button>
            ${wholeTitle(r.title)}
          </div>
          ${kind === "ratings" || kind === "counts" ? html`<span>${value(r.rating)}</span>` : nothing}
        </li>`,
      )}
    </ul>
    ${
      similar.length > 0
        ? html`
            <h3>${label(`similar ${many}`)}</h3>
            <ul class="plain">
              ${similar.map(
                (s) => html`<li>
                  <button type="button" class="link" title="Show this ${one}" @click=${() => act.choose("person", s)}>${shortTitle(s.title)}</button>
                  <span>${figure(s.score)}</span>
                </li>`,
              )}
            </ul>
          `
        : nothing
    }
  `;
}
