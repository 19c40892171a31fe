// “Embed this”: chooses what of the present data and model another page shows, with the markup for it and how it looks.

import { html, nothing, render, type TemplateResult } from "lit-html";
import "../element/element.ts";
import { fileName } from "../download.ts";
import type { Input } from "../engine/client.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { present } from "../present.ts";
import { words } from "../state.ts";
import { AUTO, readWish, SHOWN, type Shown, textsOf, viewOf, type Wish } from "../wish.ts";
import { plain } from "../words.ts";
import { type Embedding, needs, snippet } from "./snippet.ts";

const VIEWS: Partial<Record<string, string>> = {
  recommend: "A list for one person",
  similar: "What is similar",
  you: "Rate some, get a list",
  map: "The map",
  train: "Training",
  all: "All, in tabs",
};

/** What is in the dialog. */
interface Choice extends Embedding {
  /** The present model and its settings, as the attribute names them. */
  model: string;
  /** What the snippet's files are here. */
  files: File[];
  /** What else the author should know. */
  notes: string[];
  said: string;
}

/** Opens the dialog. When it closes, the focus is where it was. */
export async function openSnippet(parts: Parts): Promise<void> {
  const dialog = document.createElement("dialog");
  dialog.className = "snippet";
  dialog.setAttribute("aria-labelledby", "snippet-title");
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    render(nothing, dialog);
    dialog.remove();
  });
  const choice = await begin(parts);
  const set = (change: Partial<Choice>) => {
    Object.assign(choice, { said: "" }, change);
    render(content(parts, choice, set, dialog), dialog);
  };
  set({});
  dialog.showModal();
}

/** What is shown now, as another page can ask for it. */
async function begin({ state, answers }: Parts): Promise<Choice> {
  const { sample, attempt } = state.data;
  const now = present(state);
  const notes: string[] = [];
  let files: File[] = [];
  if (!sample && attempt && state.trained?.spec) files = attempt.files.map(asFile);
  else if (!sample && answers.model) {
    try {
      const { report } = answers.model;
      const name = `${fileName("kindred", report.model)}.safetensors`;
      files = [new File([(await answers.model.save()).slice()], name)];
      notes.push(`${name} is what “Save the model” saves.`);
    } catch (error) {
      notes.push(plain(error));
    }
  }
  if (attempt?.options.columns && !sample)
    notes.push("What its columns mean was chosen here by hand; there it is found out anew.");
  const wish: Wish = {
    ...now,
    src: files.map(({ name }) => name.split("/").map(encodeURIComponent).join("/")),
    view: viewOf(state.explore.tab),
    person: state.explore.person.chosen?.id,
    item: state.explore.items.chosen?.id,
  };
  const model = new Map(textsOf(now)).get("model") ?? AUTO;
  return { how: "element", wish, theme: "", model, files, notes, said: "" };
}

function asFile(input: Input): File {
  if (input instanceof File) return input;
  if (input instanceof Blob) return new File([input], "ratings");
  return new File([input.bytes], input.name);
}

type Set = (change: Partial<Choice>) => void;

/** Of a view it asks only for what the view shows. */
function asked(choice: Choice): Choice {
  const { wish } = choice;
  const { view, person, item } = wish;
  return {
    ...choice,
    wish: {
      ...wish,
      person: view === "recommend" ? person : undefined,
      item: view === "similar" ? item : undefined,
    },
  };
}

function content(
  parts: Parts,
  choice: Choice,
  set: Set,
  dialog: HTMLDialogElement,
): TemplateResult {
  const now = asked(choice);
  const text = snippet(now, location.href.split("#", 1)[0] ?? "");
  const copy = async () => {
    const area = dialog.querySelector("textarea");
    area?.select();
    await navigator.clipboard.writeText(text).then(
      () => set({ said: "Copied." }),
      () => set({ said: "It is marked: copy it with the keyboard." }),
    );
  };
  return html`
    <h2 id="snippet-title">Embed this</h2>
    <div class="fields">${fields(parts, choice, set)}</div>
    <label for="snippet-text">For your page</label>
    <textarea id="snippet-text" readonly rows="5" spellcheck="false" .value=${text}></textarea>
    <p>
      <button type="button" class="main" @click=${copy}>Copy</button>
      <button type="button" class="quiet" @click=${() => dialog.close()}>Close</button>
      <span role="status">${choice.said}</span>
    </p>
    ${[...needs(now), ...choice.notes].map((sentence) => html`<p class="hint">${sentence}</p>`)}
    <h3>How it looks</h3>
    <div class="embedded">${preview(now)}</div>
  `;
}

