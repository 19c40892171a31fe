// The page: puts its parts together, and holds the only listeners outside of the views.

import { actions } from "./actions/actions.ts";
import { offers } from "./actions/offers.ts";
import { namesData, ofOpenFiles } from "./actions/repeating.ts";
import { Address, asks } from "./address.ts";
import { Answers } from "./answers.ts";
import { createEngine } from "./engine/client.ts";
import { Jobs } from "./jobs.ts";
import { Keeper } from "./keep/keeper.ts";
import { whether } from "./keep/whether.ts";
import { openLaunched, openShared } from "./launch.ts";
import { askBeforeLeaving } from "./leaving.ts";
import { Own } from "./own.ts";
import type { WithOwn } from "./parts.ts";
import { items } from "./questions/items.ts";
import { map } from "./questions/map.ts";
import { person } from "./questions/person.ts";
import { introduce, you } from "./questions/you.ts";
import { Screen } from "./screen.ts";
import { initial } from "./state.ts";
import { everything } from "./view/everything.ts";
import { guest } from "./view/guest.ts";
import { mapped } from "./view/mapped.ts";
import { page } from "./view/page.ts";
import { plain } from "./words.ts";

/** What the page opens with. */
const FIRST_SAMPLE = "films";

const root = document.querySelector<HTMLElement>("#app");
if (!root) throw new Error("index.html has no element #app");

const state = initial();
// There the core stands in the page itself.
state.alone = document.getElementById("kindred-core") !== null;
/** The engine, once the page knows what it can do. */
const engine = createEngine().then(async (started) => {
  [state.models, state.samples] = await Promise.all([started.models(), started.samples()]);
  return started;
});
const screen = new Screen(
  state,
  root,
  // The page, unless its address asks for one view alone.
  () =>
    address.alone
      ? guest(
          state,
          act,
          address.alone,
          everything(state, act, () => mapped(act)),
        )
      : page(state, act),
  () => {
    paint();
    address.keep();
    parts.keeper?.notice();
    // In a frame it would be the other page that asks.
    if (window.top === window) askBeforeLeaving(state);
  },
);
const jobs = new Jobs(state, screen);
const answers = new Answers(state, screen, engine, {
  ...{ introduce, person, you, items },
  async map(answers) {
    // Where an address asks for one view alone, nobody has fetched it.
    void act.behind.map.fetch();
    await map(answers);
  },
});
const own = new Own(state, screen, engine);
const parts: WithOwn = {
  state,
  screen,
  jobs,
  answers,
  own,
  engine,
  form: true,
};
parts.offers = offers(parts);
const act = actions(parts);
const address = new Address(parts, FIRST_SAMPLE, (hash) => act.repeat(hash));
jobs.afterwards = () => answers.verify();

function paint(): void {
  const canvas = document.querySelector<HTMLCanvasElement>("#map");
  const { map, view, known, at } = state.explore.map;
  if (canvas && map) parts.painter?.paint(canvas, { map, view, known, at });
}

// A file that misses the place for it must not replace the page; it is taken for data.
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => {
  const missed = !event.defaultPrevented && event.dataTransfer?.types.includes("Files");
  event.preventDefault();
  if (missed && event.dataTransfer) void act.dropFiles(event.dataTransfer);
});
window.addEventListener("resize", paint);
window.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (act.escape(document.activeElement)) event.preventDefault();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  parts.painter?.forget();
  paint();
});

/** Begins with what was kept here before, with what the address asks for, or with a sample. */
async function begin(): Promise<void> {
  const { hash } = location;
  const asked = new URLSearchParams(asks(hash) ? hash.slice(1) : "");
  if (asks(hash) && !namesData(hash) && !ofOpenFiles(hash)) asked.set("sample", FIRST_SAMPLE);
  const keeps = whether(asked);
  let back = false;
  if (keeps) state.keep = { bytes: 0, notes: [], not: keeps === true ? undefined : keeps };
  if (keeps === true) {
    void screen.draw();
    // The engine starts meanwhile.
    ({ keeper: parts.keeper, back } = await Keeper.start(parts, asked));
  }
  address.follow();
  openLaunched((files) => act.openFiles(files));
  void screen.draw();
  await engine;
  // Whoever has brought files already does not want a sample.
  const bare = !asks(location.hash) || state.awaited || ofOpenFiles(hash);
  if (back || state.job || !bare) {
    void fetchRest();
    return;
  }
  const opening = act.openSample(FIRST_SAMPLE, { yields: true });
  void opening.finally(fetchRest);
  if (ofOpenFiles(hash)) await opening.then(() => act.repeat(hash));
}

/** Fetches what comes behind the first list, one after the other; what compares models, which is seen at once, as the last. */
async function fetchRest(): Promise<void> {
  if (address.alone) return;
  const { choice, map, drawing, bench } = act.behind;
  for (const part of [choice, map, drawing, bench]) await part.fetch();
}

openShared();
await begin().catch((error) => {
  state.fatal = plain(error);
  void screen.draw();
});

// From now on nothing needs the network.
if (!state.fatal) engine.then((started) => started.complete()).catch(() => {});

// In a frame the page is a guest, and as one file it has nothing beside it. What others need first has come by now.
if (window.top === window && !state.alone && !state.fatal && navigator.serviceWorker) {
  const { keepForLater } = await import("./offline/offline.ts");
  await keepForLater((renew) => {
    state.renew = renew;
    screen.announce("A new version is ready.");
  });
}
