/** A policy of Trusted Types, where the browser has them. */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL: (address: string) => string };
}

let policy: ReturnType<Policies["createPolicy"]> | undefined;

/** An address that was made here, for pages that start workers only from what their policy “kindred” made. */
export function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  try {
    policy ??= trustedTypes?.createPolicy("kindred", { createScriptURL: (own) => own });
  } catch {
    // The page allows no policy of this name: whether it wants one shows when the worker starts.
  }
  return policy?.createScriptURL(address) ?? address;
}
