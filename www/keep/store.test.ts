// @vitest-environment node
import { expect, test } from "vitest";
import type { Place } from "./place.ts";
import { Store } from "./store.ts";

/** A place in memory that is cut off after so many steps: what had been done by then stays. */
class Memory implements Place {
  readonly files: Map<string, Blob>;
  #steps: number;

  constructor(files = new Map<string, Blob>(), steps = Number.POSITIVE_INFINITY) {
    this.files = files;
    this.#steps = steps;
  }

  #step(): void {
    this.#steps -= 1;
    if (this.#steps < 0) throw new Error("cut off");
  }

  async room(): Promise<number> {
    return Number.POSITIVE_INFINITY;
  }

  async names(): Promise<string[]> {
    return [...this.files.keys()];
  }

  async put(name: string, slices: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    this.#step();
    // A folder has an empty file from the beginning.
    this.files.set(name, new Blob());
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const slice of slices) {
      this.#step();
      parts.push(slice);
    }
    this.#step();
    this.files.set(name, new Blob(parts));
  }

  async get(name: string): Promise<Blob | undefined> {
    const file = this.files.get(name);
    return file?.size ? file : undefined;
  }

  async delete(name: string): Promise<void> {
    this.#step();
    this.files.delete(name);
  }

  async clear(): Promise<void> {
    this.files.clear();
  }
}

interface Note {
  says: string;
}

const never = new AbortController().signal;

/** Writes a document with two files of its own and one that all have. */
async function write(store: Store<Note>, says: string): Promise<void> {
  const names = ["common", `${says}-a`, `${says}-b`];
  for (const name of names)
    if (!store.has(name)) await store.put(name, new Blob([`content of ${name}`]), never);
  await store.write({ says }, names);
}

/** What a fresh start finds; every file is looked through. */
async function found(files: Map<string, Blob>): Promise<string> {
  const store = new Store<Note>(new Memory(files));
  const read = await store.read();
  if (read.kind !== "document") return read.kind;
  const { says } = read.document;
  for (const name of ["common", `${says}-a`, `${says}-b`])
    expect(await (await store.get(name)).text()).toBe(`content of ${name}`);
  await store.sweep();
  expect(files.size).toBe(4);
  return says;
}

test("wherever a write is cut off, the old document or the new one is whole", async () => {
  const before = new Memory();
  expect(await found(before.files)).toBe("nothing");
  await write(new Store(before), "old");
  const results = new Set<string>();
  let whole = false;
  for (let steps = 0; !whole; steps++) {
    const files = new Map(before.files);
    const store = new Store<Note>(new Memory(files, steps));
    await store.read();
    whole = await write(store, "new").then(
      () => true,
      () => false,
    );
    const now = await found(files);
    if (whole) expect(now).toBe("new");
    results.add(now);
  }
  expect([...results]).toEqual(["old", "new"]);
});

test("after a write that was cut off the next one succeeds", async () => {
  const { files } = new Memory();
  await write(new Store(new Memory(files)), "old");
  const cut = new Store<Note>(new Memory(files, 7));
  await cut.read();
  await expect(write(cut, "new")).rejects.toThrow("cut off");
  const store = new Store<Note>(new Memory(files));
  await store.read();
  await write(store, "newer");
  expect(await found(files)).toBe("newer");
});

test("a first write that was cut off leaves nothing, and is no damage", async () => {
  for (const steps of [0, 1, 4, 7, 9, 10]) {
    const files = new Map<string, Blob>();
    await write(new Store(new Memory(files, steps)), "old").catch(() => {});
    expect(await new Store<Note>(new Memory(files)).read()).toEqual({ kind: "nothing" });
  }
});

test("a file that was changed is told from one that is whole", async () => {
  const memory = new Memory();
  const store = new Store<Note>(memory);
  await write(store, "old");
  memory.files.set("old-a", new Blob(["content of old-b"]));
  await expect(store.get("old-a")).rejects.toThrow();
  memory.files.delete("old-b");
  await expect(store.get("old-b")).rejects.toThrow();
  expect(await (await store.get("common")).text()).toBe("content of common");
});

test("a document that was changed is damage, one of a newer version is left alone", async () => {
  const memory = new Memory();
  await write(new Store(memory), "old");
  const text = (await (await memory.get("document-1"))?.text()) ?? "";
  const read = async (changed: string) => {
    memory.files.set("document-1", new Blob([changed]));
    return (await new Store<Note>(memory).read()).kind;
  };
  expect(await read(text)).toBe("document");
  expect(await read(text.replace('"old"', '"odd"'))).toBe("damaged");
  expect(await read(text.slice(0, -1))).toBe("damaged");
  expect(await read("anything else")).toBe("damaged");
  expect(await read(text.replace("kindred 1", "kindred 2"))).toBe("newer");
});
