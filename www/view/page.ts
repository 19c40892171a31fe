import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "../actions/actions.ts";
import type { State } from "../state.ts";
import { advice } from "./advice.ts";
import { choice } from "./choice.ts";
import { curves } from "./curves.ts";
import { data } from "./data.ts";
import { explore } from "./explore.ts";
import { mapped } from "./mapped.ts";
import { measure } from "./measure.ts";
import { model } from "./model.ts";
import { train } from "./train.ts";

/** Leads to what an author puts into another page. */
function embedding({ trained }: State, act: Actions): TemplateResult {
  return html`<button type="button" class="quiet" ?disabled=${!trained} @click=${act.embed}>Embed this</button>`;
}

/** The whole page: what is recommended first, and then what it is made from. */
export function page(state: State, act: Actions): TemplateResult {
  const { choosing } = state.data;
  return html`
    <a class="skip" href="#explore">Skip to the recommendations</a>
    <header>
      <div>
        <h1>Kindred</h1>
        <p class="tagline">
          Rate a few things you know, or drop a file of ratings: a recommender trained on your own device says what you
          might like next.
        </p>
      </div>
      <nav aria-label="Sections">
        <a href="#data">Your own data</a>
        <a href="#model">Model</a>
        <a href="#measure">Measure</a>
        <a href="#curves">Curves</a>
      </nav>
    </header>
    ${
      state.fatal
        ? html`<main><p class="error" role="alert">${state.fatal}</p></main>`
        : html`<main>
            ${choosing?.open ? choice(act) : nothing} ${explore(state, act, () => mapped(act), state.alone ? nothing : embedding(state, act))}
            <div class="work">${data(state, act)} ${model(state, act)} ${train(state, act, advice(state))}</div>
            ${measure(state, act)} ${curves(act)}
          </main>`
    }
    ${
      state.renew
        ? html`<aside class="newer" aria-label="New version">
            <span>A new version is ready. The page starts anew with it.</span>
            <button type="button" class="quiet" @click=${state.renew}>Use it</button>
          </aside>`
        : nothing
    }
    <footer>
      <p>
        This page sends nothing. ${
          state.alone
            ? "It is one file and asks for nothing."
            : `It asks only for parts of itself, from where it came from. Where the browser lets it, it has them all after the first
               visit, its documents included, and works without a network.`
        }
        Ratings, models and results stay on this device${state.keep && !state.keep.not ? "" : " and are gone when this tab closes"}; a model can be saved to a file.
      </p>
      ${
        state.alone
          ? nothing
          : html`<p>
              <a href="docs/README.html">What Kindred is and does</a>
              <a href="docs/models.html">The models and their settings</a>
              <a href="docs/lists.html">How good the lists are</a>
              <a href="docs/ARCHITECTURE.html">How it is built</a>
              <a href="docs/CHANGELOG.html">What has changed</a>
              <a href="docs/kindred-source.tar.gz">The source</a>
              <a href="kindred.html" download>This page as one file</a>
            </p>`
      }
    </footer>
    <p class="unseen" role="status">${state.announcement}</p>
  `;
}
