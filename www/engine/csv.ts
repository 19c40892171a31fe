import { quoted } from "./quoted.ts";

/** Says that the text is UTF-8: without it, spreadsheets take it for the encoding of the system. */
export const MARK = "\uFEFF";

/**
 * Rows as comma-separated text (RFC 4180). Fields are quoted where they have to be. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front; numbers stay as they are.
 */
export function csv(rows: (string | number)[][]): string {
  return MARK + rows.map(csvLine).join("");
}

/** One of the rows, with its end. */
export function csvLine(row: (string | number)[]): string {
  const field = (value: string | number) => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`;
    return quoted(text);
  };
  return `${row.map(field).join(",")}\r\n`;
}
