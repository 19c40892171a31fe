// npm run bench:answers -- [--model a,b] [--epochs 2] [--set name=value]... [--people 40] [--implicit] [--native] [--wide] [FILE...]
//
// How long the page waits: for every slice of training, its beginning with the splitting of the data included, and of testing, and for answers, of every model, in the core that
// ships, in a worker of headless Chromium. Without files, ratings of the size of MovieLens 1M are generated. A line a model and
// phase, with the columns of examples/slices.rs; `list` are ten recommendations without reasons, `reasons` the same with
// them (and the ratio of their medians), `new` those for somebody who was not in training. Marks stand where a slice took more than 50 ms, where `new` took more
// than 20 and where reasons take more than twice the list's time. With --native the same table natively follows.
// With --wide instead: the first ten of 60 000 items by 64 factors, by als and by mf.

import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { buildCore } from "../scripts/build.mjs";
import { serve } from "../scripts/serve.mjs";
import { inRoot } from "../scripts/steps.mjs";
import { launch } from "./page.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string" },
    epochs: { type: "string", default: "2" },
    set: { type: "string", multiple: true, default: [] },
    people: { type: "string", default: "40" },
    implicit: { type: "boolean", default: false },
    native: { type: "boolean", default: false },
    wide: { type: "boolean", default: false },
  },
});
const ROWS = 1_000_209;

const files = flags.wide ? [wide()] : positionals.length > 0 ? positionals : [generated()];
const given = {
  models: flags.wide ? ["als", "mf"] : flags.model?.split(","),
  epochs: Number(flags.epochs),
  set: [...(flags.wide ? ["factors=64"] : []), ...flags.set].map((text) => text.split(/=(.*)/s)),
  people: flags.wide ? 1000 : Number(flags.people),
  implicit: flags.implicit,
  measured: !flags.wide,
};
await inWorker();
if (flags.native) {
  const models = (given.models ?? []).flatMap((model) => ["--model", model]);
  const set = given.set.flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const args = [
    "--epochs",
    flags.epochs,
    "--answers",
    `${given.people}`,
    ...models,
    ...set,
    ...files,
  ];
  if (flags.implicit) args.push("--implicit");
  const cargo = ["run", "--release", "--quiet", "--example", "slices", "--", ...args];
  execFileSync("cargo", cargo, { cwd: inRoot(), stdio: "inherit" });
}

/** Ratings of the size of MovieLens 1M. */
function generated() {
  const file = inRoot("target", "ratings-1m.csv");
  const args = ["run", "--release", "--quiet", "--example", "generate", "--", file];
  if (!existsSync(file)) execFileSync("cargo", [...args, "--rows", `${ROWS}`], { cwd: inRoot() });
  return file;
}

/** Ratings of 60 000 items by few people. */
function wide() {
  const file = inRoot("target", "ratings-wide.csv");
  const rows = Array.from({ length: 300_000 }, (_, at) => {
    const item = at < 60_000 ? at : (at * 7919 + ((at * at) % 104_729)) % 60_000;
    return `${at % 2000},${item},${1 + (at % 5)}\n`;
  });
  writeFileSync(file, `user,item,rating\n${rows.join("")}`);
  return file;
}

async function inWorker() {
  await buildCore();
  const server = await serve(inRoot("www", "wasm"));
  const chrome = await launch();
  try {
    const page = await chrome.newPage();
    page.on("console", (message) => console.log(message.text()));
    const body = "<!doctype html><title>answers</title><input type=file multiple>";
    // An isolated page has a clock of 5 µs instead of 100.
    const headers = {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    };
    const give = (address, contentType, body) =>
      page.route(address, (route) => route.fulfill({ contentType, headers, body }));
    await give("**/answers", "text/html", body);
    await give("**/worker.js", "text/javascript", `(${worker})()`);
    await page.goto(`${server.address}/answers`);
    await page.setInputFiles("input", files);
    await page.evaluate(inPage, { ...given, names: files.map((file) => basename(file)) });
  } finally {
    await chrome.close();
    await server.close();
  }
}

/** Runs in the page. */
function inPage(given) {
  const worker = new Worker("/worker.js", { type: "module" });
  const files = [...document.querySelector("input").files];
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data === undefined ? resolve(data) : console.log(data));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ ...given, files });
  });
}

