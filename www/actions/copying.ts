import type { Screen } from "../screen.ts";

/** Copies an address that the page shows, and tells so. Where that is not allowed, its `field` is there to be copied from. */
export async function copyAddress(
  screen: Screen,
  address: string,
  field: string,
  told: string,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    screen.announce(told);
  } catch {
    await screen.focus(field);
  }
}
