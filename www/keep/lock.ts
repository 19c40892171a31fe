// One tab keeps at a time.

/** How long to wait where nobody answers, in milliseconds: for a page that is being left, or a tab that sleeps. */
const PATIENCE = 30_000;

/** What tabs say to one another. */
type Message = "asks" | "has" | "demands";

/** The right to write to the store. Another tab of this page that demands it gets it when what is being written is done. */
export class Lock {
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  #release: (() => void) | undefined;
  /** Gives up a wait because another tab has the lock. */
  #giveUp: (() => void) | undefined;

  /** `onDemand` is told when another tab demands the lock, and releases it. */
  constructor(name: string, onDemand: () => void) {
    this.#name = name;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data === "has") this.#giveUp?.();
      else if (this.#release && data === "asks") this.#say("has");
      else if (this.#release) onDemand();
    };
  }

  /** Takes the lock unless another tab has it. */
  take(): Promise<boolean> {
    const control = new AbortController();
    this.#giveUp = () => control.abort();
    const taken = this.#request(control);
    this.#say("asks");
    return taken;
  }

  /** Takes the lock from the tab that has it. */
  demand(): Promise<boolean> {
    if (this.#release) return Promise.resolve(true);
    const taken = this.#request(new AbortController());
    this.#say("demands");
    return taken;
  }

  /** Lets it go. */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** Lets it go for good. */
  close(): void {
    this.release();
    this.#channel.close();
  }

  #request(control: AbortController): Promise<boolean> {
    const patience = setTimeout(() => control.abort(), PATIENCE);
    return new Promise<boolean>((resolve) => {
      navigator.locks
        .request(this.#name, { signal: control.signal }, () => {
          resolve(true);
          return new Promise<void>((release) => {
            this.#release = release;
          });
        })
        .catch(() => resolve(false));
    }).finally(() => {
      clearTimeout(patience);
      this.#giveUp = undefined;
    });
  }

  #say(message: Message): void {
    this.#channel.postMessage(message);
  }
}
