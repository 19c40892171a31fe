import { render, type TemplateResult } from "lit-html";
import { describe, expect, test, vi } from "vitest";
import type { Actions } from "../actions/actions.ts";
import { comesBehind } from "../actions/behind.ts";
import type { Explaining } from "../actions/columns.ts";
import type { ModelInfo, Report, Trained } from "../engine/client.ts";
import { defaults } from "../form.ts";
import type { Parts } from "../parts.ts";
import { type Choosing, initial, type State } from "../state.ts";
import { chart } from "./chart/chart.ts";
import type { Picture } from "./chart/picture.ts";
import { columns } from "./columns.ts";
import { exported } from "./export.ts";
import { histogram } from "./histogram.ts";
import { lossCurve } from "./loss-curve.ts";
import { page } from "./page.ts";
import { refusal } from "./refusal.ts";
import { report } from "./report.ts";

function show(template: TemplateResult | symbol): HTMLElement {
  const element = document.createElement("div");
  render(template, element);
  return element;
}

const text = (element: Element | null | undefined) =>
  element?.textContent?.replace(/\s+/g, " ").trim() ?? "";

/** Actions that record nothing but the calls which a test looks at. Nothing has come behind the first list. */
const actions = (given: Partial<Actions> = {}) =>
  new Proxy({ behind: comesBehind({} as Parts), ...given } as Partial<Actions>, {
    get: (known, name: keyof Actions) => known[name] ?? (() => {}),
  }) as Actions;

/** Draws charts of a page that shows nothing else. */
const draw = (picture: Picture) => chart(initial(), actions())(picture);

/** A chart that there has to be. */
const drawn = (picture: Picture | undefined) => {
  if (!picture) throw new Error("there is no picture");
  return show(draw(picture));
};

const REPORT: Report = {
  name: "tiny.csv",
  shape: "ratings",
  feedback: "explicit",
  person: ["person", "people"],
  item: ["item", "items"],
  ratings: 1234,
  users: 12,
  items: 345,
  density: 0.298,
  scale: { min: 1, max: 5 },
  mean: 3.53,
  histogram: [1, 2, 3, 4, 5].map((r) => ({ from: r, to: r, count: r * 10 })),
  duplicates: 1,
  addedUp: 0,
  titled: 300,
  categories: ["Comedy", "Drama"],
  files: [
    {
      name: "tiny.csv",
      format: "delimited text",
      rows: 1235,
      skipped: 1,
      sureness: "named",
      note: "",
    },
  ],
  skipped: {
    count: 1,
    first: [
      { position: { file: "tiny.csv", line: 7, column: 3 }, expected: "a rating", found: "“many”" },
    ],
  },
  notes: ["45 items have no title"],
  splits: [],
  testRatings: 0,
};

const MODEL: ModelInfo = {
  name: "mf",
  title: "Matrix factorization",
  summary: "Factors of people and items.",
  score: ["predicted-rating", "preference"],
  purpose: ["ratings"],
  ratesBeside: false,
  lossName: "RMSE",
  abilities: {
    fold_in: "approximate",
    similar_items: true,
    similar_users: true,
    explain: false,
    item_map: true,
    factors: true,
  },
  params: [
    {
      name: "factors",
      help: "How many.",
      unit: "",
      default: 32,
      kind: "integer",
      min: 1,
      max: 512,
    },
    { name: "biases", help: "Means, too.", unit: "", default: true, kind: "switch" },
  ],
};

const TRAINED: Trained = {
  model: "mf",
  title: "Matrix factorization",
  params: { factors: 32, biases: true },
  seed: 42,
  score: "predicted-rating",
  bytes: 4096,
  lossName: "RMSE",
  abilities: MODEL.abilities,
  ratings: 1234,
  users: 12,
  items: 345,
  seconds: 0.42,
  curve: [
    { epoch: 1, loss: 1.1 },
    { epoch: 2, loss: 0.9 },
    { epoch: 3, loss: 0.8 },
  ],
};

const MAP = {
  ids: ["2", "3"],
  titles: ["Alien (1979)", "Other"],
  x: Float32Array.of(0, 1),
  y: Float32Array.of(0, 1),
  mean: Float32Array.of(3, 4),
  variance: [0.5, 0.2] as [number, number],
};

