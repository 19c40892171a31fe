import { render, type TemplateResult } from "lit-html";
import type { State } from "./state.ts";

/** The page on the screen: shows the state, and keeps the focus where a person can go on. */
export class Screen {
  readonly #state: State;
  readonly #root: HTMLElement;
  readonly #view: () => TemplateResult;
  readonly #after: () => void;
  #drawing: Promise<void> | undefined;

  /** `view` turns the state into elements; `after` follows each drawing. */
  constructor(
    state: State,
    root: HTMLElement,
    view: () => TemplateResult,
    after: () => void = () => {},
  ) {
    this.#state = state;
    this.#root = root;
    this.#view = view;
    this.#after = after;
  }

  /** Shows the state soon; several changes in one go make one drawing. */
  draw(): Promise<void> {
    this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = undefined;
      const focus = new Focus(this.#root);
      render(this.#view(), this.#root);
      focus.keep();
      for (const option of this.#root.querySelectorAll('[role="option"][aria-selected="true"]')) {
        option.scrollIntoView({ block: "nearest" });
      }
      this.#after();
    });
    return this.#drawing;
  }

  /** Gives the screen reader something to say. */
  announce(text: string): void {
    this.#state.announcement = text;
    void this.draw();
  }

  /** The first element on the screen that fits. */
  find<E extends Element>(selector: string): E | null {
    return this.#root.querySelector<E>(selector);
  }

  /** Shows the state, and brings the first element that fits into sight unless its beginning is. */
  async reveal(selector: string): Promise<void> {
    await this.draw();
    const element = this.#root.querySelector<HTMLElement>(selector);
    const top = element?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight) element?.scrollIntoView();
  }

  /** Shows the state, and then gives the focus to the first element that fits. */
  async focus(selector: string): Promise<void> {
    await this.draw();
    this.#root.querySelector<HTMLElement>(selector)?.focus();
  }
}

/**
 * The focused element across one drawing. When it vanishes or can no longer be used, the focus goes to its heir: the
 * first usable one of the selectors in its `data-heir`, or in that of what it stands in; else the heading of the part
 * it stood in. Never to the body.
 */
class Focus {
  readonly #root: HTMLElement;
  readonly #element: HTMLElement | undefined;
  readonly #heirs: string[];
  readonly #ancestors: HTMLElement[];

  constructor(root: HTMLElement) {
    this.#root = root;
    const { activeElement: active } = root.getRootNode() as Document | ShadowRoot;
    this.#element = active instanceof HTMLElement && root.contains(active) ? active : undefined;
    const lineage: HTMLElement[] = [];
    for (let e = this.#element; e && root.contains(e); e = e.parentElement ?? undefined)
      lineage.push(e);
    this.#heirs = lineage.flatMap((e) => e.dataset.heir?.split(",") ?? []);
    this.#ancestors = lineage.slice(1);
  }

  keep(): void {
    if (this.#element && !usable(this.#element)) this.#heir()?.focus({ preventScroll: true });
  }

  #heir(): HTMLElement | undefined {
    for (const selector of this.#heirs) {
      const heir = this.#root.querySelector<HTMLElement>(selector);
      if (heir && usable(heir)) return heir;
    }
    for (const ancestor of this.#ancestors) {
      const heading = ancestor.isConnected && ancestor.querySelector<HTMLElement>("h3, h2, h1");
      if (!heading || !usable(heading)) continue;
      heading.tabIndex = -1;
      return heading;
    }
    return undefined;
  }
}

function usable(element: HTMLElement): boolean {
  return (
    element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0
  );
}
