import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions, State } from "../state.ts";
import { count, decimal, figure, scoreMeaning, score as scoreText } from "../words.ts";
import { combobox } from "./combobox.ts";
import { filters } from "./filters.ts";
import { problem } from "./problem.ts";
import { ranking } from "./ranking.ts";

/** A person of the data: what they rated highest, what they would like, who is like them. */
export function person(state: State, act: Actions): TemplateResult {
  const { trained } = state.train;
  const { boxes, person: p } = state.explore;
  const scale = state.data.report?.scale ?? { min: 0, max: 1 };
  const pairs = state.data.report?.shape === "pairs";
  if (!trained) return html``;
  const meaning = trained.score;
  const rated = meaning === "predicted-rating";
  return html`
    ${combobox("person", "Search for a person", "name or id", boxes.person, act)} ${problem(p.error)}
    ${
      p.chosen
        ? html`
            <div class="pair">
              <div>
                <div class="head">
                  <h3 id="recommended">Recommended for ${p.chosen.title}</h3>
                  <button
                    type="button"
                    class="quiet"
                    ?disabled=${p.recommended.length === 0}
                    @click=${() => act.exportList("person")}
                  >Save as CSV</button>
                </div>
                <p class="hint">${scoreMeaning(
                  meaning,
                  scale,
                  p.recommended.map((r) => r.score),
                )}</p>
                ${filters(state, act, true)}
                ${
                  p.recommended.length > 0
                    ? ranking(p.recommended, {
                        label: `Recommended for ${p.chosen.title}`,
                        score: (x) => scoreText(x, meaning, scale),
                        from: rated ? scale.min : 0,
                        to: rated
                          ? scale.max
                          : meaning === "probability"
                            ? 1
                            : (p.recommended[0]?.score ?? 1),
                        choose: act.showSimilar,
                        hint: "Show similar items",
                      })
                    : p.error
                      ? nothing
                      : html`<p class="empty">Nothing is left to recommend with these filters.</p>`
                }
              </div>
              <div class="beside">
                <h3>${pairs ? "Chosen" : "Rated highest"}</h3>
                ${p.chosen.ratings > 0 ? html`<p class="hint">${count(p.chosen.ratings)} in all</p>` : nothing}
                <ul class="plain">
                  ${p.rated.map(
                    (r) => html`<li>
                      <button type="button" class="link" title="Show similar items" @click=${() => act.showSimilar(r)}>${r.title}</button>
                      ${pairs ? nothing : html`<span>${decimal(r.rating)}</span>`}
                    </li>`,
                  )}
                </ul>
                ${
                  p.similar.length > 0
                    ? html`
                        <h3>Similar people</h3>
                        <ul class="plain">
                          ${p.similar.map(
                            (s) => html`<li>
                              <button type="button" class="link" title="Show this person" @click=${() => act.choose("person", s)}>${s.title}</button>
                              <span>${figure(s.score)}</span>
                            </li>`,
                          )}
                        </ul>
                      `
                    : nothing
                }
              </div>
            </div>
          `
        : nothing
    }
  `;
}
