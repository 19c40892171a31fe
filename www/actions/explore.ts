import { EMPTY, onKey } from "../combobox.ts";
import type { Parts } from "../parts.ts";
import { type Balance, type Search, type State, type Tab, words } from "../state.ts";
import { counted } from "../words.ts";
import { pointAt } from "./point.ts";
import { showSimilar } from "./similar.ts";

/** Asking the model. */
export function explore(parts: Parts) {
  const { state, screen, answers, own } = parts;

  const setBox = (box: Search, change: Partial<State["explore"]["boxes"][Search]>) => {
    const { boxes } = state.explore;
    boxes[box] = { ...boxes[box], ...change };
    void screen.draw();
  };

  const ask = async () => {
    void screen.draw();
    await answers.show();
  };

  const act = {
    /** Shows a tab. */
    showTab(tab: Tab, focus = false): void {
      state.explore.tab = tab;
      void (focus ? screen.focus(`#tab-${tab}`) : screen.draw());
      void answers.show();
    },

    /** Types into a search. */
    search(box: Search, query: string): void {
      setBox(box, { query, open: true });
      void answers.suggest(box);
    },

    /** Opens the suggestions of a search. */
    openSearch(box: Search): void {
      setBox(box, { open: true });
      void answers.suggest(box);
    },

    /** Closes them. */
    closeSearch: (box: Search): void => setBox(box, { open: false, active: -1 }),

    /** Presses a key in a search. */
    searchKey(box: Search, event: KeyboardEvent): void {
      const before = state.explore.boxes[box];
      const { next, chosen, handled } = onKey(before, event.key);
      if (handled) event.preventDefault();
      state.explore.boxes[box] = next;
      if (chosen) act.choose(box, chosen);
      else if (next.open && !before.open) void answers.suggest(box);
      void screen.draw();
    },

    /** Chooses what was found. */
    async choose(
      box: Search,
      { id, title, ratings = 0 }: { id: string; title: string; ratings?: number },
    ): Promise<void> {
      const { explore } = state;
      explore.boxes[box] = EMPTY;
      const entity = { id, title, ratings };
      switch (box) {
        case "person": {
          answers.about("person", entity);
          await ask();
          const found = explore.person.answer?.recommended.length ?? 0;
          screen.announce(`Recommended for ${title}: ${counted(found, ...words(state).item)}.`);
          break;
        }
        case "you":
          own?.add(entity);
          await ask();
          screen.announce(`Added ${title}.`);
          break;
        case "items":
          answers.about("items", entity);
          await ask();
          screen.announce(
            `Similar to ${title}: ${counted(explore.items.similar?.length ?? 0, ...words(state).item)}.`,
          );
          break;
        case "map":
          pointAt(parts, explore.map.map?.ids.indexOf(id) ?? -1);
      }
    },

    /** Shows what is similar to an item, in its own tab. */
    showSimilar: (item: { id: string; title: string }) => showSimilar(parts, item),

    /** Turns a category from any to only, from only to without, from without to any. */
    cycleCategory(name: string): void {
      const next = { any: "only", only: "without", without: "any" } as const;
      const { categories } = state.explore.filter;
      state.explore.filter.categories = { ...categories, [name]: next[categories[name] ?? "any"] };
      void ask();
    },

    /** No category filters any more. */
    clearFilter(): void {
      state.explore.filter.categories = {};
      void ask();
    },

    /** Says whether what has been rated already may be recommended. */
    setIncludeSeen(on: boolean): void {
      state.explore.filter.includeSeen = on;
      void ask();
    },

    /** Steers the lists: from popular to adventurous, or from alike to varied. */
    setBalance(name: Balance, value: number): void {
      state.explore.balance = { ...state.explore.balance, [name]: value };
      void ask();
    },

    /** Sets the length of the lists. */
    setN(n: number): void {
      state.explore.n = n;
      void ask();
    },

    /** Saves a list. */
    async exportList(list: "person" | "you" | "items"): Promise<void> {
      const { saveList } = await import("./save-list.ts");
      saveList(state, list);
    },
  };
  return act;
}
