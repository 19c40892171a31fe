// Shared work as whoever leads it sees it: hands parts of rounds to helpers, does parts itself, and joins all answers in the
// order of the parts, so that the result has the same bits for any number of workers. Also runs side by side, each in a worker;
// whoever has none left helps with the last ones.
//
// Nobody waits for a helper: until it is ready, and where it is lost or late, the leader does its parts.

import { type Outcome, type Progress, type Round, type Run, Session } from "../wasm/kindred.js";
import { guard } from "./guard.ts";
import { Helping, type Runner } from "./helping.ts";
import { type Doing, Mate, type Order, type Word } from "./mate.ts";
import { Spare } from "./spare.ts";
import type { Crew, Team, Told, Wanted } from "./team.ts";
import type { Training } from "./worker.ts";

/** Parts, or pieces of the data, that a helper has at a time: while it is at one, the others are on their way. */
const AHEAD = 3;
/** Milliseconds after which a helper's part is done by the leader, too; or so many of the leader's longest parts. */
const LATE = 100;
const LATE_PARTS = 4;
/** Parts in a row that came too late, or milliseconds without a word of a run, after which a helper counts as lost. */
const MISSED = 5;
const SILENT = 15_000;
/** Milliseconds without work after which helpers are ended. */
const IDLE = 30_000;

/** A round under way, with its number. */
interface Open extends Round {
  round: number;
  parts: number;
  /** The part that nobody has had yet; those that were given back; the first that is not joined. */
  next: number;
  back: number[];
  joined: number;
  answers: Map<number, Uint8Array>;
}

/** The workers that share the work of one session. */
export class Pool {
  readonly #core: Promise<Session>;
  readonly #run: Runner;
  readonly #mates = new Map<number, Mate>();
  readonly #helping: Helping;
  readonly #spare = new Spare();
  #crew: Crew | undefined;
  #wanted: Wanted = { most: 0, anyway: false };
  /** Helpers being started; and how often all were ended, so that those who come later are known as such. */
  #starting = 0;
  #ended = 0;
  #errand = 0;
  #rounds = 0;
  #open: Open | undefined;
  /** The part that this worker is at itself. */
  #own: number | undefined;
  /** Milliseconds of its longest part. */
  #longest = 0;
  #lost: string | undefined;
  #wake: (() => void) | undefined;
  /** Gives a helper that is free a run to do, or nothing. */
  #assign: ((mate: Mate) => void) | undefined;
  #runsTold: ((mate: Mate, word: Word & { kind: "progress" | "outcome" }) => void) | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** `run` does a run that another worker orders. */
  constructor(core: Promise<Session>, run: Runner) {
    this.#core = core;
    this.#run = run;
    this.#helping = new Helping(core, this.#run);
  }

  /** Lets others help. */
  employ(crew: Crew, wanted: Wanted): void {
    this.#crew = crew;
    this.#wanted = wanted;
  }

  /** Helps the worker at the other end of this port. */
  serve(port: MessagePort): void {
    const mate = this.#meet(0, port);
    // It has all data, also when it helps in turn: others would take their place.
    Object.assign(mate, { piece: undefined, timed: true });
    this.#helping.master = mate;
  }

