// Visits that the first part of the core suffices for, done once with the whole core when it is built: tables of the usual kinds
// are read, the model that suits each is trained, and somebody gets a list.

/** People, items, and how often a person has to do with an item. */
const [PEOPLE, ITEMS, EVERY] = [150, 90, 5];

/** A table of the people who have to do with items, a row for each pair. */
function table(header, row) {
  const rows = header ? [header] : [];
  for (let person = 0; person < PEOPLE; person++)
    for (let item = 0; item < ITEMS; item++)
      if ((person * 31 + item * 17 + ((person * item) % 7)) % EVERY === 0)
        rows.push(row(person, item, 1 + (((person % 3) + item * (1 + (person % 2))) % 5)));
  return rows.join("\n");
}

const seconds = (person, item) => 1e9 + person * 86_400 + item * 60;
const TITLES = Array.from({ length: ITEMS }, (_, i) => `"Film ${i}, the (${1950 + (i % 60)})"`);

/** Files that are read together: of ratings, as of choices and counts most is in the second part. */
const VISITS = [
  [
    [
      "ratings.csv",
      table(
        "userId,movieId,rating,timestamp",
        (p, i, r) => `${p},${i},${r - 0.5},${seconds(p, i)}`,
      ),
    ],
    [
      "movies.csv",
      ["movieId,title,genres", ...TITLES.map((title, i) => `${i},${title},Drama|Comedy`)].join(
        "\n",
      ),
    ],
    [
      "tags.csv",
      table("userId,movieId,tag,timestamp", (p, i) => `${p},${i},tag ${i % 9},${seconds(p, i)}`),
    ],
  ],
  [
    ["u.data", table("", (p, i, r) => `${p}\t${i}\t${r}\t${seconds(p, i)}`)],
    [
      "u.item",
      TITLES.map(
        (title, i) =>
          `${i}|${title.slice(1, -1)}|01-Jan-1995||http://example.org/${i}${"|1|0".repeat(9)}|0`,
      ).join("\n"),
    ],
  ],
  [
    ["ratings.dat", table("", (p, i, r) => `${p}::${i}::${r}::${seconds(p, i)}`)],
    [
      "movies.dat",
      TITLES.map((title, i) => `${i}::${title.slice(1, -1)}::Drama|Comedy`).join("\n"),
    ],
  ],
  [
    [
      "books.csv",
      table('"User-ID";"ISBN";"Book-Rating"', (p, i, r) => `"${p}";"08${i}X";"${2 * r}"`),
    ],
  ],
  [["notes.csv", table("Nutzer;Buch;Note", (p, i, r) => `Anna ${p};Buch ${i};${r},5`)]],
];

/** What is asked of lists, as the page says it. */
const OPTIONS = {
  ...{ includeSeen: false, onlyItems: [], withoutItems: [], onlyCategories: [] },
  ...{ withoutCategories: [], adventure: 0, diversity: 0 },
};

/**
 * Does all visits.
 *
 * @param {typeof import("../www/wasm/kindred.js")} glue what wasm-bindgen made for the core
 * @param {Uint8Array} core
 * @returns {WebAssembly.Exports} what the core exports
 */
export function doVisits({ initSync, Session }, core) {
  Object.assign(globalThis, { kindredLater: () => {} });
  const exports = initSync({ module: core });
  Session.models();
  Session.samples();
  Session.splits();
  Session.metrics();
  Session.explainSplit("random:0.2");
  for (const { name } of Session.samples()) visit(Session, (session) => session.loadSample(name));
  for (const files of VISITS) visit(Session, (session) => read(session, files));
  return exports;
}

function read(session, files) {
  const contents = files.map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
  session.beginLoad(
    contents.map(({ name, bytes }) => ({ name, size: bytes.length })),
    {},
  );
  for (let want = session.want(); want; want = session.want())
    session.feed(contents[want.source].bytes.subarray(want.offset, want.offset + want.length));
  return session.finishLoad();
}

function visit(Session, load) {
  const session = new Session();
  load(session);
  session.report();
  session.previews();
  session.ownExport();
  const spec = { model: "auto", params: {}, seed: 1, implicit: false };
  // As the form of the suggested model says it.
  const { name, params } = Session.models()[0];
  const values = params.map((param) => [param.name, param.default]);
  session.plan({ ...spec, model: name, params: Object.fromEntries(values) });
  session.plan(spec);
  // Tried, to see how long it will take, and given up wherever it is by then.
  for (const steps of [0, 1, 2, 3, 5, 8, 13, 21, 34]) {
    session.beginFit(spec);
    for (let step = 0; step < steps && !session.stepFit().done; step++) session.round();
    session.abandonFit();
  }
  session.beginFit(spec);
  session.helpers(0, false);
  while (!session.stepFit().done) {
    session.round();
    session.isChoosing();
    session.isTesting();
  }
  session.chosen();
  session.finishFit();
  const model = session.takeModel();
  const somebody = session.somebody().id;
  const [item] = session.starters(10);
  for (const query of ["", "film 1"]) {
    session.findUsers(query, 10);
    session.findItems(query, 10);
  }
  session.ratingsOf(somebody, 10);
  for (const how of [{}, OPTIONS, { withoutItems: [item.id] }]) {
    model.recommend(somebody, 10, how);
    model.recommendFor([{ id: item.id, rating: 4 }], 10, how);
  }
  model.similarItems(item.id, 10);
  model.similarUsers(somebody, 10);
  model.keepModel();
  model.saveModel();
  session.memory();
  model.free();
  session.free();
}
