import type { Place } from "./place.ts";
import { room } from "./room.ts";

/** A folder of the file system that the browser has for this page (OPFS). */
export class Folder implements Place {
  readonly #root: FileSystemDirectoryHandle;
  readonly #name: string;

  private constructor(root: FileSystemDirectoryHandle, name: string) {
    this.#root = root;
    this.#name = name;
  }

  /** The folder of this name; undefined where pages cannot write to files without a worker. */
  static async open(name: string): Promise<Folder | undefined> {
    if (!("createWritable" in (globalThis.FileSystemFileHandle?.prototype ?? {}))) return undefined;
    return new Folder(await navigator.storage.getDirectory(), name);
  }

  readonly room = room;

  async names(): Promise<string[]> {
    const names: string[] = [];
    for await (const name of (await this.#folder()).keys()) names.push(name);
    return names;
  }

  async put(name: string, slices: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    const handle = await (await this.#folder()).getFileHandle(name, { create: true });
    // What is written takes the file's place when it is closed.
    const file = await handle.createWritable();
    try {
      for await (const slice of slices) await file.write(slice);
      await file.close();
    } catch (error) {
      await file.abort().catch(() => {});
      await this.delete(name);
      throw error;
    }
  }

  async get(name: string): Promise<Blob | undefined> {
    const handle = await (await this.#folder()).getFileHandle(name).catch(unlessMissing);
    const file = await handle?.getFile();
    // A file that was begun and never closed is empty; none that is whole is.
    return file?.size ? file : undefined;
  }

  async delete(name: string): Promise<void> {
    await (await this.#folder()).removeEntry(name).catch(unlessMissing);
  }

  async clear(): Promise<void> {
    await this.#root.removeEntry(this.#name, { recursive: true }).catch(unlessMissing);
  }

  #folder(): Promise<FileSystemDirectoryHandle> {
    return this.#root.getDirectoryHandle(this.#name, { create: true });
  }
}

function unlessMissing(error: Error): undefined {
  if (error.name !== "NotFoundError") throw error;
}
