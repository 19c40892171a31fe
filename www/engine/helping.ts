// A helper's side of shared work: does what the worker at the other end of a port tells it, in order.

import type { Outcome, Run, Session } from "../wasm/kindred.js";
import { guard, turn } from "./guard.ts";
import type { Mate, Order } from "./mate.ts";
import { Spare } from "./spare.ts";
import type { Training } from "./worker.ts";

/** Does a run to its end, and tells how far it is; `stop` is given what ends it. */
export type Runner = (
  run: Run,
  report: (training: Training) => void,
  stop: (stop: () => void) => void,
) => Promise<Outcome>;

/** Does what one other worker orders. */
export class Helping {
  /** Whose orders are taken. */
  master: Mate | undefined;
  /** Why nothing can be done any more. */
  broken: Error | undefined;
  readonly #core: Promise<Session>;
  readonly #run: Runner;
  readonly #spare = new Spare();
  #orders: Order[] = [];
  #busy = false;
  #stop = () => {};

  constructor(core: Promise<Session>, run: Runner) {
    this.#core = core;
    this.#run = run;
  }

  /** Takes an order. */
  take(order: Order, from: Mate): void {
    if (from !== this.master) return;
    if (order.kind === "leave") {
      const left = (o: Order) =>
        o.kind === "part" && o.round === order.round && o.part === order.part;
      this.#orders = this.#orders.filter((o) => !left(o));
      return;
    }
    if (order.kind === "drop") this.#drop();
    this.#orders.push(order);
    if (!this.#busy) void this.#work();
  }

  /** Helps no more. */
  leave(): void {
    if (!this.master) return;
    this.master = undefined;
    this.#drop();
    this.#orders.push({ kind: "drop" });
    if (!this.#busy) void this.#work();
  }

  /** Resolves when nothing is being done. */
  async idle(): Promise<void> {
    while (this.#busy) await turn();
  }

  #drop(): void {
    this.#orders = [];
    this.#stop();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    const session = await this.#core;
    for (let order = this.#orders.shift(); order; order = this.#orders.shift()) {
      const { master } = this;
      try {
        await this.#do(order, session, master);
      } catch (error) {
        const { name, message } = error as Error;
        if (name === "PanicError") {
          this.broken = error as Error;
          this.#orders = [];
          master?.post({ kind: "broken", why: message });
        } else if ("errand" in order) {
          master?.post({ kind: "unable", errand: order.errand, why: message });
        } else if (order.kind === "data") {
          master?.post({ kind: "broken", why: message });
        }
        // A run that was dropped needs no answer.
      }
      // What is learned takes so little that nothing has to be let in after it.
      if (order.kind !== "learn") await turn();
    }
    this.#busy = false;
  }

  async #do(order: Order, session: Session, master: Mate | undefined): Promise<void> {
    switch (order.kind) {
      case "data":
        master?.post(
          guard(() => session.takePiece(order.bytes))
            ? { kind: "ready", errand: 0, bytes: session.memory() }
            : { kind: "more" },
        );
        break;
      case "errand":
        guard(() => session.help(order.run));
        master?.post({ kind: "ready", errand: order.errand, bytes: session.memory() });
        break;
      case "said":
        for (const bytes of order.said) guard(() => session.hear(bytes));
        break;
      case "part":
        await this.#answer(order, session, master);
        break;
      case "learn":
        for (const [at, answer] of order.answers.entries()) {
          const [from = 0, to = 0] = order.bounds.slice(at, at + 2);
          guard(() => session.learn(from, to, answer));
          this.#spare.keep(answer);
        }
        break;
      case "run": {
        const { at } = order;
        const report = (training: Training) => master?.post({ kind: "progress", at, training });
        const outcome = await this.#run(order.run, report, (stop) => {
          this.#stop = stop;
        }).finally(() => {
          this.#stop = () => {};
        });
        master?.post({ kind: "outcome", at, outcome, bytes: session.memory() });
        break;
      }
      case "drop":
        guard(() => session.abandon());
        break;
    }
  }

  async #answer(
    { round, part, from, to }: Order & { kind: "part" },
    session: Session,
    master: Mate | undefined,
  ): Promise<void> {
    let dropped = false;
    this.#stop = () => {
      dropped = true;
    };
    let answer = this.#spare.answer(session, from, to);
    while (!answer) {
      await turn();
      if (dropped) return;
      answer = this.#spare.answer(session, from, to);
    }
    this.#stop = () => {};
    const [spare, bytes] = [this.#spare.rest(), session.memory()];
    master?.post({ kind: "answer", round, part, answer, spare, bytes }, [answer, ...spare]);
  }
}