function trainedState(): State {
  const state = initial();
  state.models = [MODEL];
  state.form = { model: "mf", texts: defaults(MODEL.params), seed: "42", implicit: false };
  state.data.report = REPORT;
  state.trained = { report: TRAINED, feedback: "explicit", spec: { model: "mf" } };
  state.explore.tab = "person";
  state.explore.person = {
    chosen: { id: "7", title: "Ann", ratings: 20 },
    answer: {
      rated: [{ id: "1", title: "Heat (1995)", rating: 5 }],
      recommended: [
        {
          id: "2",
          title: "Alien (1979)",
          score: 4.8,
          because: [{ id: "1", title: "Heat (1995)", weight: 1 }],
        },
        { id: "3", title: "<b>Bold</b>", score: 3, because: [] },
      ],
      similar: [{ id: "9", title: "Ben", score: 0.5669 }],
    },
  };
  return state;
}

describe("for other programs", () => {
  const offered = (state: State, act = actions()) => {
    const element = show(page(state, act));
    const of = (id: string) => [...element.querySelectorAll<HTMLOptionElement>(`#${id} option`)];
    const titles = (id: string) => of(id).map(text);
    return { element, factors: titles("write-factors"), lists: titles("write-lists") };
  };
  const able = (abilities: Partial<Trained["abilities"]>) => {
    const state = trainedState();
    if (state.trained)
      state.trained.report = { ...TRAINED, abilities: { ...TRAINED.abilities, ...abilities } };
    return state;
  };
  test("factors are offered as far as the model has them, lists always", () => {
    const all = ["Spark (parquet)", "numpy, implicit (npz)", "safetensors", "gensim (word2vec)"];
    expect(offered(able({}))).toMatchObject({ factors: all, lists: ["CSV", "parquet"] });
    expect(offered(able({ factors: false })).factors).toEqual(["gensim (word2vec)"]);
    expect(offered(able({ factors: false, item_map: false }))).toMatchObject({
      factors: [],
      lists: ["CSV", "parquet"],
    });
  });
  test("what is saved is what the choice shows, also where the wanted one is not to be had", () => {
    const writeFactors = vi.fn();
    const state = able({ factors: false });
    const { element } = offered(state, actions({ writeFactors }));
    element.querySelector<HTMLButtonElement>("#panel-write button")?.click();
    expect(writeFactors).toHaveBeenCalledWith("word2vec");
  });
  test("while lists are made it says how far they are, and they can be stopped", () => {
    const stop = vi.fn();
    const state = able({});
    state.job = { kind: "write", what: "lists", progress: { done: 3, of: 12 } };
    const { element } = offered(state, actions({ stop }));
    const panel = element.querySelector("#panel-write");
    expect(text(panel)).toContain("25%: 3 of 12 people");
    expect(
      [...(panel?.querySelectorAll("button.quiet") ?? [])].map((b) => b.matches(":disabled")),
    ).toEqual([true, true]);
    panel?.querySelector<HTMLButtonElement>(".stop")?.click();
    expect(stop).toHaveBeenCalled();
    state.job = undefined;
    state.ends.write = { note: "Stopped writing." };
    expect(text(offered(state).element.querySelector("#panel-write"))).toContain(
      "Stopped writing.",
    );
  });
});

describe("the report", () => {
  const element = show(report(REPORT, draw));
  test("counts what was read", () => {
    const facts = [...element.querySelectorAll("dl div")].map((d) => [
      text(d.querySelector("dt")),
      text(d.querySelector("dd")),
    ]);
    expect(facts).toEqual([
      ["Ratings", "1,234"],
      ["People", "12"],
      ["Items", "345"],
      ["Filled", "30%"],
      ["Scale", "1 to 5"],
      ["Mean", "3.53"],
    ]);
  });
  test("names the place of a skipped line, what was expected and what was found", () => {
    expect(text(element.querySelector(".skipped li"))).toBe(
      "tiny.csv, line 7, field 3: expected a rating, found “many”",
    );
  });
  test("says what became of rows that met another one", () => {
    const said = text(show(report({ ...REPORT, duplicates: 2, addedUp: 3 }, draw)));
    expect(said).toContain("2 ratings were replaced by a later one of the same person and item.");
    expect(said).toContain("3 rows were added to another one of the same person and item.");
  });
  test("of choices without ratings shows no scale and no bars", () => {
    const pairs = show(report({ ...REPORT, shape: "pairs", feedback: "implicit" }, draw));
    expect(pairs.querySelector("svg")).toBeNull();
    expect(text(pairs)).not.toContain("Scale");
  });
});

