import { defineConfig } from "@playwright/test";
import { findChromium } from "../../scripts/setup.mjs";
import { inRoot } from "../../scripts/steps.mjs";

const chromium = findChromium();
if (!chromium)
  throw new Error("Chromium is missing: npm test installs it, or the variable CHROMIUM names it.");

export default defineConfig({
  testDir: ".",
  outputDir: inRoot("test-results"),
  // A browser on a busy machine may be too slow once; such a test is named as flaky at the end. --retries 0 while one works on it.
  retries: 1,
  timeout: 90_000,
  // The machine may be busy with a build; what has to be fast is measured by the tests that say so.
  expect: { timeout: 15_000 },
  // Two at a time; what measures how fast the page answers is tagged @alone, and npm test runs it by itself.
  workers: 2,
  forbidOnly: true,
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    actionTimeout: 20_000,
    // Each request is to be seen. What is kept for visits without a network has tests of its own.
    serviceWorkers: "block",
    // Traced only when it is tried again: what a trace records of every step takes a third of the time.
    trace: "on-first-retry",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
      ],
    },
  },
});
