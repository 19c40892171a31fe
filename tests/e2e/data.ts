// Ratings files for the browser tests.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { inRoot } from "../../scripts/steps.mjs";

/** A file as Playwright takes it. */
export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A text file. */
export function file(name: string, text: string): TestFile {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

/** The path of a published data set, or undefined where it is not installed; `KINDRED_DATA` promises that it is. */
export function dataSet(name: string): string | undefined {
  const given = process.env.KINDRED_DATA;
  const path = join(given ?? inRoot("..", "shared", "data"), name);
  if (existsSync(path)) return path;
  if (given !== undefined) throw new Error(`KINDRED_DATA is set, and there is no ${path}.`);
  return undefined;
}

/**
 * Ratings with two camps: people rate the items of their own half with 4 or 5 and those of the other half with 1 or 2.
 * One rating in three is missing, so that there is something to recommend. Titles say to which half an item belongs.
 */
export function twoCamps({ people = 60, items = 40 } = {}): TestFile[] {
  const ratings = ["userId,movieId,rating,timestamp"];
  for (let p = 0; p < people; p++) {
    for (let i = 0; i < items; i++) {
      if ((p * 7 + i * 11) % 3 === 0) continue;
      const high = p % 2 === i % 2;
      ratings.push(
        `${p + 1},${i + 1},${(high ? 4 : 1) + ((p + i) % 4 === 0 ? 1 : 0)},${1e9 + p * items + i}`,
      );
    }
  }
  const titles = ["movieId,title,genres"];
  for (let i = 0; i < items; i++) {
    const camp = i % 2 === 0 ? "Sea" : "Land";
    titles.push(`${i + 1},"${camp}, part ${i + 1} (1999)",${camp}|Drama`);
  }
  return [file("ratings.csv", ratings.join("\n")), file("movies.csv", titles.join("\n"))];
}

/** Drops files on an element, as from a folder on the desktop. */
export async function drop(onto: Locator, files: TestFile[]): Promise<void> {
  const contents = files.map((f) => ({ name: f.name, text: f.buffer.toString("utf8") }));
  const transfer = await onto.page().evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, text } of all) data.items.add(new File([text], name));
    return data;
  }, contents);
  await onto.dispatchEvent("dragenter", { dataTransfer: transfer });
  await onto.dispatchEvent("drop", { dataTransfer: transfer });
}
