// Reads models trained elsewhere. Only ever imported when such a file has come.

import { unzipSync } from "fflate";
import { parquetRead } from "hyparquet";
import type { BlobSource, OutsideFactors, OutsideModel } from "../worker.ts";

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
type Side = OutsideFactors["items"];

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
  const second = new Uint8Array(await blob.slice(4, 9).arrayBuffer());
  if (second.join() === "0,0,0,0,123") return safetensors(await blob.arrayBuffer());
  if (/^\d+ \d+/.test(head)) return word2vec(new Uint8Array(await blob.arrayBuffer()));
  throw wrong(
    "a model of Kindred, an ALSModel of Spark, an .npz of implicit or scipy, word2vec vectors or .safetensors factors",
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
  const inFolder = (folder: string) =>
    files
      .filter(({ name }) => name.includes(`${folder}/`) && name.endsWith(".parquet"))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const table = async (folder: string): Promise<Side> => {
    const parts = inFolder(folder);
    const [ids, rows]: [string[], number[][]] = [[], []];
    // Ids that are no numbers are numbered by whoever wrote the folder, with a table of which is which.
    const names = new Map<unknown, unknown>();
    for (const part of inFolder(folder.replace("Factors", "Ids")))
      for (const [id, name] of await rowsOf(part, ["id", "name"])) names.set(id, name);
    for (const part of parts) {
      for (const [id, features] of await rowsOf(part, ["id", "features"])) {
        ids.push(String(names.get(id) ?? id));
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

/** The rows of a table of these columns. */
async function rowsOf({ name, blob }: BlobSource, columns: string[]): Promise<unknown[][]> {
  const file = {
    byteLength: blob.size,
    slice: (start: number, end?: number) => blob.slice(start, end).arrayBuffer(),
  };
  let rows: unknown[][] = [];
  try {
    await parquetRead({
      ...{ file, columns },
      onComplete: (all) => {
        rows = all as unknown[][];
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(`a table of ${columns.join(" and ")} in ${name}`, why);
  }
  return rows;
}

/** An array of numpy or of safetensors: numbers row by row, or texts. */
interface Numbers {
  shape: number[];
  values: Float32Array | Float64Array | string[];
}

/** Factors as implicit saves them, or similarities as scipy does. A row's number is its id, unless the file has ids. */
async function npz(members: BlobSource[]): Promise<OutsideModel> {
  const arrays = new Map<string, Numbers>();
  for (const { name, blob } of members) {
    const array = name.endsWith(".npy") ? npy(new DataView(await blob.arrayBuffer())) : undefined;
    if (array) arrays.set(name.slice(0, -4), array);
  }
  const found = [...arrays.keys()].join(", ") || "no arrays";
  const number = (name: string) => {
    const value = arrays.get(name)?.values[0];
    return value === undefined ? undefined : Number(value);
  };
  const [users, items] = ["user", "item"].map((what) => {
    const array = arrays.get(`${what}_factors`);
    return array && side(`${what}_factors`, array, arrays.get(`${what}_ids`)?.values);
  });
  if (users && items) {
    const ratings = number("ratings");
    return {
      ...{ users, items, regularization: number("regularization") ?? 0.01 },
      ...(ratings === undefined ? {} : { ratings: ratings !== 0 }),
      ...{ alpha: number("alpha") ?? 1, spark: false },
    };
  }
  const [shape, starts, columns, values] = ["shape", "indptr", "indices", "data"].map(
    (name) => arrays.get(name)?.values,
  );
  if (!shape || !starts || !columns || !values)
    throw wrong(
      "matrices user_factors and item_factors of numbers, or a sparse matrix of scipy",
      `an archive with ${found}`,
    );
  const format = arrays.get("format")?.values[0] ?? "csr";
  if (shape.length !== 2 || shape[0] !== shape[1] || format !== "csr")
    throw wrong("a square sparse matrix in rows", `one of ${shape.join(" × ")} as ${format}`);
  return {
    // The core compares their number with the rows.
    ids: numbered(Math.min(Number(shape[0]), starts.length)),
    similarities: {
      starts: Uint32Array.from(starts, Number),
      columns: Uint32Array.from(columns, Number),
      values: Float32Array.from(values, Number),
    },
  };
}

/** The numbers of so many rows. */
function numbered(rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => `${row}`);
}

/** A matrix, with ids where the file has them. */
function side(what: string, { shape, values }: Numbers, ids?: Iterable<number | string>): Side {
  const [n] = shape;
  if (n === undefined || shape.length !== 2 || Array.isArray(values))
    throw wrong(`${what} as a matrix of numbers`, `the shape ${shape.join(" × ")}`);
  return { ids: ids ? Array.from(ids, String) : numbered(n), rows: Float32Array.from(values) };
}

/** Numbers of each type, by the names that numpy and safetensors have for it: bytes of one, and how it is read. */
const NUMBERS: Record<string, [number, (view: DataView, at: number) => number]> = {
  f4: [4, (view, at) => view.getFloat32(at, true)],
  f8: [8, (view, at) => view.getFloat64(at, true)],
  i4: [4, (view, at) => view.getInt32(at, true)],
  i8: [8, (view, at) => Number(view.getBigInt64(at, true))],
  b1: [1, (view, at) => view.getUint8(at)],
};

/** An array of a `.npy` file; undefined for one of anything but numbers and texts. */
function npy(view: DataView): Numbers | undefined {
  if (view.byteLength < 12) return undefined;
  const first = view.getUint8(6) === 1;
  const start = first ? 10 : 12;
  const length = first ? view.getUint16(8, true) : view.getUint32(8, true);
  if (view.byteLength < start + length) return undefined;
  const header = new TextDecoder().decode(new Uint8Array(view.buffer, start, length));
  const [, kind = ""] = /'descr': '[<|]([^']+)'/.exec(header) ?? [];
  const shape = (/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? "")
    .split(",")
    .filter((n) => n.trim())
    .map(Number);
  const n = shape.reduce((n, side) => n * side, 1);
  // Texts of a fixed length, 4 bytes a letter or 1, padded with zeros.
  const [, of, letters] = /^([US])(\d+)$/.exec(kind) ?? [];
  const width = of === "S" ? 1 : 4;
  const [size, read] = letters ? [width * Number(letters), undefined] : (NUMBERS[kind] ?? []);
  const data = start + length;
  if (size === undefined || view.byteLength < data + n * size) return undefined;
  if (!read) {
    const letter = (at: number) => (width === 1 ? view.getUint8(at) : view.getUint32(at, true));
    const text = (row: number) => {
      const all = Array.from({ length: size / width }, (_, i) =>
        letter(data + row * size + i * width),
      );
      return String.fromCodePoint(...all).replace(/\0+$/, "");
    };
    return { shape, values: Array.from({ length: n }, (_, row) => text(row)) };
  }
  const [rows = 1, k = 1] = shape;
  // Column after column, if it is so.
  const turned = header.includes("'fortran_order': True");
  const at = (i: number) => (turned ? (i % k) * rows + Math.floor(i / k) : i);
  return { shape, values: numbers(kind, n, (i) => read(view, data + at(i) * size)) };
}

/** So many numbers of a type, in an array that loses nothing of them. */
function numbers(kind: string, length: number, at: (i: number) => number): Numbers["values"] {
  const all = kind === "f4" ? new Float32Array(length) : new Float64Array(length);
  for (let i = 0; i < length; i++) all[i] = at(i);
  return all;
}

/** A matrix with “user” and one with “item” in its name; a matrix alone is of items. */
function safetensors(file: ArrayBuffer): OutsideModel {
  const view = new DataView(file);
  const end = 8 + view.getUint32(0, true);
  const arrays: [string, Numbers][] = [];
  const texts = new Map<string, string[]>();
  let ratings: string | undefined;
  try {
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, end - 8)));
    const notes: Record<string, string> = header.__metadata__ ?? {};
    ratings = notes.ratings;
    for (const name of ["user_ids", "item_ids"])
      if (notes[name]) texts.set(name, JSON.parse(notes[name]).map(String));
    for (const [name, { dtype, shape, data_offsets }] of Object.entries<{
      dtype: string;
      shape: number[];
      data_offsets: [number, number];
    }>(header)) {
      if (name === "__metadata__") continue;
      const bytes = new DataView(file, end + data_offsets[0], data_offsets[1] - data_offsets[0]);
      if (dtype === "U8")
        texts.set(name, new TextDecoder().decode(bytes).replace(/\n$/, "").split("\n"));
      const kind = { F32: "f4", F64: "f8" }[dtype] ?? "";
      const number = NUMBERS[kind];
      if (!number || shape.length !== 2) continue;
      const [size, read] = number;
      const n = bytes.byteLength / size;
      arrays.push([name, { shape, values: numbers(kind, n, (i) => read(bytes, i * size)) }]);
    }
  } catch {
    throw wrong("a whole .safetensors file", "a damaged one");
  }
  const of = (part: string): Side | undefined => {
    const [name, array] = arrays.find(([name]) => name.toLowerCase().includes(part)) ?? [];
    return name && array ? side(name, array, texts.get(`${part}_ids`)) : undefined;
  };
  const [users, items] = [of("user"), of("item")];
  if (users && items)
    return {
      ...{ users, items, regularization: 0.1, alpha: 1, spark: true },
      ...(ratings === undefined ? {} : { ratings: ratings === "true" }),
    };
  const [only, ...more] = arrays;
  if (users || !only || more.length > 0)
    throw wrong(
      "a matrix with “user” and one with “item” in its name, or one alone",
      arrays.map(([name]) => name).join(", ") || "none",
    );
  return { ...VECTORS, items: side(only[0], only[1], texts.get("item_ids")) };
}

/** What vectors of items have beside them. */
const VECTORS = { users: NOBODY, regularization: 0, alpha: 0, spark: false };

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
  return { ...VECTORS, items };
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

/** Beyond this is no number of a vector: four letters, the last of them from `a` on, are at least 1e19. */
const LARGEST = 1e15;

/** Most blanks in a key. */
const MOST_BLANKS = 32;

/** The blank behind the key that begins here: the first with a vector behind it. */
function keyEnd(bytes: Uint8Array, view: DataView, at: number, k: number): number {
  const first = bytes.indexOf(32, at);
  let blank = first;
  for (let n = 0; n < MOST_BLANKS && blank >= 0; n++) {
    const from = blank + 1;
    if (from + 4 * k > bytes.length) break;
    let i = 0;
    while (i < k && Math.abs(view.getFloat32(from + 4 * i, true)) < LARGEST) i++;
    if (i === k) return blank;
    blank = bytes.indexOf(32, from);
  }
  return first;
}

function asBytes(bytes: Uint8Array<ArrayBuffer>, start: number, k: number): Side | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [ids, rows]: [string[], number[]] = [[], []];
  let at = start;
  while (at < bytes.length) {
    // The original tool ends a row with a line's end, gensim does not.
    if (bytes[at] === 10) at++;
    if (at === bytes.length) break;
    const blank = keyEnd(bytes, view, at, k);
    if (blank < 0 || blank + 1 + 4 * k > bytes.length) return undefined;
    ids.push(new TextDecoder().decode(bytes.subarray(at, blank)));
    for (let i = 0; i < k; i++) rows.push(view.getFloat32(blank + 1 + 4 * i, true));
    at = blank + 1 + 4 * k;
  }
  return { ids, rows: Float32Array.from(rows) };
}
