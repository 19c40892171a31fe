import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Report } from "../engine/client.ts";
import { count, decimal } from "../words.ts";

const WIDTH = 340;
const HEIGHT = 112;
const FLOOR = 92;
const TOP = 8;
/** When the highest bar is this many times as high as the lowest, the heights go by powers of ten. */
const STEEP = 500;

/** How often each rating was given, or each count occurs, as bars. */
export function histogram(
  bars: Report["histogram"],
  kind: "ratings" | "counts" = "ratings",
): TemplateResult | typeof nothing {
  const most = Math.max(0, ...bars.map((b) => b.count));
  if (most === 0) return nothing;
  const least = Math.min(...bars.map((b) => b.count).filter((n) => n > 0));
  const steep = most / least >= STEEP;
  // A single one still has to be seen.
  const share = (n: number) => (steep ? Math.log10(n + 1) / Math.log10(most + 1) : n / most);
  const step = WIDTH / bars.length;
  const gap = Math.min(4, step * 0.2);
  const edge = edges(bars);
  // A label takes about 7 units a character.
  const longest = Math.max(...bars.map((b) => edge(b.from).length));
  const every = Math.ceil((Math.max(34, longest * 7 + 8) * bars.length) / WIDTH);
  const name = (b: { from: number; to: number }, i: number) =>
    b.from === b.to
      ? edge(b.from)
      : `${edge(b.from)} to ${i < bars.length - 1 ? "under " : ""}${edge(b.to)}`;
  const what =
    kind === "ratings" ? "How often each rating was given" : "How often each count occurs";
  const label = `${what}: ${bars.map((b, i) => `${name(b, i)}: ${count(b.count)}`).join("; ")}`;
  return html`
    <figure>
      <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
        ${bars.map((bar, i) => {
          const height = share(bar.count) * (FLOOR - TOP);
          const middle = (i + 0.5) * step;
          return svg`
            <rect class="bar" x=${i * step + gap / 2} width=${step - gap} y=${FLOOR - height} height=${height}>
              <title>${name(bar, i)}: ${count(bar.count)}</title>
            </rect>
            ${
              i % every === 0
                ? svg`<text x=${Math.max(middle, edge(bar.from).length * 3.5)} y=${HEIGHT - 5} text-anchor="middle">${edge(bar.from)}</text>`
                : nothing
            }`;
        })}
        <line class="axis" x1="0" x2=${WIDTH} y1=${FLOOR} y2=${FLOOR} />
      </svg>
      ${
        steep
          ? html`<figcaption class="hint">Heights are logarithmic: the highest bar stands for ${count(most)}, the lowest for ${count(least)}.</figcaption>`
          : nothing
      }
    </figure>
  `;
}

/** Writes the ends of bars: exact where a bar is one value, else with no more places than their width needs. */
function edges(bars: Report["histogram"]): (x: number) => string {
  const width = Math.min(...bars.map((b) => b.to - b.from).filter((w) => w > 0));
  if (!Number.isFinite(width)) return decimal;
  const places = Math.min(Math.max(0, Math.ceil(-Math.log10(width * 0.6))), 6);
  return (x) => {
    const rounded = Number(x.toFixed(places));
    // −0 is written without its sign.
    return Math.abs(rounded) >= 1000 ? count(rounded) : decimal(rounded || 0);
  };
}
