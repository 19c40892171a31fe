// <kindred-recommender> on pages of another origin than the package's.

import type { Page } from "@playwright/test";
import { twoCamps } from "./data.ts";
import { expect, test, type Watch } from "./fixtures.ts";
import { faults, withPackageElsewhere, withPage } from "./steps.ts";
import { stored } from "./store.ts";

/** Shows a page with this body, in which the element is defined. */
async function withElement(
  { page, watch }: { page: Page; watch: Watch },
  body: string,
  use: (root: string, host: string) => Promise<void>,
  files: Record<string, string> = {},
): Promise<void> {
  await withPackageElsewhere(async (root) => {
    const script = `<script type="module" src="${root}element.js"></script>`;
    await withPage(
      page,
      script + body,
      async (host) => {
        await use(root, host);
        watch.requests = watch.requests.filter(
          (url) => !url.startsWith(root) && !url.startsWith(host),
        );
      },
      files,
    );
  });
}

const element = (page: Page) => page.locator("kindred-recommender");
const rows = (page: Page) => element(page).locator(".ranking li");

/** The author's own data beside the page. */
const OWN = Object.fromEntries(
  twoCamps().map(({ name, buffer }) => [name, buffer.toString("utf8")]),
);

test("shows what is similar in the author's own data, and then asks for nothing", async ({
  page,
  watch,
}) => {
  await withElement(
    { page, watch },
    `<kindred-recommender src="ratings.csv movies.csv" model="item_knn" view="similar" item="3" n="5"><p>What shows without it</p></kindred-recommender>`,
    async (root, host) => {
      await expect(rows(page)).toHaveCount(5);
      await expect(element(page).getByRole("heading")).toHaveText("Similar to Sea, part 3 (1999)");
      for (const line of await rows(page).all()) await expect(line).toContainText("Sea");
      await expect(page.getByText("What shows without it")).toBeHidden();
      const asked = watch.requests.filter((url) => url.startsWith(host) || url.startsWith(root));
      expect(asked).toContain(`${host}ratings.csv`);
      const before = watch.requests.length;
      // A session: another item, and the way on from a line of the list.
      await page.evaluate(() => {
        const found = document.querySelector("kindred-recommender");
        found?.setAttribute("item", "Land, part 2 (1999)");
      });
      await expect(element(page).getByRole("heading")).toHaveText("Similar to Land, part 2 (1999)");
      await rows(page).first().getByRole("button").click();
      await expect(element(page).getByRole("heading")).not.toHaveText(/part 2 /);
      expect(watch.requests.length).toBe(before);
    },
    OWN,
  );
});

test("is read as well on a ground that is not of its theme, without an answer, too", async ({
  page,
  watch,
}) => {
  const body = `<main style="color: black; background: white">
    <kindred-recommender theme="dark" src="absent.csv">What shows without it</kindred-recommender>
    <kindred-recommender theme="dark" src="absent.csv"></kindred-recommender></main>`;
  await withElement({ page, watch }, body, async () => {
    await expect(element(page).last().getByText("absent.csv")).toBeVisible();
    await expect(page.getByText("What shows without it")).toBeVisible();
    expect((await faults(page)).filter((fault) => fault.startsWith("color"))).toEqual([]);
    watch.errors = watch.errors.filter((text) => !text.includes("404"));
  });
});

test("fetches what a view shows when it is asked for, and nothing twice", async ({
  page,
  watch,
}) => {
  const body = `<kindred-recommender sample="films" model="als" view="similar"></kindred-recommender>`;
  await withElement({ page, watch }, body, async (root) => {
    const scripts = () =>
      watch.requests.flatMap((url) =>
        url.startsWith(root) && url.endsWith(".js") ? [url.slice(root.length)] : [],
      );
    const show = (view: string) =>
      element(page).evaluate((found, view) => found.setAttribute("view", view), view);
    await expect(rows(page)).toHaveCount(10);
    const first = scripts();
    expect(first).toContain("guest.js");
    for (const view of ["lists", "you", "map", "train", "all", "versus"])
      expect(first).not.toContain(`${view}.js`);

    await show("map");
    await expect(element(page).getByRole("application", { name: /^Map of/ })).toBeVisible();
    expect(scripts()).toContain("map.js");
    expect(scripts()).not.toContain("lists.js");
    // What somebody can begin with is asked for, though the data came long before.
    await show("you");
    await expect(element(page).getByRole("radiogroup")).toHaveCount(4);
    await show("recommend");
    await expect(element(page).getByRole("heading", { name: /^Recommended for/ })).toBeVisible();
    // The form says which model it is, though it came after that was trained.
    await show("train");
    await expect(element(page).getByRole("button", { name: /^Train/ })).toHaveText(
      /Alternating least squares/,
    );
    const all = scripts();
    await show("map");
    await expect(element(page).getByRole("application", { name: /^Map of/ })).toBeVisible();
    await show("similar");
    await expect(rows(page)).toHaveCount(10);
    expect(scripts()).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  });
});

