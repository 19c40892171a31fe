import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions, State } from "../state.ts";
import { figure, percent } from "../words.ts";
import { combobox } from "./combobox.ts";
import { problem } from "./problem.ts";

/** All items on a plane. app.ts draws into the canvas; this is what stands around it. */
export function itemMap(state: State, act: Actions): TemplateResult {
  const { trained } = state.train;
  const { boxes, map: m } = state.explore;
  if (trained && !trained.abilities.item_map) {
    return html`<p class="empty">${trained.title} has no factors of items to draw a map from. Other models do.</p>`;
  }
  const { map, at } = m;
  if (!map)
    return html`${problem(m.error)}${m.error ? nothing : html`<p class="empty">Drawing the map …</p>`}`;
  const title = map.titles[at];
  return html`
    <p class="about">
      Each dot is an item; items that the same people like lie near each other. The two directions show
      ${percent(map.variance[0])} and ${percent(map.variance[1])} of what tells the items apart. A darker dot has a higher
      mean rating.
    </p>
    ${combobox("map", "Find an item on the map", "title or id", boxes.map, act)}
    <div class="map">
      <canvas
        id="map"
        tabindex="0"
        role="application"
        aria-roledescription="map"
        aria-label="Map of ${map.ids.length} items. Arrow keys go to the next item in that direction, Enter shows what is similar."
        @pointermove=${act.pointAt}
        @pointerdown=${act.pointAt}
        @dblclick=${act.openPoint}
        @keydown=${act.mapKey}
      ></canvas>
    </div>
    <p class="under" role="status">
      ${
        title === undefined
          ? "Point at a dot, or use the arrow keys."
          : html`<button type="button" class="link" title="Show similar items" @click=${act.openPoint}>${title}</button>
              <span class="hint">mean rating ${figure(map.mean[at] ?? Number.NaN)}</span>`
      }
    </p>
  `;
}
