// What the page's address asks for: the same as an element's attributes, `#view=similar&item=50`, and `embed` and `theme`.

import { grant, show } from "./actions/granting.ts";
import type { Parts } from "./parts.ts";
import { fetchFiles, readWish, refused, type Shown, type Wish } from "./wish.ts";
import { plain } from "./words.ts";

/** An address that has been opened. */
export interface Opened {
  /** The view that stands alone; undefined for the whole page. */
  alone: Shown | undefined;
  /** Ends when what is asked for is shown, or what is wrong is said. */
  done: Promise<void>;
}

/** Opens what this part of the address asks for; of the sample `first` unless it names data. */
export function openAddress(parts: Parts, hash: string, first: string): Opened {
  const texts = new URLSearchParams(hash.replace(/^#/, ""));
  let wish: Wish | undefined;
  let error: unknown;
  try {
    wish = readWish((name) => texts.get(name));
  } catch (wrong) {
    error = wrong;
  }
  const theme = texts.get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const done = wish ? open(parts, wish, first) : Promise.reject(error);
  return {
    alone: texts.has("embed") ? (wish?.view ?? "all") : undefined,
    done: done.catch((wrong) => {
      // Where a job has failed, the state says it already.
      const { ends } = parts.state;
      if (!ends.read && !ends.train) ends.read = { error: plain(wrong) };
      void parts.screen.draw();
    }),
  };
}

/** What was opened last, and what the data were then. */
let last: { wish: Wish; report: unknown } | undefined;

async function open(parts: Parts, asked: Wish, first: string): Promise<void> {
  const { state } = parts;
  const named = asked.src.length > 0 || asked.sample !== undefined;
  const wish = named ? asked : { ...asked, sample: first };
  const data = ({ src, sample, model, settings, other }: Wish) =>
    JSON.stringify([src, sample, model, settings, other]);
  const same = last && last.report === state.data.report && data(last.wish) === data(wish);
  if (same && state.trained) return show(parts, wish);
  for (const address of wish.src) {
    if (new URL(address, document.baseURI).origin !== location.origin)
      throw refused(`The address may name files of this page's own origin; found “${address}”`);
  }
  await grant(parts, wish, await fetchFiles(wish.src));
  last = { wish, report: state.data.report };
}
