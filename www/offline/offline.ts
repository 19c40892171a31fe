// Keeps the page for visits without a network.

import { trusted } from "../engine/trusted.ts";

/**
 * Has the browser keep all files of the page. When those of a newer version are there, `ready` is given what begins anew
 * with it.
 */
export async function keepForLater(ready: (renew: () => void) => void): Promise<void> {
  const { serviceWorker } = navigator;
  const registration = await register();
  if (!registration) return;
  // The page that stood here before is gone.
  serviceWorker.controller?.postMessage("tidy");

  const renew = () => {
    const { waiting } = registration;
    // Another tab has taken the new version already.
    if (!waiting) return location.reload();
    serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("use");
  };
  // The first version of all is no news.
  const look = () => {
    if (registration.waiting && serviceWorker.controller) ready(renew);
  };
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", look),
  );
  look();
}

/** What keeps the page; undefined where the browser allows none, as in some private windows: then it works as before. */
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  const { serviceWorker } = navigator;
  try {
    // The browser looks for a newer version at each visit, past its own cache.
    await serviceWorker.register(trusted("service-worker.js"), { updateViaCache: "none" });
    return await serviceWorker.getRegistration();
  } catch {
    return undefined;
  }
}
