import { html, nothing, type TemplateResult } from "lit-html";

/** Copies an address that repeats what is shown. */
export function copy(
  link: string,
  act: { copyLink: (link: string) => Promise<void> },
): TemplateResult {
  return html`<button type="button" class="quiet" @click=${() => act.copyLink(link)}>Copy a link</button>`;
}

/** The address, once somebody has asked for it: not everywhere can it be copied. */
export function copied(id: string, link: string | undefined): TemplateResult | typeof nothing {
  if (!link) return nothing;
  const all = (event: Event) => (event.target as HTMLInputElement).select();
  return html`
    <div class="field">
      <label for=${id}>A link that repeats it; there are no ratings in it</label>
      <input id=${id} readonly .value=${link} @focus=${all} />
    </div>
  `;
}
