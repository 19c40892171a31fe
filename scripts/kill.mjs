// npm run test:kill: the browser or the tab is killed 100 times while the page writes what it keeps (tests/e2e/kill.spec.ts).
//
//     npm run test:kill -- 20     another number of times

import { build } from "./build.mjs";
import { ensureBrowser } from "./setup.mjs";
import { Failure, main, run } from "./steps.mjs";

await main(async () => {
  const kills = process.argv[2] ?? "100";
  if (!/^[1-9]\d*$/.test(kills))
    throw new Failure("npm run test:kill takes how often, such as 100.");
  await build();
  const { chromium } = await ensureBrowser();
  const test = ["node_modules/@playwright/test/cli.js", "test", "kill.spec"];
  await run(process.execPath, [...test, "--config", "tests/e2e/playwright.config.ts"], {
    env: { ...process.env, CHROMIUM: chromium, KINDRED_KILLS: kills },
    show: true,
    what: "The test of kills",
  });
});
