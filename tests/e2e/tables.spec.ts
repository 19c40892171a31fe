// What becomes text first: parquet files and Excel workbooks, as pandas, Polars, Arrow and openpyxl write them, YAML, and text of
// older encodings.

import { readFile } from "node:fs/promises";
import { inRoot } from "../../scripts/steps.mjs";
import type { TestFile } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { open } from "./steps.ts";

async function written(name: string): Promise<TestFile> {
  const buffer = await readFile(inRoot("tests", "data", "tables", name));
  return { name, mimeType: "application/octet-stream", buffer };
}

for (const [how, names] of [
  ["in snappy's compression and several row groups", ["pandas.parquet"]],
  ["in zstd's compression", ["polars.parquet"]],
  ["and titles with lists of genres, in gzip's", ["pandas.parquet", "films.parquet"]],
  ["of a workbook with a sheet of titles", ["openpyxl.xlsx"]],
] as const) {
  test(`ratings ${how} are read like a table of text`, async ({ page, watch }) => {
    await open(page);
    const readers = () => watch.requests.filter((url) => /parquet|workbook/.test(url));
    expect(readers(), "nobody's first visit loads them").toEqual([]);
    await page.getByLabel("Choose files").setInputFiles(await Promise.all(names.map(written)));
    const report = page.getByRole("group", { name: "What was read" });
    await expect(report).toContainText("People6");
    await expect(report).toContainText(/(Items|Films)7/);
    await expect(report).toContainText("Ratings28");
    await expect(report).toContainText("Scale0.5 to 5");
    const kind = names[0].endsWith(".parquet") ? "parquet" : "Excel";
    await report.getByText("what each was taken for").click();
    await expect(report).toContainText(`ratings, ${kind}, with a header`);
    const titled = names.length > 1 || names[0].endsWith(".xlsx");
    await page.getByRole("searchbox").or(page.getByRole("combobox")).first().waitFor();
    if (titled) await expect(page.locator("body")).toContainText(/\(196\d\)/);
    expect(readers().length).toBeGreaterThan(0);
  });
}

test("a workbook is read as one, whatever it is called", async ({ page, watch }) => {
  await open(page);
  const workbook = {
    ...(await written("openpyxl.xlsx")),
    name: "ratings.csv",
    mimeType: "text/csv",
  };
  await page.getByLabel("Choose files").setInputFiles([workbook]);
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("Ratings28");
  await report.getByText("what each was taken for").click();
  await expect(report).toContainText("ratings.csv");
  expect(watch.requests.filter((url) => /workbook/.test(url)).length).toBeGreaterThan(0);
});

test("a list in YAML is read like one in JSON, and refused with its line where it is none", async ({
  page,
  watch,
}) => {
  await open(page);
  await page.getByLabel("Choose files").setInputFiles([await written("readers.yml")]);
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("Ratings5");
  await report.getByText("what each was taken for").click();
  await expect(report).toContainText("ratings, YAML");
  expect(watch.requests.filter((url) => /yaml/.test(url)).length).toBeGreaterThan(0);
  const buffer = Buffer.from("- title: [Dune\n- title: Solaris\n");
  const broken = { name: "broken.yml", mimeType: "application/yaml", buffer };
  await page.getByLabel("Choose files").setInputFiles([broken]);
  await expect(page.locator("#data").getByRole("alert")).toContainText(/broken.yml.* line 2/);
});

test("text of an older encoding is read with its letters, and the report says which it was taken for", async ({
  page,
  watch,
}) => {
  await open(page);
  // Readers, books and marks in Chinese, as a spreadsheet there writes them.
  const buffer = Buffer.from(
    "d3c3bba72ccae9c3fb2cc6c0b7d60abcd72cc8fdcce52c350abcd72cbbeed7c52c340abcd72cbaecc2a5c3ce2c330ad2d22cc8fdcce52c340ad2d22ccea7b3c72c350ad2d22cbbeed7c52c320ab1fb2cbaecc2a5c3ce2c350ab1fb2ccea7b3c72c330a",
    "hex",
  );
  await page
    .getByLabel("Choose files")
    .setInputFiles([{ name: "ratings.csv", mimeType: "text/csv", buffer }]);
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("People3");
  await expect(report).toContainText("Ratings8");
  await expect(page.locator("body")).toContainText("The text of ratings.csv was read as gb18030.");
  await expect(page.locator("body")).toContainText("红楼梦");
  expect(watch.requests.filter((url) => /encoding/.test(url)).length).toBeGreaterThan(0);
});

test("a parquet file that is cut off is refused with its name", async ({ page }) => {
  await open(page);
  const whole = await written("pandas.parquet");
  await page
    .getByLabel("Choose files")
    .setInputFiles([{ ...whole, name: "cut.parquet", buffer: whole.buffer.subarray(0, 2000) }]);
  await expect(page.locator("#data").getByRole("alert")).toContainText(
    "cut.parquet could not be read",
  );
});
