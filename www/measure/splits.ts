// The splits on offer, and what one of them has been told.

import type { Report, SplitInfo, SplitNumber } from "../engine/client.ts";
import { inWordsOf, type Nouns } from "../nouns.ts";
import type { State } from "../state.ts";
import { words } from "../state.ts";
import { decimal } from "../words.ts";
import type { Ask, Measure } from "./state.ts";

/** A split on offer: a kind of split, or one of the data's own. */
export interface Offer {
  name: string;
  title: string;
  numbers: readonly SplitNumber[];
}

/** The split of a test file. */
const GIVEN = "given";

/** All parts of it, one after the other: which one is not asked. */
const FOLDS = "kfold";

/** The splits that these data can have; first those that came with them. */
export function offers({ data: { report }, measure }: State, nouns: Nouns): Offer[] {
  const own = (report?.splits ?? []).map((name) => ({
    name,
    title: `The data's own split ${name}`,
    numbers: [],
  }));
  const kinds = (measure?.splits ?? []).filter((info) => suits(info, report)).map(offer(nouns));
  const given = kinds.filter(({ name }) => name === GIVEN);
  return [...given, ...own, ...kinds.filter(({ name }) => name !== GIVEN)];
}

function suits({ needs }: SplitInfo, report: Report | undefined): boolean {
  if (needs === "test-file") return (report?.testRatings ?? 0) > 0;
  return needs === "nothing" || report?.shape !== "pairs";
}

const offer =
  (nouns: Nouns) =>
  ({ name, title, numbers }: SplitInfo): Offer => ({
    name,
    title: name === GIVEN ? "The test file that was loaded" : inWordsOf(nouns, title),
    numbers: name === FOLDS ? numbers.slice(0, 1) : numbers,
  });

/** The split in the form; the usual one where nobody has chosen any that these data have. */
export function splitOf(state: State, { ask }: Measure): Offer {
  const all = offers(state, words(state));
  return (
    all.find(({ name }) => name === ask.split) ??
    all[0] ?? { name: "random", title: "At random", numbers: [] }
  );
}

/** What stands in the fields of a split. */
export function numbersOf({ name, numbers }: Offer, { numbers: given }: Ask): string[] {
  return numbers.map((number, at) => given[name]?.[at] ?? (number.usual > 0 ? usual(number) : ""));
}

function usual({ share, usual }: SplitNumber): string {
  return decimal(share ? usual * 100 : usual);
}

/** What is wrong with one of these texts, if so. */
export function numberProblem(spec: SplitNumber, text: string): string | undefined {
  const found = text.trim().replace(",", ".");
  if (found === "" && spec.optional) return undefined;
  const number = found === "" ? Number.NaN : Number(found);
  if (spec.share) {
    return number > 0 && number < 100
      ? undefined
      : `Needed: a number above 0 and below 100; found “${text}”.`;
  }
  return Number.isInteger(number) && number >= spec.least
    ? undefined
    : `Needed: a whole number from ${spec.least}; found “${text}”.`;
}

/** The split as the core takes it, such as `random:0.2`; undefined while a field has a problem. */
export function splitText(offer: Offer, ask: Ask): string | undefined {
  const texts = numbersOf(offer, ask);
  if (offer.numbers.some((spec, at) => numberProblem(spec, texts[at] ?? ""))) return undefined;
  const said = texts.filter((text) => text.trim() !== "");
  const numbers = said.map((text, at) => {
    const number = Number(text.trim().replace(",", "."));
    return decimal(offer.numbers[at]?.share ? number / 100 : number);
  });
  return [offer.name, ...numbers].join(":");
}

/** The split in a few words: “At random (20 %)”. */
export function splitTitle(offer: Offer, ask: Ask): string {
  const said = numbersOf(offer, ask)
    .map((text, at) => ({ text: text.trim(), spec: offer.numbers[at] }))
    .filter(({ text }) => text !== "")
    .map(({ text, spec }) => (spec?.share ? `${text}\u00a0%` : text));
  return said.length > 0 ? `${offer.title} (${said.join(", ")})` : offer.title;
}

/** Puts a split as the core takes it into the form; false where these data have none such. */
export function takeSplit(state: State, { ask }: Measure, text: string): boolean {
  const [name = "", ...numbers] = text.split(":");
  const found = offers(state, words(state)).find((o) => o.name === text || o.name === name);
  if (!found || numbers.length > found.numbers.length) return false;
  const texts = numbers.map((number, at) => {
    const value = Number(number);
    return found.numbers[at]?.share ? decimal(value * 100) : number;
  });
  ask.split = found.name;
  ask.numbers = { ...ask.numbers, [found.name]: texts };
  return true;
}

/** What the core explains of a split: those of the files are all `given` to it. */
export function explainable(offer: Offer, text: string, report: Report | undefined): string {
  return report?.splits.includes(offer.name) ? GIVEN : text;
}
