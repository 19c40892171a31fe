import { html, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";

/** A panel that opens and closes by its summary. */
export interface Panel {
  /** Its name in the state. */
  name: string;
  open: boolean;
  summary: unknown;
  content: unknown;
}

/** A panel whose being open is part of the state, so that no drawing closes it under somebody's hands. */
export function panel(
  { name, open, summary, content }: Panel,
  act: Pick<Listing, "setPanel">,
): TemplateResult {
  // Of itself the panel would open first and say so later: a drawing in between would close it again.
  const clicked = (event: Event) => {
    event.preventDefault();
    act.setPanel(name, !open);
  };
  const toggled = (event: Event) => {
    const now = (event.target as HTMLDetailsElement).open;
    if (now !== open) act.setPanel(name, now);
  };
  return html`
    <details id="panel-${name}" .open=${open} @toggle=${toggled}>
      <summary @click=${clicked}>${summary}</summary>
      ${content}
    </details>
  `;
}
