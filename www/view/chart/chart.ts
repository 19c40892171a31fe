import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Charting } from "../../actions/chart.ts";
import type { Listing } from "../../actions/listing.ts";
import { isOpen, type State } from "../../state.ts";
import { panel } from "../panel.ts";
import { type Layout, layout, nearest, WIDTH } from "./layout.ts";
import { marks, pointed, sign } from "./marks.ts";
import { type Picture, readout, step } from "./picture.ts";
import { values } from "./values.ts";

/** What a person can do with one. */
type Pointing = Charting & Pick<Listing, "setPanel">;

/** Draws pictures into the page. */
export type Draw = (picture: Picture) => TemplateResult;

/**
 * A picture as a chart: one points at a value, or goes along them by the arrow keys, and it is said in words; all values
 * stand in a table below, with the ways to save the picture.
 */
export function chart(state: State, act: Pointing): Draw {
  return (picture) => {
    const places = layout(picture);
    const at = state.pointed[picture.id];
    const name = `values-${picture.id}`;
    const open = isOpen(state, name);
    const point = (event: PointerEvent) => {
      const box = (event.currentTarget as Element).getBoundingClientRect();
      const unit = WIDTH / (box.width || WIDTH);
      const [x, y] = [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
      act.pointAt(picture.id, nearest(picture, places, x, y));
    };
    const key = (event: KeyboardEvent) => {
      const next = step(picture, at, event.key);
      if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act.pointAt(picture.id, next);
    };
    return html`
      <figure class="picture">
        <div
          class="plot"
          id="chart-${picture.id}"
          tabindex="0"
          role="application"
          aria-roledescription="chart"
          aria-label="${picture.title}. Left and right go along the values${picture.series.length > 1 ? ", up and down from one line to another" : ""}."
          @keydown=${key}
        >
          <svg
            class="chart"
            viewBox="0 0 ${WIDTH} ${places.height}"
            role="img"
            aria-label="${picture.title}. ${picture.summary}"
            @pointermove=${point}
            @pointerdown=${point}
            @pointerleave=${() => act.pointAt(picture.id, undefined)}
          >${drawn(picture, places)}${at ? pointed(picture, places, at.series, picture.series[at.series]?.points[at.point]) : nothing}</svg>
        </div>
        <p class="readout" role="status">${readout(picture, at)}</p>
        <figcaption class="hint">${picture.summary}</figcaption>
        ${panel(
          {
            name,
            open,
            summary: html`<span class="hint">The values, and the picture as a file</span>`,
            content: open ? html`${values(picture)}${saving(picture, act)}` : nothing,
          },
          act,
        )}
      </figure>
    `;
  };
}

function drawn(picture: Picture, places: Layout): TemplateResult {
  const { left, right, floor, height, xTicks, yTicks, legend, direct } = places;
  const { x, y, series } = picture;
  return svg`
    <text class="title" x="0" y="11">${y.title}</text>
    ${legend.map((l) => svg`${sign(picture, l.series, l.x, l.y)}<text x=${l.x} y=${l.y}>${l.text}</text>`)}
    ${yTicks.map(
      (t) => svg`
        <line class="grid" x1=${left} x2=${right} y1=${t.y} y2=${t.y} />
        <text x=${t.x} y=${t.y + 4} text-anchor="end">${t.text}</text>`,
    )}
    ${xTicks.map((t) => svg`<text class="tick" x=${t.x} y=${t.y} text-anchor="middle">${t.text}</text>`)}
    <line class="axis" x1=${left} x2=${right} y1=${floor} y2=${floor} />
    <text class="title" x=${(left + right) / 2} y=${height - 5} text-anchor="middle">${x.title}</text>
    ${series.map((_, at) => svg`<g>${marks(picture, places, at)}</g>`)}
    ${direct.map((l) => svg`<text class="name" x=${l.x} y=${l.y} text-anchor="end">${l.text}</text>`)}`;
}

function saving({ id, title }: Picture, act: Pointing): TemplateResult {
  const save = (kind: "svg" | "png") => () => void act.savePicture(id, title, kind);
  return html`<p class="buttons">
    <button type="button" class="quiet" @click=${save("svg")}>Save as SVG</button>
    <button type="button" class="quiet" @click=${save("png")}>Save as PNG</button>
  </p>`;
}
