// The documents as pages beside the built page, so that a visitor can read them wherever it is served, without a network.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inRoot } from "./steps.mjs";

/** The documents, by where they stand in the repository. */
export const DOCUMENTS = [
  "README.md",
  "docs/api.md",
  "docs/models.md",
  "docs/metrics.md",
  "docs/search.md",
  "docs/lists.md",
  "docs/files.md",
  "docs/beyond-one-tab.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
];

/** The folder within the page's. */
export const FOLDER = "docs";

/**
 * Writes each document as a page, and the pictures that they show.
 *
 * @param {string} dist the built page
 */
export async function buildDocuments(dist) {
  // Loaded when it is needed: this module is also read before any package exists.
  const { Marked } = await import("marked");
  const out = join(dist, FOLDER);
  mkdirSync(out, { recursive: true });
  const asset = (end) =>
    `../assets/${readdirSync(join(dist, "assets")).find((name) => name.endsWith(end))}`;
  const head = `<link rel="icon" href="${asset(".svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${asset(".css")}">`;
  for (const path of DOCUMENTS) {
    const text = readFileSync(inRoot(path), "utf8");
    const title = /^# (.+)$/m.exec(text)?.[1] ?? basename(path);
    writeFileSync(join(out, pageOf(path)), page(title, head, bodyOf(Marked, text)));
  }
  for (const name of readdirSync(inRoot("docs"))) {
    if (name.endsWith(".png")) copyFileSync(inRoot("docs", name), join(out, name));
  }
}

const pageOf = (path) => `${basename(path, ".md")}.html`;

/** The document's text as HTML; links to other documents go to their pages, and those to files of the source to nowhere. */
function bodyOf(Marked, text) {
  const marked = new Marked({
    gfm: true,
    walkTokens(token) {
      if (token.type === "image") token.href = basename(token.href);
      if (token.type !== "link" || /^([a-z]+:|#)/.test(token.href)) return;
      const known = DOCUMENTS.find((path) => basename(path) === basename(token.href));
      if (known) token.href = pageOf(known);
    },
    renderer: {
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        // The source is not served with the page.
        return /^([a-z]+:|#)|^[^/]+\.html$/.test(href) ? `<a href="${href}">${inner}</a>` : inner;
      },
      table(token) {
        const cells = (row, tag) =>
          `<tr>${row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
        const rows = token.rows.map((row) => cells(row, "td")).join("");
        return `<div class="scroll" tabindex="0"><table><thead>${cells(token.header, "th")}</thead><tbody>${rows}</tbody></table></div>`;
      },
    },
  });
  // Pictures with a width of their own stand there as HTML.
  return marked.parse(text.replaceAll(`src="docs/`, `src="`));
}

function page(title, head, body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Kindred</title>
${head}
</head>
<body class="document">
<header><nav aria-label="Documents"><a href="../index.html">Kindred</a>${DOCUMENTS.map(
    (path) => `<a href="${pageOf(path)}">${basename(path, ".md")}</a>`,
  ).join("")}</nav></header>
<main>${body}</main>
</body>
</html>
`;
}
