// What every browser test shares: the built page on a server of its own, and a watch over the page that
// fails the test when something went wrong that the test itself did not look at.

import { test as base, expect } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { inRoot } from "../../scripts/steps.mjs";

/** What the watch saw. A test that provokes an error on purpose empties the list after looking at it. */
export interface Watch {
  /** Errors: uncaught ones, those on the console, and violations of the Content-Security-Policy. */
  errors: string[];
  /** The addresses of all requests, those of workers included. */
  requests: string[];
}

interface Fixtures {
  watch: Watch;
}

interface WorkerFixtures {
  /** The address at which the production build is served. */
  address: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  address: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const server = await serve(inRoot("dist"));
      await use(server.address);
      await server.close();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ address }, use) => use(address),

  watch: [
    async ({ context, page, address }, use) => {
      const watch: Watch = { errors: [], requests: [] };
      context.on("request", (request) => watch.requests.push(request.url()));
      context.on("weberror", (error) => watch.errors.push(String(error.error())));
      context.on("console", (message) => {
        if (message.type() === "error") watch.errors.push(message.text());
      });
      await page.exposeFunction("kindredViolation", (text: string) => {
        watch.errors.push(`Content-Security-Policy: ${text}`);
      });
      // Of four cores, whichever this one has: what is shared among workers is so everywhere.
      await context.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => 4 }),
      );
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          const report = (window as unknown as { kindredViolation(text: string): void })
            .kindredViolation;
          report(`${event.violatedDirective} refused ${event.blockedURI}`);
        });
      });
      await use(watch);
      expect(watch.errors, "errors in the page").toEqual([]);
      const elsewhere = watch.requests.filter(
        (url) => !url.startsWith(address) && !/^(data|blob):/.test(url),
      );
      expect(elsewhere, "requests that left the page's origin").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