describe("the choice of columns", () => {
  const choosing: Choosing = {
    previews: [
      {
        file: "a.txt",
        columns: { separator: ";", quote: true, header: true, encoding: "utf8", item: 1 },
        rows: [
          ["who", "which", "much"],
          ["ann", "tea", "<b>3</b>"],
        ],
      },
    ],
    at: 0,
    open: true,
    why: "failed",
  };
  /** What is said of columns, of which a test looks at some. */
  const explaining = (given: Partial<Explaining> = {}) => given as Explaining;

  test("shows the first rows as text, with the meaning above each column", () => {
    const element = show(columns(choosing, initial(), explaining()));
    const rows = [...element.querySelectorAll("tbody tr")];
    expect(rows.map((row) => [...row.querySelectorAll("td")].map(text))).toEqual(
      choosing.previews[0]?.rows,
    );
    expect(element.querySelector("tbody b")).toBeNull();
    const said = [...element.querySelectorAll("select[aria-label]")].map((s) => s.className);
    expect(said).toEqual(["", "said", ""]);
  });

  test("reads again only when people and items are known", () => {
    const readColumns = vi.fn();
    const setColumn = vi.fn();
    const state = initial();
    const element = show(columns(choosing, state, explaining({ setColumn, readColumns })));
    expect(element.querySelector<HTMLButtonElement>(".main")?.disabled).toBe(true);
    const [first] = element.querySelectorAll<HTMLSelectElement>(".preview select");
    if (first) {
      first.value = "user";
      first.dispatchEvent(new Event("change"));
    }
    expect(setColumn).toHaveBeenCalledExactlyOnceWith(0, "user");
    const previews = choosing.previews.map((p) => ({ ...p, columns: { ...p.columns, user: 0 } }));
    const ready = show(columns({ ...choosing, previews }, state, explaining({ readColumns })));
    ready.querySelector<HTMLButtonElement>(".main")?.click();
    expect(readColumns).toHaveBeenCalledOnce();
  });

  test("is offered in the report where the columns could be otherwise", () => {
    const ask = vi.fn();
    const button = (element: HTMLElement) =>
      [...element.querySelectorAll("button")].find((b) => text(b) === "These columns are wrong?");
    button(show(report(REPORT, draw, undefined, ask)))?.click();
    expect(ask).toHaveBeenCalledOnce();
    expect(button(show(report(REPORT, draw)))).toBeUndefined();
  });
});

test("data that do not fit are offered in part, with the figures", () => {
  const readShare = vi.fn();
  const refused = { need: 2_400_000_000, limit: 1_200_000_000, share: 0.45 };
  const element = show(refusal(refused, initial(), actions({ readShare })));
  expect(text(element.querySelector("p"))).toContain(
    "about 2.40 GB of memory; 1.20 GB can be used here",
  );
  const buttons = [...element.querySelectorAll("button")];
  expect(buttons.map(text)).toEqual(["Read a sample of the people: 45%", "23%", "11%"]);
  buttons[0]?.click();
  expect(readShare).toHaveBeenCalledExactlyOnceWith(0.45);
});

