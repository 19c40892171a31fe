// Files of all kinds: unclear columns, exports of one's own, splits, large files.

import { createWriteStream } from "node:fs";
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drop, file, letterboxd, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import {
  choose,
  compare,
  faults,
  lines,
  load,
  open,
  overflow,
  set,
  showPerson,
  tab,
  train,
  trained,
} from "./steps.ts";

/** The ratings of the two camps, in other words and another order, so that no column is known by name. */
function unclear(): string {
  const [ratings] = twoCamps();
  const rows = `${ratings?.buffer}`.split("\n").slice(1);
  const turned = rows.map((row) => {
    const [user, item, rating] = row.split(",");
    return `${rating};café ${item};x${user}`;
  });
  return ["much;which;whence", ...turned].join("\r\n");
}

test("columns that nobody can know are chosen above the first rows", async ({ page }) => {
  await open(page);
  await drop(page.locator("#data .drop"), [file("notes.txt", unclear())]);
  await expect(page.locator("#data").getByRole("alert")).toContainText("notes.txt");
  const choice = page.getByRole("region", { name: "What the columns mean" });
  await expect(choice.locator("tbody tr")).toHaveCount(8);
  await expect(choice.locator("tbody tr").nth(1)).toContainText(/café 2/);
  await expect(choice.getByLabel("Between fields")).toHaveValue(";");
  const again = choice.getByRole("button", { name: "Read again with these" });
  await expect(again).toBeDisabled();
  await choice.getByLabel("Meaning of column 1").selectOption("rating");
  await choice.getByLabel("Meaning of column 2").selectOption("item");
  await choice.getByLabel("Meaning of column 3").selectOption("person");
  await again.click();
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("People60");
  await expect(report).toContainText("Items40");
  await expect(report).toContainText("Scale1 to 5");
  await expect(choice).toBeHidden();
  // What was said stays said.
  await report.getByRole("button", { name: "These columns are wrong?" }).click();
  await expect(choice.getByLabel("Meaning of column 3")).toHaveValue("user");
  await choice.getByLabel("Meaning of column 1").selectOption("ignore");
  await again.click();
  await expect(report).not.toContainText("Scale1 to 5");
  await train(page);
  await expect(lines(page)).toHaveCount(10);
});

test("a table without people, one of columns of items, and one of counts are told by their boxes", async ({
  page,
}) => {
  await open(page);
  const choice = page.getByRole("region", { name: "What the columns mean" });
  const report = page.getByRole("group", { name: "What was read" });
  const again = choice.getByRole("button", { name: "Read again with these" });
  const choose = page.getByLabel("Choose files");

  // Nobody is named, and items come again so often that they need not be one person's.
  const marks = ["11,4", "12,3", "11,5", "13,2", "12,4", "11,1", "13,3", "12,5"];
  await choose.setInputFiles(file("marks.csv", ["item_id,ratings", ...marks].join("\n")));
  await expect(again).toBeDisabled();
  await choice.getByLabel("all rows are mine").check();
  await again.click();
  await expect(report).toContainText("People1");
  await expect(report).toContainText("Items3");

  // A row for each person; 0 may be a mark, or none.
  const wide = ["user,Heat,Alien,Fargo,Up", "ada,0,5,3,4", "ben,2,4,1,5", "cid,4,0,5,3"];
  await choose.setInputFiles(file("wide.csv", wide.join("\n")));
  await expect(choice.getByLabel("Each column is an item")).toBeChecked();
  await again.click();
  await expect(report).toContainText("Ratings12");
  await report.getByRole("button", { name: "These columns are wrong?" }).click();
  await choice.getByLabel("0 says “not rated”").check();
  await again.click();
  await expect(report).toContainText("Ratings10");
  await report.getByRole("button", { name: "These columns are wrong?" }).click();
  await choice.getByLabel("Each column is an item").uncheck();
  await expect(again).toBeDisabled();
  await choice.getByRole("button", { name: "Close" }).click();

  // What an unnamed number says, only a person knows.
  const plays = ["user_id,item_id,extent", "a,x,3", "a,y,1", "b,x,2", "b,z,5", "c,y,4", "a,x,2"];
  await choose.setInputFiles(file("plays.csv", plays.join("\n")));
  await choice.getByLabel("Meaning of column 3").selectOption("count");
  await again.click();
  await expect(report).toContainText("plays.csv: counts");
  await expect(report).toContainText("1 row was added to another one");
});

