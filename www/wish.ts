// What an element's attributes and the page's address ask for, in the same words.

import type { Tab } from "./state.ts";

/** The name under which the model is asked for that suits the data. */
export const AUTO = "auto";

/** What can be shown, each for itself, or all in tabs. */
export const SHOWN = ["recommend", "similar", "you", "compare", "map", "train", "all"] as const;
export type Shown = (typeof SHOWN)[number];

/** Everything that can be asked for. */
export const WISHES = ["src", "sample", "model", "view", "person", "item", "n"] as const;

/** A model that is asked for. */
export interface AskedModel {
  /** Its name. */
  model: string;
  /** Its settings that are not at their defaults, and the seed. */
  settings: [name: string, value: string][];
}

/** What is asked for. */
export interface Wish extends AskedModel {
  /** Addresses of files that belong together: ratings, or a saved model. */
  src: string[];
  /** Embedded data, by name. */
  sample: string | undefined;
  /** The model whose lists stand beside those of the first. */
  other: AskedModel | undefined;
  view: Shown;
  /** Whom and what the lists are about: an id, or else a whole title. */
  person: string | undefined;
  item: string | undefined;
  /** The length of the lists. */
  n: number;
}

/** How long lists are unless somebody says so, and the longest. */
const USUAL_LENGTH = 10;
const LONGEST = 1000;

/** The tab that shows it. */
export const TAB_OF: Record<Exclude<Shown, "train" | "all">, Tab> = {
  recommend: "person",
  similar: "items",
  you: "you",
  compare: "person",
  map: "map",
};

/** The view that shows this tab for itself. */
export function viewOf(tab: Tab): Shown {
  const views = Object.entries(TAB_OF) as [Shown, Tab][];
  return views.find(([, shown]) => shown === tab)?.[0] ?? "all";
}

/**
 * Reads a wish from its texts.
 *
 * @throws `ParameterError`, saying what was expected and found.
 */
export function readWish(text: (name: (typeof WISHES)[number]) => string | null): Wish {
  const words = (text: string | null) => text?.trim().split(/\s+/).filter(Boolean) ?? [];
  const [first, other, ...more] = (text("model") ?? "")
    .split(",")
    .map((asked) => readModel(words(asked)));
  const view = text("view")?.trim() || "all";
  const shown = SHOWN.find((name) => name === view);
  if (!shown) throw refused(`The view is one of ${SHOWN.join(", ")}; found “${view}”`);
  const n = Number(text("n")?.trim() || USUAL_LENGTH);
  if (!Number.isInteger(n) || n < 1 || n > LONGEST)
    throw refused(`n is a whole number from 1 to ${LONGEST}; found “${text("n")}”`);
  if (more.length > 0 || (view === "compare" && !other))
    throw refused(
      `view=compare takes two models, such as als,popularity; found “${text("model") ?? ""}”`,
    );
  return {
    src: words(text("src")),
    sample: text("sample")?.trim() || undefined,
    ...(first ?? readModel([])),
    other,
    view: shown,
    person: text("person") || undefined,
    item: text("item") || undefined,
    n,
  };
}

/** Reads a model's name and its settings. */
function readModel([model = AUTO, ...settings]: string[]): AskedModel {
  return {
    model,
    settings: settings.map((setting) => {
      const [name = "", ...value] = setting.split("=");
      return [name, value.join("=")];
    }),
  };
}

/** A wish as texts, the other way round; what goes without saying is left out. */
export function textsOf(wish: Wish): [name: (typeof WISHES)[number], text: string][] {
  const one = ({ model, settings }: AskedModel) =>
    [model, ...settings.map(([name, value]) => `${name}=${value}`)].join(" ");
  const model = [wish, wish.other]
    .filter((asked) => asked !== undefined)
    .map(one)
    .join(",");
  const texts: Record<(typeof WISHES)[number], string | undefined> = {
    src: wish.src.join(" "),
    sample: wish.sample,
    model: model === AUTO ? "" : model,
    view: wish.view === "all" ? "" : wish.view,
    person: wish.person,
    item: wish.item,
    n: wish.n === USUAL_LENGTH ? "" : String(wish.n),
  };
  return WISHES.map((name): [typeof name, string] => [name, texts[name] ?? ""]).filter(
    ([, text]) => text !== "",
  );
}

/** The files at these addresses, relative to the page's. */
export function fetchFiles(addresses: string[]): Promise<File[]> {
  return Promise.all(
    addresses.map(async (address) => {
      const response = await fetch(new URL(address, document.baseURI)).catch((error: Error) => {
        throw new Error(`${address} could not be fetched: ${error.message}.`);
      });
      if (!response.ok)
        throw new Error(
          `${address} could not be fetched: ${response.status} ${response.statusText}.`,
        );
      const name = new URL(response.url || address, document.baseURI).pathname.split("/").pop();
      return new File([await response.blob()], name || address);
    }),
  );
}

/** An error about what was asked for. */
export function refused(message: string): Error {
  return Object.assign(new Error(`${message}.`), { name: "ParameterError" });
}
