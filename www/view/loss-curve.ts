import { html, nothing, svg, type TemplateResult } from "lit-html";
import { linear, ticks } from "../chart.ts";
import type { LossPoint } from "../engine/client.ts";
import { figure } from "../words.ts";

const WIDTH = 340;
const HEIGHT = 150;
const LEFT = 40;
const RIGHT = 330;
const TOP = 10;
const FLOOR = 124;

/** The loss by epoch: training as a line, held-out ratings as a dashed one. */
export function lossCurve(curve: LossPoint[], lossName: string): TemplateResult | typeof nothing {
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return nothing;
  const held = curve.filter((p) => p.validation != null);
  const all = [...curve.map((p) => p.loss), ...held.map((p) => p.validation ?? p.loss)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const x = linear(first.epoch, Math.max(last.epoch, first.epoch + 1), LEFT, RIGHT);
  const y = linear(low - room, high + room, FLOOR, TOP);
  const line = (points: LossPoint[], of: (p: LossPoint) => number) =>
    points.map((p) => `${x(p.epoch).toFixed(1)},${y(of(p)).toFixed(1)}`).join(" ");
  const epochs = ticks(first.epoch, last.epoch, 6).filter((t) => Number.isInteger(t));
  const name = lossName || "loss";
  const label = `Training ${name} by epoch: ${figure(first.loss)} at first, ${figure(last.loss)} after epoch ${last.epoch}`;
  return html`
    <figure>
      <svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
        ${ticks(low, high, 4).map(
          (t) => svg`
            <line class="grid" x1=${LEFT} x2=${RIGHT} y1=${y(t)} y2=${y(t)} />
            <text x=${LEFT - 6} y=${y(t) + 4} text-anchor="end">${figure(t)}</text>`,
        )}
        ${epochs.map((t) => svg`<text x=${x(t)} y=${HEIGHT - 9} text-anchor="middle">${t}</text>`)}
        <line class="axis" x1=${LEFT} x2=${RIGHT} y1=${FLOOR} y2=${FLOOR} />
        ${held.length > 1 ? svg`<polyline class="line held" points=${line(held, (p) => p.validation ?? p.loss)} />` : nothing}
        <polyline class="line" points=${line(curve, (p) => p.loss)} />
      </svg>
      <figcaption class="hint">
        Training ${name} by epoch, now ${figure(last.loss)}${
          last.validation == null
            ? nothing
            : html`; dashed: on held-out ratings, now ${figure(last.validation)}`
        }
      </figcaption>
    </figure>
  `;
}
