// A document with files, on this device. Whatever happens in the middle of a write, the document from before or the new one
// is there, and all of its files.

import { answered } from "./answered.ts";
import type { Place } from "./place.ts";

/** The version of what is written. A newer one is left alone. */
const VERSION = 1;

/** Bytes that are copied and checked at a time. */
const SLICE = 4 << 20;

/** Files up to this size are taken into memory when they come back, so that they outlive a change of the store. */
const IN_MEMORY = 64 << 20;

/** Every writing of the document has a file of its own, with a number that grows. */
const DOCUMENT = /^document-(\d+)$/;

/** A file as it was written. */
interface Written {
  size: number;
  /** A checksum of each slice. */
  sums: string[];
}

/** What the store holds. */
export type Found<T> =
  | { kind: "nothing" }
  | { kind: "document"; document: T }
  /** There is something that cannot be read. */
  | { kind: "damaged" }
  | { kind: "newer" };

/** Thrown for a file that is missing or is not what was written. */
export class DamagedError extends Error {
  override name = "DamagedError";
}

/** A document that can be written as JSON, and the files that it names. */
export class Store<T> {
  readonly #place: Place;
  /** The number of the document that holds, and the highest there has been. */
  #present = 0;
  #highest = 0;
  /** Bytes of that document. */
  #length = 0;
  /** All files that are there as a whole. */
  #files = new Map<string, Written>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Bytes that are kept. */
  get bytes(): number {
    return [...this.#files.values()].reduce((sum, { size }) => sum + size, this.#length);
  }

  /** True for a file that need not be put again. */
  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** Reads the document. */
  async read(): Promise<Found<T>> {
    const numbers = numbersOf(await this.#place.names()).sort((a, b) => b - a);
    this.#highest = numbers[0] ?? 0;
    this.#files.clear();
    this.#length = 0;
    let damaged = false;
    for (const number of numbers) {
      const text = await textOf(await this.#place.get(documentName(number)));
      // It was begun, and the one before it still holds.
      if (text === undefined) continue;
      const read = await opened<T>(text);
      if (read === "newer") return { kind: "newer" };
      if (read === "damaged") {
        damaged = true;
        continue;
      }
      this.#present = number;
      this.#files = new Map(Object.entries(read.files));
      this.#length = text.length;
      return { kind: "document", document: read.document };
    }
    return { kind: damaged ? "damaged" : "nothing" };
  }

  /**
   * Writes a file that the next document will name.
   *
   * @throws `QuotaExceededError` where there is no room for it; the signal's reason after a Stop.
   */
  async put(name: string, content: Blob, signal: AbortSignal): Promise<void> {
    if (content.size > (await this.#place.room())) throw full();
    const written: Written = { size: content.size, sums: [] };
    await this.#place.put(
      name,
      slices(content, (sum) => {
        signal.throwIfAborted();
        written.sums.push(sum);
      }),
    );
    this.#files.set(name, written);
  }

  /**
   * A file that was written before, looked through for damage.
   *
   * @throws {@link DamagedError} for one that is missing or not what was written.
   */
  async get(name: string): Promise<Blob> {
    const written = this.#files.get(name);
    const content = await this.#place.get(name);
    if (!written || content?.size !== written.size) throw new DamagedError();
    const parts: Blob[] = [];
    let at = 0;
    try {
      for await (const slice of slices(content, (sum) => {
        if (sum !== written.sums[at]) throw new DamagedError();
        at += 1;
      })) {
        if (written.size <= IN_MEMORY) parts.push(new Blob([slice]));
      }
    } catch {
      throw new DamagedError();
    }
    return parts.length > 0 ? new Blob(parts) : content;
  }

  /** Writes the document, which holds from then on, and lets go of all files but these. */
  async write(document: T, names: string[]): Promise<void> {
    const named = new Map([...this.#files].filter(([name]) => names.includes(name)));
    const text = await sealed({ document, files: Object.fromEntries(named) });
    this.#highest += 1;
    await this.#place.put(documentName(this.#highest), slices(new Blob([text])));
    this.#present = this.#highest;
    this.#length = text.length;
    this.#files = named;
    await this.sweep();
  }

  /** Deletes what no document needs: what came before, and what was begun and cut off. */
  async sweep(): Promise<void> {
    const needed = new Set([documentName(this.#present), ...this.#files.keys()]);
    const names = (await this.#place.names()).filter((name) => !needed.has(name));
    // A document goes before its files, so that none that is there lacks one.
    const [documents, files] = [true, false].map((is) =>
      names.filter((n) => DOCUMENT.test(n) === is),
    );
    for (const name of [...(documents ?? []), ...(files ?? [])]) await this.#place.delete(name);
  }

  /** Deletes everything. */
  async clear(): Promise<void> {
    await this.#place.clear();
    this.#files.clear();
    this.#length = 0;
  }
}

async function textOf(file: Blob | undefined): Promise<string | undefined> {
  return file && answered(file.text());
}

const documentName = (number: number) => `document-${number}`;

const numbersOf = (names: string[]) =>
  names.flatMap((name) => {
    const [, number] = DOCUMENT.exec(name) ?? [];
    return number === undefined ? [] : [Number(number)];
  });

/** A document as it is written: a line with version and checksum, then the content. */
async function sealed(content: unknown): Promise<string> {
  const text = JSON.stringify(content);
  return `kindred ${VERSION} ${await sumOf(new TextEncoder().encode(text))}\n${text}`;
}

async function opened<T>(
  text: string,
): Promise<{ document: T; files: Record<string, Written> } | "newer" | "damaged"> {
  const [, version, sum, content] = /^kindred (\d+) (\w+)\n([\s\S]*)$/.exec(text) ?? [];
  if (content === undefined) return "damaged";
  if (Number(version) > VERSION) return "newer";
  return (await sumOf(new TextEncoder().encode(content))) === sum ? JSON.parse(content) : "damaged";
}

/** The content in slices; `check` is given the checksum of each before it is passed on. */
async function* slices(
  content: Blob,
  check: (sum: string) => void = () => {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < content.size; at += SLICE) {
    const slice = new Uint8Array(await answered(content.slice(at, at + SLICE).arrayBuffer()));
    check(await sumOf(slice));
    yield slice;
  }
}

/** SHA-256, in hexadecimal digits. */
async function sumOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function full(): Error {
  return Object.assign(new Error("There is no room."), { name: "QuotaExceededError" });
}
