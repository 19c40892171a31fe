import { render, type TemplateResult } from "lit-html";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Compared, Found, MetricInfo, Report, SplitInfo } from "../engine/client.ts";
import { defaults } from "../form.ts";
import { modelsOf, whatIsAsked } from "../measure/ask.ts";
import type { Measuring } from "../measure/bench.ts";
import { linkOf, searchLink, takeLink } from "../measure/link.ts";
import { asked } from "../measure/metrics.ts";
import { rangeOf, rangeProblem, rangeText } from "../measure/ranges.ts";
import { written } from "../measure/save.ts";
import { type Measure, type Row, type Terms, unmeasured } from "../measure/state.ts";
import { added, inOrder, keysOf, rowsOf } from "../measure/table.ts";
import { verdict } from "../measure/verdict.ts";
import { wanted } from "../measure/wanted.ts";
import { initial, type State } from "../state.ts";
import { bench } from "./bench.ts";

const share = { name: "share", share: true, least: 0, usual: 0.2, optional: false };
const SPLITS: SplitInfo[] = [
  { name: "random", title: "At random", help: "", needs: "nothing", numbers: [share] },
  {
    ...{ name: "kfold", title: "Folds", help: "", needs: "nothing" },
    numbers: [
      { name: "parts", share: false, least: 2, usual: 5, optional: false },
      { name: "part", share: false, least: 0, usual: 0, optional: false },
    ],
  },
  { name: "time", title: "By time", help: "", needs: "times", numbers: [share] },
  { name: "given", title: "As the files say", help: "", needs: "test-file", numbers: [] },
];
const metric = (name: string, title: string, rest: Partial<MetricInfo> = {}): MetricInfo => ({
  ...{ name, title, help: `What ${title} says.`, better: "higher", of: "lists", at: true },
  ...rest,
});
const METRICS: MetricInfo[] = [
  metric("rmse", "RMSE", { better: "lower", of: "ratings", at: false }),
  metric("ndcg", "NDCG"),
  metric("average-precision", "Average precision", { of: "pairs", at: false }),
];

const model = (name: string, title: string): State["models"][number] => ({
  ...{ name, title, summary: "", purpose: ["ratings"], ratesBeside: false, lossName: "" },
  score: ["predicted-rating", "preference"],
  abilities: {
    ...{ fold_in: "exact", similar_items: true, similar_users: true },
    ...{ explain: true, item_map: true, factors: true },
  },
  params: [
    {
      ...{ name: "factors", help: "", unit: "", default: 32 },
      ...{ kind: "integer", min: 1, max: 512, search: { low: 8, high: 256, log: true } },
    },
    { name: "biases", help: "", unit: "", default: true, kind: "switch" },
  ],
});

const report = (more: Partial<Report> = {}) =>
  ({
    ...{ name: "tiny.csv", shape: "ratings", feedback: "explicit", ratings: 99 },
    ...{ person: ["person", "people"], item: ["film", "films"], splits: [], testRatings: 0 },
    ...{ scale: { min: 1, max: 5 }, categories: [], titled: 5, users: 5, items: 5 },
    ...more,
  }) as unknown as Report;

let state: State;
let measure: Measure;

beforeEach(() => {
  state = initial();
  state.models = [model("als", "Alternating least squares"), model("popularity", "Popularity")];
  state.data.report = report();
  state.form.model = "als";
  state.form.texts = defaults(state.models[0]?.params ?? []);
  measure = unmeasured(SPLITS, METRICS);
  state.measure = measure;
});

const text = (element: Element | null | undefined) =>
  element?.textContent?.replace(/\s+/g, " ").trim() ?? "";

const actions = (given: Partial<Measuring> = {}) =>
  new Proxy(given, {
    get: (known, name: keyof Measuring) => known[name] ?? (() => {}),
  }) as Measuring;

function show(template: TemplateResult): HTMLElement {
  const element = document.createElement("div");
  render(template, element);
  return element;
}

const shown = (given: Partial<Measuring> = {}) => show(bench(state, measure, actions(given)));

