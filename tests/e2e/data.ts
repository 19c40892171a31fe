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
  const ratings = ["userId,itemId,rating,timestamp"];
  for (let p = 0; p < people; p++) {
    for (let i = 0; i < items; i++) {
      if ((p * 7 + i * 11) % 3 === 0) continue;
      const high = p % 2 === i % 2;
      ratings.push(
        `${p + 1},${i + 1},${(high ? 4 : 1) + ((p + i) % 4 === 0 ? 1 : 0)},${1e9 + p * items + i}`,
      );
    }
  }
  const titles = ["itemId,title,genres"];
  for (let i = 0; i < items; i++) {
    const camp = i % 2 === 0 ? "Sea" : "Land";
    titles.push(`${i + 1},"${camp}, part ${i + 1} (1999)",${camp}|Drama`);
  }
  return [file("ratings.csv", ratings.join("\n")), file("movies.csv", titles.join("\n"))];
}

/**
 * The three files of Book-Crossing as they were published: semicolons, quotes, CR LF, Windows-1252, entities, backslashes
 * before quotes, ages that are missing, and most ratings 0.
 */
export function bookCrossing({ people = 40, books = 60 } = {}): TestFile[] {
  const TITLES = [
    "Classical Mythology",
    "Der Fluch der M\u00fccke &amp; andere",
    'Goodbye to the \\"Buttermilk\\" Sky; a Novel',
    "The Kitchen God's Wife",
  ];
  const isbn = (book: number) => `${String(195153 + book * 7919).padStart(9, "0")}X`;
  const lines = (rows: (string | null)[][]) =>
    rows.map((row) => `${row.map((f) => (f === null ? "NULL" : `"${f}"`)).join(";")}\r\n`).join("");
  const described = Array.from({ length: books }, (_, b) => {
    const image = `http://images.amazon.com/images/P/${isbn(b)}.01.THUMBZZZ.jpg`;
    const title = `${TITLES[b % TITLES.length]}, part ${b}`;
    return [isbn(b), title, "Mark P. O. Morford", `${1950 + b}`, "Oxford", image, image, image];
  });
  const known = Array.from({ length: people }, (_, p) => [
    `${p + 1}`,
    ["nyc, new york, usa", "porto, v.n.gaia, portugal"][p % 2] ?? "",
    p % 3 === 0 ? `${15 + p}` : null,
  ]);
  const rated: string[][] = [];
  for (let p = 0; p < people; p++)
    for (let b = p % 3; b < books; b += 3)
      rated.push([`${p + 1}`, isbn(b), `${(p + b / 3) % 4 < 1 ? 0 : 5 + ((p * 7 + b) % 6)}`]);
  const head = ["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher"];
  const images = ["Image-URL-S", "Image-URL-M", "Image-URL-L"];
  const western = (name: string, rows: (string | null)[][]): TestFile => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(lines(rows), "latin1"),
  });
  return [
    western("BX-Books.csv", [[...head, ...images], ...described]),
    western("BX-Users.csv", [["User-ID", "Location", "Age"], ...known]),
    western("BX-Book-Ratings.csv", [["User-ID", "ISBN", "Book-Rating"], ...rated]),
  ];
}

/** An export as Letterboxd makes it, of titles that the two camps have, and of one they have not. */
export function letterboxd(): TestFile[] {
  const header = "Date,Name,Year,Letterboxd URI";
  const film = (part: number) => `"${part % 2 ? "Sea" : "Land"}, part ${part}",1999`;
  const line = (part: number, rest = "") =>
    `2024-05-01,${film(part)},https://boxd.it/${part}${rest}`;
  return [
    file(
      "ratings.csv",
      [
        `${header},Rating`,
        line(2, ",5"),
        line(4, ",4.5"),
        line(6, ",5"),
        "2024-05-01,Nowhere,2001,https://boxd.it/x,3",
      ].join("\n"),
    ),
    file("watched.csv", [header, line(2), line(8)].join("\n")),
    file("watchlist.csv", [header, line(10), line(12)].join("\n")),
  ];
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
