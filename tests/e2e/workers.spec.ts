// Several workers share the work of one engine: the results are those of one, to the bit.

import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/steps.mjs";
import { file } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { choose, load, set, withPackage, withPackageElsewhere, withPage } from "./steps.ts";

/** Ratings of people of two tastes, as a table. */
function table(people: number, items: number, share = 0.2): string {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  let rows = "user,item,rating\n";
  for (let user = 0; user < people; user++)
    for (let item = 0; item < items; item++) {
      if (random() > share) continue;
      const liked = user % 2 === item % 2 ? 3 : 1;
      rows += `u${user},i${item},${liked + Math.floor(3 * random())}\n`;
    }
  return rows;
}

test("one, two and three workers give the same models, figures and comparisons", async ({
  page,
  watch,
}) => {
  test.slow();
  await withPackage(page, async (root) => {
    const given = { address: `${root}client.js`, text: table(1500, 150) };
    const seen = await page.evaluate(async ({ address, text }) => {
      const { createEngine } = (await import(
        address
      )) as typeof import("../../www/engine/client.ts");
      const hashed = async (bytes: Uint8Array<ArrayBuffer>) =>
        Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))).join(" ");
      const without = (key: string, value: unknown) =>
        ["seconds", "team"].includes(key) ? undefined : value;
      const all = [];
      for (const workers of [1, 2, 3]) {
        const engine = await createEngine({ workers });
        await engine.load({ name: "ratings.csv", bytes: new Blob([text]) });
        // Nobody waits for a helper: how soon one is there depends on what else the machine does.
        for (let tries = 0; tries < 20; tries++) {
          const early = await engine.fit({ model: "als", epochs: 30, implicit: true });
          early.close();
          if ((early.report.team?.workers ?? 1) >= workers) break;
        }
        const models: Record<string, string> = {};
        const teams: Record<string, number> = {};
        for (const settings of [
          { model: "als", epochs: 10, implicit: true },
          { model: "item_knn" },
          { model: "rp3beta" },
          { model: "ease" },
          // So large that they are learned in blocks.
          { model: "mf", factors: 1024, epochs: 3 },
          { model: "bpr", factors: 1024, epochs: 3 },
          { model: "svdpp", factors: 512, epochs: 3 },
        ]) {
          const fitted = await engine.fit(settings);
          models[settings.model] = await hashed(await fitted.save());
          teams[settings.model] = fitted.report.team?.workers ?? 0;
          fitted.close();
        }
        const evaluate = () =>
          engine.evaluate({ model: "als", epochs: 3 }, { metrics: ["ndcg@10", "auc", "rmse"] });
        let evaluated = await evaluate();
        for (let tries = 0; tries < 20 && evaluated.team.workers < workers; tries++)
          evaluated = await evaluate();
        let fractions: number[] = [];
        let orderly = true;
        await engine.evaluate(
          { model: "als", epochs: 6 },
          {
            onProgress: ({ fraction }) => {
              orderly &&= fraction >= (fractions.at(-1) ?? 0);
              fractions.push(fraction);
            },
          },
        );
        const end = fractions.at(-1);
        fractions = [];
        const finished: number[] = [];
        let running = 0;
        const compared = await engine.compare(["als", "mf", "item_knn", "bias"], {
          metrics: ["ndcg@10"],
          onProgress: (progress) => {
            if (progress.sofar) finished.push(progress.finished);
            running = Math.max(running, progress.running);
          },
        });
        const found = await engine.search({ model: "als", ranges: ["factors=8|16"], trials: 2 });
        const [one, more] = [running, await engine.memory()];
        const data = await engine.report();
        // Other data: those who helped are no longer there.
        await engine.loadSample("films");
        const alone = await engine.memory();
        engine.close();
        all.push({
          same: { models, figures: JSON.stringify([evaluated, compared, found, data], without) },
          workers: { ...teams, evaluated: evaluated.team.workers, running: one },
          told: { orderly, end, finished },
          freed: more > alone,
        });
      }
      return all;
    }, given);
    const [one, two, three] = seen;
    expect(two?.same).toEqual(one?.same);
    expect(three?.same).toEqual(one?.same);
    for (const { told } of seen)
      expect(told).toEqual({ orderly: true, end: 1, finished: [1, 2, 3, 4, 5] });
    for (const count of Object.values(one?.workers ?? {})) expect(count).toBe(1);
    expect(two?.workers).toMatchObject({ als: 2, mf: 2, evaluated: 2, running: 2 });
    expect(three?.workers).toMatchObject({ als: 3, evaluated: 3 });
    expect([one?.freed, two?.freed, three?.freed]).toEqual([false, true, true]);
    watch.requests = watch.requests.filter((url) => !url.startsWith(root));
  });
});

test("one, two and three workers learn the same weights of hashed pairs", async ({
  page,
  watch,
}) => {
  test.slow();
  await withPackage(page, async (root) => {
    // So many pairs that two learn them at once.
    const given = { address: `${root}client.js`, text: table(1000, 150, 0.95) };
    const seen = await page.evaluate(async ({ address, text }) => {
      const { createEngine } = (await import(
        address
      )) as typeof import("../../www/engine/client.ts");
      const models = new Set<string>();
      const teams: number[] = [];
      for (const workers of [1, 2, 3]) {
        const engine = await createEngine({ workers });
        await engine.load({ name: "ratings.csv", bytes: new Blob([text]) });
        let team = 0;
        // How soon a helper is there depends on what else the machine does.
        for (let tries = 0; tries < 20 && team < workers; tries++) {
          const fitted = await engine.fit({ model: "hashed_lr", bits: 12 });
          const hash = await crypto.subtle.digest("SHA-256", await fitted.save());
          models.add(Array.from(new Uint8Array(hash)).join(" "));
          team = Math.max(team, fitted.report.team?.workers ?? 0);
          fitted.close();
        }
        teams.push(team);
        engine.close();
      }
      return { models: models.size, teams };
    }, given);
    expect(seen).toEqual({ models: 1, teams: [1, 2, 3] });
    watch.requests = watch.requests.filter((url) => !url.startsWith(root));
  });
});

