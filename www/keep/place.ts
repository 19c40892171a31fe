// Where files are kept on this device.

import { answered } from "./answered.ts";
import { Database } from "./database.ts";
import { Folder } from "./folder.ts";

/** A flat set of files by name, of this page alone. */
export interface Place {
  /** The names of all files, those whose writing was cut off among them. */
  names(): Promise<string[]>;
  /** Bytes that there is room for. */
  room(): Promise<number>;
  /** Writes a file from its slices. It is there as a whole when this resolves, and never in part. */
  put(name: string, slices: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void>;
  /** The file's content; undefined where there is none, or not the whole of it. */
  get(name: string): Promise<Blob | undefined>;
  /** Deletes a file, if it is there. */
  delete(name: string): Promise<void>;
  /** Deletes everything. */
  clear(): Promise<void>;
}

/**
 * The browser's private folder where pages can write to it, else its database. What is in the database from before the
 * browser could do better stays there.
 *
 * @throws where the browser gives this page neither, or does not answer; what is asked of the place later throws then, too.
 */
export async function openPlace(name: string): Promise<Place> {
  const place = await answered(open(name));
  return {
    names: () => answered(place.names()),
    room: () => answered(place.room()),
    // How long it takes depends on the file.
    put: (file, slices) => place.put(file, slices),
    get: (file) => answered(place.get(file)),
    delete: (file) => answered(place.delete(file)),
    clear: () => answered(place.clear()),
  };
}

async function open(name: string): Promise<Place> {
  const there = (await indexedDB.databases?.().catch(() => [])) ?? [];
  if (!there.some((database) => database.name === name)) {
    const folder = await Folder.open(name).catch(() => undefined);
    if (folder) return folder;
  }
  return Database.open(name);
}
