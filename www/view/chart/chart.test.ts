import { render } from "lit-html";
import { describe, expect, test, vi } from "vitest";
import type { Answering } from "../../actions/answering.ts";
import { initial } from "../../state.ts";
import { chart } from "./chart.ts";
import { layout, nearest, WIDTH } from "./layout.ts";
import { type Picture, readout, type Series, step } from "./picture.ts";

/** Two lines over a logarithmic scale. */
const LINES: Picture = {
  id: "lines",
  title: "AUC by weights",
  x: { title: "Weights", log: true, text: String },
  y: { title: "AUC", from: 0.5, to: 1 },
  series: [
    {
      name: "Hashed pairs",
      mark: "line",
      points: [
        { x: 16, y: 0.6 },
        { x: 256, y: 0.7 },
        { x: 4096, y: 0.95, note: "the best" },
      ],
    },
    {
      name: "Popularity",
      mark: "line",
      points: [
        { x: 16, y: 0.65 },
        { x: 4096, y: 0.65 },
      ],
    },
    {
      name: "",
      mark: "line",
      guide: true,
      points: [
        { x: 16, y: 0.5 },
        { x: 4096, y: 1 },
      ],
    },
  ],
  summary: "It rises.",
};

/** Bars of two series side by side. */
const BARS: Picture = {
  id: "bars",
  title: "What is found",
  x: { title: "Items", names: ["Head", "Middle", "Tail"] },
  y: { title: "Share", from: 0 },
  series: ["One", "Other"].map((name, s) => ({
    name,
    mark: "bars",
    points: [0.4, 0.2, 0.1].map((y, x) => ({ x, y: y / (s + 1) })),
  })),
  summary: "It falls.",
};

describe("places", () => {
  test("go from end to end of each axis, and by ratios where it is logarithmic", () => {
    const { x, y, left, right, top, floor, xTicks } = layout(LINES);
    expect([x(16), x(4096)]).toEqual([left, right]);
    expect(x(256)).toBeCloseTo((left + right) / 2, 9);
    expect([y(0.5), y(1)]).toEqual([floor, top]);
    expect(xTicks.map((t) => t.text)).toEqual(["20", "50", "100", "200", "500", "1000", "2000"]);
  });

  test("names stand beside their lines where there is room, else above with a sign", () => {
    expect(layout(LINES).direct.map((l) => l.text)).toEqual(["Hashed pairs", "Popularity"]);
    const near = structuredClone({ ...LINES, x: { title: "Weights" }, y: { title: "AUC" } });
    for (const s of near.series) for (const p of s.points) p.y = 0.7;
    const { direct, legend, top } = layout(near);
    expect([direct.length, legend.length]).toEqual([0, 2]);
    for (const { y, x } of legend) expect(y < top && x < WIDTH).toBe(true);
  });

  test("a name keeps clear of the line that it stands at", () => {
    const falling = structuredClone({
      ...LINES,
      x: { title: "Epoch" },
      y: { title: "RMSE", from: -2 },
    });
    for (const [at, s] of falling.series.entries())
      for (const [i, p] of s.points.entries()) Object.assign(p, { x: i, y: at - 0.4 * i });
    const { direct, legend, x, y } = layout(falling);
    expect([direct.length, legend.length]).toEqual([2, 0]);
    // Coming from above, a line leaves room only below its end.
    for (const label of direct) {
      const end = falling.series[label.series]?.points.at(-1);
      expect([label.x, label.y]).toEqual([x(end?.x ?? 0), y(end?.y ?? 0) + 16]);
    }
  });

  test("bars of several series stand side by side and keep clear of one another", () => {
    const element = document.createElement("div");
    render(chart(initial(), {} as Answering)(BARS), element);
    const bars = [...element.querySelectorAll("rect.bar:not([height='10'])")].map((bar) =>
      ["x", "width", "height"].map((name) => Number(bar.getAttribute(name))),
    );
    expect(bars).toHaveLength(6);
    const sorted = bars.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    sorted.forEach(([x = 0, width = 0], i) => {
      expect(x + width).toBeLessThanOrEqual((sorted[i + 1]?.[0] ?? WIDTH) + 1e-9);
    });
    expect((bars[3]?.[2] ?? 0) / (bars[0]?.[2] ?? 1)).toBeCloseTo(0.5, 9);
  });

  test("dots stand each for itself, however many, and their names above", () => {
    const many = (y: number) => Array.from({ length: 40 }, (_, x) => ({ x, y }));
    const series = [0.2, 0.9].map(
      (y): Series => ({ name: `At ${y}`, mark: "dots", points: many(y) }),
    );
    const dotted = { ...LINES, x: { title: "Trial" }, y: { title: "RMSE" }, series };
    const element = document.createElement("div");
    render(chart(initial(), {} as Answering)(dotted), element);
    // One more of each as the sign beside its name.
    expect(element.querySelectorAll(".dots > .s0, .dots > .s1")).toHaveLength(2 * 41);
    expect(element.querySelectorAll("polyline")).toHaveLength(0);
    expect([layout(dotted).direct.length, layout(dotted).legend.length]).toEqual([0, 2]);
  });

  test("labels that would touch are left out", () => {
    const names = Array.from({ length: 40 }, (_, i) => `${1000 + i}`);
    const crowd = { ...BARS, x: { title: "Year", names } };
    const { xTicks } = layout(crowd);
    expect(xTicks.length).toBeGreaterThan(5);
    expect(xTicks.length).toBeLessThan(14);
  });
});

