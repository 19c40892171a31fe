import { defineConfig } from "vitest/config";
import { inRoot } from "../../scripts/steps.mjs";

export default defineConfig({
  root: inRoot(),
  test: {
    include: ["tests/package/*.test.ts"],
    environment: "node",
    testTimeout: 90_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
