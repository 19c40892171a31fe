import { html, nothing, type TemplateResult } from "lit-html";
import { type Picture, placeText, shown, valueText } from "./picture.ts";

/** The values of a chart as a table: a column a series where all have the same places, else one under the other. */
export function values(picture: Picture): TemplateResult {
  const { x, y } = picture;
  const all = shown(picture).map(({ series }) => series);
  const first = all[0]?.points ?? [];
  const same = all.every(
    ({ points }) =>
      points.length === first.length && points.every((p, i) => p.x === first[i]?.x && !p.note),
  );
  const head = (titles: string[]) =>
    html`<thead><tr>${titles.map((t, i) => html`<th scope="col" class=${i > 0 ? "number" : ""}>${t}</th>`)}</tr></thead>`;
  const row = (place: string, cells: string[], name?: string) => html`
    <tr>
      <th scope="row">${name === undefined ? nothing : html`${name}, `}${place}</th>
      ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
    </tr>`;
  const titled = (name: string) => (all.length > 1 ? `${name}: ${y.title}` : y.title);
  const noted = all.some(({ points }) => points.some((p) => p.note));
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Values of ${picture.title}">
      <table>
        ${
          same
            ? html`${head([x.title, ...all.map(({ name }) => titled(name))])}
                <tbody>
                  ${first.map((p, i) =>
                    row(
                      placeText(picture, p),
                      all.map(({ points }) => valueText(y, points[i]?.y ?? Number.NaN)),
                    ),
                  )}
                </tbody>`
            : html`${head([x.title, y.title, ...(noted ? ["Note"] : [])])}
                <tbody>
                  ${all.map(({ name, points }) =>
                    points.map((p) =>
                      row(
                        placeText(picture, p),
                        [valueText(y, p.y), ...(noted ? [p.note ?? ""] : [])],
                        all.length > 1 ? name : undefined,
                      ),
                    ),
                  )}
                </tbody>`
        }
      </table>
    </div>
  `;
}
