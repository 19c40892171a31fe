/**
 * Whether the core broke off, as a fault of a browser makes it do now and then. The engine has another worker by then, so it can
 * be tried once more.
 */
export function brokeOff(error: unknown, signal: AbortSignal): boolean {
  return !signal.aborted && error instanceof Error && error.name === "PanicError";
}
