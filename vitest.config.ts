import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["www/**/*.test.ts", "tests/scripts/**/*.test.ts"],
    // View functions make elements. Tests that need Node alone say so at their head.
    environment: "happy-dom",
  },
});