describe("one's own export", () => {
  const found = {
    name: "me.zip",
    rated: [{ id: "1", title: "Heat (1995)", rating: 4.5 }],
    seen: ["2", "3"],
    wanted: ["4"],
    unmatched: ["Nowhere (2001)"],
  };
  test("says what the data have of it, and lists what they do not", () => {
    const setWatchlist = vi.fn();
    const element = show(exported(found, "any", "tiny.csv", actions({ setWatchlist })));
    expect(text(element.querySelector("p"))).toContain(
      "me.zip: 1 rating, 2 titles without a rating and 1 on the watchlist are in these data",
    );
    expect([...element.querySelectorAll("details li")].map(text)).toEqual(["Nowhere (2001)"]);
    const select = element.querySelector("select");
    if (select) {
      select.value = "only";
      select.dispatchEvent(new Event("change"));
    }
    expect(setWatchlist).toHaveBeenCalledExactlyOnceWith("only");
  });
  test("that has nothing in common with the data says so", () => {
    const none = { ...found, rated: [], seen: [], wanted: [] };
    const element = show(exported(none, "any", "tiny.csv", actions()));
    expect(text(element.querySelector("p"))).toContain("nothing of it is in “tiny.csv”");
    expect(element.querySelector("select")).toBeNull();
  });
});

test("the bars of a histogram are as high as their counts", () => {
  const bars = [...drawn(histogram(REPORT.histogram)).querySelectorAll("rect")];
  const heights = bars.map((bar) => Number(bar.getAttribute("height")));
  expect(heights.map((h) => h / (heights[4] ?? 1))).toEqual(
    [0.2, 0.4, 0.6, 0.8, 1].map((h) => expect.closeTo(h, 9)),
  );
});

test("few are counted in whole numbers, each told once", () => {
  for (const [most, expected] of [
    [1, [0, 1]],
    [2, [0, 1, 2]],
    [5, [0, 2, 4]],
    [40, [0, 10, 20, 30, 40]],
  ] as const)
    expect(histogram([{ from: 1, to: 1, count: most }])?.y.ticks).toEqual(expected);
});

test("bars that differ by thousands go by powers of ten, and say so", () => {
  const bars = [92_500, 40, 0, 1].map((count, i) => ({
    from: 1 + i * 17_634.85,
    to: 1 + (i + 1) * 17_634.85,
    count,
  }));
  const element = drawn(histogram(bars, "counts"));
  const heights = [...element.querySelectorAll("rect")].map((r) =>
    Number(r.getAttribute("height")),
  );
  expect(heights[1]).toBeGreaterThan(20);
  expect(heights[2]).toBe(0);
  expect(heights[3]).toBeGreaterThan(2);
  expect(text(element.querySelector("figcaption"))).toContain("logarithmic");
  expect(text(element.querySelector("figcaption"))).toContain("1 to under 17,636: 92,500");
});

test("the ends of bars have no more places than they need", () => {
  const bars = Array.from({ length: 20 }, (_, i) => ({
    from: Math.fround(-10 + i * 0.9975),
    to: Math.fround(-10 + (i + 1) * 0.9975),
    count: 5,
  }));
  const labels = [...drawn(histogram(bars)).querySelectorAll("svg .tick")].map(text);
  for (const label of labels) expect(label).toMatch(/^-?\d+(\.\d)?$/);
  expect(labels).not.toContain("-0");
  expect(histogram(bars)?.series[0]?.points[10]?.name).toBe("0 to under 1");
});

describe("two models side by side", () => {
  const lines = (ids: string[]) =>
    ids.map((id, i) => ({ id, title: `Title of ${id}`, score: 9 - i, because: [] }));
  const state = () => {
    const both = trainedState();
    both.explore.tab = "person";
    const { answer } = both.explore.person;
    if (!both.trained || !answer) throw new Error("a trained state has an answer");
    answer.recommended = lines(["a", "b", "c"]);
    both.other = { ...both.trained, report: { ...TRAINED, title: "Popularity", bytes: 800 } };
    return both;
  };
  const marked = (element: HTMLElement) =>
    [...element.querySelectorAll(".ranking .both .link")].map((line) => text(line));

  test("mark what is common in words, too, count it, and say what each takes", () => {
    const given = state();
    if (given.explore.person.answer) given.explore.person.answer.other = lines(["c", "x", "a"]);
    const element = show(page(given, actions()));
    const [left, right] = element.querySelectorAll<HTMLElement>(".versus > div");
    if (!left || !right) throw new Error("there are two lists");
    expect(text(left.querySelector("h4"))).toBe("Matrix factorization 4 kB");
    expect(text(right.querySelector("h4"))).toBe("Popularity 800 B");
    expect(marked(left)).toEqual(["Title of a", "Title of c"]);
    expect(marked(right)).toEqual(["Title of c", "Title of a"]);
    expect(text(left.querySelector(".both"))).toContain("in both lists");
    expect(text(element.querySelector(".common"))).toBe("2 of 3 items stand in both lists.");
  });

  test("say when nothing or all is common, and wait for what is not there yet", () => {
    const given = state();
    const said = (other: string[]) => {
      if (given.explore.person.answer) given.explore.person.answer.other = lines(other);
      return text(show(page(given, actions())).querySelector(".common"));
    };
    expect(said(["x", "y", "z"])).toBe("The two lists have no item in common.");
    expect(said(["b", "a", "c"])).toBe("Both lists have the same 3 items.");
    expect(said(["x", "a", "z"])).toBe("1 of 3 items stands in both lists.");
    const waiting = show(page(state(), actions()));
    expect(text(waiting.querySelector(".common"))).toBe("");
    expect(waiting.querySelectorAll(".versus .ranking")).toHaveLength(1);
  });
});

