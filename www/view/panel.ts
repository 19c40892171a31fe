import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Answering } from "../actions/answering.ts";

/** A panel that opens and closes by its summary. */
export interface Panel {
  /** Its name in the state. */
  name: string;
  open: boolean;
  summary: unknown;
  content: unknown;
}

/** A panel whose being open is part of the state, so that no drawing closes it under somebody's hands. */
export function panel({ name, open, summary, content }: Panel, act: Answering): TemplateResult {
  const toggled = (event: Event) => {
    const now = (event.target as HTMLDetailsElement).open;
    if (now !== open) act.setPanel(name, now);
  };
  // The browser tells of an opening only after it, when a drawing may have closed the panel again.
  const clicked = (event: Event) => {
    event.preventDefault();
    act.setPanel(name, !open);
  };
  return html`
    <details id="panel-${name}" .open=${live(open)} @toggle=${toggled}>
      <summary @click=${clicked}>${summary}</summary>
      ${content}
    </details>
  `;
}
