import { defineConfig } from "vitest/config";
import { inRoot } from "../../scripts/steps.mjs";
import { Table } from "./table.ts";

export default defineConfig({
  root: inRoot(),
  test: {
    include: ["tests/browsers/*.test.ts"],
    environment: "node",
    testTimeout: 150_000,
    // Now and then WebKit of GTK breaks off the module with an access out of bounds that no other engine sees. What failed and
    // then went well is told with its error.
    retry: 1,
    // A browser may have to be started twice.
    hookTimeout: 150_000,
    teardownTimeout: 20_000,
    // A training keeps a processor busy; more browsers at once would only wait for one another.
    maxWorkers: 2,
    reporters: [new Table()],
  },
});
