/** Runs one piece of work after another. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Runs `work` once all earlier work has ended, well or badly. When `signal` aborts while it waits, it rejects at
   * once with the signal's reason and never runs; what happens to an abort later is up to `work`.
   */
  add<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last;
    const result = unlessAborted(before, signal).then(work);
    // Those behind an aborted one still wait for the one in front of it.
    this.#last = Promise.allSettled([before, result]);
    return result;
  }
}

/** Waits for `promise`, or rejects with the signal's reason as soon as it aborts. */
export function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    // Also when it has been aborted already, so that no later failure of the promise goes unheard.
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
  });
}
