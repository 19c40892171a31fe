import { html, nothing, type TemplateResult } from "lit-html";
import type { Charting } from "../actions/chart.ts";
import type { Listing } from "../actions/listing.ts";
import type { Teaching } from "../actions/train.ts";
import type { Exporting } from "../actions/write.ts";
import { changes } from "../changes.ts";
import { atWork } from "../memory.ts";
import { inWordsOf } from "../nouns.ts";
import { formTitle, trainingProblem } from "../settings.ts";
import { isBusy, type Job, type State, type TrainedModel, words } from "../state.ts";
import { count, counted, duration, figure, percent } from "../words.ts";
import { chart } from "./chart/chart.ts";
import { lossCurve } from "./loss-curve.ts";
import { problem } from "./problem.ts";
import { skeleton } from "./skeleton.ts";
import { stop } from "./stop.ts";
import { write } from "./write.ts";

/** The part “Train”: the button, what is `said` below it, progress, the loss curve, and what came of it. */
export function train(
  state: State,
  act: Listing & Teaching & Exporting & Charting,
  said: unknown = nothing,
): TemplateResult {
  const { trained, ends } = state;
  const job = state.job?.kind === "train" ? state.job : undefined;
  const { curve, lossName } = job
    ? { curve: job.progress?.curve, lossName: job.lossName }
    : { curve: trained?.report.curve, lossName: trained?.report.lossName ?? "" };
  const picture = curve && lossCurve(curve, lossName);
  const ready = state.models.length > 0;
  const wrong = ready && trainingProblem(state);
  return html`
    <section id="train" aria-labelledby="train-title">
      <h2 id="train-title">Train</h2>
      ${
        ready
          ? html`<p class="buttons">
              <button
                type="button"
                class="main"
                data-heir="#train .stop"
                ?disabled=${!state.data.report || isBusy(state) || Boolean(wrong)}
                @click=${act.train}
              >
                Train ${formTitle(state)}
              </button>
              ${job ? stop(job, "#train .main", act) : nothing}
            </p>`
          : skeleton("The models are on their way", 1)
      }
      ${wrong ? html`<p class="error">${wrong}</p>` : nothing} ${said} ${job ? running(job) : nothing}
      ${problem(ends.train, trained ? "The model from before still answers." : "")}
      ${picture ? chart(state, act)(picture) : nothing}
      ${!job && trained ? result(trained, state, act) : nothing}
    </section>
  `;
}

type Training = Extract<Job, { kind: "train" }>;

function running(job: Training): TemplateResult {
  const p = job.progress;
  const fraction = p?.fraction ?? 0;
  return html`
    <div class="job">
      <label for="training">${p?.stage === "choosing" ? "Finding out what suits" : "Training"}</label>
      <progress id="training" max="1" .value=${fraction}></progress>
      <p class="hint">
        ${
          p
            ? html`${percent(fraction)}${p.epochs > 1 ? html`, epoch ${Math.min(p.epoch + 1, p.epochs)} of ${p.epochs}` : nothing}${
                p.loss == null ? nothing : html`, loss ${figure(p.loss)}`
              }, ${duration(p.secondsLeft)} left${atWork(p)}`
            : "Starting …"
        }
      </p>
      ${job.from ? html`<p class="hint">${interrupted(job.from)}</p>` : nothing}
    </div>
  `;
}

/** What happened to the training, and from where it goes on. */
function interrupted({ epoch, epochs, by }: NonNullable<Training["from"]>): string {
  const there = epoch > 0 ? `goes on after epoch ${epoch} of ${epochs}` : "begins anew";
  return by === "leaving"
    ? `It was interrupted when this page was left, and ${there}.`
    : `The browser broke it off by a fault, and it ${there}.`;
}

function result(
  trained: TrainedModel,
  state: State,
  act: Listing & Teaching & Exporting & Charting,
): TemplateResult {
  const { spec, report } = trained;
  const info = state.models.find((m) => m.name === report.model);
  const changed = [
    info ? changes(info.params, report.params) : "",
    spec?.implicit ? "every value as a plain “yes”" : "",
  ].filter(Boolean);
  // What was opened from another program's file was not trained on the present data, if there are any.
  const elsewhere = !info;
  const took = report.seconds > 0 ? ` in ${duration(report.seconds)}` : "";
  const nouns = words(state);
  const { kind, person, item, value } = nouns;
  const by = kind === "pairs" ? "" : ` by ${counted(report.users, ...person)}`;
  return html`
    <p class="result">
      <b>${inWordsOf(nouns, report.title)}</b>${changed.length > 0 ? ` (${changed.join(", ")})` : ""}:
      ${elsewhere ? "opened with" : `trained on ${count(report.ratings)} ${value[1]} of`}
      ${counted(report.items, ...item)}${elsewhere ? ` ${by.replace(" by ", "and ")}` : by}${took}.
    </p>
    ${report.note ? html`<p class="hint note-of-model">${report.note}</p>` : nothing}
    <p class="buttons">
      <button type="button" class="quiet" @click=${act.saveModel}>Save the model</button>
    </p>
    ${write(trained, state, act)}
  `;
}