describe("pointing", () => {
  test("finds the nearest value, and no guide", () => {
    const places = layout(LINES);
    const at = (x: number, y: number) => nearest(LINES, places, places.x(x), places.y(y));
    expect(at(300, 0.72)).toEqual({ series: 0, point: 1 });
    expect(at(4096, 0.6)).toEqual({ series: 1, point: 1 });
    expect(at(4096, 1)).toEqual({ series: 0, point: 2 });
  });

  test("goes along the points by keys, and from one line to another", () => {
    let at = step(LINES, undefined, "ArrowRight");
    expect(at).toEqual({ series: 0, point: 0 });
    at = step(LINES, at, "ArrowRight");
    expect(at).toEqual({ series: 0, point: 1 });
    expect(step(LINES, at, "End")).toEqual({ series: 0, point: 2 });
    expect(step(LINES, step(LINES, at, "End"), "ArrowRight")).toEqual({ series: 0, point: 2 });
    expect(step(LINES, { series: 0, point: 2 }, "ArrowDown")).toEqual({ series: 1, point: 1 });
    expect(step(LINES, { series: 1, point: 0 }, "ArrowDown")).toEqual({ series: 0, point: 0 });
    expect(step(LINES, undefined, "ArrowLeft")).toEqual({ series: 0, point: 2 });
    expect(step(LINES, at, "a")).toBeUndefined();
  });

  test("says the value in words", () => {
    expect(readout(LINES, { series: 0, point: 2 })).toBe(
      "Hashed pairs, Weights 4096: AUC 0.950; the best",
    );
    expect(readout(BARS, { series: 1, point: 2 })).toBe("Other, Tail: Share 0.050");
    expect(readout(LINES, undefined)).toBe("");
    // Other values may have taken the place of what was pointed at.
    expect(readout(LINES, { series: 0, point: 9 })).toBe("");
  });
});

test("all values stand in a table once it is opened", () => {
  const state = initial();
  const draw = (picture: Picture) => {
    const element = document.createElement("div");
    render(chart(state, {} as Answering)(picture), element);
    return [...element.querySelectorAll("tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent?.trim()),
    );
  };
  expect(draw(BARS)).toEqual([]);
  state.panels = { "values-bars": true, "values-lines": true };
  expect(draw(BARS)).toEqual([
    ["Items", "One: Share", "Other: Share"],
    ["Head", "0.400", "0.200"],
    ["Middle", "0.200", "0.100"],
    ["Tail", "0.100", "0.050"],
  ]);
  expect(draw(LINES)).toContainEqual(["Hashed pairs, 4096", "0.950", "the best"]);
});

test("keys that mean nothing to a chart are left to the page", () => {
  const pointAt = vi.fn();
  const element = document.createElement("div");
  render(chart(initial(), { pointAt } as unknown as Answering)(LINES), element);
  const plot = element.querySelector(".plot");
  for (const key of ["Tab", "Enter", "ArrowRight"]) {
    const event = new KeyboardEvent("keydown", { key, cancelable: true });
    plot?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(key === "ArrowRight");
  }
  expect(pointAt).toHaveBeenCalledExactlyOnceWith("lines", { series: 0, point: 0 });
});
