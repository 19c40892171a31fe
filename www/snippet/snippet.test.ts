import { describe, expect, it } from "vitest";
import { readWish } from "../wish.ts";
import { type Embedding, needs, snippet } from "./snippet.ts";

const wish = (texts: Record<string, string>) => readWish((name) => texts[name] ?? null);
const embedding = (texts: Record<string, string>, how: Embedding["how"]): Embedding => ({
  how,
  wish: wish(texts),
  theme: "dark",
});

/** The markup as a browser reads it, but for frames, which are not to load anything here. */
const parsed = (markup: string) =>
  new DOMParser().parseFromString(markup.replaceAll("iframe", "x-frame"), "text/html");

/** The only element of this name in the markup. */
function read(markup: string, name: string): Element {
  const found = parsed(markup).querySelectorAll(name);
  expect(found).toHaveLength(1);
  return found[0] as Element;
}

const HOSTILE = `"><script>alert(1)</script>&amp;'`;

describe("a snippet", () => {
  it("asks, as an element, for just what was chosen", () => {
    const texts = { sample: "films", model: "als factors=16", view: "similar", item: "50", n: "5" };
    const element = read(snippet(embedding(texts, "element"), ""), "kindred-recommender");
    const given = Object.fromEntries([...element.attributes].map((a) => [a.name, a.value]));
    expect(given).toEqual({ ...texts, theme: "dark" });
  });

  it("leaves out what goes without saying", () => {
    const plain = { ...embedding({ sample: "films" }, "element"), theme: "" as const };
    expect(snippet(plain, "")).toContain(`<kindred-recommender sample="films">`);
  });

  it("asks, as a frame, by the page's address", () => {
    const frame = snippet(embedding({ sample: "films", view: "map" }, "iframe"), "https://a.b/k/");
    const address = new URL(read(frame, "x-frame").getAttribute("src") ?? "");
    expect(address.origin + address.pathname).toBe("https://a.b/k/");
    const asked = new URLSearchParams(address.hash.slice(1));
    expect([...asked]).toEqual([
      ["embed", ""],
      ["sample", "films"],
      ["view", "map"],
      ["theme", "dark"],
    ]);
  });

  for (const how of ["element", "iframe"] as const) {
    it(`keeps signs of markup what they are, as ${how}`, () => {
      const markup = snippet(embedding({ src: "a.csv", item: HOSTILE }, how), "");
      const scripts = parsed(markup).querySelectorAll("script:not([src])");
      expect(scripts).toHaveLength(0);
      if (how === "element")
        expect(read(markup, "kindred-recommender").getAttribute("item")).toBe(HOSTILE);
      else {
        const src = read(markup, "x-frame").getAttribute("src") ?? "";
        expect(new URLSearchParams(src.split("#")[1]).get("item")).toBe(HOSTILE);
      }
    });

    it(`says which files it needs, as ${how}`, () => {
      const own = embedding({ src: "my%20ratings%232.csv titles.csv" }, how);
      expect(needs(own).join(" ")).toContain("my ratings#2.csv, titles.csv");
      expect(needs(embedding({ sample: "films" }, how)).join(" ")).not.toContain("your file");
    });
  }
});
