// The core in two parts: what a first list needs comes first, the rest when something of it is called.
//
//     kindred_bg.wasm ─▶ kindred_bg.wasm      memory, tables, data, and the functions of the first part; in place of each of
//                                             the others, where anything of the first part calls it, a step to it
//                        kindred_later.wasm   the others, which import from the first part what they call there
//
// Both work on one memory, so nothing is copied and nothing is said twice. A step looks whether the second part is there,
// has it fetched if not, and goes through the table, where that part has put its functions.

import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";
import { Failure } from "./steps.mjs";

/**
 * What a first list rarely needs of `src/format/`, whole modules where it can be: files that few people have. Tables are of many kinds,
 * and what tells one from another is to be read without the second part.
 */
const RARE_FORMATS = [
  "amazon",
  "baskets",
  "boardgames",
  "head::titles",
  "html",
  "jester",
  "lastfm",
  "marks",
  "movielens::CodedUsers",
  "netflix",
  "page",
  "pairs",
  "personal::(activity|alone|clippings|deeds|diary|lines|markdown|note|rows)",
  "table::(chosen|counted|doubt|feedback::unnamed_value|header::Header::fits|layout::(event|sentence|Layout::by_evidence)|lists|matrix|misnomer|nameless|preview|ranks|refused|roles::Roles::complete|sample::Sample::(list|marks)|separators::are_wrapped|several|split::Table::give_up)",
  "tree",
  "time::(slow_time|zone_offset)",
  "value::(grouped|swipe)",
];

/** What a first list may need beside what those visits have called that are recorded when the core is built. */
const FIRST = new RegExp(
  [
    "^<?kindred::(error|load|order|ratings::builder|report|wasm::throw)\\b",
    `^<?kindred::format::(?!(${RARE_FORMATS.join("|")})\\b)`,
    "\\b(flate2|memchr|miniz_oxide|simd_adler32)\\b",
    "^<&?\\w+ as core\\S*::fmt::Display>",
    // A training that is tried is given up wherever a machine has come by then.
    "^core::ptr::drop_in_place<kindred::(model::(shared|factors|hybrid|query)|measure::auto)\\b",
  ].join("|"),
);

/**
 * Functions on which loops of both parts spend their time: each part has its own, as calls between them take longer. So it has
 * of short ones, of so many bytes at most, which are no longer than a step.
 */
const BOTH = /\bkindred::(kernel|matrix|random|topk)\b|\blibm\b/;
const SHORT = 64;

/** What is called for hardly any number: for those whose decimal form the fast way cannot tell, and for huge angles. */
const RARE = /\bflt2dec::strategy::dragon\b|\brem_pio2_large\b/;

/** The function that the first part imports to have the second one fetched, by how wasm-bindgen calls it. */
const FETCH = /^__wbg_kindredLater_/;

/** The name under which the second part knows the first, and how both call the memory. */
const CORE = "core";
const MEMORY = "0";

/** What both need to know of WebAssembly: globals that change go from part to part, and several values from a step. */
const SHARING = binaryen.Features.MutableGlobals | binaryen.Features.Multivalue;

/** No bound of a memory or a table. */
const UNLIMITED = -1;

/**
 * Divides a module.
 *
 * @param {string} whole its path; it has names
 * @param {string} graph which function calls which, as `wasm-opt --print-call-graph` prints it
 * @param {(whole: Uint8Array) => WebAssembly.Exports} visit takes a module, does with it what the first part has to suffice
 * for, and gives its exports
 * @param {{ first: string, later: string }} paths where the parts go
 * @param {number} short how many bytes the functions have at most that both parts have
 */
