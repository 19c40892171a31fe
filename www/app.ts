// The page: puts its parts together, and holds the only listeners outside of the views.

import { actions } from "./actions/actions.ts";
import { ofOpenFiles } from "./actions/measure.ts";
import { openAddress } from "./address.ts";
import { Answers } from "./answers.ts";
import { createEngine } from "./engine/client.ts";
import { Jobs } from "./jobs.ts";
import { Own } from "./own.ts";
import { Painter } from "./painter.ts";
import { Screen } from "./screen.ts";
import { initial } from "./state.ts";
import { guest } from "./view/guest.ts";
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
const painter = new Painter();
/** What is shown: the page, unless its address asks for one view alone. */
let view = () => page(state, act);
const screen = new Screen(state, root, () => view(), paint);
const jobs = new Jobs(state, screen);
const answers = new Answers(state, screen, engine);
const own = new Own(state, screen, engine);
const parts = { state, screen, jobs, answers, own, painter, engine };
const act = actions(parts);
jobs.afterwards = () => answers.verify();

function paint(): void {
  const canvas = document.querySelector<HTMLCanvasElement>("#map");
  const { map, view, known, at } = state.explore.map;
  if (canvas && map) painter.paint(canvas, { map, view, known, at });
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
  painter.forget();
  paint();
});

/** True for an address that asks for something; others lead to a part of the page. */
const asks = (hash: string) => /=|^#embed\b/.test(hash);

/** Opens what the address asks for. */
function followAddress(): void {
  const { hash } = location;
  if (!asks(hash)) return;
  if (ofOpenFiles(hash)) {
    void act.repeat(hash);
    return;
  }
  const { alone, done } = openAddress(parts, hash, FIRST_SAMPLE);
  void done.then(() => (state.ends.read ? undefined : act.repeat(hash)));
  view = () => (alone ? guest(state, act, alone) : page(state, act));
  void screen.draw();
}

// Back and forward, too.
window.addEventListener("hashchange", followAddress);
if (!ofOpenFiles(location.hash)) followAddress();
void screen.draw();
try {
  await engine;
  if (document.querySelector("#measure")) void act.fetchBench();
  // Whoever has brought files already does not want a sample.
  const { hash } = location;
  if (!state.job && (!asks(hash) || ofOpenFiles(hash))) {
    await act.openSample(FIRST_SAMPLE, { yields: true });
    await act.repeat(hash);
  }
} catch (error) {
  state.fatal = plain(error);
  void screen.draw();
}
