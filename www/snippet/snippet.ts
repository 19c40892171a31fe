// What an author puts into a page of theirs to show this there.

import { textsOf, type Wish } from "../wish.ts";

/** What is to be shown, and how. */
export interface Embedding {
  how: "element" | "iframe";
  /** `src` has the names of files that the author puts beside the page. */
  wish: Wish;
  theme: "" | "light" | "dark";
}

/** The markup; `page` is the address of this page, without its “#”. */
export function snippet({ how, wish, theme }: Embedding, page: string): string {
  const texts = [...textsOf(wish), ...(theme ? [["theme", theme] as const] : [])];
  if (how === "iframe") {
    // Files lie beside the page that reads them.
    const address = wish.src.length > 0 ? "index.html" : page;
    const asked = new URLSearchParams(texts.map(([name, text]) => [name, text]));
    const src = escaped(`${address}#embed&${asked}`);
    return `<iframe src="${src}" title="Recommendations" width="600" height="500" loading="lazy"></iframe>`;
  }
  const attributes = texts.map(([name, text]) => ` ${name}="${escaped(text)}"`).join("");
  return `<script type="module" src="lib/element.js"></script>
<kindred-recommender${attributes}>
  <p>Here are recommendations, where the browser can make them.</p>
</kindred-recommender>`;
}

/** What has to lie where, in sentences. */
export function needs({ how, wish: { src } }: Embedding): string[] {
  const files = src.map((name) => decodeURIComponent(name)).join(", ");
  const all: string[] = [];
  if (how === "element") all.push("Put the folder lib of the package beside your page.");
  else if (src.length > 0) all.push("Put this page, with all that is in its folder, beside yours.");
  if (src.length > 0)
    all.push(
      `Put ${files} there, too: your file has not left this device, and whoever reads your page will fetch it.`,
    );
  return all;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

/** A text as it stands in an attribute. */
const escaped = (text: string) => text.replace(/[&"<>]/g, (letter) => ESCAPES[letter] ?? letter);
