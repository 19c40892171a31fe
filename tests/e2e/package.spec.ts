import { file, twoCamps } from "./data.ts";
import { expect, test } from "./fixtures.ts";
import { withPackage } from "./steps.ts";

test("the JavaScript package works in another page from its own files, without a bundler", async ({
  page,
  watch,
}) => {
  await withPackage(page, async (root) => {
    const files = [
      ...twoCamps(),
      file(
        "mine.csv",
        'Const,Your Rating,Title,Year\ntt1,10,"Sea, part 1",1999\ntt2,7,Elsewhere,2001\n',
      ),
      file("unclear.txt", "a;b;c\n1;x;2\n3;y;4\n"),
    ].map(({ name, buffer }) => ({ name, text: buffer.toString("utf8") }));
    const seen = await page.evaluate(
      async ({ address, files }) => {
        const { createEngine } = (await import(
          address
        )) as typeof import("../../www/engine/client.ts");
        const inputs = files.map(({ name, text }) => ({ name, bytes: new Blob([text]) }));
        const [ratings, movies, mine, unclear] = inputs;
        if (!ratings || !movies || !mine || !unclear) throw new Error("four files are given");
        const engine = await createEngine();
        const report = await engine.load([ratings, movies]);
        const fitted = await engine.fit({ model: "item_knn" });
        const own = await engine.matchExport(mine);
        const forMe = await fitted.recommendFor(own.rated, { n: 3 });
        const part = await engine.load([ratings, movies], { keepUsers: 0.5 });
        const refused = await engine.load(unclear).catch((error: Error) => error.name);
        const previews = await engine.previews();
        const turned = await engine.preview(unclear, {
          columns: { separator: ",", header: false },
        });
        const columns = { user: 1, item: 0, rating: 2 };
        const chosen = await engine.load(unclear, { columns });
        engine.close();
        const closed = await engine.models().catch((error: Error) => error.name);
        return {
          people: [report.users, part.users, chosen.users],
          own,
          forMe: forMe.map((r) => r.title),
          refused,
          rows: [previews[0]?.rows[1], turned[0]?.rows[1]],
          closed,
        };
      },
      { address: `${root}client.js`, files },
    );
    expect(seen.own).toEqual({
      rated: [{ id: "1", title: "Sea, part 1 (1999)", rating: 5 }],
      seen: [],
      wanted: [],
      unmatched: ["Elsewhere (2001)"],
    });
    expect(seen.forMe).toHaveLength(3);
    for (const title of seen.forMe) expect(title).toMatch(/^Sea/);
    expect(seen.people[0]).toBe(60);
    expect(seen.people[1]).toBeGreaterThan(15);
    expect(seen.people[1]).toBeLessThan(45);
    expect(seen.people[2]).toBe(2);
    expect(seen.refused).toBe("FileError");
    expect(seen.rows[0]).toEqual(["1", "x", "2"]);
    expect(seen.rows[1]).toEqual(["1;x;2"]);
    expect(seen.closed).toBe("StateError");
    await expect
      .poll(() => watch.requests)
      .toEqual(expect.arrayContaining([`${root}worker.js`, `${root}kindred_bg.wasm`]));
    watch.requests = watch.requests.filter((url) => !url.startsWith(root));
  });
});
