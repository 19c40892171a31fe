import type { Place } from "./place.ts";
import { room } from "./room.ts";

/** A file's slices lie under its name and their number; its entry comes last and says how many there are. */
const FILES = "files";
const SLICES = "slices";

/** A database of the browser (IndexedDB). */
export class Database implements Place {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(name: string): Promise<Database> {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const store of [FILES, SLICES]) opening.result.createObjectStore(store);
    };
    return new Database(await answer(opening));
  }

  readonly room = room;

  async names(): Promise<string[]> {
    const [files, slices] = await Promise.all([
      answer(this.#reading(FILES).getAllKeys()),
      answer(this.#reading(SLICES).getAllKeys()),
    ]);
    return [...new Set([...files.map(String), ...slices.map((key) => String(Object(key)[0]))])];
  }

  async put(name: string, slices: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    await this.delete(name);
    let count = 0;
    try {
      for await (const slice of slices) {
        await this.#writing([SLICES], ([store]) => store?.put(slice, [name, count]));
        count += 1;
      }
      await this.#writing([FILES], ([store]) => store?.put(count, name));
    } catch (error) {
      await this.delete(name).catch(() => {});
      throw error;
    }
  }

  async get(name: string): Promise<Blob | undefined> {
    const count = await answer<number | undefined>(this.#reading(FILES).get(name));
    if (count === undefined) return undefined;
    const parts: Blob[] = [];
    for (let i = 0; i < count; i++) {
      const slice = await answer<Uint8Array<ArrayBuffer>>(this.#reading(SLICES).get([name, i]));
      if (!slice) return undefined;
      // As a blob of its own it is the browser's to hold, and need not stay in memory.
      parts.push(new Blob([slice]));
    }
    return new Blob(parts);
  }

  async delete(name: string): Promise<void> {
    await this.#writing([FILES, SLICES], ([files, slices]) => {
      files?.delete(name);
      slices?.delete(IDBKeyRange.bound([name], [name, []]));
    });
  }

  async clear(): Promise<void> {
    await this.#writing([FILES, SLICES], (stores) => {
      for (const store of stores) store.clear();
    });
  }

  #reading(store: string): IDBObjectStore {
    return this.#database.transaction(store).objectStore(store);
  }

  /** Changes these stores together, or not at all. */
  #writing(names: string[], change: (stores: IDBObjectStore[]) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(names, "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      change(names.map((name) => transaction.objectStore(name)));
    });
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
