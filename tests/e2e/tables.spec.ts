// What becomes text first: parquet files and Excel workbooks, as pandas, Polars, Arrow and openpyxl write them, and YAML.

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