test("every view of a sample shows what it is for", async ({ page, watch }) => {
  const views = ["recommend", "similar", "you", "map", "train", "all"];
  const body = views.map(
    (view) =>
      `<kindred-recommender sample="films" model="als" view="${view}"></kindred-recommender>`,
  );
  await withElement({ page, watch }, body.join(""), async (root) => {
    const at = (view: string) => page.locator(`kindred-recommender[view="${view}"]`);
    for (const view of ["recommend", "similar", "you", "all"]) {
      await at(view).scrollIntoViewIfNeeded();
      await expect(at(view).locator(".ranking li")).toHaveCount(10);
    }
    await at("map").scrollIntoViewIfNeeded();
    await expect(at("map").locator("canvas")).toBeVisible();
    await at("map").locator("canvas").focus();
    await page.keyboard.press("ArrowRight");
    await expect(at("map").locator(".under button")).toBeVisible();
    await at("train").scrollIntoViewIfNeeded();
    await at("train")
      .getByRole("button", { name: /^Train/ })
      .click();
    await expect(at("train").locator(".result")).toContainText("trained on");
    const modules = watch.requests.filter((url) => url === `${root}kindred_bg.wasm`);
    expect(modules, "six elements share one module").toHaveLength(1);
  });
});

test("begins only near the window, and goes on when it is moved", async ({ page, watch }) => {
  await withElement(
    { page, watch },
    `<style>#post { height: 3000px }</style><div id="top"></div><div id="post">A long post</div><kindred-recommender sample="films" view="similar"></kindred-recommender>`,
    async (root) => {
      await expect(page.locator("#post")).toBeVisible();
      await page.waitForFunction(() => customElements.get("kindred-recommender"));
      await page.waitForTimeout(500);
      const early = watch.requests
        .filter((url) => url.startsWith(root))
        .map((url) => url.slice(root.length));
      expect(early.filter((name) => /wasm|worker|guest/.test(name))).toEqual([]);
      await element(page).scrollIntoViewIfNeeded();
      await expect(rows(page)).toHaveCount(10);
      const before = watch.requests.length;
      await page.evaluate(() => {
        const found = document.querySelector("kindred-recommender");
        if (found) document.querySelector("#top")?.append(found);
      });
      await expect(rows(page)).toHaveCount(10);
      expect(watch.requests.length).toBe(before);
    },
  );
});

test("tells its events, and gives its engine and model to scripts", async ({ page, watch }) => {
  await withElement({ page, watch }, "", async (root) => {
    const seen = await page.evaluate(async (address) => {
      const { KindredRecommender } = (await import(
        address
      )) as typeof import("../../www/element/element.ts");
      const made = new KindredRecommender();
      const events: string[] = [];
      for (const name of ["ready", "progress", "error"] as const)
        made.addEventListener(name, (event) => events.push(event.type));
      made.sample = "films";
      made.model = "item_knn";
      made.view = "recommend";
      made.n = 3;
      document.body.append(made);
      await made.load();
      const somebody = await (await made.engine)?.somebody();
      const list = await made.fitted?.recommend(somebody?.id ?? "", { n: 3 });
      return { events, list: list?.length, n: made.n, error: made.error };
    }, `${root}element.js`);
    expect(seen.events[0]).toBe("progress");
    expect(seen.events.at(-1)).toBe("ready");
    expect(seen.list).toBe(3);
    expect(seen.n).toBe(3);
    await expect(rows(page)).toHaveCount(3);
  });
});

