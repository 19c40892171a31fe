// @vitest-environment node
// The words of every model's scores, held against the scores that the models give on every kind of data.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { ModelInfo } from "../../www/engine/client.ts";
import { joinLater } from "../../www/engine/later.ts";
import { type Scores, scoreMeaning, scoreRange, scoreText } from "../../www/meaning.ts";
import { inWordsOf, nouns } from "../../www/nouns.ts";
import { initSync, Session } from "../../www/wasm/kindred.js";

/** People, items and a value for each pair that is not left out. */
function table(header: string, row: (person: number, item: number) => string): string {
  const rows = [header];
  for (let p = 0; p < 40; p++)
    for (let i = 0; i < 25; i++)
      if ((p * 7 + i * 11) % 3 !== 0 && (p + i) % 7 !== 0) rows.push(row(p, i));
  return rows.join("\n");
}

const camp = (p: number, i: number) => p % 2 === i % 2;
/** Every kind of data, and the samples of the page. */
const DATA: Record<string, { text?: string; sample?: string; implicit?: boolean }> = {
  films: { sample: "films" },
  interests: { sample: "interests" },
  "ratings of 0 to 10": {
    text: table("reader,book,rating", (p, i) => `r${p},b${i},${camp(p, i) ? 8 + (p % 3) : i % 4}`),
  },
  "ratings below zero": {
    text: table("user,joke,rating", (p, i) => `${p},${i},${(camp(p, i) ? 6.5 : -7.25) + (i % 3)}`),
  },
  "ratings as plain yeses": {
    text: table("user,film,rating", (p, i) => `${p},${i},${camp(p, i) ? 5 : 2}`),
    implicit: true,
  },
  counts: {
    text: table("listener,artist,plays", (p, i) => `l${p},a${i},${camp(p, i) ? 4 ** (i % 8) : 1}`),
  },
  choices: { text: table("customer_id,product_id", (p, i) => `c${p},p${i}`) },
  pairs: { text: table("product1,product2", (p, i) => `x${p % 30},x${(i * 3 + p) % 30}`) },
};

let models: ModelInfo[] = [];

beforeAll(() => {
  const core = initSync({ module: readFileSync("www/wasm/kindred_bg.wasm") });
  joinLater(core, new WebAssembly.Module(readFileSync("www/wasm/kindred_later.wasm")));
  models = Session.models();
});

function load(session: Session, { text, sample }: { text?: string; sample?: string }) {
  if (sample) return session.loadSample(sample);
  const bytes = new TextEncoder().encode(text);
  session.beginLoad([{ name: "data.csv", size: bytes.length }], {});
  for (let want = session.want(); want; want = session.want())
    session.feed(bytes.subarray(want.offset, want.offset + want.length));
  return session.finishLoad();
}

describe.each(Object.keys(DATA))("on %s", (name) => {
  test("the words of every model's scores hold for the scores it gives", {
    timeout: 120_000,
  }, () => {
    const session = new Session();
    const data = DATA[name] ?? {};
    const implicit = data.implicit === true;
    const report = load(session, data);
    const called = nouns(report);
    const one = called.person[0];
    expect(models.length).toBeGreaterThan(12);
    for (const info of models) {
      const about = `${info.name} on ${name}`;
      session.beginFit({ model: info.name, params: {}, implicit });
      while (session.stepFit().fraction < 1);
      const { score: meaning, users } = session.finishFit();
      const kind = implicit ? "choices" : called.kind;
      const scores: Scores = { ...called, meaning, kind, scale: report.scale };
      const { min, max } = report.scale;
      expect(users, about).toBeGreaterThan(0);

      for (const { id } of session.findUsers("", 3)) {
        const list = session.recommend(id, 10, {});
        const values = list.map((line) => line.score);
        const said = scoreMeaning(scores, `this ${one}`, values);
        expect(said, about).toMatch(/\.$/);
        expect(said, about).not.toMatch(/undefined|NaN|Infinity/);
        // A rating is spoken of where the score is one.
        const rated = meaning === "predicted-rating" && kind === "ratings";
        expect(/\brating/.test(said), about).toBe(rated);
        if (kind === "pairs") expect(said, about).not.toMatch(/people|person|chose/);
        if (called.item[0] !== "item") expect(said, about).not.toMatch(/\bitems?\b/);
        for (const x of values) {
          expect(Number.isFinite(x), about).toBe(true);
          // “on the scale from … to …”, “how likely”, “adds up how similar”, “how many”.
          if (rated) expect(x >= min && x <= max, `${about}: ${x}`).toBe(true);
          if (meaning === "probability") expect(x >= 0 && x <= 1, `${about}: ${x}`).toBe(true);
          if (meaning === "count")
            expect(Number.isInteger(x) && x >= 0, `${about}: ${x}`).toBe(true);
          expect(scoreText(x, scores), about).not.toMatch(/NaN|undefined|Infinity|^-0(\.0*)?$/);
        }
        // The best stands first, and its bar is no shorter than that of any other.
        expect(values, about).toEqual([...values].sort((x, y) => y - x));
        const [from, to] = scoreRange(scores, values);
        for (const x of values) expect(x >= from && x <= to, `${about}: ${x}`).toBe(true);
        // Scores that differ are not all written alike.
        const texts = new Set(values.map((x) => scoreText(x, scores)));
        const [best = 0, worst = 0] = [values[0], values.at(-1)];
        const apart = best - worst > 0.02 * Math.max(Math.abs(best), Math.abs(worst));
        if (apart && best < max && values.length > 1 && meaning !== "probability")
          expect(texts.size, `${about}: ${values}`).toBeGreaterThan(1);
        if (meaning === "count") {
          const [popular] = session.findItems("", 1);
          expect(best, about).toBeLessThanOrEqual(popular?.ratings ?? 0);
        }
      }
      // What stands above the list is in the words of the data.
      const summary = inWordsOf(called, `${info.title}. ${info.summary}`);
      if (called.kind === "pairs") expect(summary, about).not.toMatch(/\b(people|person)\b/i);
      else if (called.item[0] !== "item") expect(summary, about).not.toMatch(/\bitems?\b/i);
    }
    session.free();
  });
});