  /** Takes the next step of a training or an evaluation: one part where others help, else what `alone` does. */
  async step(session: Session, alone: () => Progress): Promise<Progress | undefined> {
    const open = this.#open ?? this.#begin(session);
    if (!open) return guard(alone);
    // Some are ready only now.
    if ([...this.#mates.values()].some(({ doing }) => doing === "free")) this.#call(session);
    this.#feed(session, open);
    const part = this.#own ?? this.#take(open);
    if (part !== undefined) this.#answer(session, open, part);
    else if (!open.answers.has(open.joined)) await this.#news(this.#patience());
    let progress: Progress | undefined;
    const answers: Uint8Array[] = [];
    for (let next = open.answers.get(open.joined); next; next = open.answers.get(open.joined)) {
      const answer = next;
      progress = guard(() => session.join(answer));
      open.answers.delete(open.joined);
      answers.push(answer);
      open.joined += 1;
    }
    this.#pass(open, answers);
    if (open.joined === open.parts) this.#open = undefined;
    return progress;
  }

  /** Ends the present work, whether it is done or not. Helpers are ready for other work. */
  drop(): void {
    this.#open = undefined;
    this.#own = undefined;
    this.#errand += 1;
    for (const mate of this.#mates.values()) {
      if (!["beginning", "helping", "unable"].includes(mate.doing)) continue;
      mate.post({ kind: "drop" });
      mate.given = [];
      // Whoever was helped here leads, and is free only when it says so.
      mate.doing = this.#helping.master === mate ? "away" : "free";
    }
    this.#rest();
  }

  /** Ends all helpers, for they have data that are no longer those of this worker. */
  end(): void {
    const all = this.#mates.size + this.#starting;
    this.drop();
    clearTimeout(this.#idle);
    this.#ended += 1;
    this.#starting = 0;
    this.#lost = undefined;
    if (all === 0) return;
    for (const mate of this.#mates.values()) mate.close();
    this.#mates.clear();
    void this.#crew?.end();
  }

  /** Goes on without a helper. */
  lose(id: number, why: string): void {
    this.#lost = why;
    const mate = this.#mates.get(id);
    if (!mate) return;
    this.#open?.back.push(...mate.given.splice(0));
    if (mate === this.#helping.master && !this.#crew) {
      mate.doing = "away";
      return;
    }
    this.#mates.delete(id);
    // Its place stays empty until there are other data.
    this.#starting += 1;
    if (mate === this.#helping.master) this.#helping.leave();
    if (mate.doing === "running") this.#assign?.(mate);
    mate.close();
    void this.#crew?.end([id]);
    this.wake();
  }

  /** Lets whoever waits look at what has changed. */
  wake(): void {
    this.#wake?.();
  }

  /** Bytes of memory that all workers have. */
  bytes(session: Session): number {
    return [...this.#mates.values()].reduce((sum, { bytes }) => sum + bytes, session.memory());
  }

  /** How many workers what is under way is to have in all. */
  workers(session: Session): number {
    const { most, anyway } = this.#wanted;
    return 1 + (most > 0 ? guard(() => session.helpers(most, anyway)) : 0);
  }

  /** Who is at work on what is under way. */
  team(session: Session): Team {
    const helpers = [...this.#mates.values()].filter(
      ({ doing }) => doing === "helping" || doing === "running",
    );
    return {
      workers: 1 + helpers.length,
      bytes: this.bytes(session),
      ...(this.#lost === undefined ? {} : { lost: this.#lost }),
    };
  }

  /**
   * Does runs side by side. `own` does one here; `ended` throws when all is to end. The outcomes are the same in whatever
   * order they come.
   */
  async sideBySide(
    runs: Run[],
    own: (run: Run, report: (training: Training) => void) => Promise<Outcome>,
    told: Told,
    ended: () => void,
  ): Promise<void> {
    const session = await this.#core;
    const lanes = guard(() => session.lanes(runs, this.#wanted.most + 1, this.#wanted.anyway));
    const queue = lanes > 1 ? guard(() => Session.queue(runs)) : runs.keys();
    const waiting = Array.from<number>(queue);
    const running = () => [...this.#mates.values()].filter((mate) => mate.doing === "running");
    // Numbers of runs of earlier comparisons are not those of this one.
    this.#errand += 1;
    const base = this.#errand * 2 ** 20;
    this.#assign = (mate) => {
      const { at } = mate;
      // It was lost with its run.
      if (mate.doing === "running") waiting.unshift(at - base);
      else if (!mate.timed) this.#giveAll(session, mate, true);
      else if (running().length < lanes - 1) {
        const next = waiting.shift();
        const run = next === undefined ? undefined : runs[next];
        if (next === undefined || !run) return;
        Object.assign(mate, { doing: "running", at: base + next });
        mate.post({ kind: "run", at: mate.at, run });
      }
    };
    this.#runsTold = (mate, word) => {
      if (word.at !== mate.at || mate.doing !== "running") return;
      if (word.kind === "progress")
        told.progress(word.at - base, { ...word.training, team: this.team(session) });
      else {
        this.#leave(mate);
        mate.doing = "free";
        mate.bytes = word.bytes;
        void told.outcome(word.at - base, word.outcome);
        this.#assign?.(mate);
      }
    };
    try {
      clearTimeout(this.#idle);
      for (const mate of this.#mates.values()) if (mate.doing === "free") this.#assign(mate);
      this.#recruit(session, lanes - 1, true);
      for (;;) {
        const at = waiting.shift();
        const run = at === undefined ? undefined : runs[at];
        if (at !== undefined && run) {
          this.#leave();
          await this.#helping.idle();
          // What is known so far is found out before the next one needs the memory.
          await told.outcome(at, await own(run, (training) => told.progress(at, training)));
          continue;
        }
        const [first] = running();
        if (!first) return;
        if (!this.#helping.master) {
          await this.#helping.idle();
          this.#helping.master = first;
          first.post({ kind: "offer", anyway: this.#wanted.anyway });
        }
        await this.#news(1000);
        ended();
        const now = performance.now();
        for (const mate of running())
          if (now - mate.last > SILENT) this.lose(mate.id, "It did not answer.");
      }
    } finally {
      this.#assign = undefined;
      this.#runsTold = undefined;
      for (const mate of running()) {
        mate.post({ kind: "drop" });
        mate.doing = "free";
      }
      this.#leave();
      await this.#helping.idle();
      this.#rest();
    }
  }

  /** Helps no more with what another worker does. */
  #leave(whom = this.#helping.master): void {
    if (!whom || whom !== this.#helping.master) return;
    this.#helping.leave();
    whom.post({ kind: "away" });
  }

  /** Opens a round, if there is one and somebody helps with it. */
  #begin(session: Session): Open | undefined {
    if (this.#mates.size === 0 && this.#wanted.most === 0) return undefined;
    const open = guard(() => session.round());
    if (!open) return undefined;
    // Also one that nobody hears of is a round that they have missed.
    this.#rounds += 1;
    if (!this.#call(session)) return undefined;
    const [round, parts] = [this.#rounds, open.bounds.length - 1];
    // What a step has begun nobody else can do.
    const next = open.isBegun ? 1 : 0;
    this.#own = open.isBegun ? 0 : undefined;
    this.#open = { ...open, round, parts, next, back: [], joined: 0, answers: new Map() };
    return this.#open;
  }

  /** Sends those that are free on the errand, as far as that pays; true when somebody helps. */
  #call(session: Session): boolean {
    const mates = [...this.#mates.values()];
    const those = (...what: Doing[]) => mates.filter(({ doing }) => what.includes(doing));
    const busy = those("running").length;
    const most = Math.max(mates.length - those("running", "away").length, this.#wanted.most - busy);
    const helpers = most > 0 ? guard(() => session.helpers(most, this.#wanted.anyway)) : 0;
    if (helpers === 0) return false;
    clearTimeout(this.#idle);
    const run = guard(() => session.errand());
    const timed = run.split !== "";
    this.#recruit(session, helpers + busy, timed);
    const wanted = those("free").slice(
      0,
      Math.max(helpers - those("helping", "beginning").length, 0),
    );
    for (const mate of wanted) {
      if (timed && !mate.timed) {
        this.#giveAll(session, mate, true);
        continue;
      }
      mate.doing = "beginning";
      mate.heard = undefined;
      mate.post({ kind: "errand", errand: this.#errand, run });
    }
    return those("helping").length > 0;
  }

  /** Starts helpers until there are `n` of them. */
  #recruit(session: Session, n: number, timed: boolean): void {
    const missing = n - this.#mates.size - this.#starting;
    if (!this.#crew || missing <= 0) return;
    this.#starting += missing;
    const ended = this.#ended;
    void this.#crew.start(missing).then((recruits) => {
      if (ended !== this.#ended) {
        void this.#crew?.end(recruits.map(({ id }) => id));
        return;
      }
      // Where none can be started now, none is tried again for these data.
      this.#starting -= recruits.length;
      if (recruits.length === 0) return;
      for (const { id, port } of recruits) this.#giveAll(session, this.#meet(id, port), timed);
    });
  }

  /** Begins to give a helper the data. */
  #giveAll(session: Session, mate: Mate, timed: boolean): void {
    Object.assign(mate, { doing: "away", piece: 0, timed });
    for (let ahead = 0; ahead < AHEAD; ahead++) this.#give(session, mate);
  }

  /** Gives a helper the next piece of the data, so that nobody has them a second time as a whole. */
  #give(session: Session, mate: Mate): void {
    const { piece } = mate;
    if (piece === undefined || this.#mates.get(mate.id) !== mate) return;
    const bytes = guard(() => session.dataPiece(piece, mate.timed));
    mate.piece = bytes.length > 0 ? piece + 1 : undefined;
    mate.post({ kind: "data", bytes }, [bytes]);
  }

  #meet(id: number, port: MessagePort): Mate {
    const mate = new Mate(id, port, (message, from) => this.#hear(message, from));
    this.#mates.set(id, mate);
    return mate;
  }

  /** Takes a message of another worker. */
  #hear(message: Order | Word, mate: Mate): void {
    switch (message.kind) {
      case "ready":
        mate.bytes = message.bytes;
        if (message.errand === 0 && mate.doing === "away") {
          mate.doing = "free";
          this.#assign?.(mate);
        } else if (message.errand === this.#errand && mate.doing === "beginning") {
          mate.doing = "helping";
        }
        break;
      case "answer": {
        const { round, part, answer, spare, bytes } = message;
        mate.bytes = bytes;
        mate.late = 0;
        for (const piece of spare) this.#spare.keep(piece);
        const open = this.#open;
        if (open?.round !== round) return;
        mate.given = mate.given.filter((given) => given !== part);
        if (part >= open.joined && part !== this.#own) open.answers.set(part, answer);
        break;
      }
      case "more":
        void this.#core.then((session) => this.#give(session, mate));
        return;
      case "unable":
        if (message.errand !== this.#errand) return;
        this.#lost = message.why;
        mate.doing = "unable";
        this.#open?.back.push(...mate.given.splice(0));
        break;
      case "progress":
      case "outcome":
        this.#runsTold?.(mate, message);
        break;
      case "away":
        mate.doing = "away";
        this.#open?.back.push(...mate.given.splice(0));
        break;
      case "broken":
        this.lose(mate.id, message.why);
        break;
      case "offer":
        if (mate.doing === "away") mate.doing = "free";
        this.#wanted = { most: 0, anyway: message.anyway };
        break;
      default:
        this.#helping.take(message, mate);
        return;
    }
    this.wake();
  }

  /** Tells helpers what they have not heard yet, and gives them parts. */
  #feed(session: Session, open: Open): void {
    const left = () => open.back.length > 0 || open.next < open.parts;
    if (!left()) return;
    const helping = [...this.#mates.values()].filter(({ doing }) => doing === "helping");
    const unheard = helping.filter(({ heard }) => heard !== open.round);
    // What was joined of this round was not passed on to whoever has not heard of it.
    const first = open.joined === 0;
    const upToDate = unheard.filter(({ heard }) => first && heard === open.round - 1);
    const others = unheard.filter((mate) => !upToDate.includes(mate));
    this.#say(session, open, upToDate, false);
    this.#say(session, open, others, true);
    // One to each, then a second one, so that the last ones go to all alike.
    for (let ahead = 1; ahead <= AHEAD; ahead++) {
      for (const mate of helping) {
        if (mate.given.length >= ahead) continue;
        const part = this.#untaken(open);
        if (part === undefined) return;
        const [from = 0, to = 0] = open.bounds.slice(part, part + 2);
        mate.given.push(part);
        const { round } = open;
        mate.post({ kind: "part", errand: this.#errand, round, part, from, to });
      }
    }
  }

  /** Tells these what the round rests on: what has changed since the round before, or the whole. */
  #say(session: Session, open: Open, mates: Mate[], whole: boolean): void {
    if (mates.length === 0) return;
    const bytes = guard(() => session.say(whole));
    for (const mate of mates) {
      mate.heard = open.round;
      mate.given = [];
    }
    postAll(mates, [bytes], (said) => ({ kind: "said", errand: this.#errand, said }));
  }

  /** Passes the answers that were joined last on to those who have heard what the round rests on, where they are to be learned. */
  #pass({ round, bounds, isLearned, joined }: Open, answers: Uint8Array[]): void {
    if (answers.length === 0) return;
    const hears = ({ doing, heard }: Mate) => doing === "helping" && heard === round;
    const mates = isLearned ? [...this.#mates.values()].filter(hears) : [];
    if (mates.length === 0) for (const answer of answers) this.#spare.keep(answer);
    const ends = bounds.slice(joined - answers.length, joined + 1);
    postAll(mates, answers, (answers) => ({
      kind: "learn",
      errand: this.#errand,
      bounds: ends,
      answers,
    }));
  }

  #untaken(open: Open): number | undefined {
    for (let part = open.back.pop(); part !== undefined; part = open.back.pop())
      if (part >= open.joined && !open.answers.has(part)) return part;
    if (open.next >= open.parts) return undefined;
    open.next += 1;
    return open.next - 1;
  }

  /** The next part to do here: one that nobody has, else one that a helper has hardly begun. */
  #take(open: Open): number | undefined {
    const part = this.#untaken(open);
    if (part !== undefined) return part;
    const [most] = [...this.#mates.values()].sort((a, b) => b.given.length - a.given.length);
    if (!most || most.given.length < 2) return undefined;
    const taken = most.given.pop();
    if (taken !== undefined) most.post({ kind: "leave", round: open.round, part: taken });
    return taken;
  }

  /** A slice of work on a part. */
  #answer(session: Session, open: Open, part: number): void {
    const begun = performance.now();
    const [from = 0, to = 0] = open.bounds.slice(part, part + 2);
    const answer = this.#spare.answer(session, from, to);
    this.#longest = Math.max(this.#longest, performance.now() - begun);
    this.#own = answer ? undefined : part;
    if (answer) open.answers.set(part, answer);
  }

  /** Milliseconds to wait for an answer. */
  #patience(): number {
    return Math.max(LATE, LATE_PARTS * this.#longest);
  }

  /** Waits for something to happen. A part that does not come in time is done here. */
  async #news(patience: number): Promise<void> {
    const { broken } = this.#helping;
    if (broken) throw broken;
    const came = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, patience, false);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
    this.#wake = undefined;
    const open = this.#open;
    if (came || !open) return;
    for (const mate of [...this.#mates.values()]) {
      const [part] = mate.given;
      if (part === undefined) continue;
      mate.late += 1;
      if (mate.late >= MISSED) this.lose(mate.id, "It did not answer.");
      else if (part >= open.joined && !open.answers.has(part)) open.back.push(part);
    }
  }

  /** Ends helpers when there is no work for long. */
  #rest(): void {
    clearTimeout(this.#idle);
    if (!this.#crew || this.#assign || this.#mates.size + this.#starting === 0) return;
    this.#idle = setTimeout(() => this.end(), IDLE);
    // In Node.js a timer would keep the process.
    (this.#idle as { unref?: () => void }).unref?.();
  }
}

/** Posts the same pieces to all: the last one is given them, the others copies. */
function postAll(
  mates: Mate[],
  pieces: Uint8Array[],
  order: (pieces: Uint8Array[]) => Order,
): void {
  const last = mates.length - 1;
  mates.forEach((mate, at) => {
    const own = at === last ? pieces : pieces.map((piece) => piece.slice());
    mate.post(order(own), own);
  });
}