for (const [what, attributes, says] of [
  ["a file that is not there", 'src="nothing.csv"', /nothing\.csv could not be fetched: 404/],
  ["a file of something else", 'src="post.txt"', /post\.txt/],
  [
    "a model that does not exist",
    'sample="films" model="oracle"',
    /The model is one of auto, .*found “oracle”/,
  ],
  [
    "a setting that does not exist",
    'sample="films" model="als wisdom=9"',
    /“wisdom” is no setting/,
  ],
  ["a setting out of its range", 'sample="films" model="als factors=-1"', /setting of the model/],
  ["a view that does not exist", 'sample="films" view="table"', /The view is one of/],
  ["a length that is none", 'sample="films" n="1e9"', /n is a whole number/],
  ["nothing to show", "", /It needs files/],
] as const) {
  test(`with ${what} the fallback stays, and the reason is told`, async ({ page, watch }) => {
    await withElement(
      { page, watch },
      `<kindred-recommender id="bare" ${attributes}></kindred-recommender>
       <kindred-recommender id="kept" ${attributes}><p>What shows without it</p></kindred-recommender>`,
      async () => {
        await expect(page.locator("#bare").locator("[part=message]")).toHaveText(says);
        await expect(page.getByText("What shows without it")).toBeVisible();
        await expect
          .poll(() =>
            page.evaluate(() => {
              const kept = document.querySelector("kindred-recommender#kept");
              return (kept as HTMLElement & { error?: Error }).error?.message ?? "";
            }),
          )
          .toMatch(says);
        watch.errors = watch.errors.filter((text) => !text.includes("404"));
      },
      { "post.txt": "It was a dark and stormy night.\n" },
    );
  });
}

test("hostile titles, ids and addresses stay text", async ({ page, watch }) => {
  const evil = '<img src=x onerror="window.hit=1"><script>window.hit=2</script>';
  const quoted = `"${evil.replaceAll('"', '""')}"`;
  const ratings = ["userId,itemId,rating"];
  for (let p = 0; p < 30; p++)
    for (let i = 0; i < 8; i++) if ((p + i) % 3) ratings.push(`${p},${i},${1 + ((p * i) % 5)}`);
  const movies = ["itemId,title", ...Array.from({ length: 8 }, (_, i) => `${i},${quoted}`)];
  const escaped = evil.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  await withElement(
    { page, watch },
    `<kindred-recommender src="r.csv m.csv" model="item_knn" view="all"></kindred-recommender>
     <kindred-recommender id="who" src="r.csv m.csv" model="item_knn" view="recommend" person="${escaped}"></kindred-recommender>
     <kindred-recommender id="where" src="javascript:window.hit=3"></kindred-recommender>`,
    async () => {
      await expect(element(page).first().locator(".ranking li").first()).toContainText(
        "<img src=x",
      );
      await page.locator("#who").scrollIntoViewIfNeeded();
      await expect(page.locator("#who").getByRole("alert")).toContainText("<img src=x");
      await page.locator("#where").scrollIntoViewIfNeeded();
      await expect(page.locator("#where").locator("[part=message]")).toContainText(
        "could not be fetched",
      );
      expect(await page.evaluate(() => Reflect.get(window, "hit"))).toBeUndefined();
      expect(await element(page).first().locator("img, script").count()).toBe(0);
      watch.errors = watch.errors.filter((text) => !text.includes("javascript"));
    },
    { "r.csv": ratings.join("\n"), "m.csv": movies.join("\n") },
  );
});

test("hostile model files are refused in words", async ({ page, watch }) => {
  const header = (text: string) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, Buffer.from(text)]).toString("latin1");
  };
  const bad = {
    "long.safetensors": `${"\xff".repeat(8)}{}`,
    "empty.safetensors": header("{}"),
    "beyond.safetensors": header(
      '{"x":{"dtype":"F32","shape":[4294967295,4294967295],"data_offsets":[0,8]}}',
    ),
  };
  const body = Object.keys(bad).map(
    (name) => `<kindred-recommender src="${name}"><i>Kept ${name}</i></kindred-recommender>`,
  );
  await withElement(
    { page, watch },
    body.join(""),
    async () => {
      for (const name of Object.keys(bad)) {
        await expect
          .poll(() =>
            page.evaluate((src) => {
              const found = document.querySelector(`kindred-recommender[src="${src}"]`);
              return (found as HTMLElement & { error?: Error }).error?.message;
            }, name),
          )
          .toMatch(/./);
        await expect(page.getByText(`Kept ${name}`)).toBeVisible();
      }
    },
    bad,
  );
});

