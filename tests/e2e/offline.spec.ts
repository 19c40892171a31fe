// Visits without a network, and new versions of the page.

import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { buildOffline } from "../../scripts/offline.mjs";
import { serve } from "../../scripts/serve.mjs";
import { inRoot } from "../../scripts/steps.mjs";
import { expect, test } from "./fixtures.ts";
import { choose, faults, lines, load, open, overflow, tab, train, trained } from "./steps.ts";

test.use({ serviceWorkers: "allow" });

/** Waits until the page is kept, and stands under what keeps it. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

/** What is kept, by path. */
const keptPaths = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        paths.push(new URL(url).pathname);
    return paths.sort();
  });

/** A copy of the built page, of another version after each `change`. */
async function withVersions(
  use: (address: string, change: () => Promise<void>, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kindred-versions-"));
  cpSync(inRoot("dist"), folder, { recursive: true });
  const server = await serve(folder);
  let version = 1;
  /** The page's script under another name and with another title, as a build after a change has it. */
  const change = async () => {
    version += 1;
    const index = readFileSync(join(folder, "index.html"), "utf8");
    const script = /assets\/(index-[\w-]+\.js)/.exec(index)?.[1] ?? "";
    const renamed = `index-version${version}.js`;
    renameSync(join(folder, "assets", script), join(folder, "assets", renamed));
    for (const name of readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".js"))) {
      const path = join(folder, "assets", name);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll(script, renamed));
    }
    writeFileSync(
      join(folder, "index.html"),
      index
        .replace(script, renamed)
        .replace(/<title>.*<\/title>/, `<title>Kindred ${version}</title>`),
    );
    await buildOffline(folder);
  };
  try {
    await use(server.address, change, folder);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

test("after the first visit everything works without a network", async ({
  page,
  context,
  watch,
}) => {
  test.slow();
  await open(page);
  await kept(page);
  const paths = await keptPaths(page);
  expect(
    paths.filter((path) => path.endsWith(".wasm")),
    "each part of the core is kept once",
  ).toHaveLength(2);
  expect(paths.join(" ")).not.toMatch(/kindred\.html|source\.tar/);

  await context.setOffline(true);
  await page.reload();
  await trained(page);
  await load(page);
  await choose(page, /^Alternating/);
  await train(page);
  await tab(page, /^Similar/);
  await expect(lines(page)).toHaveCount(10);
  // What comes behind the first list does so from what is kept.
  await tab(page, "Map");
  await expect(page.locator("#map")).toBeVisible();
  await expect(page.getByLabel("Which curve")).toBeVisible();
  await page.getByRole("button", { name: "These columns are wrong?" }).click();
  await expect(page.getByRole("table", { name: /^First rows of/ })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  for (const name of ["pandas.parquet", "openpyxl.xlsx"]) {
    await page.getByLabel("Choose files").setInputFiles(inRoot("tests", "data", "tables", name));
    await expect(page.getByRole("group", { name: "What was read" })).toContainText("Ratings28");
    await trained(page);
  }
  await page.locator("#panel-write summary").click();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save: Lists for everybody" }).click();
  expect((await saving).suggestedFilename()).toMatch(/\.csv$/);

  for (const link of await page.locator("footer a[href^=docs][href$=html]").all()) {
    const href = (await link.getAttribute("href")) ?? "";
    const sheet = await context.newPage();
    await sheet.goto(href);
    await expect(sheet.locator("h1").first()).toBeVisible();
    expect(await sheet.evaluate(() => document.styleSheets.length)).toBe(1);
    for (const picture of await sheet.locator("img").all())
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(
        0,
      );
    await sheet.close();
  }
  // The address comes back, too.
  await page.goto("about:blank");
  await page.goto("/#model=item_knn&view=similar&n=4");
  await expect(lines(page)).toHaveCount(4);
  expect(await faults(page)).toEqual([]);
  watch.errors = watch.errors.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED"));
});

test("a new version is told, used whole after a click, and clears up behind itself", async ({
  page,
  context,
  watch,
}) => {
  test.slow();
  await withVersions(async (address, change) => {
    await page.goto(address);
    await trained(page);
    await kept(page);
    const before = await keptPaths(page);
    const other = await context.newPage();
    await other.goto(address);
    await trained(other);

    await change();
    await page.reload();
    await expect(page, "the version before stays until somebody asks").toHaveTitle("Kindred");
    const note = page.getByText("A new version is ready.", { exact: false });
    await expect(note.first()).toBeVisible();
    await trained(page);
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "Use it" }).press("Enter");
    await expect(page).toHaveTitle("Kindred 2");
    await trained(page);
    await expect(page.getByRole("button", { name: "Use it" })).toHaveCount(0);

    // Another tab goes on with the files that it has begun with, though the host has them no longer.
    await expect(other).toHaveTitle("Kindred");
    const script = before.find((path) => /\/index-[\w-]+\.js$/.test(path)) ?? "";
    await context.setOffline(true);
    expect(await other.evaluate((path) => fetch(path).then(({ ok }) => ok), script)).toBe(true);
    await context.setOffline(false);
    expect(await keptPaths(page)).toContain(script);
    await other.close();
    await page.reload();
    await trained(page);
    await expect.poll(() => keptPaths(page)).not.toContain(script);
    const after = await keptPaths(page);
    expect(after).toHaveLength(before.length);
    expect(after.filter((path) => path.endsWith(".wasm"))).toHaveLength(2);
    await context.setOffline(true);
    await page.reload();
    await expect(page).toHaveTitle("Kindred 2");
    await trained(page);
    watch.requests = watch.requests.filter((url) => !url.startsWith(address));
  });
});

