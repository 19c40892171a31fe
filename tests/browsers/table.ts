import type { Reporter, TestCase, TestModule } from "vitest/node";
import { seconds } from "../../scripts/steps.mjs";

/** Prints one table: flows as rows, browsers as columns. */
export class Table implements Reporter {
  onTestCaseResult(test: TestCase): void {
    console.log(`  ${browser(test.module)}, ${test.name}: ${outcome(test)}`);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    const columns = [...modules].sort((a, b) => browser(a).localeCompare(browser(b)));
    const rows = new Map<string, Map<TestModule, string>>();
    for (const module of columns)
      for (const test of module.children.allTests()) {
        const row = rows.get(test.name) ?? new Map();
        rows.set(test.name, row.set(module, outcome(test)));
      }
    const line = (name: string, cells: string[]) =>
      console.log(`  ${name.padEnd(24)}${cells.map((cell) => cell.padEnd(16)).join("")}`);
    console.log();
    line("", columns.map(browser));
    for (const [name, row] of rows)
      line(
        name,
        columns.map((module) => row.get(module) ?? "—"),
      );
    for (const module of columns) {
      for (const error of module.errors()) console.log(`\n${browser(module)}: ${error.message}`);
      for (const suite of module.children.allSuites())
        for (const error of suite.errors()) console.log(`\n${browser(module)}: ${error.message}`);
      for (const test of module.children.allTests())
        for (const { name, message, stack } of test.result().errors ?? [])
          console.log(`\n${browser(module)}, ${test.name}: ${name}: ${message}\n${place(stack)}`);
    }
    for (const { message } of unhandled) console.log(`\n${message}`);
  }
}

const browser = (module: TestModule) => /(\w+)\.test\.ts$/.exec(module.moduleId)?.[1] ?? "";

function outcome(test: TestCase): string {
  const { state } = test.result();
  const time = seconds(test.diagnostic()?.duration ?? 0);
  if (state === "passed") return `${test.diagnostic()?.flaky ? "2nd try" : "ok     "} ${time}`;
  return state === "failed" ? `FAILED  ${time}` : "not there";
}

/** Where in the flows it failed. */
const place = (stack = "") => /.*flows\.ts.*/.exec(stack)?.[0] ?? "";
