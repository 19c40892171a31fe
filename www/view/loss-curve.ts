import type { LossPoint } from "../engine/client.ts";
import { count, figure } from "../words.ts";
import type { Picture, Series } from "./chart/picture.ts";

/** The loss by epoch, on what is trained on and on ratings that are held out; undefined as long as that is no curve. */
export function lossCurve(curve: LossPoint[], lossName: string): Picture | undefined {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || curve.length < 2) return undefined;
  const name = lossName || "loss";
  const held = curve.flatMap(({ epoch, validation }) =>
    validation == null ? [] : [{ x: epoch, y: validation }],
  );
  const series: Series[] = [
    {
      name: "Training",
      mark: "line",
      points: curve.map(({ epoch, loss }) => ({ x: epoch, y: loss })),
    },
  ];
  if (held.length > 1) series.push({ name: "Held out", mark: "line", points: held });
  const kept = last.validation == null ? "" : `; ${figure(last.validation)} on held-out ratings`;
  return {
    id: "loss",
    title: `Training ${name} by epoch`,
    x: { title: "Epoch", text: count },
    y: { title: name },
    series,
    summary: `${figure(first.loss)} at first, ${figure(last.loss)} after epoch ${last.epoch}${kept}.`,
  };
}