test("a falling loss makes a falling line", () => {
  const element = drawn(lossCurve(TRAINED.curve, "RMSE"));
  const points = element.querySelector("polyline")?.getAttribute("points")?.split(" ") ?? [];
  const ys = points.map((p) => Number(p.split(",")[1]));
  expect(ys).toHaveLength(3);
  expect(ys).toEqual([...ys].sort((a, b) => a - b));
  expect(element.querySelector("svg")?.getAttribute("aria-label")).toBe(
    "Training RMSE by epoch. 1.10 at first, 0.800 after epoch 3.",
  );
});

describe("the page", () => {
  test("ranks, explains, and says what the score means", () => {
    const element = show(page(trainedState(), actions()));
    const lines = [...element.querySelectorAll(".ranking li")].map(text);
    expect(lines[0]).toContain("Alien (1979)");
    expect(lines[0]).toContain("because of Heat (1995)");
    expect(lines[0]).toContain("4.80");
    expect(text(element)).toContain(
      "The score is the rating this person would give, on the scale from 1 to 5.",
    );
  });

  test("shows titles from a file as text, never as markup", () => {
    const element = show(page(trainedState(), actions()));
    expect(element.querySelector(".ranking b")).toBeNull();
    expect(text(element.querySelectorAll(".ranking li")[1])).toContain("<b>Bold</b>");
  });

  test("makes the form from the registry, with range, default and help", () => {
    const element = show(page(trainedState(), actions()));
    expect(text(element.querySelector("#param-factors-help"))).toBe(
      "How many. From 1 to 512; 32 by default.",
    );
    expect(text(element.querySelector("#param-biases-help"))).toBe("Means, too. On by default.");
  });

  test("says beside a field what is wrong, and does not offer to train", () => {
    const state = trainedState();
    state.form.texts = { ...state.form.texts, factors: "1000" };
    const element = show(page(state, actions()));
    expect(text(element.querySelector("#param-factors-problem"))).toBe(
      "Needed: 1 to 512; found 1000.",
    );
    expect(element.querySelector("#param-factors")?.getAttribute("aria-describedby")).toContain(
      "param-factors-problem",
    );
    expect(element.querySelector<HTMLButtonElement>("#train .main")?.disabled).toBe(true);
  });

  test("offers Stop while training, and nothing else that takes long", () => {
    const state = trainedState();
    state.job = { kind: "train", title: "Matrix factorization", lossName: "RMSE" };
    const stop = vi.fn();
    const element = show(page(state, actions({ stop })));
    const buttons = [...element.querySelectorAll<HTMLButtonElement>("#train button")];
    expect(buttons.map((b) => [text(b), b.disabled])).toEqual([
      ["Train Matrix factorization", true],
      ["Stop", false],
    ]);
    buttons[1]?.click();
    expect(stop).toHaveBeenCalledOnce();
  });

  test("reads what answers from what was trained, whatever the form says", () => {
    const state = trainedState();
    state.explore.tab = "you";
    state.explore.you.own = [
      {
        ...{ id: "1", title: "Heat (1995)", rating: 4 },
        ...{ from: "hand", scale: REPORT.scale, data: REPORT.name },
      },
    ];
    const before = show(page(state, actions())).querySelector("#panel")?.innerHTML;
    state.form.implicit = true;
    state.form.model = "";
    expect(show(page(state, actions())).querySelector("#panel")?.innerHTML).toBe(before);
    expect(before).toContain("Your rating of Heat");
  });

  test("shows what is on its way, and not an empty form", () => {
    const element = show(page(initial(), actions()));
    for (const part of ["model", "train", "explore", "measure"])
      expect(element.querySelector(`#${part} .skeleton`), part).not.toBeNull();
    expect(element.querySelectorAll("#model select, #train button, #measure button")).toHaveLength(
      0,
    );
    // Files may come before the engine.
    expect(element.querySelector("#files")).not.toBeNull();
  });

  test("opens a title that is too long for its place", () => {
    const state = trainedState();
    const joke = `A man walks into a bar and says to the barman: ${"nothing at all, ".repeat(12)}and leaves.`;
    state.explore.tab = "items";
    state.explore.items = {
      chosen: { id: "j", title: joke, ratings: 3 },
      similar: [{ id: "k", title: joke, score: -0.5 }],
    };
    const panel = show(page(state, actions())).querySelector("#panel");
    expect(text(panel?.querySelector("h3")).length).toBeLessThan(120);
    expect([...(panel?.querySelectorAll("details.whole p") ?? [])].map(text)).toEqual([joke, joke]);
  });

  test.each([
    ["counts", "ratings", 352_698],
    ["choices", "ratings", 1],
    ["pairs", "pairs", 1],
  ] as const)("speaks of %s as what they are", (_, shape, max) => {
    const state = trainedState();
    const products: [string, string] = ["product", "products"];
    const called = shape === "pairs" ? { person: products, item: products } : {};
    state.data.report = {
      ...REPORT,
      ...called,
      shape,
      feedback: "implicit",
      scale: { min: 1, max },
    };
    state.trained = {
      report: { ...TRAINED, score: "preference", title: "Similar people" },
      feedback: "implicit",
    };
    for (const tab of ["person", "you", "items", "map"] as const) {
      state.explore.tab = tab;
      state.explore.map.map = MAP;
      state.explore.map.at = 0;
      const element = show(page(state, actions()));
      const parts = ["model", "train", "explore", "measure"].map((id) => `#${id}`);
      const said = [...parts, "#data .report"].map((s) => text(element.querySelector(s))).join(" ");
      expect(said, tab).not.toMatch(/Rated highest|mean rating|would give|Mean 3\.53/);
      if (shape === "pairs") expect(said, tab).not.toMatch(/people|person|somebody|everybody/i);
      expect(said.includes("These data have no ratings"), tab).toBe(max === 1);
    }
  });

  test("asks the filters of a category in turn", () => {
    const state = trainedState();
    state.explore.filter.categories = { Drama: "without" };
    const cycleCategory = vi.fn();
    const element = show(page(state, actions({ cycleCategory })));
    const chips = [...element.querySelectorAll<HTMLButtonElement>(".chip")];
    expect(chips.map((c) => c.getAttribute("aria-label"))).toEqual([
      "Comedy: shown",
      "Drama: none of these",
    ]);
    chips[0]?.click();
    expect(cycleCategory).toHaveBeenCalledExactlyOnceWith("Comedy");
  });

  test("offers items to rate with one touch, on the scale of the data", () => {
    const state = trainedState();
    state.explore.tab = "you";
    state.explore.you.starters = Array.from({ length: 12 }, (_, i) => ({
      ...{ id: `${i}`, title: `Film ${i}`, ratings: 9 },
    }));
    const rated = { rating: 4, from: "hand", scale: REPORT.scale, data: REPORT.name } as const;
    state.explore.you.own = [{ id: "1", title: "Film 1", ...rated }];
    const rateStarter = vi.fn();
    const element = show(page(state, actions({ rateStarter })));
    const groups = [...element.querySelectorAll(".stars")];
    expect(groups.map((g) => g.getAttribute("aria-label"))).toEqual(
      [0, 1, 2, 3].map((i) => `Rate Film ${i}`),
    );
    const names = [...(groups[0]?.querySelectorAll("input") ?? [])].map((i) =>
      i.getAttribute("aria-label"),
    );
    expect(names).toEqual(["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]);
    expect([...(groups[1]?.querySelectorAll("input") ?? [])].map((i) => i.checked)).toEqual([
      ...[false, false, false, true, false],
    ]);
    groups[2]?.querySelectorAll("input")[4]?.dispatchEvent(new Event("change"));
    expect(rateStarter).toHaveBeenCalledExactlyOnceWith(state.explore.you.starters[2], 5);
    // Where there are no ratings one likes, and with bare ids there is nothing to know.
    state.trained = { report: TRAINED, feedback: "implicit" };
    const likes = show(page(state, actions())).querySelectorAll(".starters [aria-pressed]");
    expect([...likes].map((b) => b.getAttribute("aria-pressed"))).toEqual([
      ...["false", "true", "false", "false"],
    ]);
    state.data.report = { ...REPORT, titled: 0 };
    expect(show(page(state, actions())).querySelector(".starters")).toBeNull();
  });

  test("shows what most people know until a model answers, and what training would cost", () => {
    const state = trainedState();
    state.explore.tab = "you";
    state.trained = undefined;
    state.explore.you.known = [{ id: "2", title: "Alien (1979)", ratings: 583 }];
    state.estimate = {
      ...{ model: "mf", title: "Matrix factorization", params: {}, measures: false },
      ...{ seconds: 42, bytes: 1e6, unwise: ["These data are too few for it."] },
    };
    const element = show(page(state, actions()));
    expect(text(element.querySelector(".ranking li"))).toBe("Alien (1979) 583");
    expect(text(element.querySelector(".by"))).toContain(
      "Training takes about 42 s on this device.",
    );
    expect(text(element.querySelector(".by button"))).toBe("Train Matrix factorization");
    expect(text(element.querySelector(".unwise"))).toBe("These data are too few for it.");
    // What is about to be trained of itself is not offered.
    state.starting = true;
    expect(show(page(state, actions())).querySelector(".by button")).toBeNull();
  });

  test("says why a model was chosen, and what was measured", () => {
    const state = trainedState();
    const measured = [{ model: "mf", title: "One", params: { factors: 64 }, figure: 0.25 }];
    state.trained = {
      report: {
        ...TRAINED,
        chosen: { why: "everybody rated everything.", metric: "ndcg@10", measured },
      },
      feedback: "explicit",
    };
    const element = show(page(state, actions()));
    expect(text(element.querySelector(".by"))).toBe(
      "by Matrix factorization, chosen for these data",
    );
    expect(text(element.querySelector(".chosen"))).toContain("everybody rated everything.");
    expect(text(element.querySelector(".chosen tbody tr"))).toBe("One factors 64 0.2500");
  });

  test("cannot vary a list without knowing what is alike, and says so", () => {
    const state = trainedState();
    const setBalance = vi.fn();
    const slider = (name: string) =>
      show(page(state, actions({ setBalance }))).querySelector<HTMLInputElement>(`#${name}`);
    expect(slider("diversity")?.disabled).toBe(false);
    const abilities = { ...MODEL.abilities, similar_items: false };
    state.trained = { report: { ...TRAINED, abilities }, feedback: "explicit" };
    expect(slider("diversity")?.disabled).toBe(true);
    const element = show(page(state, actions({ setBalance })));
    expect(text(element.querySelector("#diversity-hint"))).toContain("does not know");
    const adventure = element.querySelector<HTMLInputElement>("#adventure");
    if (adventure) adventure.value = "0.3";
    adventure?.dispatchEvent(new Event("input"));
    expect(setBalance).toHaveBeenCalledExactlyOnceWith("adventure", 0.3);
  });

  test("has a name for every field", () => {
    const state = trainedState();
    for (const tab of ["person", "you", "items", "map"] as const) {
      state.explore.tab = tab;
      const element = show(page(state, actions()));
      for (const field of element.querySelectorAll("input, select, progress")) {
        const named =
          field.closest("label") ??
          element.querySelector(`label[for="${field.id}"]`) ??
          field.getAttribute("aria-label");
        expect(named, field.outerHTML).toBeTruthy();
      }
    }
  });
});
