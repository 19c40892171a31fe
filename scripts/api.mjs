// docs/api.md: what the package exports, written from its types.

import { declarations } from "./declarations.mjs";
import { inRoot } from "./steps.mjs";
import { writeTypes } from "./types.mjs";

/** Where the reference stands. */
export const API = "docs/api.md";

/** What a program names itself; everything else is what these take and give. */
const ENTRIES = ["createEngine", "Engine", "Fitted", "KindredRecommender"];

/** Members that every element has, and setters, which stand beside their getters. */
const KNOWN = /^set |^static |\w+Callback\(|^(add|remove)EventListener/;

/** The reference as it has to be for the present types. */
export async function apiReference() {
  const folder = inRoot("node_modules", ".cache", "kindred", "api");
  await writeTypes(folder);
  const all = await declarations(folder);
  const used = reached(all);
  const parts = used.map((declaration) => section(declaration, new Set(used.map((d) => d.name))));
  return [
    "# The JavaScript API",
    "Written from the types by `npm run check -- --update`. What is exported besides is between the client and its worker.",
    ...parts,
    "",
  ].join("\n\n");
}

/** The entries and all that they lead to, in the order of their first mention. */
function reached(all) {
  const names = new Set(ENTRIES);
  for (const name of names)
    for (const other of all.get(name)?.refers ?? []) if (all.has(other)) names.add(other);
  return [...names].flatMap((name) => all.get(name) ?? []);
}

function section({ name, kind, node, text, doc, members }, known) {
  const parts = [`## ${name}`, prose(doc)];
  if (kind === "ClassDeclaration")
    for (const member of members.filter((one) => !KNOWN.test(one.text)))
      parts.push(`### ${name}.${member.name}`, code(member.text), prose(member.doc));
  else if (kind === "TSInterfaceDeclaration") {
    const bases = (node.extends ?? []).map(({ expression }) => linked(expression.name, known));
    if (bases.length > 0) parts.push(`All of ${bases.join(" and ")}, and:`);
    parts.push(table(members, known));
  } else parts.push(code(text));
  return parts.filter(Boolean).join("\n\n");
}

const code = (text) => `\`\`\`ts\n${text}\n\`\`\``;

function table(members, known) {
  const rows = members.map(
    ({ name, optional, type, doc }) =>
      `| \`${name}${optional ? "?" : ""}\` | ${typed(type, known)} | ${prose(doc).replace(/\s*\n\s*/g, " ")} |`,
  );
  return members.length > 0 ? ["| | type | |", "|---|---|---|", ...rows].join("\n") : "";
}

/** A type in a cell; a single name leads to its section. */
function typed(type, known) {
  const [, name = "", list = ""] = /^(\w+)((?:\[\])?)$/.exec(type) ?? [];
  if (known.has(name)) return `${linked(name, known)}${list}`;
  return `\`${type.replaceAll("|", "\\|")}\``;
}

const linked = (name, known) => (known.has(name) ? `[${name}](#${name.toLowerCase()})` : name);

/** A comment as prose. */
const prose = (doc) =>
  doc
    .replace(/\{@link ([^}]+)\}/g, "`$1`")
    .replace(/@throws\s+/g, "Throws ")
    .replace(/\|/g, "\\|");
