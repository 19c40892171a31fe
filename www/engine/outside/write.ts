// Writes factors for other programs. Only ever imported when they are asked for.

import { shortest } from "../shortest.ts";
import type { Rows } from "../worker.ts";
import { Table } from "./write-parquet.ts";
import { zipped } from "./write-zip.ts";

/** The kinds of files that factors are written as. */
export type FactorFormat = "parquet" | "npz" | "safetensors" | "word2vec";

/** A file that was written. */
export interface Written {
  name: string;
  blob: Blob;
}

/** What a model gives of itself. */
export interface Source {
  /** Name of the model. */
  model: string;
  /** Whether its scores are ratings. */
  ratings: boolean;
  /** Ids, then titles, of all items. */
  items(): Promise<[string[], string[]]>;
  /** Vectors of all items, for products with people's or bare. */
  itemVectors(bare: boolean): Promise<Float32Array>;
  /** Vectors of some people from a position on; none past the last. */
  userVectors(from: number): Promise<Rows>;
}

/** Ids and their vectors: whole rows, in pieces. */
interface Side {
  ids: string[];
  width: number;
  pieces: Float32Array[];
}

/** Factors of people and items. */
interface Factors {
  ratings: boolean;
  users: Side;
  items: Side;
}

/**
 * Writes a model's factors in a format. `onUsers` hears how many people's are there.
 *
 * @throws `UnsupportedError` for a model that has none.
 */
export async function writeFactors(
  format: FactorFormat,
  source: Source,
  onUsers: (done: number) => void = () => {},
): Promise<Written> {
  const name = `kindred-${source.model}-factors`;
  const bare = format === "word2vec";
  const rows = await source.itemVectors(bare);
  const [ids] = await source.items();
  const items = { ids, width: rows.length / Math.max(ids.length, 1), pieces: [rows] };
  if (bare) return { name: `${name}.txt`, blob: word2vec(items) };
  const users: Side = { ids: [], width: items.width, pieces: [] };
  for (;;) {
    const { ids, rows } = await source.userVectors(users.ids.length);
    if (ids.length === 0) break;
    for (const id of ids) users.ids.push(id);
    users.pieces.push(rows);
    onUsers(users.ids.length);
  }
  const factors = { ratings: source.ratings, users, items };
  switch (format) {
    case "parquet":
      return { name: `${name}.zip`, blob: await spark(factors, name) };
    case "npz":
      return { name: `${name}.npz`, blob: await npz(factors) };
    case "safetensors":
      return { name: `${name}.safetensors`, blob: safetensors(factors) };
  }
}

/** The numbers of all pieces, as they stand in memory: every machine with a browser is little-endian. */
function bytes({ pieces }: Side): BlobPart[] {
  return pieces as Float32Array<ArrayBuffer>[];
}

/** Whole numbers up to `most` that the ids are, written as numbers are; undefined where one is not. */
function numbers(ids: string[], most: number): number[] | undefined {
  const all = ids.map(Number);
  const plain = all.every(
    (id, i) => Number.isInteger(id) && Math.abs(id) <= most && `${id}` === ids[i],
  );
  return plain ? all : undefined;
}

/** Rows of a group of a table. */
const GROUP = 10_000;

/**
 * The folder of an `ALSModel` as Spark saves it, in an archive. Spark's ids are whole numbers: others are numbered in their
 * order, and a table beside the factors says which is which.
 */
async function spark({ ratings, users, items }: Factors, folder: string): Promise<Blob> {
  const metadata = {
    class: "org.apache.spark.ml.recommendation.ALSModel",
    timestamp: 0,
    sparkVersion: "4.0.0",
    uid: "ALS_kindred",
    paramMap: {},
    defaultParamMap: {
      ...{ blockSize: 4096, coldStartStrategy: "nan", itemCol: "item" },
      ...{ predictionCol: "prediction", userCol: "user" },
    },
    rank: items.width,
  };
  const files: [string, Blob][] = [
    ["metadata/part-00000", new Blob([`${JSON.stringify(metadata)}\n`])],
    // An `ALSModel` does not say what its scores are.
    ["kindred.json", new Blob([`${JSON.stringify({ implicitPrefs: !ratings })}\n`])],
  ];
  for (const [what, side] of [
    ["user", users],
    ["item", items],
  ] as const) {
    const whole = numbers(side.ids, 2 ** 31 - 1);
    const ids = whole ?? side.ids.map((_, at) => at);
    const table = new Table({ id: "int", features: "floats" });
    let first = 0;
    for (const piece of side.pieces) {
      const rows = piece.length / side.width;
      for (let at = 0; at < rows; at += GROUP) {
        const last = Math.min(at + GROUP, rows);
        const features = Array.from({ length: last - at }, (_, i) =>
          Array.from(piece.subarray((at + i) * side.width, (at + i + 1) * side.width)),
        );
        table.add({ id: Int32Array.from(ids.slice(first + at, first + last)), features });
      }
      first += rows;
    }
    files.push([`${what}Factors/part-00000.snappy.parquet`, table.finish()]);
    if (whole) continue;
    const names = new Table({ id: "int", name: "text" });
    names.add({ id: Int32Array.from(ids), name: side.ids });
    files.push([`${what}Ids/part-00000.snappy.parquet`, names.finish()]);
  }
  return zipped(files.map(([name, content]) => [`${folder}/${name}`, content]));
}