test("another separator and encoding show the rows anew", async ({ page }) => {
  await open(page);
  const text = "a|b;1|good;5\nc|d;2|bad;1\ncafé|e;1|fine;4\n";
  const name = { name: "odd.txt", mimeType: "text/plain" };
  await page
    .getByLabel("Choose files")
    .setInputFiles({ ...name, buffer: Buffer.from(text, "latin1") });
  const choice = page.getByRole("region", { name: "What the columns mean" });
  await choice.getByLabel("Between fields").selectOption("bar |");
  await expect(choice.locator("tbody tr").first().locator("td").nth(1)).toHaveText("b;1");
  await choice.getByLabel("Between fields").selectOption("semicolon");
  await expect(choice.locator("tbody tr").first().locator("td").nth(1)).toHaveText("1|good");
  await expect(choice.getByLabel("Encoding")).toHaveValue("windows1252");
  await expect(choice.locator("tbody")).toContainText("café|e");
  await choice.getByRole("button", { name: "Close" }).click();
  await expect(choice).toBeHidden();
});

test("columns without names are guessed, and the guess is shown", async ({ page }) => {
  await open(page);
  const rows = `${twoCamps()[0]?.buffer}`.split("\n").slice(1);
  await page.getByLabel("Choose files").setInputFiles(file("ratings.csv", rows.join("\n")));
  // A sentence, and a way to change it; not a question in the way.
  const report = page.getByRole("group", { name: "What was read" });
  await expect(report).toContainText("column 2 for the item");
  const choice = page.getByRole("region", { name: "What the columns mean" });
  await expect(choice).toBeHidden();
  await page.getByRole("button", { name: "These columns are wrong?" }).click();
  await expect(page.locator("#columns-title")).toBeFocused();
  await expect(choice).toContainText("was guessed from what stands in them");
  // Most guesses are right: that is the button in front, until something else is said.
  const buttons = choice.locator(".buttons button");
  await expect(buttons.first()).toHaveText("They are right");
  await expect(buttons.first()).toHaveClass("main");
  await expect(choice.getByLabel("Meaning of column 2")).toHaveValue("item");
  // Turned round: the people become the items.
  await choice.getByLabel("Meaning of column 1").selectOption("item");
  await choice.getByLabel("Meaning of column 2").selectOption("person");
  await expect(buttons.first()).toHaveText("Read again with these");
  await expect(buttons.first()).toHaveClass("main");
  await buttons.first().click();
  await expect(report).toContainText("People40");
  await expect(report).toContainText("Items60");
});