export function divide(whole, graph, visit, paths, short = SHORT) {
  const bytes = readFileSync(whole);
  const [first, later] = [bytes, bytes].map((content) => {
    const module = binaryen.readBinary(content);
    module.setFeatures(module.getFeatures() | SHARING);
    return module;
  });
  const functions = new Map();
  for (let i = 0; i < first.getNumFunctions(); i++) {
    const info = binaryen.getFunctionInfo(first.getFunctionByIndex(i));
    functions.set(info.name, info);
  }
  const exported = new Set();
  for (let i = 0; i < first.getNumExports(); i++) {
    const info = binaryen.getExportInfo(first.getExportByIndex(i));
    if (info.kind === binaryen.ExternalFunction) exported.add(info.value);
  }
  const { table, slots } = tableOf(first);
  const calls = callsOf(graph);
  const bodies = sizesOf(bytes);
  const inBoth = new Set();
  for (const { name, module } of functions.values())
    if (!module && (bodies.shift() <= short || (BOTH.test(name) && !RARE.test(name))))
      inBoth.add(name);
  const needed = neededBy(
    [...functions.keys()].filter((name) => FIRST.test(name)),
    calls,
  );
  const called = record(bytes, visit);
  const moved = new Set();
  for (const { name, module } of functions.values())
    if (!(module || called.has(name) || inBoth.has(name) || needed.has(name))) moved.add(name);
  const fetch = [...functions.values()].find(
    ({ module, base }) => module && FETCH.test(base),
  )?.name;
  if (!fetch) throw new Failure("The core imports nothing that fetches its second part.");

  // What the second part calls in the first, and the first in the second.
  const wanted = new Set();
  const entered = new Set([...moved].filter((name) => exported.has(name) || slots.has(name)));
  for (const [from, tos] of calls) {
    for (const to of tos) {
      if (!functions.has(from) || !functions.has(to)) continue;
      if (moved.has(to) && !moved.has(from)) entered.add(to);
      if (!moved.has(to) && !inBoth.has(to) && (moved.has(from) || inBoth.has(from)))
        wanted.add(to);
    }
  }

  // Places in the table for what has none.
  let places = binaryen.getTableInfo(first.getTable(table)).initial;
  for (const name of entered) if (!slots.has(name)) slots.set(name, [places++]);

  stepsInto(first, { moved, entered, functions, fetch, table, slots, places });
  const shared = sharedOf(later, wanted);
  lend(first, shared);
  borrow(later, shared, { moved, inBoth, entered, functions, table, slots });
  write(first, paths.first);
  write(later, paths.later);
}

/** The table of functions, and at which of its places each function stands. */
function tableOf(module) {
  if (module.getNumElementSegments() !== 1)
    throw new Failure("The core's table is filled otherwise than expected.");
  const { table, offset, data } = binaryen.getElementSegmentInfo(
    module.getElementSegmentByIndex(0),
  );
  const start = binaryen.getExpressionInfo(offset).value;
  const slots = new Map();
  for (const [i, name] of data.entries()) slots.set(name, [...(slots.get(name) ?? []), start + i]);
  return { table, slots };
}

/** The bytes of each function that the module has itself, in their order. */
function sizesOf(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  for (const CODE = 10; at < bytes.length; ) {
    const section = bytes[at++];
    const length = number();
    if (section !== CODE) {
      at += length;
      continue;
    }
    return Array.from({ length: number() }, () => {
      const size = number();
      at += size;
      return size;
    });
  }
  throw new Failure("The core has no code.");
}

/** Whom each function calls directly. */
function callsOf(graph) {
  const calls = new Map();
  for (const [, from, to] of graph.matchAll(/^ {2}"(.*)" -> "(.*)"; \/\/ call$/gm)) {
    if (!calls.has(from)) calls.set(from, new Set());
    calls.get(from).add(to);
  }
  return calls;
}

/** The names of all functions that a visit calls. */
function record(bytes, visit) {
  const module = binaryen.readBinary(bytes);
  const names = [];
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const reference = module.getFunctionByIndex(i);
    const { name, module: from, body, results } = binaryen.getFunctionInfo(reference);
    if (from) continue;
    const mark = `called${names.push(name) - 1}`;
    module.addGlobal(mark, binaryen.i32, true, module.i32.const(0));
    module.addGlobalExport(mark, mark);
    const marking = module.global.set(mark, module.i32.const(1));
    binaryen.Function.setBody(reference, module.block(null, [marking, body], results));
  }
  const exports = visit(module.emitBinary());
  module.dispose();
  return new Set(names.filter((_, i) => exports[`called${i}`].value === 1));
}

/** These functions, and what they call of other crates. */
function neededBy(names, calls) {
  const needed = new Set(names);
  for (const name of needed)
    for (const to of calls.get(name) ?? [])
      if (!/^<?kindred::|^session_/.test(to) && !RARE.test(to)) needed.add(to);
  return needed;
}

