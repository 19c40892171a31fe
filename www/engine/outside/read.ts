// Reads models trained elsewhere. Only ever imported when such a file has come.

import { unzipSync } from "fflate";
import { parquetRead } from "hyparquet";
import type { BlobSource, OutsideModel } from "../worker.ts";

/** The files of an archive; undefined for a damaged one. */
function unzipped(archive: Uint8Array<ArrayBuffer>): BlobSource[] | undefined {
  try {
    const files = Object.entries(unzipSync(archive));
    return files.map(([name, bytes]) => ({ name, blob: new Blob([bytes as BlobPart]) }));
  } catch {
    return undefined;
  }
}

/** Vectors by id. */
type Side = OutsideModel["items"];

const NOBODY: Side = { ids: [], rows: new Float32Array() };

/**
 * Reads the model that these files are.
 *
 * @throws `ModelFileError`, saying what was expected and what was found.
 */
export async function readModel(files: BlobSource[]): Promise<OutsideModel> {
  const [first] = files;
  if (!first) throw wrong("a file", "none");
  if (files.length > 1) return spark(files);
  const { name, blob } = first;
  const head = await blob.slice(0, 10).text();
  if (head.startsWith("PK\u0003\u0004")) {
    const members = unzipped(new Uint8Array(await blob.arrayBuffer()));
    if (!members) throw wrong(`a whole archive in ${name}`, "a damaged one");
    if (members.some((member) => member.name.includes("userFactors/"))) return spark(members);
    return npz(members);
  }
  if (/^\d+ \d+/.test(head)) return word2vec(new Uint8Array(await blob.arrayBuffer()));
  throw wrong(
    "a model of Kindred, an ALSModel of Spark, an .npz of implicit or word2vec vectors",
    `a file that begins “${head}”`,
  );
}

function wrong(expected: string, found: string): Error {
  const message = `not a usable model file: expected ${expected}, found ${found}`;
  return Object.assign(new Error(message), { name: "ModelFileError" });
}

/** An `ALSModel`: descriptions in JSON and tables of `id` and `features` in Parquet. */
async function spark(files: BlobSource[]): Promise<OutsideModel> {
  const texts = files.filter(({ name }) => /kindred\.json$|metadata\/part-/.test(name));
  // What the example's job notes of the training, Spark itself does not.
  texts.sort((a, b) => Number(b.name.endsWith(".json")) - Number(a.name.endsWith(".json")));
  const notes = await Promise.all(
    texts.map(async ({ name, blob }) => {
      try {
        return JSON.parse(await blob.text());
      } catch {
        throw wrong(`JSON in ${name}`, "other text");
      }
    }),
  );
  const get = (key: string): unknown =>
    notes
      .flatMap((n) => [n.paramMap?.[key], n[key], n.defaultParamMap?.[key]])
      .find((v) => v != null);
  const kind = `${get("class")}`;
  if (!kind.endsWith(".ALSModel"))
    throw wrong("an ALSModel of Spark in the folder's metadata", `“${kind}”`);
  const table = async (folder: string): Promise<Side> => {
    const parts = files.filter(
      ({ name }) => name.includes(`${folder}/`) && name.endsWith(".parquet"),
    );
    parts.sort((a, b) => (a.name < b.name ? -1 : 1));
    const [ids, rows]: [string[], number[][]] = [[], []];
    for (const part of parts) {
      for (const [id, features] of await rowsOf(part)) {
        ids.push(String(id));
        rows.push(features as number[]);
      }
    }
    const width = Number(get("rank"));
    const flat = new Float32Array(rows.length * width);
    rows.forEach((row, i) => {
      if (row.length !== width)
        throw wrong(`${width} features a row in ${folder}`, `${row.length}`);
      flat.set(row, i * width);
    });
    return { ids, rows: flat };
  };
  const implicit = get("implicitPrefs");
  return {
    users: await table("userFactors"),
    items: await table("itemFactors"),
    ...(implicit === undefined ? {} : { ratings: !implicit }),
    regularization: Number(get("regParam") ?? 0.1),
    alpha: Number(get("alpha") ?? 1),
    spark: true,
  };
}