test("a Stop ends the work of all, and a helper that dies is done without", {
  tag: "@alone",
}, async ({ page, watch }) => {
  test.slow();
  await withPackage(page, async (root) => {
    const given = { address: `${root}client.js`, root, text: table(1500, 150) };
    const seen = await page.evaluate(async ({ address, root, text }) => {
      const { createEngine } = (await import(
        address
      )) as typeof import("../../www/engine/client.ts");
      const started: Worker[] = [];
      const worker = () => {
        const one = new Worker(`${root}worker.js`);
        started.push(one);
        return one;
      };
      const engine = await createEngine({ worker, workers: 2, patience: 5000 });
      await engine.load({ name: "ratings.csv", bytes: new Blob([text]) });
      const model = "als";
      const waited: number[] = [];
      const names: string[] = [];
      for (let time = 0; time < 3; time++) {
        const stop = new AbortController();
        let asked = 0;
        const onProgress = ({ team }: { team: { workers: number } }) => {
          if (team.workers < 2 || asked > 0) return;
          asked = performance.now();
          stop.abort();
        };
        const fitting = engine.fit({ model, epochs: 1000 }, { signal: stop.signal, onProgress });
        names.push(await fitting.then(String, (error: Error) => error.name));
        // Whoever helped has stopped, too, when it can be told to do other work.
        waited.push(performance.now() - asked);
      }
      // A comparison keeps what is finished.
      const stop = new AbortController();
      const kept = await engine.compare(
        ["bias", { model, epochs: 1000 }, { model: "mf", epochs: 1000 }],
        {
          signal: stop.signal,
          onProgress: ({ finished, running }) => finished >= 2 && running === 2 && stop.abort(),
        },
      );
      const settings = { model, epochs: 60, seed: 3 };
      const whole = await engine.fit(settings);
      const workers = started.length;
      const onProgress = ({ team }: { team: { workers: number } }) => {
        if (team.workers === 2) started[1]?.terminate();
      };
      const without = await engine.fit(settings, { onProgress });
      const [a, b] = [await whole.save(), await without.save()];
      const same = a.length === b.length && a.every((byte, at) => byte === b[at]);
      engine.close();
      return {
        ...{ waited, names, workers, same },
        kept: [kept.stopped, kept.finished, kept.planned],
        whole: whole.report.team,
        without: without.report.team,
      };
    }, given);
    expect(seen.names).toEqual(["AbortError", "AbortError", "AbortError"]);
    // Other work on the machine may delay one of them.
    expect(Math.min(...seen.waited)).toBeLessThan(300);
    expect(seen.kept).toEqual([true, 2, 4]);
    expect(seen.workers).toBe(2);
    expect(seen.whole).toEqual({ workers: 2, bytes: expect.any(Number) });
    expect(seen.whole?.bytes).toBeGreaterThan(2_000_000);
    expect(seen.without).toMatchObject({ workers: 2, lost: "It did not answer." });
    expect(seen.same).toBe(true);
    watch.requests = watch.requests.filter((url) => !url.startsWith(root));
  });
});

test("the page opened from a file has as many workers as suit the machine, and says so", async ({
  page,
  watch,
}) => {
  const address = pathToFileURL(inRoot("dist", "kindred.html")).href;
  await page.goto(address);
  await load(page, [file("ratings.csv", table(1500, 150))]);
  await choose(page, /^Alternating least squares/);
  await set(page, { Epochs: "1000" });
  const train = page.locator("#train");
  await train.getByRole("button", { name: /^Train/ }).click();
  await expect(train.locator(".job .hint")).toContainText(/3 workers at it \(.*\sMB\)/);
  await train.getByRole("button", { name: "Stop" }).click();
  await expect(train.locator(".note")).toContainText("Stopped training.");
  watch.requests.length = 0;
});

test("a sandboxed frame, which has no origin, has helpers, too", async ({ page, watch }) => {
  await withPackageElsewhere(async (root) => {
    const inner = `<script type="module">
      const tell = (text) => parent.postMessage(text, "*");
      try {
        const { createEngine } = await import("${root}client.js");
        const engine = await createEngine({ workers: 2 });
        let rows = "user,item,rating\\n";
        for (let user = 0; user < 900; user++)
          for (let item = 0; item < 150; item++)
            if ((user * 31 + item * 17) % 5 === 0) rows += "u" + user + ",i" + item + "," + (1 + ((user + item * user) % 5)) + "\\n";
        await engine.load({ name: "ratings.csv", bytes: new Blob([rows]) });
        const fitted = await engine.fit({ model: "als", epochs: 300 });
        tell("workers: " + fitted.report.team.workers);
        engine.close();
      } catch (error) { tell(error.name + ": " + error.message); }
    </script>`;
    const body = `<script>addEventListener("message", ({ data }) => { document.title = data; });</script>
      <iframe sandbox="allow-scripts" title="Sandboxed" srcdoc="${inner.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`;
    await withPage(page, body, async () => {
      await expect(page).toHaveTitle("workers: 2");
      watch.requests.length = 0;
    });
  });
});