test("one's own export is found in the data, and its watchlist steers the list", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await choose(page, /^Matrix factorization/i);
  await set(page, { Epochs: "60" });
  await train(page);
  await page.getByRole("tab", { name: "For you" }).click();
  await page.getByLabel("Choose your export").setInputFiles(letterboxd());
  const found = page.getByRole("group", { name: "Your export" });
  await expect(found).toContainText(
    "3 ratings, 1 title without a rating and 2 on the watchlist are in these data",
  );
  await expect(page.locator(".own li")).toHaveCount(3);
  await expect(lines(page).first()).toContainText("Land");
  await page.getByLabel("Length of the lists").selectOption("50");
  // 40 items, without three that were rated and one that was seen.
  await expect(lines(page)).toHaveCount(36);
  await found.getByLabel("Your watchlist").selectOption("leave it out");
  await expect(lines(page)).toHaveCount(34);
  await expect(lines(page).filter({ hasText: /Land, part 1[02] / })).toHaveCount(0);
  await found.getByLabel("Your watchlist").selectOption("recommend only from it");
  await expect(lines(page)).toHaveCount(2);
  await found.getByText("1 title is not in these data").click();
  await expect(found.locator("details li")).toHaveText(["Nowhere (2001)"]);
  await found.getByRole("button", { name: "Remove" }).click();
  await expect(page.locator(".own li")).toHaveCount(0);
  await page.getByLabel("Choose your export").setInputFiles(file("other.csv", "a,b\n1,2\n"));
  await expect(page.locator("#panel").getByRole("alert")).toContainText(
    "expected an export of Letterboxd, IMDb or Goodreads",
  );
});

