// @vitest-environment node

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import binaryen from "binaryen";
import { afterAll, beforeAll, expect, test } from "vitest";
import { divide } from "../../scripts/parts.mjs";

// A module whose functions call each other in every way there is: directly in both directions, through the table, by an export,
// with several values at once, on one memory and one global.
const TEXT = `(module
  (import "./x.js" "__wbg_kindredLater_0" (func $fetch))
  (memory $0 1)
  (export "memory" (memory $0))
  (data (i32.const 8) "\\2a")
  (global $stack (mut i32) (i32.const 100))
  (table $0 4 4 funcref)
  (elem (i32.const 1) func $first $seldom $seldom)
  (type $unary (func (param i32) (result i32)))
  (func $first (export "first") (param i32) (result i32)
    (i32.add (i32.load8_u (i32.const 8)) (local.get 0)))
  (func $seldom (param i32) (result i32)
    (global.set $stack (i32.add (global.get $stack) (i32.const 1)))
    (i32.store8 (i32.const 9) (local.get 0))
    (i32.mul (call $first (local.get 0)) (i32.const 3)))
  (func $pair (export "pair") (param i32 f64) (result i32 f64)
    (call $seldom (local.get 0)) (local.get 1))
  (func $through (export "through") (param i32 i32) (result i32)
    (call_indirect (type $unary) (local.get 1) (local.get 0)))
  (func $direct (export "direct") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 7)) (else (call $seldom (local.get 0)))))
  (func $state (export "state") (result i32) (i32.add (global.get $stack) (i32.load8_u (i32.const 9))))
)`;

/** Who calls whom, as the tool prints it. */
const GRAPH = [
  ["seldom", "first"],
  ["pair", "seldom"],
  ["direct", "seldom"],
]
  .map(([from, to]) => `  "${from}" -> "${to}"; // call\n`)
  .join("");

interface Core {
  first(x: number): number;
  pair(x: number, y: number): [number, number];
  through(place: number, x: number): number;
  direct(x: number): number;
  state(): number;
}

let folder = "";
let whole = new Uint8Array();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kindred-parts-"));
  const module = binaryen.parseText(TEXT);
  module.setFeatures(binaryen.Features.All);
  binaryen.setDebugInfo(true);
  whole = new Uint8Array(module.emitBinary());
  binaryen.setDebugInfo(false);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A module with the function that fetches. */
function instance(bytes: Uint8Array, fetch: () => void): WebAssembly.Exports {
  const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  return new WebAssembly.Instance(module, { "./x.js": { __wbg_kindredLater_0: fetch } }).exports;
}

/** Divides it with this visit; gives the first part, and how often the second was fetched. */
function divided(visit: (core: Core) => void): { core: Core; fetched: () => number } {
  const paths = { first: join(folder, "first.wasm"), later: join(folder, "later.wasm") };
  writeFileSync(join(folder, "whole.wasm"), whole);
  divide(
    join(folder, "whole.wasm"),
    GRAPH,
    (bytes) => {
      const exports = instance(bytes, () => {});
      visit(exports as unknown as Core);
      return exports;
    },
    paths,
    0,
  );
  let fetched = 0;
  const core = instance(readFileSync(paths.first), () => {
    fetched += 1;
    const later = new WebAssembly.Module(readFileSync(paths.later));
    new WebAssembly.Instance(later, { core });
  });
  return { core: core as unknown as Core, fetched: () => fetched };
}

const WAYS: Record<string, (core: Core) => unknown> = {
  "an export": (core) => core.pair(1, 0.5),
  "a call": (core) => core.direct(1),
  "the table": (core) => core.through(2, 1),
  "another place of it": (core) => core.through(3, 1),
};

test.each(Object.keys(WAYS))("the second part is fetched once, by way of %s", (way) => {
  const { core, fetched } = divided((whole) => {
    whole.first(1);
    whole.direct(0);
    whole.through(1, 1);
    whole.state();
  });
  expect([core.first(1), core.direct(0), core.through(1, 1), core.state()]).toEqual([
    43, 7, 43, 100,
  ]);
  expect(fetched()).toBe(0);
  const whole = instance(readFileSync(join(folder, "whole.wasm")), () => {}) as unknown as Core;
  expect(WAYS[way]?.(core)).toEqual(WAYS[way]?.(whole));
  expect(fetched()).toBe(1);
  for (const next of Object.values(WAYS)) expect(next(core)).toEqual(next(whole));
  expect(core.state(), "one memory, one global").toBe(whole.state());
  expect(fetched()).toBe(1);
});

test("nothing is fetched where the visit has called everything", () => {
  const { core, fetched } = divided((whole) => {
    for (const way of Object.values(WAYS)) way(whole);
    whole.direct(0);
    whole.through(1, 1);
  });
  for (const way of Object.values(WAYS)) way(core);
  expect(fetched()).toBe(0);
});
