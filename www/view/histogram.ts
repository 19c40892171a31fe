import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Report } from "../engine/client.ts";
import { count, decimal } from "../words.ts";

const WIDTH = 340;
const HEIGHT = 112;
const FLOOR = 92;
const TOP = 8;

/** How often each rating was given, as bars. */
export function histogram(bars: Report["histogram"]): TemplateResult | typeof nothing {
  const most = Math.max(0, ...bars.map((b) => b.count));
  if (most === 0) return nothing;
  const step = WIDTH / bars.length;
  const gap = Math.min(4, step * 0.2);
  // Labels need about 34 units each.
  const every = Math.ceil((34 * bars.length) / WIDTH);
  const name = (b: { from: number; to: number }) =>
    b.from === b.to ? decimal(b.from) : `${decimal(b.from)} to ${decimal(b.to)}`;
  const label = `How often each rating was given: ${bars.map((b) => `${name(b)}: ${count(b.count)}`).join("; ")}`;
  return html`
    <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
      ${bars.map((bar, i) => {
        const height = (bar.count / most) * (FLOOR - TOP);
        return svg`
          <rect class="bar" x=${i * step + gap / 2} width=${step - gap} y=${FLOOR - height} height=${height}>
            <title>${name(bar)}: ${count(bar.count)}</title>
          </rect>
          ${
            i % every === 0
              ? svg`<text x=${(i + 0.5) * step} y=${HEIGHT - 5} text-anchor="middle">${decimal(bar.from)}</text>`
              : nothing
          }`;
      })}
      <line class="axis" x1="0" x2=${WIDTH} y1=${FLOOR} y2=${FLOOR} />
    </svg>
  `;
}