function fields({ state }: Parts, { how, wish, theme, model }: Choice, set: Set): TemplateResult {
  const nouns = words(state);
  const wished = (change: Partial<Wish>) => set({ wish: { ...wish, ...change } });
  const modelled = (text: string) => {
    const { model, settings } = readWish((name) => (name === "model" ? text : null));
    wished({ model, settings });
  };
  const about = wish.view === "recommend" ? "person" : wish.view === "similar" ? "item" : undefined;
  const others = state.models.filter(({ name }) => name !== model);
  const titleOf = (text: string) => {
    const [name, ...settings] = text.split(" ");
    const title = state.models.find((m) => m.name === name)?.title ?? "The best for the data";
    return [inWordsOf(nouns, title), ...settings].join(" ");
  };
  const opened = wish.src.length > 0 && !state.trained?.spec;
  return html`
    ${select(
      "how",
      "As",
      how,
      [
        ["element", "an element"],
        ["iframe", "a frame"],
      ],
      (how) => set({ how: how as Embedding["how"] }),
    )}
    ${select(
      "view",
      "What",
      wish.view,
      SHOWN.map((view) => [view, VIEWS[view] ?? view]),
      (view) => wished({ view: view as Shown }),
    )}
    ${
      about
        ? input(
            "about",
            about === "person" ? `Which ${nouns.person[0]}` : `Which ${nouns.item[0]}`,
            wish[about] ?? "",
            {},
            (text) => wished({ [about]: text.trim() || undefined }),
          )
        : nothing
    }
    ${
      opened
        ? nothing
        : select(
            "model",
            "Model",
            new Map(textsOf(wish)).get("model") ?? AUTO,
            [
              [model, titleOf(model)],
              ...(model === AUTO ? [] : [[AUTO, titleOf(AUTO)] as [string, string]]),
              ...others.map(({ name }): [string, string] => [name, titleOf(name)]),
            ],
            modelled,
          )
    }
    ${input(
      "n",
      "How many lines",
      String(wish.n),
      { type: "number", min: 1, max: 1000 },
      (text) => {
        const n = Math.round(Number(text));
        wished({ n: n >= 1 && n <= 1000 ? n : 10 });
      },
    )}
    ${select(
      "theme",
      "Colours",
      theme,
      [
        ["", "the reader's"],
        ["light", "light"],
        ["dark", "dark"],
      ],
      (theme) => set({ theme: theme as Embedding["theme"] }),
    )}
  `;
}

function select(
  name: string,
  label: string,
  value: string,
  options: [string, string][],
  set: (value: string) => void,
): TemplateResult {
  return html`
    <div class="field">
      <label for="snippet-${name}">${label}</label>
      <select id="snippet-${name}" @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
        ${options.map(([name, title]) => html`<option value=${name} .selected=${name === value}>${title}</option>`)}
      </select>
    </div>
  `;
}

function input(
  name: string,
  label: string,
  value: string,
  { type = "text", min = 0, max = 0 },
  set: (text: string) => void,
): TemplateResult {
  return html`
    <div class="field">
      <label for="snippet-${name}">${label}</label>
      <input
        id="snippet-${name}"
        type=${type}
        min=${min}
        max=${max}
        autocomplete="off"
        .value=${value}
        @change=${(event: Event) => set((event.target as HTMLInputElement).value)}
      />
    </div>
  `;
}

/** The element itself, with what is in the snippet. */
function preview({ wish, theme, files }: Choice): TemplateResult {
  const texts = new Map<string, string>(textsOf(wish));
  const given = (name: string) => texts.get(name) ?? nothing;
  // Files are here already.
  return html`
    <kindred-recommender
      .files=${files}
      sample=${given("sample")}
      model=${given("model")}
      view=${given("view")}
      person=${given("person")}
      item=${given("item")}
      n=${given("n")}
      theme=${theme || nothing}
    ></kindred-recommender>
  `;
}