/** Is the worker's whole script. */
function worker() {
  const PASSES = ["epochs", "iterations", "order_epochs", "rating_epochs"];
  const say = (text) => globalThis.postMessage(text);

  globalThis.onmessage = async ({ data: given }) => {
    const { default: init, Session } = await import("/kindred.js");
    const core = await init();
    const later = await WebAssembly.compileStreaming(fetch("/kindred_later.wasm"));
    globalThis.kindredLater = () => new WebAssembly.Instance(later, { core });
    const session = new Session();
    await load(session, given);
    say(line("model", "phase", "median", "99 %", "max", "sum s", "of"));
    for (const entry of Session.models()) {
      if (given.models && !given.models.includes(entry.name)) continue;
      try {
        measure(session, entry, given);
      } catch (error) {
        say(`${entry.name.padEnd(12)} ${error.message}`);
      }
    }
    globalThis.postMessage(undefined);
  };

  async function load(session, { files, names }) {
    const sources = files.map((file, at) => ({ name: names[at], size: file.size }));
    session.beginLoad(sources, {});
    for (let want = session.want(); want; want = session.want()) {
      const part = files[want.source].slice(want.offset, want.offset + want.length);
      session.feed(new Uint8Array(await part.arrayBuffer()));
    }
    session.finishLoad();
  }

  function measure(session, entry, { epochs, set, people, implicit, measured }) {
    const passes = PASSES.map((name) => [name, epochs]);
    const known = [...passes, ...set].filter(([name]) =>
      entry.params.some((spec) => spec.name === name),
    );
    const fit = { model: entry.name, implicit, params: Object.fromEntries(known) };
    if (measured) {
      const begun = timed(() => session.beginEvaluate({ ...fit, split: "random:0.2" }));
      const phases = { training: [begun], testing: [] };
      for (let done = false; !done; ) {
        const phase = phases[session.isTesting() ? "testing" : "training"];
        phase.push(
          timed(() => {
            done = session.stepEvaluate().done;
          }),
        );
      }
      session.abandonEvaluate();
      for (const [phase, times] of Object.entries(phases)) print(entry.name, phase, times, 50);
    }
    session.beginFit(fit);
    while (!session.stepFit().done);
    session.finishFit();
    const { users } = session.report();
    const times = { list: [], reasons: [], new: [] };
    // The first answers of all wait for the browser's compiler.
    session.recommend(session.lists(0, 10, {}).users[0], 10, {});
    const asked = [];
    for (let at = 0; at < people; at++) {
      const from = Math.floor((at * users) / people);
      let lists;
      const passed = timed(() => {
        lists = session.lists(from, 10, {});
      });
      times.list.push(passed / lists.users.length);
      for (const user of lists.users.slice(0, measured ? 3 : 1)) {
        times.reasons.push(timed(() => session.recommend(user, 10, {})));
        asked.push(user);
      }
    }
    // Apart from those, as they leave other things in the processor's caches.
    if (measured && entry.abilities.fold_in !== "ignored") {
      for (const user of asked) {
        const own = session.ratingsOf(user, 1000).map(({ id, rating }) => ({ id, rating }));
        times.new.push(timed(() => session.recommendFor(own, 10, {})));
      }
    }
    const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
    const [list, reasons] = [median(times.list), median(times.reasons)];
    print(entry.name, "list", times.list);
    print(entry.name, "reasons", times.reasons, undefined, reasons / list);
    if (times.new.length > 0) print(entry.name, "new", times.new, 20);
  }

  function timed(work) {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  }

  function print(model, phase, times, bound = Number.POSITIVE_INFINITY, ratio = undefined) {
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
    const sum = times.reduce((sum, time) => sum + time, 0) / 1000;
    const cells = [at(0.5), at(0.99), at(1), sum].map((time) => time.toFixed(2));
    const mark = at(1) > bound ? `  above ${bound} ms` : "";
    const beside = ratio === undefined ? "" : `  ${ratio.toFixed(1)} × list`;
    say(line(model, phase, ...cells, times.length) + mark + beside);
  }

  function line(model, phase, ...cells) {
    return `${model.padEnd(12)} ${phase.padEnd(8)} ${cells.map((cell) => `${cell}`.padStart(8)).join(" ")}`;
  }
}
