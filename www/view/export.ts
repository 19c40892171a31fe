import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Saying } from "../actions/own.ts";
import type { State, Watchlist } from "../state.ts";
import { count, counted } from "../words.ts";

const WATCHLIST: { name: Watchlist; title: string }[] = [
  { name: "any", title: "like everything else" },
  { name: "without", title: "leave it out" },
  { name: "only", title: "recommend only from it" },
];

/** What of the visitor's own export the data have, and what they do not. */
export function exported(
  found: NonNullable<State["explore"]["you"]["export"]>,
  watchlist: Watchlist,
  data: string,
  act: Listing & Saying,
): TemplateResult {
  const { name, rated, seen, wanted, unmatched } = found;
  const parts = [
    rated.length > 0 ? counted(rated.length, "rating") : "",
    seen.length > 0 ? `${counted(seen.length, "title")} without a rating` : "",
    wanted.length > 0 ? `${count(wanted.length)} on the watchlist` : "",
  ].filter(Boolean);
  const last = parts.pop();
  const list = parts.length > 0 ? `${parts.join(", ")} and ${last}` : last;
  return html`
    <div class="export" role="group" aria-label="Your export">
      <p>
        <b>${name}</b>:
        ${
          list
            ? `${list} are in these data${seen.length > 0 ? "; what you know already is not recommended" : ""}.`
            : `nothing of it is in “${data}”. Read ratings that have these titles; the export is then tried again.`
        }
        <button type="button" class="quiet" data-heir="#export,#search-you" @click=${act.removeExport}>Remove</button>
      </p>
      ${
        wanted.length > 0
          ? html`
              <p class="filters">
                <label>
                  Your watchlist
                  <select @change=${(event: Event) => act.setWatchlist((event.target as HTMLSelectElement).value as Watchlist)}>
                    ${WATCHLIST.map((w) => html`<option value=${w.name} .selected=${w.name === watchlist}>${w.title}</option>`)}
                  </select>
                </label>
              </p>
            `
          : nothing
      }
      ${
        unmatched.length > 0
          ? html`
              <details>
                <summary>${counted(unmatched.length, "title is", "titles are")} not in these data</summary>
                <ul class="long">
                  ${unmatched.map((title) => html`<li>${title}</li>`)}
                </ul>
              </details>
            `
          : nothing
      }
    </div>
  `;
}
