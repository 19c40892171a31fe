import { html, type TemplateResult } from "lit-html";

/** A place for files: a button that opens the system's dialogue, and an area to drop on. */
export interface DropZone {
  /** Id of the input. */
  id: string;
  /** What the button says. */
  button: string;
  /** True while files are held over it. */
  over: boolean;
  /** What can be given here. */
  hint: string;
  hold: (over: boolean) => void;
  pick: (files: File[]) => void;
  drop: (transfer: DataTransfer) => void;
}

/** Files by choice or by drop. */
export function dropZone(zone: DropZone): TemplateResult {
  const picked = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.files?.length) zone.pick([...input.files]);
    // Choosing the same file again is a change, too.
    input.value = "";
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    if (event.dataTransfer) zone.drop(event.dataTransfer);
  };
  const held = (event: DragEvent) => {
    event.preventDefault();
    zone.hold(true);
  };
  return html`
    <div
      class="drop ${zone.over ? "over" : ""}"
      @dragenter=${held}
      @dragover=${held}
      @dragleave=${() => zone.hold(false)}
      @drop=${dropped}
    >
      <p>
        <label class="button">
          <input id=${zone.id} type="file" multiple @change=${picked} aria-describedby="${zone.id}-hint" />
          ${zone.button}
        </label>
        <span>or drop them here.</span>
      </p>
      <p id="${zone.id}-hint" class="hint">${zone.hint}</p>
    </div>
  `;
}
