import { expect, test } from "vitest";
import type { Training } from "./engine/client.ts";
import { askBeforeLeaving } from "./leaving.ts";
import { initial } from "./state.ts";

/** Whether the browser would ask before it leaves a page that trains like this. */
function asks(seconds: number, secondsLeft: number): boolean {
  const state = initial();
  const progress = { seconds, secondsLeft } as Training;
  state.job = { kind: "train", title: "", lossName: "", progress };
  askBeforeLeaving(state);
  const event = new Event("beforeunload", { cancelable: true });
  dispatchEvent(event);
  return event.defaultPrevented;
}

test("the browser asks before it leaves a long training, and only then", () => {
  expect(asks(3, 60)).toBe(true);
  expect(asks(59, 1)).toBe(true);
  // Not known yet, and short.
  expect(asks(0.1, 1e9)).toBe(false);
  expect(asks(3, 5)).toBe(false);
  asks(3, 60);
  askBeforeLeaving(initial());
  const event = new Event("beforeunload", { cancelable: true });
  dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});
