// npm start: installs what is missing, builds, and serves the page.
//
//     npm start                   on any free port
//     npm start -- --port 8080    on this one

import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { serve } from "./serve.mjs";
import { Failure, inRoot, main } from "./steps.mjs";

await main(async () => {
  const { port } = options();
  await build();
  const server = await serve(inRoot("dist"), { port, quality: 5 }).catch((error) => {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") {
      throw new Failure(
        `Port ${port} cannot be used (${error.code}): choose another with npm start -- --port N.`,
      );
    }
    throw error;
  });
  console.log(`\nKindred is at ${server.address}  (Ctrl+C stops it)`);
});

function options() {
  const usage = "npm start takes only --port N, with N from 0 to 65535.";
  try {
    const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
    const port = Number(values.port);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return { port };
  } catch {
    // An unknown option: the usage says which one there is.
  }
  throw new Failure(usage);
}