const TERMS: Terms = {
  ...{ data: "tiny.csv", split: "random:0.2", title: "At random (20 %)", says: "" },
  ...{ seeds: [42], relevant: "all", implicit: false },
};

const figures = (name: string, metrics: Record<string, number>, rest: Partial<Compared> = {}) =>
  ({
    ...{ model: name, title: name, params: {}, runs: 1, metrics, deviations: {} },
    ...{ to_best: {}, to_popularity: {}, seconds: { fit: 1, evaluate: 2 }, bytes: 1000 },
    ...{ data: { ratings: 80, users: 5, items: 5 }, tested: 19 },
    ...rest,
  }) as Compared;

const row = (name: string, metrics: Record<string, number>, terms = TERMS): Row => ({
  ...{ key: JSON.stringify([terms, name]), terms, title: name, changes: "" },
  figures: figures(name, metrics),
});

describe("what is asked", () => {
  test("is the model of the form with its settings, and popularity is always there", () => {
    state.form.texts.factors = "8";
    expect(modelsOf(state, measure)).toEqual(["als factors=8"]);
    const asked = whatIsAsked(state, measure);
    expect(asked?.models).toEqual([{ model: "als", factors: 8 }]);
    expect(asked?.how).toMatchObject({
      split: "random:0.2",
      seeds: [42],
      metrics: ["rmse", "ndcg@10"],
    });
    const always = shown().querySelector<HTMLInputElement>('input[type="checkbox"]:disabled');
    expect([text(always?.closest("label")), always?.checked]).toEqual([
      "Popularity always there, to compare with",
      true,
    ]);
  });

  test("says what is wrong, and is not compared then", () => {
    const wrong = () => {
      const element = shown();
      return [
        element.querySelector<HTMLButtonElement>(".main")?.disabled,
        text(element.querySelector(".buttons + .error")),
      ];
    };
    expect(wrong()).toEqual([false, ""]);
    state.form.texts.factors = "1000";
    expect(wrong()).toEqual([true, "A setting of the model has to be put right first."]);
    measure.ask.own = false;
    expect(wrong()).toEqual([true, "Choose at least one model."]);
    measure.ask.models = ["als"];
    measure.ask.numbers = { random: ["100"] };
    expect(wrong()).toEqual([true, "The numbers of the split have to be put right first."]);
    measure.ask.numbers = {};
    measure.ask.seeds = "1, two";
    expect(wrong()).toEqual([true, "The seeds have to be put right first."]);
    measure.ask.seeds = "1, 2";
    measure.ask.k = "0";
    expect(wrong()).toEqual([true, "The length of the lists has to be put right first."]);
    measure.ask.k = "5";
    measure.ask.metrics = { rmse: false, ndcg: false };
    expect(wrong()).toEqual([true, "Choose at least one metric."]);
  });

  test("has errors of ratings only where there are ratings", () => {
    expect(asked(state, measure)).toEqual(["rmse", "ndcg@10"]);
    state.form.implicit = true;
    expect(asked(state, measure)).toEqual(["ndcg@10"]);
    state.form.implicit = false;
    state.data.report = report({ shape: "pairs" });
    expect(asked(state, measure)).toEqual(["ndcg@10", "average-precision"]);
  });

  test("offers the data's own splits first, and none as the core writes it", () => {
    state.data.report = report({ splits: ["u1"], testRatings: 3 });
    const options = [...shown().querySelectorAll("#split option")].map(text);
    expect(options).toEqual([
      ...["The test file that was loaded", "The data's own split u1"],
      ...["At random", "Folds", "By time"],
    ]);
    measure.ask.split = "kfold";
    expect(whatIsAsked(state, measure)?.how.split).toBe("kfold:5");
    measure.ask.split = "u1";
    expect(whatIsAsked(state, measure)?.how.split).toBe("u1");
  });
});