test("a version whose files are not all there is not used, and the one before stays", async ({
  page,
  context,
  watch,
}) => {
  test.slow();
  await withVersions(async (address, change, folder) => {
    await page.goto(address);
    await trained(page);
    await kept(page);
    await change();
    // The host has half of it: the list is the new one, and the script still another.
    writeFileSync(join(folder, "assets", "index-version2.js"), "document.title = 'Half';");
    const failed = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          void navigator.serviceWorker.getRegistration().then((registration) => {
            registration?.addEventListener("updatefound", () => {
              const { installing } = registration;
              installing?.addEventListener("statechange", () => {
                if (installing.state !== "installing") resolve(installing.state);
              });
            });
            void registration?.update().catch(() => {});
          });
        }),
    );
    expect(await failed).toBe("redundant");
    await expect(page.getByRole("button", { name: "Use it" })).toHaveCount(0);
    await context.setOffline(true);
    await page.reload();
    await expect(page).toHaveTitle("Kindred");
    await trained(page);
    watch.requests = watch.requests.filter((url) => !url.startsWith(address));
    watch.errors = watch.errors.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED"));
  });
});

test("the page can be installed, and opens files and links of the system", async ({ page }) => {
  await open(page);
  await kept(page);
  const chrome = await page.context().newCDPSession(page);
  const { errors, data } = await chrome.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await chrome.send("Page.getInstallabilityErrors");
  // A window without a profile on disk can install nothing; that is all that stands in the way.
  expect(
    installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito"),
  ).toEqual([]);
  const manifest = JSON.parse(data ?? "");
  expect(manifest.display).toBe("standalone");
  for (const { src } of manifest.icons) {
    const icon = await page.request.get(src);
    expect(icon.ok(), src).toBe(true);
  }
  expect(Object.values(manifest.file_handlers[0].accept).flat()).toEqual(
    expect.arrayContaining([".csv", ".tsv", ".zip", ".json", ".safetensors"]),
  );

  // A link of the page's own is opened, and others ask for nothing.
  const own = `${page.url().split("#")[0]}#model=item_knn&view=similar&n=3`;
  await page.goto(`/?link=${encodeURIComponent(own)}`);
  await expect(lines(page)).toHaveCount(3);
  expect(new URL(page.url()).search).toBe("");
  await page.goto(`/?text=${encodeURIComponent("Look: https://example.com/#view=map")}`);
  await trained(page);
  await expect(page.getByRole("tab", { name: "For you" })).toHaveAttribute("aria-selected", "true");
});

test("files that the system opens with the page are read", async ({ page }) => {
  // Nothing is installed here, so that the files are put into the browser's queue by the test.
  await page.addInitScript(() => {
    const file = new File(["user,item,rating\n1,a,5\n1,b,1\n2,a,4\n2,b,2\n3,a,5\n"], "opened.csv");
    const gone = { getFile: () => Promise.reject(new Error("It is gone.")) };
    Object.defineProperty(window, "launchQueue", {
      value: {
        setConsumer: (consumer: (launch: { files: object[] }) => void) =>
          consumer({ files: [{ getFile: async () => file }, gone] }),
      },
    });
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: /^opened\.csv/ })).toBeVisible();
});
