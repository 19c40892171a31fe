// Rows of values → a table of text, as the core's loader reads it.

import { quoted } from "../quoted.ts";

/** A cell as the readers of other formats give it. */
export type Cell = unknown;

/** Rows that become text between two turns: long tables must not hold up the page. */
const TURN = 20_000;

/** What the readers of tables take. */
export interface Reader {
  /** Throws once the person has stopped the reading. */
  signal?: AbortSignal | undefined;
  /** Told how many of the file's bytes have been read, and how many rows that gave. */
  onRead?: ((bytes: number, rows: number) => void) | undefined;
}

/** Collects rows as comma-separated text (RFC 4180), in a blob that the browser may keep outside of the page's memory. */
export class TextOfRows {
  readonly #parts: Blob[] = [];
  /** Rows so far, the header among them. */
  count = 0;

  /** Adds rows, with a turn for the page after each portion. */
  async add(rows: readonly (readonly Cell[])[], signal?: AbortSignal): Promise<void> {
    for (let at = 0; at < rows.length; at += TURN) {
      signal?.throwIfAborted();
      const portion = rows.slice(at, at + TURN);
      this.#parts.push(
        new Blob([
          portion.map((row) => `${row.map((cell) => quoted(textOf(cell))).join(",")}\n`).join(""),
        ]),
      );
      this.count += portion.length;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  /** All of them. */
  blob(): Blob {
    return new Blob(this.#parts, { type: "text/csv" });
  }
}

/** A value as it would stand in a table of text: nothing for what is missing, `a|b` for a list. */
export function textOf(cell: Cell): string {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return "";
  // A day without a clock stays a day; a date that cannot be is nothing.
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().replace("T00:00:00.000Z", "");
  if (Array.isArray(cell)) return cell.map(textOf).join("|");
  if (ArrayBuffer.isView(cell)) return "";
  if (typeof cell === "object")
    return JSON.stringify(cell, (_, value) => (typeof value === "bigint" ? `${value}` : value));
  return `${cell}`;
}