test("an export dropped with the data, or where data are dropped, is met with them", async ({
  page,
}) => {
  await open(page);
  await load(page);
  await tab(page, "For a person");
  await drop(page.locator("#data .drop"), letterboxd());
  await expect(page.getByRole("tab", { name: "For you" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("group", { name: "Your export" })).toContainText("3 ratings");
  await expect(page.locator("#data dl")).toContainText("People60");
  // Other data, and the same export.
  await page.getByRole("button", { name: "Films" }).click();
  await expect(page.getByRole("group", { name: "Your export" })).toContainText(
    "nothing of it is in",
  );
  // All of it together.
  const [ratings, movies] = twoCamps();
  const [mine] = letterboxd();
  if (!ratings || !movies || !mine) throw new Error("the files are made above");
  await page.reload();
  await trained(page);
  await page
    .getByLabel("Choose files")
    .setInputFiles([{ ...mine, name: "mine.csv" }, ratings, movies]);
  await expect(page.locator("#data dl")).toContainText("People60");
  await expect(page.getByRole("tab", { name: "For you" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("group", { name: "Your export" })).toContainText("3 ratings");
});

for (const scheme of ["light", "dark"] as const) {
  test(`the choice of columns and an export are fit for all and for a phone (${scheme})`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    await load(page);
    await train(page);
    await page.getByRole("tab", { name: "For you" }).click();
    await page.getByLabel("Choose your export").setInputFiles(letterboxd());
    await expect(page.getByRole("group", { name: "Your export" })).toBeVisible();
    await page.getByLabel("Choose files").setInputFiles(file("notes.txt", unclear()));
    await expect(page.getByRole("region", { name: "What the columns mean" })).toBeVisible();
    expect(await faults(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
  });
}

test("a split that came with the data is offered and measured", async ({ page }) => {
  await open(page);
  const rows = `${twoCamps()[0]?.buffer}`.split("\n").slice(1);
  const tabs = (part: string[]) => part.map((row) => row.replaceAll(",", "\t")).join("\n");
  const test = rows.filter((_, i) => i % 5 === 0);
  const base = rows.filter((_, i) => i % 5 !== 0);
  await page
    .getByLabel("Choose files")
    .setInputFiles([
      file("u.data", tabs(rows)),
      file("u1.base", tabs(base)),
      file("u1.test", tabs(test)),
    ]);
  await expect(page.locator("#data dl")).toContainText("Ratings1,600");
  const split = page.getByLabel("Hidden", { exact: true });
  await expect(split).toHaveValue("u1");
  await expect(split).toContainText("The data's own split u1");
  await choose(page, /^Popularity/i);
  await compare(page);
  const run = page.locator("#measure tbody tr");
  await expect(run).toContainText("u1");
  await expect(run.locator(".number").first()).toHaveText(/^\d\.\d{4}/);
});

test("Stop ends the reading of a large file, and the data from before are still there", async ({
  page,
}) => {
  test.slow();
  const path = join(tmpdir(), `kindred-large-${process.pid}.csv`);
  const stream = createWriteStream(path);
  stream.write("userId,movieId,rating,timestamp\n");
  // 160 MB in blocks of half a million rows, each with people of its own.
  for (let block = 0; block < 14; block++) {
    const rows = Array.from(
      { length: 500_000 },
      (_, i) => `${block * 5000 + (i % 5000)},${(i * 7) % 9973},${(i % 5) + 1},1000000000\n`,
    );
    if (!stream.write(rows.join("")))
      await new Promise<void>((resolve) => stream.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => stream.end(() => resolve()));
  try {
    await open(page);
    await load(page);
    await page.getByLabel("Choose files").setInputFiles(path);
    const progress = page.locator("#data .job .hint");
    await expect(progress).toHaveText(
      /[\d.]+\sMB of 166\.1\sMB, [\d,]+ rows,\s+[\d.]+\sMB\/s, .*left/,
    );
    await page.locator("#data").getByRole("button", { name: "Stop" }).click();
    await expect(page.locator("#data .note")).toHaveText(
      "Stopped reading. The data from before are still here.",
    );
    await expect(page.getByRole("heading", { name: /^ratings\.csv/ })).toBeVisible();
    await train(page);
    await showPerson(page, "17");
  } finally {
    await rm(path);
  }
});

test("data that do not fit are refused at once, and a sample of the people is read instead", async ({
  page,
}) => {
  // A file of 9 GB that takes 8 MB on the disk: nothing stands behind its first rows.
  const path = join(tmpdir(), `kindred-huge-${process.pid}.csv`);
  const rows = Array.from(
    { length: 400_000 },
    (_, i) => `${i % 40_000},${(i * 7) % 9973},${(i % 5) + 1}\n`,
  );
  await writeFile(path, `userId,movieId,rating\n${rows.join("")}`);
  await truncate(path, 9e9);
  try {
    await open(page);
    await page.getByLabel("Choose files").setInputFiles(path);
    const offer = page.getByRole("group", { name: "A part of the data" });
    await expect(offer).toContainText(
      /would need about \d+\.\d\d\sGB of memory; 3\.\d\d\sGB can be used here/,
    );
    await expect(offer).toContainText("The data from before are still here.");
    await offer.getByRole("button", { name: /^Read a sample of the people: \d+%/ }).click();
    // What is read now is estimated to fit: it goes on past the place where it was refused.
    await expect(page.locator("#data .job .hint")).toHaveText(
      /\d{2,}\.\d\sMB of 9\.00\sGB, \d\d,\d{3} rows/,
    );
    await expect(offer).toBeHidden();
    await page.locator("#data").getByRole("button", { name: "Stop" }).click();
    await expect(page.locator("#data .note")).toContainText("Stopped reading.");
  } finally {
    await rm(path);
  }
});

test("a list as a file is text to a spreadsheet, whatever titles begin with", async ({ page }) => {
  await open(page);
  const [ratings] = twoCamps();
  const titles = ["itemId,title"];
  for (let i = 0; i < 40; i++)
    titles.push(`${i + 1},"${"=+-@"[i % 4]}HYPERLINK(""http://x"";${i})"`);
  if (!ratings) throw new Error("twoCamps makes two files");
  await page
    .getByLabel("Choose files")
    .setInputFiles([ratings, file("movies.csv", titles.join("\n"))]);
  await expect(page.locator("#data dl")).toContainText("Items40");
  await train(page);
  await expect(lines(page)).toHaveCount(10);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).first().click();
  const saved = await readFile(await (await download).path(), "utf8");
  expect(saved.charCodeAt(0)).toBe(0xfeff);
  const rows = saved.slice(1).trimEnd().split("\r\n");
  expect(rows).toHaveLength(11);
  for (const row of rows.slice(1)) expect(row).toMatch(/^\d+,\d+,"'[=+\-@]HYPERLINK\(""http:/);
});