/** Puts a step in the place of each moved function that something of the first part knows, and takes out the others. */
function stepsInto(first, { moved, entered, functions, fetch, table, slots, places }) {
  first.removeTable(table);
  first.addTable(table, places, places);
  const there = "later";
  first.addGlobal(there, binaryen.i32, true, first.i32.const(0));
  for (const name of moved) {
    const { params, results } = functions.get(name);
    first.removeFunction(name);
    if (!entered.has(name)) continue;
    const operands = binaryen.expandType(params).map((type, i) => first.local.get(i, type));
    const [place] = slots.get(name);
    const step = first.block(
      null,
      [
        first.if(
          first.i32.eqz(first.global.get(there, binaryen.i32)),
          first.block(null, [
            first.call(fetch, [], binaryen.none),
            first.global.set(there, first.i32.const(1)),
          ]),
        ),
        first.call_indirect(table, first.i32.const(place), operands, params, results),
      ],
      results,
    );
    first.addFunction(name, params, results, [], step);
  }
}

/** What the second part has from the first: functions, tables, memory and globals, each with the name of its export. */
function sharedOf(module, wanted) {
  const all = (count, at, info) => Array.from({ length: count }, (_, i) => info(at(i)));
  const named = (kind, infos) =>
    infos.map((info, i) => ({ ...info, as: `${kind}${i.toString(36)}` }));
  return {
    functions: named(
      "f",
      [...wanted].sort().map((name) => ({ name })),
    ),
    tables: named(
      "t",
      all(module.getNumTables(), (i) => module.getTableByIndex(i), binaryen.getTableInfo),
    ),
    globals: named(
      "g",
      all(module.getNumGlobals(), (i) => module.getGlobalByIndex(i), binaryen.getGlobalInfo),
    ).filter(({ mutable }) => mutable),
  };
}

/** Exports it from the first part. */
function lend(first, { functions, tables, globals }) {
  for (const { name, as } of functions) first.addFunctionExport(name, as);
  for (const { name, as } of tables) first.addTableExport(name, as);
  for (const { name, as } of globals) first.addGlobalExport(name, as);
}

/** Makes the second part of the whole: what is shared is imported, and its functions go to their places in the table. */
function borrow(later, shared, { moved, inBoth, entered, functions, table, slots }) {
  for (const name of Array.from(
    { length: later.getNumExports() },
    (_, i) => binaryen.getExportInfo(later.getExportByIndex(i)).name,
  ))
    later.removeExport(name);
  later.removeElementSegment(
    binaryen.getElementSegmentInfo(later.getElementSegmentByIndex(0)).name,
  );
  for (const { name, as } of shared.functions) {
    const { params, results } = functions.get(name);
    later.removeFunction(name);
    later.addFunctionImport(name, CORE, as, params, results);
  }
  for (const [name, { module }] of functions) {
    const own = moved.has(name) || module || inBoth.has(name);
    if (!own && !shared.functions.some((one) => one.name === name)) later.removeFunction(name);
  }
  const { initial } = later.getMemoryInfo();
  later.setMemory(initial, UNLIMITED, null, [], false, false, MEMORY);
  later.addMemoryImport(MEMORY, CORE, "memory");
  for (const { name, as, type } of shared.globals) {
    later.removeGlobal(name);
    later.addGlobalImport(name, CORE, as, type, true);
  }
  later.removeTable(table);
  later.addTable(table, 0, UNLIMITED);
  for (const { name, as } of shared.tables) later.addTableImport(name, CORE, as);
  const places = [...entered]
    .flatMap((name) => slots.get(name).map((place) => ({ name, place })))
    .sort((a, b) => a.place - b.place);
  for (let from = 0, to; from < places.length; from = to) {
    for (to = from + 1; places[to]?.place === places[to - 1].place + 1; ) to++;
    const names = places.slice(from, to).map(({ name }) => name);
    later.addActiveElementSegment(
      table,
      `places${from}`,
      names,
      later.i32.const(places[from].place),
    );
  }
}

/** Writes a module without its names, and without what nothing in it needs. */
function write(module, path) {
  module.runPasses(["remove-unused-module-elements"]);
  if (!module.validate()) throw new Failure(`${path} is not a valid module.`);
  writeFileSync(path, module.emitBinary());
  module.dispose();
}
