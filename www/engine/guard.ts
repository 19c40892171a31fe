// Calls into the core, and turns between them.

import { named } from "./slices.ts";

/** Calls into the core. After a trap the instance is unusable, so a trap is told apart from a refusal. */
export function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      throw named(
        "PanicError",
        `Kindred's core broke off (${error.message}). That is a fault of Kindred, not of your data.`,
      );
    }
    throw error;
  }
}

const channel = new MessageChannel();
const turns: (() => void)[] = [];
channel.port1.onmessage = () => turns.shift()?.();

/** Node.js takes a thousand messages of one port before it looks at the others, but all of them before this. */
const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => unknown };

/** Lets messages in. A message to oneself comes after those that wait, and without a timer's delay. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate) {
      setImmediate(resolve);
      return;
    }
    turns.push(resolve);
    channel.port2.postMessage(undefined);
  });
}