/** Arrays of numpy with the names of implicit, and the ids of their rows. */
async function npz({ ratings, users, items }: Factors): Promise<Blob> {
  const matrix = (side: Side) => npy("<f4", [side.ids.length, side.width], bytes(side));
  return zipped([
    ["user_factors.npy", matrix(users)],
    ["item_factors.npy", matrix(items)],
    ["user_ids.npy", idsOf(users)],
    ["item_ids.npy", idsOf(items)],
    ["factors.npy", npy("<i4", [], [Int32Array.of(items.width)])],
    ["ratings.npy", npy("|b1", [], [Uint8Array.of(Number(ratings))])],
  ]);
}

/** An array of numpy: a magic number, a header in Python's notation that fills up 64 bytes, the data. */
function npy(kind: string, shape: number[], data: BlobPart[]): Blob {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${sides}), }`;
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10;
  const text = new TextEncoder().encode(`\u0000NUMPY\u0001\u0000__${header.padEnd(length - 1)}\n`);
  text[0] = 0x93;
  new DataView(text.buffer).setUint16(8, length, true);
  return new Blob([text, ...data]);
}

/** Ids as numbers where they are such, else as texts of one length. */
function idsOf({ ids }: Side): Blob {
  const whole = numbers(ids, Number.MAX_SAFE_INTEGER);
  if (whole) return npy("<i8", [ids.length], [BigInt64Array.from(whole, BigInt)]);
  const letters = ids.map((id) => Array.from(id, (letter) => letter.codePointAt(0) ?? 0));
  const length = letters.reduce((most, { length }) => Math.max(most, length), 1);
  const data = new Uint32Array(ids.length * length);
  for (const [at, id] of letters.entries()) data.set(id, at * length);
  return npy(`<U${length}`, [ids.length], [data]);
}

/** Two matrices, with the ids of their rows as JSON in the metadata. */
function safetensors({ ratings, users, items }: Factors): Blob {
  let end = 0;
  const tensor = (side: Side) => {
    const start = end;
    end += 4 * side.ids.length * side.width;
    return { dtype: "F32", shape: [side.ids.length, side.width], data_offsets: [start, end] };
  };
  const header = JSON.stringify({
    __metadata__: {
      format: "pt",
      ratings: `${ratings}`,
      user_ids: JSON.stringify(users.ids),
      item_ids: JSON.stringify(items.ids),
    },
    user_factors: tensor(users),
    item_factors: tensor(items),
  });
  const text = new TextEncoder().encode(header);
  if (text.length > LONGEST_HEADER) {
    const why =
      "The ids are more than the header of a safetensors file may hold. An npz file has room for them.";
    throw Object.assign(new Error(why), { name: "UnsupportedError" });
  }
  const padded = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(32);
  padded.set(text, 8);
  new DataView(padded.buffer).setBigUint64(0, BigInt(padded.length - 8), true);
  return new Blob([padded, ...bytes(users), ...bytes(items)]);
}

/** Bytes of a header that the format allows. */
const LONGEST_HEADER = 100_000_000 - 8;

/** Vectors of items as text. A blank ends a key, so that those in ids become underscores. */
function word2vec({ ids, width, pieces }: Side): Blob {
  const rows = pieces[0] ?? new Float32Array();
  const parts = [new Blob([`${ids.length} ${width}\n`])];
  const taken = new Set<string>();
  let text = "";
  for (const [at, id] of ids.entries()) {
    let key = id.replace(/\s/gu, "_") || "_";
    while (taken.has(key)) key += "_";
    taken.add(key);
    const vector = Array.from(rows.subarray(at * width, (at + 1) * width), shortest);
    text += `${key} ${vector.join(" ")}\n`;
    if (text.length < 1 << 20 && at + 1 < ids.length) continue;
    parts.push(new Blob([text]));
    text = "";
  }
  return new Blob(parts, { type: "text/plain" });
}
