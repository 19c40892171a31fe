// Excel workbooks → tables of text. Only ever imported when such a file has come.

import readWorkbook from "read-excel-file/universal";
import { type Reader, TextOfRows } from "./rows.ts";

/** The sheets of a workbook that hold anything: their names, and their rows as comma-separated text. */
export async function textOfWorkbook(
  blob: Blob,
  { signal, onRead }: Reader,
): Promise<{ sheet: string; text: Blob }[]> {
  const sheets = [];
  let rows = 0;
  for (const { sheet, data } of await readWorkbook(blob)) {
    if (data.length === 0) continue;
    const text = new TextOfRows();
    await text.add(data, signal);
    sheets.push({ sheet, text: text.blob() });
    rows += data.length;
    onRead?.(blob.size, rows);
  }
  return sheets;
}