describe("the table", () => {
  test("marks the best of comparable rows, by the metric's own direction", () => {
    const b = { ...TERMS, data: "b" };
    measure.rows = [
      row("one", { rmse: 0.9, "ndcg@10": 0.3 }),
      row("two", { rmse: 1, "ndcg@10": 0.4 }),
      row("other", { rmse: 0.1, "ndcg@10": 0.9 }, b),
    ];
    const element = shown();
    expect([...element.querySelectorAll("thead th")].map(text)).toEqual([
      ...["Model", "RMSE", "NDCG@10", "Training", "Answering", "Size", "Hidden", "Remove"],
    ]);
    const rows = [...element.querySelectorAll("tbody tr")].map((line) =>
      [...line.querySelectorAll(".number")].slice(0, 2).map(text),
    );
    expect(rows).toEqual([
      ["0.9000 best", "0.3000"],
      ["1.0000", "0.4000 best"],
      ["0.1000", "0.9000"],
    ]);
  });

  test("is put in order by a column, and says so", () => {
    measure.rows = [row("one", { rmse: 1 }), row("two", { rmse: 0.9 }), row("none", {})];
    const sortBy = vi.fn();
    const button = shown({ sortBy }).querySelectorAll<HTMLButtonElement>("thead button")[1];
    button?.click();
    expect(sortBy).toHaveBeenCalledExactlyOnceWith("rmse");
    measure.sort = { by: "rmse", forward: true };
    const element = shown();
    expect([...element.querySelectorAll("tbody th")].map(text)).toEqual(["two", "one", "none"]);
    expect(element.querySelector('th[aria-sort="ascending"]')).not.toBeNull();
    const backward = inOrder(measure.rows, { by: "rmse", forward: false }, METRICS);
    expect(backward.map(({ title }) => title)).toEqual(["one", "two", "none"]);
  });

  test("takes a further length of lists as a column of the same rows", () => {
    const comparison = (metrics: Record<string, number>, runs = 1) => ({
      ...{ split: "", metrics: Object.keys(metrics), relevant: "all", planned: 1, finished: 1 },
      runs: [figures("als", metrics, { params: { factors: 8, biases: true }, runs })],
    });
    const once = added([], rowsOf(state, comparison({ "ndcg@10": 0.3 }, 2), TERMS));
    const twice = added(once, rowsOf(state, comparison({ "ndcg@5": 0.2 }, 2), TERMS));
    expect(twice.map(({ figures, changes }) => [figures.metrics, changes])).toEqual([
      [{ "ndcg@10": 0.3, "ndcg@5": 0.2 }, "factors 8"],
    ]);
    // One that was stopped takes nothing away.
    expect(added(twice, rowsOf(state, comparison({ "ndcg@5": 0.9 }, 1), TERMS))).toEqual(twice);
    const other = { ...TERMS, seeds: [7] };
    expect(added(twice, rowsOf(state, comparison({ "ndcg@5": 0.2 }, 2), other))).toHaveLength(2);
  });

  test("has the runs of a comparison in the order in which they were asked for, whichever is over first", () => {
    const comparison = (...models: string[]) => ({
      ...{ split: "", metrics: ["rmse"], relevant: "all", planned: 2, finished: models.length },
      runs: models.map((model) => figures(model, { rmse: 1 })),
    });
    const take = (rows: Row[], ...models: string[]) =>
      added(rows, rowsOf(state, comparison(...models), TERMS), keysOf(before));
    const before = added([], rowsOf(state, comparison("mf"), TERMS));
    const all = take(take(before, "als"), "bias", "als", "mf");
    expect(all.map((row) => row.figures.model)).toEqual(["mf", "bias", "als"]);
  });

  test("has a dash, and no figure, where something was not measured", () => {
    measure.rows = [row("one", { rmse: 1, "ndcg@10": 0.5 }), row("two", { "ndcg@10": 0.25 })];
    expect(text(shown().querySelector("tbody tr:nth-child(2) .number"))).toBe("—");
  });

  test("becomes CSV, Markdown and JSON, in its order", () => {
    measure.rows = [row("one", { rmse: 1 }), row("two|three", { rmse: 0.5 })];
    measure.sort = { by: "rmse", forward: true };
    const [head, first] = written(measure, "csv").split(/\r?\n/);
    expect(head).toContain("rmse,rmse deviation,rmse to best,rmse to best low");
    expect(first).toContain("tiny.csv,two|three,");
    const lines = written(measure, "md").split("\n");
    expect(lines[0]).toBe("| Model | Hidden | RMSE | Training | Answering | Size |");
    expect(lines[2]).toContain("| two\\|three | At random (20 %); seed 42; tiny.csv | 0.5000 |");
    const { runs } = JSON.parse(written(measure, "json"));
    expect(runs.map((run: Compared) => run.metrics.rmse)).toEqual([0.5, 1]);
  });
});

