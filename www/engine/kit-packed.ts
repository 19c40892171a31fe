// What workers start from where it is not in files of its own: gzipped and in letters.

import { compiled, type Kit } from "./kit.ts";

/** Unpacks the script and compiles the core. */
export function unpackKit(script: string, core: string): Kit {
  return {
    script: unpacked(script).text(),
    module: unpackCore(core),
  };
}

/** Unpacks and compiles the core, or its second part. */
export function unpackCore(core: string): Promise<WebAssembly.Module> {
  return compiled(unpacked(core).arrayBuffer().then(WebAssembly.compile));
}

function unpacked(text: string): Response {
  const letters = atob(text);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}
