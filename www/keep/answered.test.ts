// @vitest-environment node
import { expect, test, vi } from "vitest";
import { answered } from "./answered.ts";

test("what a storage does not answer is an error after some seconds, and an answer is passed on", async () => {
  vi.useFakeTimers();
  try {
    const asked = expect(answered(new Promise(() => {}))).rejects.toThrow("does not answer");
    await vi.advanceTimersByTimeAsync(60_000);
    await asked;
    expect(await answered(Promise.resolve(7))).toBe(7);
    await expect(answered(Promise.reject(new Error("full")))).rejects.toThrow("full");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
