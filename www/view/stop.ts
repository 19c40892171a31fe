import { html, type TemplateResult } from "lit-html";
import type { Listing } from "../actions/listing.ts";
import type { Job } from "../state.ts";

/** Stops a job; when it has ended, the focus goes to the first of these `heirs` that can be used. */
export function stop(job: Job, heirs: string, act: Pick<Listing, "stop">): TemplateResult {
  return html`
    <button type="button" class="stop" data-heir=${heirs} @click=${act.stop}>
      ${job.stopping ? "Stopping …" : "Stop"}
    </button>
  `;
}
