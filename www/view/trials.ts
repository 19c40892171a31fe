import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Found } from "../engine/client.ts";
import { figure } from "../words.ts";

const WIDTH = 340;
const HEIGHT = 130;
const LEFT = 44;
const RIGHT = 330;
const TOP = 10;
const FLOOR = 108;

/**
 * The trials so far as marks, those that were done with all people filled, and the best up to each of them as a line.
 * `sign` is 1 where higher figures are better, else −1.
 */
export function trials(
  { trials, best, metric }: Found,
  what: string,
  sign: 1 | -1,
): TemplateResult | typeof nothing {
  const done = trials.flatMap(({ figure, share }, at) =>
    figure === undefined ? [] : [{ at, figure, share }],
  );
  const top = done.find(({ at }) => at === best);
  if (done.length < 2 || !top) return nothing;
  const figures = done.map((trial) => trial.figure);
  const [low, high] = [Math.min(...figures), Math.max(...figures)];
  const x = (at: number) => LEFT + ((at + 0.5) / trials.length) * (RIGHT - LEFT);
  const y = (value: number) =>
    high > low ? FLOOR - 6 - ((value - low) / (high - low)) * (FLOOR - TOP - 6) : (FLOOR + TOP) / 2;
  let sofar = sign * -Infinity;
  const steps = done.flatMap(({ at, figure }) => {
    const before = sofar;
    sofar = sign > 0 ? Math.max(sofar, figure) : Math.min(sofar, figure);
    const point = (value: number) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`;
    return Number.isFinite(before) ? [point(before), point(sofar)] : [point(sofar)];
  });
  const label = `${what} of ${done.length} trials on the validation part, from ${figure(low)} to ${figure(high)}; the best is trial ${best + 1} with ${figure(top.figure)}`;
  return html`
    <figure>
      <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label} data-metric=${metric}>
        ${[...new Set([low, high])].map((t) => svg`<text x=${LEFT - 6} y=${y(t) + 4} text-anchor="end">${figure(t)}</text>`)}
        <line class="axis" x1=${LEFT} x2=${RIGHT} y1=${FLOOR} y2=${FLOOR} />
        <polyline class="line held" points=${steps.join(" ")} />
        ${done.map(
          ({ at, figure, share }) =>
            svg`<circle class="trial ${share === 1 ? "whole" : ""}" cx=${x(at).toFixed(1)} cy=${y(figure).toFixed(1)} r=${at === best ? 5 : 3} />`,
        )}
        <text x=${(LEFT + RIGHT) / 2} y=${HEIGHT - 6} text-anchor="middle">trials 1 to ${trials.length}</text>
      </svg>
      <figcaption class="hint">
        ${what} of each trial on the validation part: filled with all data, hollow with a part of them; dashed: the best
        up to each; in the end ${figure(top.figure)}
      </figcaption>
    </figure>
  `;
}