describe("the verdict", () => {
  const sure = { value: -0.12, low: -0.13, high: -0.1 };
  const unsure = { value: -0.004, low: -0.011, high: 0.003 };

  test("says what is better for sure, and of what that cannot be said", () => {
    const runs = [
      figures("als", { "ndcg@10": 0.3 }),
      figures("ease", { "ndcg@10": 0.296 }, { to_best: { "ndcg@10": unsure } }),
      figures("popularity", { "ndcg@10": 0.18 }, { to_best: { "ndcg@10": sure } }),
    ];
    const comparison = {
      ...{ split: "", metrics: ["ndcg@10"], relevant: "all", planned: 3, finished: 3 },
      runs,
    };
    measure.last = { comparison, terms: TERMS, link: "" };
    expect(verdict(measure, [], "ndcg@10")).toEqual([
      "By NDCG@10, als is better than popularity by 0.120 (0.100 to 0.130).",
      "Between als and ease there is no sure difference.",
    ]);
  });
});

describe("a link", () => {
  test("says what is compared and on which sample, and the form takes it back", () => {
    state.data.sample = { name: "films", title: "Films" } as State["data"]["sample"];
    state.form.texts.factors = "8";
    measure.ask.models = ["popularity"];
    measure.ask.split = "time";
    measure.ask.seeds = "1, 2";
    measure.ask.k = "5";
    const link = linkOf(state, measure, "");
    expect(link).toBe(
      "#sample=films&compare=als+factors=8,popularity&split=time:0.2&seed=1,2&k=5&metrics=rmse,ndcg",
    );
    const before = whatIsAsked(state, measure);
    measure = unmeasured(SPLITS, METRICS);
    state.measure = measure;
    state.form.texts = defaults(state.models[0]?.params ?? []);
    takeLink(state, measure, link);
    expect(whatIsAsked(state, measure)).toEqual(before);
  });

  test("says what is searched, and the form takes it back", () => {
    state.form.texts.biases = false;
    measure.search.ranges = { als: { factors: { on: true, low: "4", high: "64", log: false } } };
    measure.search.trials = "9";
    const link = searchLink(state, measure, "");
    expect(link).toBe(
      "#search=als+biases=false&ranges=factors=4..64:linear&trials=9&by=rmse&split=random:0.2&seed=42&k=10&metrics=rmse,ndcg",
    );
    const before = wanted(state, measure);
    expect(before).toMatchObject({ model: "als", params: { biases: false }, trials: 9 });
    measure = unmeasured(SPLITS, METRICS);
    state.measure = measure;
    state.form.texts = defaults(state.models[0]?.params ?? []);
    takeLink(state, measure, link);
    expect(wanted(state, measure)).toEqual(before);
    // Within a budget the number of trials may be left out.
    Object.assign(measure.search, { trials: "", budget: "7,5" });
    expect(wanted(state, measure)).toMatchObject({ trials: 0, budget: 7.5 });
    const bounded = searchLink(state, measure, "");
    expect(bounded).toContain("ranges=factors=4..64:linear&budget=7,5&by=rmse");
    Object.assign(measure.search, { trials: "9", budget: "" });
    takeLink(state, measure, bounded);
    expect(wanted(state, measure)).toMatchObject({ trials: 0, budget: 7.5 });
    measure.search.budget = "-1";
    expect(wanted(state, measure)).toBeUndefined();
  });

  test.each([
    ["search=als&ranges=factors&budget=much", "budget: Needed: a number above 0"],
    ["search=als&ranges=factors=9..8", "no range of a setting of als"],
    ["search=als&ranges=__proto__", "“__proto__” is no range"],
    ["search=auto&ranges=factors", "found “auto”"],
    ["search=als&ranges=factors&trials=1e9", "trials: Needed"],
    ["compare=alz", "found “alz”"],
    ["compare=als constructor=1", "“constructor” is no setting"],
    ["compare=als&split=last week", "found “last week”"],
    ["compare=als&seed=-1", "seed: Needed: a whole number"],
    ["compare=als&k=ten", "k: Needed"],
    ["compare=als&metrics=__proto__", "“__proto__” is no metric"],
  ])("that asks for what there is not is refused: %s", (hash, says) => {
    expect(() => takeLink(state, measure, `#${hash}`)).toThrow(says);
  });
});

