import { html, nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { Because } from "../engine/client.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** A line of a ranked list. */
export interface Ranked {
  id: string;
  title: string;
  score: number;
  /** The rating expected, where the model predicts one. */
  rating?: number;
  because?: Because[];
}

/** How a ranked list looks and what it is for. */
export interface RankingStyle {
  /** Names the list. */
  label: string;
  /** A score as text. */
  score: (score: number) => string;
  /** A rating that stands beside the score as text; absent where the score is the rating. */
  rating?: ((rating: number) => string) | undefined;
  /** The scores at the ends of the bar. */
  from: number;
  to: number;
  /** Ids of what stands in another list, too, which is marked. */
  both?: ReadonlySet<string>;
  /** Choosing a line, and what that does, for the tooltip; absent where nothing is known of it yet. */
  choose?: (line: Ranked) => void;
  hint?: string;
}

/** A ranked list, best first. When it changes, the lines stay where they are and say something else. */
export function ranking(lines: Ranked[], style: RankingStyle): TemplateResult {
  const share = (score: number) =>
    Math.min(Math.max((score - style.from) / (style.to - style.from || 1), 0), 1);
  return html`
    <ol class="ranking" part="list" aria-label=${style.label}>
      ${lines.map(
        (line) => html`
          <li part="line" class=${style.both?.has(line.id) ? "both" : nothing}>
            <div class="what">
              ${
                style.choose
                  ? html`<button type="button" class="link" title=${style.hint ?? nothing} @click=${() => style.choose?.(line)}>${shortTitle(line.title)}</button>`
                  : html`<span class="link">${shortTitle(line.title)}</span>`
              }
              ${keyed(line.title, wholeTitle(line.title))}
              ${style.both?.has(line.id) ? html`<small class="detail">in both lists</small>` : nothing}
              ${
                line.because?.length
                  ? html`<small class="detail">because of ${line.because.map((b, i) => html`${i > 0 ? ", " : ""}<i>${shortTitle(b.title)}</i>`)}</small>`
                  : nothing
              }
            </div>
            <div class="score" part="score">
              <span>${style.score(line.score)}</span>
              ${
                style.rating && line.rating !== undefined
                  ? html`<small class="rating">${style.rating(line.rating)}</small>`
                  : nothing
              }
              <svg class="gauge" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="rail" width="100" height="4" rx="2" />
                <rect class="bar" width=${share(line.score) * 100} height="4" rx="2" />
              </svg>
            </div>
          </li>
        `,
      )}
    </ol>
  `;
}
