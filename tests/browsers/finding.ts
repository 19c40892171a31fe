// What runs in the page: each function stands alone, since its text is sent there.

/** The element of this role and name that a person can see and use, in shadow roots too. The name is text, or a pattern's source. */
export function byRole(role: string, name: string, pattern: boolean): Element | null {
  const native: Record<string, string> = {
    button: "button",
    heading: "h1, h2, h3",
    link: "a[href]",
    combobox: "select",
    textbox: "input[type=text], input:not([type])",
  };
  const within = (root: Document | ShadowRoot): Element[] => {
    const all = [...root.querySelectorAll("*")];
    return all.flatMap((element) => [
      element,
      ...(element.shadowRoot ? within(element.shadowRoot) : []),
    ]);
  };
  const text = (element: Element | null | undefined) =>
    (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  const nameOf = (element: Element) => {
    const labels = (element as HTMLInputElement).labels;
    const own = element.getAttribute("aria-label");
    if (own) return own;
    const ids = element.getAttribute("aria-labelledby")?.split(" ");
    const root = element.getRootNode() as Document;
    if (ids) return ids.map((id) => text(root.getElementById(id))).join(" ");
    return labels?.length ? [...labels].map(text).join(" ") : text(element);
  };
  const fits = (found: string) => (pattern ? new RegExp(name).test(found) : found === name);
  const selector = [`[role=${role}]`, ...(native[role] ? [native[role]] : [])].join();
  const found = within(document).find(
    (element) =>
      element.matches(selector) &&
      !element.matches(":disabled") &&
      element.getClientRects().length > 0 &&
      fits(nameOf(element)),
  );
  return found ?? null;
}

/** The first element of a selector, in shadow roots too. */
export function bySelector(selector: string): Element | null {
  const within = (root: Document | ShadowRoot): Element | null => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const element of root.querySelectorAll("*")) {
      const inner = element.shadowRoot && within(element.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  return within(document);
}

/** Scrolls an element into sight at once; gives the middle of it in the viewport. */
export function middle(element: Element): { x: number; y: number } {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** Tells the page of fingers, one for each way, as a browser does whose elements want no gesture of it: a finger that stays is a click. */
export function fingers(ways: { x: number; y: number }[][]): void {
  // What no person presses cannot be captured, and nothing leaves the element here.
  Element.prototype.setPointerCapture = () => {};
  const on = ways.map(([start]) => start && document.elementFromPoint(start.x, start.y));
  const tell = (type: string, step: number) => {
    for (const [at, way] of ways.entries()) {
      const { x, y } = way.at(step) ?? { x: 0, y: 0 };
      const init = { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y };
      const finger = { pointerId: 100 + at, pointerType: "touch", isPrimary: at === 0 };
      on[at]?.dispatchEvent(new PointerEvent(type, { ...init, ...finger }));
    }
  };
  tell("pointerdown", 0);
  for (let step = 1; step < (ways[0]?.length ?? 0); step++) tell("pointermove", step);
  tell("pointerup", -1);
  const [only, ...others] = on;
  if (others.length === 0 && ways[0]?.length === 1) (only as HTMLElement | null)?.click();
}

/** The texts of all elements of a selector, in shadow roots too. */
export function texts(selector: string): string[] {
  const within = (root: Document | ShadowRoot): Element[] => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? within(e.shadowRoot) : [])),
  ];
  return within(document)
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => (element.textContent ?? "").replace(/\s+/g, " ").trim());
}

/** Drops files on an element; false when it is not there. */
export function drop(selector: string, files: { name: string; text: string }[]): boolean {
  const onto = document.querySelector(selector);
  if (!onto) return false;
  const dataTransfer = new DataTransfer();
  for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
  for (const type of ["dragenter", "dragover", "drop"])
    onto.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  return true;
}

/** Chooses the option whose text begins so, or writes the value; false when it cannot. */
export function fill(selector: string, value: string): boolean {
  const control = document.querySelector(selector);
  if (control instanceof HTMLSelectElement) {
    const option = [...control.options].find((o) => o.text.startsWith(value));
    if (!option) return false;
    control.value = option.value;
  } else if (control instanceof HTMLInputElement) control.value = value;
  else return false;
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  return true;
}

/** Notes from now on what goes wrong in the page. */
export function watchErrors(): void {
  const seen: string[] = [];
  Object.assign(window, { kindredErrors: seen });
  addEventListener("error", (event) => seen.push(event.message));
  addEventListener("unhandledrejection", (event) => seen.push(String(event.reason)));
  document.addEventListener("securitypolicyviolation", (event) =>
    seen.push(`${event.violatedDirective} refused ${event.blockedURI}`),
  );
}

/** What went wrong. */
export function errorsSeen(): string[] {
  return (window as { kindredErrors?: string[] }).kindredErrors ?? [];
}
