// What the page keeps, seen from outside.

import type { Frame, Page } from "@playwright/test";

/** What the page says of it. */
export const kept = (page: Page) => page.locator("#kept");

/** The files in the store. */
export function stored(page: Page | Frame): Promise<{ name: string; size: number }[]> {
  return page.evaluate(async () => {
    const files: { name: string; size: number }[] = [];
    const root = await navigator.storage.getDirectory();
    for await (const [folder, inner] of root.entries()) {
      if (!folder.startsWith("kindred")) continue;
      try {
        for await (const [name, handle] of (inner as FileSystemDirectoryHandle).entries()) {
          const file = await (handle as FileSystemFileHandle).getFile().catch(() => undefined);
          if (file) files.push({ name, size: file.size });
        }
      } catch (error) {
        // What is swept meanwhile, a file or the folder, is none.
        if ((error as Error).name !== "NotFoundError") throw error;
      }
    }
    return files;
  });
}

/** Writes this text over the largest file of the store whose name fits. */
export function overwrite(page: Page, pattern: RegExp, text: string): Promise<void> {
  return page.evaluate(
    async ([like, content]) => {
      const fitting: { handle: FileSystemFileHandle; size: number }[] = [];
      const root = await navigator.storage.getDirectory();
      for await (const [folder, inner] of root.entries()) {
        if (!folder.startsWith("kindred")) continue;
        for await (const [name, handle] of (inner as FileSystemDirectoryHandle).entries()) {
          const file = handle as FileSystemFileHandle;
          if (new RegExp(like).test(name))
            fitting.push({ handle: file, size: (await file.getFile()).size });
        }
      }
      const [largest] = fitting.sort((a, b) => b.size - a.size);
      const file = await largest?.handle.createWritable();
      await file?.write(content);
      await file?.close();
    },
    [pattern.source, text] as const,
  );
}

/** The text of the document in the store; empty while there is none. */
export function documentText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for await (const [folder, inner] of root.entries()) {
      if (!folder.startsWith("kindred")) continue;
      // What is swept while it is gone through is not there.
      try {
        for await (const [name, handle] of (inner as FileSystemDirectoryHandle).entries()) {
          if (!name.startsWith("document")) continue;
          const file = await (handle as FileSystemFileHandle).getFile();
          if (file.size) return await file.text();
        }
      } catch (error) {
        if ((error as DOMException).name !== "NotFoundError") throw error;
      }
    }
    return "";
  });
}
