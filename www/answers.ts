import type { Engine, Entity, FitSettings, Fitted } from "./engine/client.ts";
import type { Screen } from "./screen.ts";
import { WHOLE } from "./sight.ts";
import type { Search, State, Tab, TrainedModel } from "./state.ts";
import { plain } from "./words.ts";

/** How many suggestions a search shows. */
const SUGGESTIONS = 8;

/** Asks in one place of the page. */
export type Question = (answers: Answers) => Promise<void>;

/** What is asked in each tab, those that there are, and what the data alone are asked. */
export type Questions = Partial<Record<Tab | "introduce", Question>>;

/** Questions to the model, and their answers: kept while they hold, and asked anew when they no longer do. */
export class Answers {
  readonly state: State;
  readonly screen: Screen;
  readonly engine: Promise<Engine>;
  /** Those that can be asked. */
  readonly questions: Questions;
  #model: Fitted | undefined;
  /** The model that answers beside it, and how many there have been. */
  #other: Fitted | undefined;
  #others = 0;
  /** What was asked last in each place. */
  readonly #asked = new Map<string, string>();

  constructor(state: State, screen: Screen, engine: Promise<Engine>, questions: Questions) {
    this.state = state;
    this.screen = screen;
    this.engine = engine;
    this.questions = questions;
  }

  /** How many models have answered beside the one that answers. */
  get others(): number {
    return this.#others;
  }

  /** The model that answers. */
  get model(): Fitted | undefined {
    return this.#model;
  }

  /** From now on this model answers; what was answered before is gone. `spec` made it, if it is not from a file. */
  take(model: Fitted, spec?: FitSettings): void {
    delete this.state.ends.write;
    this.#leave();
    this.#model = model;
    this.state.trained = this.#trained(model, spec);
  }

  /** From now on this model answers beside the other, or none does. */
  compare(model: Fitted | undefined, spec?: FitSettings): void {
    this.#other?.close();
    this.#other = model;
    this.#others += 1;
    const { explore } = this.state;
    this.state.other = model && this.#trained(model, spec);
    explore.you.other = undefined;
    if (explore.person.answer) explore.person.answer.other = undefined;
  }

  #trained(model: Fitted, spec?: FitSettings): TrainedModel {
    const data = this.state.data.report?.feedback ?? "explicit";
    return { spec, report: model.report, feedback: spec?.implicit ? "implicit" : data };
  }

  /** No model answers any more. */
  forget(): void {
    this.#leave();
    this.compare(undefined);
  }

  /** The present model answers no more. */
  #leave(): void {
    this.#model?.close();
    this.#model = undefined;
    this.#asked.clear();
    const { explore } = this.state;
    this.state.trained = undefined;
    explore.person = { chosen: explore.person.chosen };
    explore.items = { chosen: explore.items.chosen };
    explore.map = { known: [], at: -1, view: WHOLE, held: [] };
    explore.you.recommended = undefined;
    explore.you.personal = false;
  }

  /** Looks whether the model still answers, and asks it anew. */
  async verify(): Promise<void> {
    const model = this.#model;
    if (!model) return;
    const answers = await model.answers().catch(() => false);
    if (this.#model === model && !answers) this.forget();
    const other = this.#other;
    if (other && !(await other.answers().catch(() => false)) && this.#other === other)
      this.compare(undefined);
  }

  /** Asks the other model, if there is one. It is given up when it is gone, and says what else goes wrong. */
  async beside<T>(ask: (other: Fitted) => Promise<T>): Promise<T | undefined> {
    const other = this.#other;
    if (!other) return undefined;
    return ask(other).catch((error: unknown) => {
      if (this.#other === other) this.compare(undefined);
      this.state.ends.train = { error: plain(error) };
      return undefined;
    });
  }

  /** From now on this tab is about this person or item; what was answered about another one goes. */
  about(tab: "person" | "items", entity: Entity): void {
    const { explore } = this.state;
    if (explore[tab].chosen?.id === entity.id) return;
    explore[tab] = { chosen: entity };
    this.#asked.delete(tab);
  }

  /** Asks for what the data alone can say. */
  async introduce(): Promise<void> {
    await this.questions.introduce?.(this);
  }

  /** Asks for what this tab shows. */
  async show(tab: Tab = this.state.explore.tab): Promise<void> {
    await this.questions[tab]?.(this);
  }

  /** Suggests what a search finds by its words. */
  async suggest(box: Search): Promise<void> {
    const { boxes } = this.state.explore;
    const { query } = boxes[box];
    const engine = await this.engine;
    const find =
      box === "person"
        ? engine.findUsers(query, { n: SUGGESTIONS })
        : engine.findItems(query, { n: SUGGESTIONS });
    const options = await find.catch(() => []);
    if (boxes[box].query !== query) return;
    boxes[box] = { ...boxes[box], options, active: query !== "" && options.length > 0 ? 0 : -1 };
    await this.screen.draw();
  }

  /**
   * Asks the model in one place of the page, unless the same has been asked there already. The answer is shown unless
   * something else has been asked there since. What goes wrong is put into words there.
   */
  async ask<T>(
    place: { error?: string | undefined },
    name: Tab,
    question: unknown,
    ask: (model: Fitted, engine: Engine) => Promise<T>,
    answered: (answer: T) => void,
  ): Promise<void> {
    const model = this.#model;
    if (!model) return;
    const asked = JSON.stringify(question);
    if (this.#asked.get(name) === asked) return;
    this.#asked.set(name, asked);
    const late = () => this.#model !== model || this.#asked.get(name) !== asked;
    try {
      const answer = await ask(model, await this.engine);
      if (late()) return;
      place.error = undefined;
      answered(answer);
    } catch (error) {
      if (late()) return;
      this.#asked.delete(name);
      if (error instanceof Error && error.name === "StateError") {
        // A model that is gone is no longer shown.
        this.forget();
        this.state.ends.train = { error: plain(error) };
      } else place.error = plain(error);
    }
    await this.screen.draw();
  }
}
