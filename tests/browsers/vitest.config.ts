import { defineConfig } from "vitest/config";
import { inRoot } from "../../scripts/steps.mjs";
import { Table } from "./table.ts";

export default defineConfig({
  root: inRoot(),
  test: {
    include: ["tests/browsers/*.test.ts"],
    environment: "node",
    testTimeout: 90_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // A training keeps a processor busy; more browsers at once would only wait for one another.
    maxWorkers: 2,
    reporters: [new Table()],
  },
});