/** The rows of a table of `id` and `features`. */
async function rowsOf({ name, blob }: BlobSource): Promise<unknown[][]> {
  const file = {
    byteLength: blob.size,
    slice: (start: number, end?: number) => blob.slice(start, end).arrayBuffer(),
  };
  let rows: unknown[][] = [];
  try {
    await parquetRead({
      ...{ file, columns: ["id", "features"] },
      onComplete: (all) => {
        rows = all as unknown[][];
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(`a table of id and features in ${name}`, why);
  }
  return rows;
}

/** An array of numpy. */
interface Numbers {
  shape: number[];
  values: Float32Array;
}

/** Factors as implicit saves them: a row's number is its id. */
async function npz(members: BlobSource[]): Promise<OutsideModel> {
  const arrays = new Map<string, Numbers | undefined>();
  for (const { name, blob } of members) {
    if (name.endsWith(".npy"))
      arrays.set(name.slice(0, -4), npy(new DataView(await blob.arrayBuffer())));
  }
  const number = (name: string, usual: number) => arrays.get(name)?.values[0] ?? usual;
  const side = (name: string): Side => {
    const array = arrays.get(name);
    const [n, k] = array?.shape ?? [];
    if (!array || n === undefined || k === undefined || array.shape.length !== 2) {
      const found = [...arrays.keys()].join(", ") || "no arrays";
      throw wrong("matrices user_factors and item_factors of numbers", `an archive with ${found}`);
    }
    return { ids: Array.from({ length: n }, (_, row) => `${row}`), rows: array.values };
  };
  return {
    users: side("user_factors"),
    items: side("item_factors"),
    regularization: number("regularization", 0.01),
    alpha: number("alpha", 1),
    spark: false,
  };
}

/** An array of a `.npy` file; undefined for one of anything but numbers, row by row. */
function npy(view: DataView): Numbers | undefined {
  const first = view.getUint8(6) === 1;
  const start = first ? 10 : 12;
  const length = first ? view.getUint16(8, true) : view.getUint32(8, true);
  const header = new TextDecoder().decode(new Uint8Array(view.buffer, start, length));
  const [, kind = ""] = /'descr': '([^']+)'/.exec(header) ?? [];
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "")
    .split(",")
    .filter((n) => n.trim())
    .map(Number);
  const readers: Record<string, [number, (at: number) => number]> = {
    "<f4": [4, (at) => view.getFloat32(at, true)],
    "<f8": [8, (at) => view.getFloat64(at, true)],
    "<i4": [4, (at) => view.getInt32(at, true)],
    "<i8": [8, (at) => Number(view.getBigInt64(at, true))],
  };
  const reader = readers[kind];
  const n = shape.reduce((n, side) => n * side, 1);
  if (!reader || header.includes("'fortran_order': True")) return undefined;
  const [size, read] = reader;
  if (view.byteLength < start + length + n * size) return undefined;
  return {
    shape,
    values: Float32Array.from({ length: n }, (_, i) => read(start + length + i * size)),
  };
}

/** Vectors of items: a line with their number and length, then a key and its numbers each, as text or as bytes. */
function word2vec(bytes: Uint8Array<ArrayBuffer>): OutsideModel {
  const end = bytes.indexOf(10);
  const [n = 0, k = 0] = new TextDecoder().decode(bytes.subarray(0, end)).split(" ").map(Number);
  const items = asText(bytes.subarray(end + 1), k) ?? asBytes(bytes, end + 1, k);
  if (items?.ids.length !== n)
    throw wrong(
      `${n} rows of a key and ${k} numbers`,
      `${items?.ids.length ?? 0} that can be read`,
    );
  return { users: NOBODY, items, regularization: 0, alpha: 0, spark: false };
}

function asText(bytes: Uint8Array, k: number): Side | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const [ids, rows]: [string[], number[]] = [[], []];
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    const parts = line.trimEnd().split(/[ \t]/);
    const numbers = parts.splice(-k).map(Number);
    if (parts.length === 0 || numbers.some(Number.isNaN)) return undefined;
    // A key may hold blanks.
    ids.push(parts.join(" "));
    for (const x of numbers) rows.push(x);
  }
  return { ids, rows: Float32Array.from(rows) };
}

function asBytes(bytes: Uint8Array<ArrayBuffer>, start: number, k: number): Side | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [ids, rows]: [string[], number[]] = [[], []];
  let at = start;
  while (at < bytes.length) {
    // The original tool ends a row with a line's end, gensim does not.
    if (bytes[at] === 10) at++;
    if (at === bytes.length) break;
    const blank = bytes.indexOf(32, at);
    if (blank < 0 || blank + 1 + 4 * k > bytes.length) return undefined;
    ids.push(new TextDecoder().decode(bytes.subarray(at, blank)));
    for (let i = 0; i < k; i++) rows.push(view.getFloat32(blank + 1 + 4 * i, true));
    at = blank + 1 + 4 * k;
  }
  return { ids, rows: Float32Array.from(rows) };
}
