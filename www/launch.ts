// What comes from the system where the page is installed: files to open with it, and links that are shared with it.

import type { Input } from "./engine/client.ts";

/** The launches of an installed page, where the browser has them. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: FileSystemFileHandle[] }) => void): void;
}

/** Hands on the files with which the page is opened, now and later. */
export function openLaunched(open: (files: Input[]) => void): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    // A file that is gone by now is no reason to lose the others.
    void Promise.allSettled(files.map((file) => file.getFile())).then((read) =>
      open(read.flatMap((file) => (file.status === "fulfilled" ? [file.value] : []))),
    );
  });
}

/** Goes where a link leads that was shared with the page: to what it asks for, if it is one of the page's own. */
export function openShared(): void {
  const shared = new URLSearchParams(location.search);
  const text = shared.get("link") ?? shared.get("text");
  if (text === null) return;
  const here = location.href.split(/[?#]/, 1)[0] ?? "";
  const own = text.split(/\s+/).find((word) => word.startsWith(`${here}#`));
  history.replaceState(null, "", own ?? here);
}
