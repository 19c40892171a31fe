// What workers start from where the page is one file: its own text has both, gzipped and in letters.

import { compiled, type Kit } from "./kit.ts";

/** Unpacks the script and compiles the core. */
export function fetchKit(): Kit {
  return {
    script: unpacked("kindred-worker").text(),
    module: compiled(unpacked("kindred-core").arrayBuffer().then(WebAssembly.compile)),
  };
}

/** The content of the element with this id. */
function unpacked(id: string): Response {
  const letters = atob(document.getElementById(id)?.textContent ?? "");
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}
