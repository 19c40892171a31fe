// Which modules become one file.

import { inRoot } from "./steps.mjs";

/**
 * Whether a module is among all that some of the sources load at once, but for what they import when it is needed.
 *
 * @param {string[]} paths under www/, with “/” between their parts
 * @returns {(id: string, context: import("rolldown").ChunkingContext) => boolean}
 */
export function loadedWith(...paths) {
  let known;
  return (id, context) => {
    known ??= loadedAtOnce(
      paths.map((path) => inRoot("www", ...path.split("/"))),
      context,
    );
    return known.has(id);
  };
}

function loadedAtOnce(first, context) {
  const ids = new Set();
  const add = (id) => {
    if (ids.has(id)) return;
    ids.add(id);
    context.getModuleInfo(id)?.importedIds.forEach(add);
  };
  first.forEach(add);
  return ids;
}

/**
 * Modules that become one file of this name; those of two groups go with the one of higher priority.
 *
 * @param {string} name
 * @param {(id: string, context: import("rolldown").ChunkingContext) => boolean} test
 * @param {number} priority
 */
export const group = (name, test, priority) => ({
  /** @type {(id: string, context: import("rolldown").ChunkingContext) => string | null} */
  name: (id, context) => (test(id, context) ? name : null),
  debugName: name,
  priority,
});