describe("a search", () => {
  test("has the registry's ranges, and says what is wrong with others", () => {
    const [factors] = state.models[0]?.params ?? [];
    if (!factors) throw new Error("als has factors");
    const uneven = { ...factors, search: { low: 1.25, high: 256, log: true } };
    expect(rangeOf("als", uneven, measure.search)).toMatchObject({ low: "1", high: "256" });
    const range = { ...rangeOf("als", factors, measure.search), on: true };
    expect(rangeText(factors, range)).toBe("factors=8..256:log");
    expect(rangeProblem(factors, range)).toBeUndefined();
    expect(rangeProblem(factors, { ...range, low: "300" })).toContain("less than");
    expect(rangeProblem(factors, { ...range, high: "many" })).toContain("found “many”");
  });

  test("shows its trials, and what was found beside what one has without it", () => {
    state.panels.search = true;
    const trial = (factors: number, figure: number, share = 1) => ({
      params: { factors },
      ...{ figure, share },
    });
    const found: Found = {
      ...{ model: "als", title: "ALS", params: { factors: 64, biases: true }, best: 1 },
      ...{ metric: "rmse", complete: true, seconds: { fit: 1, evaluate: 1 } },
      trials: [
        trial(32, 0.95),
        { ...trial(64, 0.9), confirmed: 0.92 },
        trial(8, 1, 0.5),
        { params: { factors: 16 }, share: 0 },
      ],
      confirmed: {
        ...{ trial: 1, parts: 3, sure: true },
        difference: { value: -0.03, low: -0.04, high: -0.02 },
      },
      work: 7,
      data: { ratings: 1, users: 1, items: 1 },
      ...{ metrics: { rmse: 0.91 }, without: { rmse: 0.96 } },
    };
    const rest = { data: "tiny.csv", stopped: false, running: false, link: "#search=als" };
    measure.search.found = { found, ...rest };
    const applyFound = vi.fn();
    const element = shown({ applyFound });
    expect(text(element.querySelector(".found"))).toBe(
      "The best: factors 64. It is surely better than the form's settings on 3 further parts: RMSE −0.030 (−0.040 to −0.020). On the test it has RMSE 0.9100; without a search it is 0.9600.",
    );
    // Each for itself, those with a part of the data in a shape of their own; and one more where it was confirmed.
    const dots = (series: number) => element.querySelectorAll(`#chart-trials .dots > .s${series}`);
    expect([0, 1, 2].map((series) => dots(series).length)).toEqual([2 + 1, 1 + 1, 1 + 1]);
    expect(element.querySelectorAll("#chart-trials .guide")).toHaveLength(1);
    const apply = [...element.querySelectorAll<HTMLButtonElement>("#search button")].find((b) =>
      text(b).startsWith("Take these"),
    );
    apply?.click();
    expect(applyFound).toHaveBeenCalledOnce();
    // What is not surely better is not taken for it.
    found.best = 0;
    Object.assign(found.confirmed ?? {}, { sure: false });
    expect(text(shown().querySelector(".found"))).toContain(
      "factors 32, as it stands in the form. Trial 2 was the best, but is not surely better on 3 further parts",
    );
    // Settings of other data are not taken.
    state.data.report = report({ name: "other.csv" });
    expect(shown().querySelector<HTMLButtonElement>(".found + p button")?.disabled).toBe(true);
  });
});
