import type { Engine, Entity, FitSettings, Fitted, ListOptions } from "./engine/client.ts";
import { WHOLE } from "./map.ts";
import type { Screen } from "./screen.ts";
import {
  type CategoryFilter,
  type Search,
  STARTERS,
  type State,
  type Tab,
  type TrainedModel,
} from "./state.ts";
import { plain } from "./words.ts";

/** How many suggestions a search shows, and how many lines stand beside a list. */
const SUGGESTIONS = 8;
const BESIDE = 10;
/** How many items there are to begin with, in all, and how many of the best known are looked at. */
const TO_BEGIN = 8 * STARTERS;
const KNOWN = 100;
/** How many items compete for a title on the map. */
const LABELS = 60;

/** Questions to the model, and their answers: kept while they hold, and asked anew when they no longer do. */
export class Answers {
  readonly #state: State;
  readonly #screen: Screen;
  readonly #engine: Promise<Engine>;
  #model: Fitted | undefined;
  /** The model that answers beside it, and how many there have been. */
  #other: Fitted | undefined;
  #others = 0;
  /** What was asked last in each place. */
  readonly #asked = new Map<string, string>();

  constructor(state: State, screen: Screen, engine: Promise<Engine>) {
    this.#state = state;
    this.#screen = screen;
    this.#engine = engine;
  }

  /** The model that answers. */
  get model(): Fitted | undefined {
    return this.#model;
  }

  /** From now on this model answers; what was answered before is gone. `spec` made it, if it is not from a file. */
  take(model: Fitted, spec?: FitSettings): void {
    delete this.#state.ends.write;
    this.#leave();
    this.#model = model;
    this.#state.trained = this.#trained(model, spec);
  }

  /** From now on this model answers beside the other, or none does. */
  compare(model: Fitted | undefined, spec?: FitSettings): void {
    this.#other?.close();
    this.#other = model;
    this.#others += 1;
    const { explore } = this.#state;
    this.#state.other = model && this.#trained(model, spec);
    explore.you.other = undefined;
    if (explore.person.answer) explore.person.answer.other = undefined;
  }

  #trained(model: Fitted, spec?: FitSettings): TrainedModel {
    const data = this.#state.data.report?.feedback ?? "explicit";
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
    const { explore } = this.#state;
    this.#state.trained = undefined;
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
  async #beside<T>(ask: (other: Fitted) => Promise<T>): Promise<T | undefined> {
    const other = this.#other;
    if (!other) return undefined;
    return ask(other).catch((error: unknown) => {
      if (this.#other === other) this.compare(undefined);
      this.#state.ends.train = { error: plain(error) };
      return undefined;
    });
  }

  /** From now on this tab is about this person or item; what was answered about another one goes. */
  about(tab: "person" | "items", entity: Entity): void {
    const { explore } = this.#state;
    if (explore[tab].chosen?.id === entity.id) return;
    explore[tab] = { chosen: entity };
    this.#asked.delete(tab);
  }

  /** Asks for what the data alone can say: what most people know, and what one can begin with. */
  async introduce(): Promise<void> {
    const { data, explore } = this.#state;
    const { report } = data;
    const engine = await this.#engine;
    const named = report !== undefined && report.titled > 0;
    const [starters, known] = await Promise.all([
      named ? engine.starters({ n: TO_BEGIN }).catch(() => []) : [],
      engine.findItems("", { n: KNOWN }).catch(() => []),
    ]);
    if (data.report !== report) return;
    // One knows a thing by its name, if some have one.
    const byName = starters.filter(({ id, title }) => id !== title);
    Object.assign(explore.you, { starters: byName, known, from: 0 });
    await this.#screen.draw();
  }

  /** Asks for what this tab shows. */
  show(tab: Tab = this.#state.explore.tab): Promise<void> {
    switch (tab) {
      case "person":
        return this.#person();
      case "you":
        return this.#you();
      case "items":
        return this.#items();
      case "map":
        return this.#map();
    }
  }

  /** Suggests what a search finds by its words. */
  async suggest(box: Search): Promise<void> {
    const { boxes } = this.#state.explore;
    const { query } = boxes[box];
    const engine = await this.#engine;
    const find =
      box === "person"
        ? engine.findUsers(query, { n: SUGGESTIONS })
        : engine.findItems(query, { n: SUGGESTIONS });
    const options = await find.catch(() => []);
    if (boxes[box].query !== query) return;
    boxes[box] = { ...boxes[box], options, active: query !== "" && options.length > 0 ? 0 : -1 };
    await this.#screen.draw();
  }