test("leaves the host's globals, storage and style alone, and takes on a colour and a part", async ({
  page,
  watch,
}) => {
  const body = `
    <style>
      p, button, h3 { color: rgb(1, 2, 3); }
      kindred-recommender { --accent: rgb(200, 0, 100); }
      kindred-recommender::part(list) { border-top: 7px solid; }
    </style>
    <p id="mine">Mine</p><script>window.before = Object.keys(window).sort().join();</script>
    <kindred-recommender sample="films" view="similar" theme="dark"></kindred-recommender>`;
  await withElement({ page, watch }, body, async () => {
    await expect(rows(page)).toHaveCount(10);
    const seen = await page.evaluate(() => ({
      globals:
        Object.keys(window)
          .filter((name) => name !== "before")
          .sort()
          .join() === Reflect.get(window, "before"),
      stored: localStorage.length + sessionStorage.length + document.cookie.length,
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      mine: getComputedStyle(document.querySelector("#mine") as Element).color,
      height: document.documentElement.clientHeight > 0,
    }));
    expect(seen).toEqual({
      globals: true,
      stored: 0,
      sheets: 1,
      mine: "rgb(1, 2, 3)",
      height: true,
    });
    const list = element(page).locator(".ranking");
    await expect(list).toHaveCSS("border-top-width", "7px");
    await expect(element(page).locator(".gauge .bar").first()).toHaveCSS(
      "fill",
      "rgb(200, 0, 100)",
    );
    await expect(element(page).getByRole("region")).toHaveCSS(
      "background-color",
      "rgb(28, 32, 36)",
    );
  });
});

test("with keep what a visitor rates comes back, until it is forgotten; without it nothing is kept", async ({
  page,
  watch,
}) => {
  const five = () => element(page).getByRole("radio", { name: "5 of 5" }).first();
  const forget = () => element(page).getByRole("button", { name: "Forget everything" });
  const rated = () =>
    element(page)
      .locator("#panel")
      .getByRole("button", { name: /^Remove/ });
  for (const keep of ["", " keep"]) {
    const body = `<kindred-recommender${keep} sample="films" model="als factors=8 epochs=2" view="you"></kindred-recommender>`;
    await withElement({ page, watch }, body, async () => {
      await five().check();
      await expect(rows(page).first()).toBeVisible();
      if (!keep) {
        await page.waitForTimeout(1500);
        expect(await stored(page)).toEqual([]);
        expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
        await expect(forget()).toHaveCount(0);
        return;
      }
      await expect(forget()).toBeVisible();
      // Only what the visitor said: one document, and none of the author's data.
      await expect
        .poll(async () => (await stored(page)).map(({ size }) => size > 0))
        .toEqual([true]);
      await expect(rated()).toHaveCount(1);
      await page.reload();
      await expect(rated()).toHaveCount(1);
      await forget().click();
      await expect.poll(() => stored(page)).toEqual([]);
      await page.reload();
      await expect(five()).toBeVisible();
      await expect(rated()).toHaveCount(0);
    });
  }
});

test("the focus stays in it, from a list to what is similar and back", async ({ page, watch }) => {
  await withElement(
    { page, watch },
    `<kindred-recommender sample="films" view="recommend" model="item_knn"></kindred-recommender>`,
    async () => {
      await rows(page).first().getByRole("button").focus();
      await page.keyboard.press("Enter");
      await expect(element(page).getByRole("button", { name: "Back" })).toBeVisible();
      const inside = () =>
        page.evaluate(
          () => document.querySelector("kindred-recommender")?.shadowRoot?.activeElement?.tagName,
        );
      expect(await inside()).toBe("H3");
      await element(page).getByRole("button", { name: "Back" }).focus();
      await page.keyboard.press("Enter");
      await expect(element(page).getByRole("button", { name: "Back" })).toBeHidden();
      await expect.poll(inside).toMatch(/^H\d$/);
    },
  );
});
