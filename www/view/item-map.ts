import { html, nothing, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Mapping } from "../actions/map.ts";
import { a, inWordsOf, type Nouns } from "../nouns.ts";
import { type State, words } from "../state.ts";
import { count, counted, figure, percent } from "../words.ts";
import { combobox } from "./combobox.ts";
import { problem } from "./problem.ts";
import { skeleton } from "./skeleton.ts";
import { shortTitle, wholeTitle } from "./title.ts";

/** All items on a plane. The painter draws into the canvas; this is what stands around it. */
export function itemMap(state: State, act: Listing & Mapping): TemplateResult {
  const report = state.trained?.report;
  const { boxes, map: m } = state.explore;
  const nouns = words(state);
  const [one, many] = nouns.item;
  if (report && !report.abilities.item_map) {
    return html`<p class="empty">${inWordsOf(nouns, report.title)} has no factors of ${many} to draw a map from. Other models do.</p>`;
  }
  const { map, at, view } = m;
  if (!map) return m.error ? html`${problem(m)}` : skeleton("The map is on its way", 12);
  const rated = state.trained?.feedback === "explicit";
  const title = map.titles[at];
  return html`
    <p class="about">
      Each dot is ${a(one)}; ${alike(nouns)} lie near each other. The two directions show
      ${percent(map.variance[0])} and ${percent(map.variance[1])} of what tells the ${many} apart. ${strength(nouns, rated)}
    </p>
    ${combobox("map", `Find ${a(one)} on the map`, "title or id", boxes.map, nouns, act)}
    <div class="map">
      <canvas
        id="map"
        class=${view.scale > 1 ? "zoomed" : ""}
        tabindex="0"
        role="application"
        aria-roledescription="map"
        aria-label="Map of ${count(map.ids.length)} ${many}. Arrow keys go to the next one in that direction, with Shift they move the map; plus and minus zoom, 0 shows all; Enter shows what is similar."
        @pointerdown=${act.holdMap}
        @pointermove=${act.moveOnMap}
        @pointerup=${act.releaseMap}
        @pointercancel=${act.releaseMap}
        @click=${act.clickMap}
        @wheel=${act.wheelMap}
        @keydown=${act.mapKey}
      ></canvas>
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" class="quiet" aria-label="Zoom in" @click=${act.zoomIn}>+</button>
        <button type="button" class="quiet" aria-label="Zoom out" aria-disabled=${view.scale > 1 ? "false" : "true"} @click=${act.zoomOut}>−</button>
        <button type="button" class="quiet" aria-disabled=${view.scale > 1 ? "false" : "true"} @click=${act.wholeMap}>All</button>
      </div>
    </div>
    <p class="under" role="status">
      ${
        title === undefined
          ? html`<span class="pointed">Point at a dot, or use the arrow keys; a click shows what is similar.</span>
              <span class="tapped">Tap a dot for its name, and again for what is similar.</span>`
          : html`<button type="button" class="link" title="Show what is similar" @click=${act.openPoint}>${shortTitle(title)}</button>
              <span class="hint">${known(map.mean[at] ?? Number.NaN, nouns, rated)}</span>`
      }
    </p>
    ${title === undefined ? nothing : wholeTitle(title)}
  `;
}

function alike({ kind, person, item }: Nouns): string {
  if (kind === "pairs") return `${item[1]} that go together`;
  return `${item[1]} that the same ${person[1]} ${kind === "ratings" ? "like" : "choose"}`;
}

function strength({ kind, person, item }: Nouns, rated: boolean): string {
  if (rated) return "The stronger a dot, the higher the mean rating.";
  return kind === "pairs"
    ? `The stronger a dot, the more ${item[1]} it goes with.`
    : `The stronger a dot, the more ${person[1]} chose it.`;
}

function known(mean: number, { kind, person }: Nouns, rated: boolean): string {
  if (rated) return `mean rating ${figure(mean)}`;
  const many = counted(mean, ...person);
  return kind === "pairs" ? `goes with ${many}` : `chosen by ${many}`;
}
