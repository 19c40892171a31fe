// Files are read in slices: what the core wants, and meanwhile what it will want next.

import type { Want } from "../wasm/kindred.js";

/** A file to read: `blob` is kept by reference and read in slices. */
export interface BlobSource {
  /** As the person knows it, with the folder if there is one. */
  name: string;
  blob: Blob;
  /** True for a file of test ratings. */
  test?: boolean;
  /** What its text was written in, where it was made UTF-8 since. */
  written?: string;
}

/** Reads a part of a file. */
export type Reader = (part: Blob) => Promise<ArrayBuffer>;

/** Reads where it is called. */
export const readHere: Reader = (part) => part.arrayBuffer();

/** Bytes read at a time. Each reading costs a browser some milliseconds, whatever its length. */
const LENGTH = 4 << 20;

/** A part of a file. */
interface Part {
  source: BlobSource;
  offset: number;
  length: number;
  bytes: Promise<Uint8Array>;
}

/**
 * Reads parts of files in their order, each while the one before it is worked on. A browser hands over what it has
 * read between two turns of this worker, so wants are small and parts are large.
 */
export class Slices {
  readonly #reader: Reader;
  #now: Part | undefined;
  #next: Part | undefined;

  constructor(reader: Reader = readHere) {
    this.#reader = reader;
  }

  /** The wanted bytes; fewer where the file ends. */
  async read(source: BlobSource, { offset, length, ahead }: Want): Promise<Uint8Array> {
    if (!holds(this.#now, source, offset, length)) {
      this.#now = holds(this.#next, source, offset, length)
        ? this.#next
        : this.#part(source, offset, length + Math.min(ahead, Math.max(LENGTH - length, 0)));
      this.#next = undefined;
    }
    const now = this.#now as Part;
    const behind = now.offset + now.length;
    const left = offset + length + ahead - behind;
    if (!this.#next && left > 0) this.#next = this.#part(source, behind, Math.min(left, LENGTH));
    const bytes = await now.bytes;
    return bytes.subarray(offset - now.offset, offset - now.offset + length);
  }

  #part(source: BlobSource, offset: number, length: number): Part {
    const bytes = slice(source, offset, length, this.#reader);
    // A failure is told when the bytes are wanted, if they ever are.
    bytes.catch(() => undefined);
    return { source, offset, length, bytes };
  }
}

function holds(part: Part | undefined, source: BlobSource, offset: number, length: number) {
  return (
    part?.source === source && part.offset <= offset && offset + length <= part.offset + part.length
  );
}

/** Reads a part of a file. A file that was moved or changed since it was chosen can no longer be read. */
export async function slice(
  source: BlobSource,
  offset: number,
  length: number,
  read: Reader = readHere,
): Promise<Uint8Array> {
  try {
    return new Uint8Array(await read(source.blob.slice(offset, offset + length)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw named(
      "FileError",
      `${source.name} could not be read: has it been moved or changed since? (${why})`,
    );
  }
}

/** An error of this name. */
export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