  /**
   * Asks the model in one place of the page, unless the same has been asked there already. The answer is shown unless
   * something else has been asked there since. What goes wrong is put into words there.
   */
  async #ask<T>(
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
      const answer = await ask(model, await this.#engine);
      if (late()) return;
      place.error = undefined;
      answered(answer);
    } catch (error) {
      if (late()) return;
      this.#asked.delete(name);
      if (error instanceof Error && error.name === "StateError") {
        // A model that is gone is no longer shown.
        this.forget();
        this.#state.ends.train = { error: plain(error) };
      } else place.error = plain(error);
    }
    await this.#screen.draw();
  }

  async #person(): Promise<void> {
    const { explore } = this.#state;
    const { person, n } = explore;
    const filter = this.#filter(true);
    const balance = this.#balance();
    if (this.#model) person.chosen ??= await (await this.#engine).somebody();
    const id = person.chosen?.id;
    if (id === undefined) return;
    await this.#ask(
      person,
      "person",
      [id, n, filter, balance, this.#others],
      async (model, engine) => {
        const [recommended, other, rated, similar] = await Promise.all([
          model.recommend(id, { n, ...filter, ...balance }),
          this.#beside((other) =>
            other.recommend(id, { n, ...filter, ...this.#balance(other.report) }),
          ),
          engine.ratingsOf(id, { n: BESIDE }),
          model.report.abilities.similar_users ? model.similarUsers(id, { n: BESIDE }) : [],
        ]);
        return { recommended, other, rated, similar };
      },
      (answer) => {
        explore.person.answer = answer;
      },
    );
  }

  async #you(): Promise<void> {
    const { trained, explore } = this.#state;
    const { you, n } = explore;
    if (!trained) return;
    const own = you.own.map(({ id, rating }) => ({
      id,
      rating: trained.feedback === "implicit" ? 1 : rating,
    }));
    const { seen = [], wanted = [] } = you.export ?? {};
    const these = {
      ...this.#filter(false),
      onlyItems: you.watchlist === "only" ? wanted : [],
      withoutItems: you.watchlist === "without" ? [...seen, ...wanted] : seen,
    };
    const balance = this.#balance();
    await this.#ask(
      you,
      "you",
      [own, n, these, balance, this.#others],
      (model) =>
        Promise.all([
          model.recommendFor(own, { n, ...these, ...balance }),
          this.#beside((other) =>
            other.recommendFor(own, { n, ...these, ...this.#balance(other.report) }),
          ),
        ]),
      ([recommended, other]) => {
        you.recommended = recommended;
        you.other = other;
        you.personal = own.length > 0;
      },
    );
  }

  async #items(): Promise<void> {
    const { explore, trained } = this.#state;
    if (!trained?.report.abilities.similar_items) return;
    const { n } = explore;
    explore.items.chosen ??= (await (await this.#engine).findItems("", { n: 1 }))[0];
    const id = explore.items.chosen?.id;
    if (id === undefined) return;
    await this.#ask(
      explore.items,
      "items",
      [id, n],
      (model) => model.similarItems(id, { n }),
      (similar) => {
        explore.items.similar = similar;
      },
    );
  }

  async #map(): Promise<void> {
    const { explore, trained } = this.#state;
    if (!trained?.report.abilities.item_map) return;
    await this.#ask(
      explore.map,
      "map",
      [],
      (model, engine) => Promise.all([model.itemMap(), engine.findItems("", { n: LABELS })]),
      ([map, known]) => {
        explore.map = { ...explore.map, map, known: known.map((item) => item.id) };
      },
    );
  }

  /** How a model's lists are steered. One that does not know what is alike cannot vary it. */
  #balance(report = this.#state.trained?.report): State["explore"]["balance"] {
    const { adventure, diversity } = this.#state.explore.balance;
    return { adventure, diversity: report?.abilities.similar_items ? diversity : 0 };
  }

  #filter(withSeen: boolean): ListOptions {
    const { categories, includeSeen } = this.#state.explore.filter;
    const those = (how: CategoryFilter) =>
      Object.keys(categories).filter((name) => categories[name] === how);
    return {
      includeSeen: withSeen && includeSeen,
      onlyCategories: those("only"),
      withoutCategories: those("without"),
    };
  }
}
