import { html, type TemplateResult } from "lit-html";
import type { Answering } from "../actions/answering.ts";
import type { Job } from "../state.ts";

/** Stops a job; when it has ended, the focus goes to the first of these `heirs` that can be used. */
export function stop(job: Job, heirs: string, act: Pick<Answering, "stop">): TemplateResult {
  return html`
    <button type="button" class="stop" data-heir=${heirs} @click=${act.stop}>
      ${job.stopping ? "Stopping …" : "Stop"}
    </button>
  `;
}
