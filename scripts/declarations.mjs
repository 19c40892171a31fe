// The declarations in files of types, with their comments.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A declaration: a function, a class, an interface or an alias.
 *
 * @typedef {{ name: string, kind: string, node: any, text: string, doc: string, refers: Set<string>, members: Member[] }} Declaration
 * @typedef {{ name: string, text: string, type: string, optional: boolean, doc: string }} Member
 */

/**
 * All exported declarations of a folder, by name.
 *
 * @param {string} folder
 * @returns {Promise<Map<string, Declaration>>}
 */
export async function declarations(folder) {
  // Loaded when it is needed: this module is also read before any package exists.
  const { parseSync } = await import("rolldown/utils");
  const all = new Map();
  const paths = readdirSync(folder, { recursive: true }).map(String).sort();
  for (const path of paths.filter((name) => name.endsWith(".d.ts"))) {
    const source = readFileSync(join(folder, path), "utf8");
    const { program, comments, errors } = parseSync(path, source, { lang: "dts" });
    if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
    for (const statement of program.body) {
      const node = statement.declaration;
      if (!statement.type.startsWith("Export") || !node?.id) continue;
      const read = new Reading(source, comments);
      all.set(node.id.name, {
        name: node.id.name,
        kind: node.type,
        node,
        text: read.code(node),
        doc: read.doc(statement),
        refers: new Set(references(node)),
        members: (node.body?.body ?? []).flatMap((member) => read.member(member)),
      });
    }
  }
  return all;
}

/** One file. */
class Reading {
  constructor(source, comments) {
    this.source = source;
    this.comments = comments;
  }

  code(node) {
    return this.source.slice(node.start, node.end);
  }

  /** On one line, without comments. */
  line(node) {
    return this.code(node)
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\s+/g, " ")
      .replace(/;$/, "")
      .trim();
  }

  /** The text of the comment right before a node. */
  doc(node) {
    const comment = this.comments.findLast(
      ({ end, type }) =>
        type === "Block" && end <= node.start && !this.source.slice(end, node.start).trim(),
    );
    if (!comment?.value.startsWith("*")) return "";
    return comment.value
      .slice(1)
      .split("\n")
      .map((text) => text.replace(/^\s*\* ?/, "").trimEnd())
      .join("\n")
      .trim();
  }

  member(node) {
    const name = node.key?.name ?? node.key?.value;
    if (node.key?.type === "PrivateIdentifier" || name === "constructor") return [];
    const type = node.typeAnnotation?.typeAnnotation;
    return [
      {
        name: name ?? this.line(node).replace(/:.*/, ""),
        text: this.line(node),
        type: type ? this.line(type) : this.line(node),
        optional: Boolean(node.optional),
        doc: this.doc(node),
      },
    ];
  }
}

/** The names of all types that a node names. */
function* references(node) {
  if (Array.isArray(node)) for (const one of node) yield* references(one);
  else if (node && typeof node === "object") {
    if (node.type === "TSTypeReference" || node.type === "TSInterfaceHeritage")
      yield (node.typeName ?? node.expression)?.name;
    for (const value of Object.values(node)) yield* references(value);
  }
}
