import { html, nothing, type TemplateResult } from "lit-html";
import { changes, checkSeed, values } from "../form.ts";
import { type Actions, chosenModel, isBusy, type State } from "../state.ts";
import { count, duration, figure, percent } from "../words.ts";
import { lossCurve } from "./loss-curve.ts";
import { problem } from "./problem.ts";

/** The part “Train”: the button, progress, the loss curve, and what came of it. */
export function train(state: State, act: Actions): TemplateResult {
  const info = chosenModel(state);
  const { running, progress, trained, error, note } = state.train;
  const invalid =
    !info ||
    values(info.params, state.form.texts).problems.length > 0 ||
    checkSeed(state.form.seed).problem;
  const curve = running ? progress?.curve : trained?.curve;
  const lossName = (running ? info?.lossName : trained?.lossName) ?? "";
  return html`
    <section id="train" aria-labelledby="train-title">
      <h2 id="train-title">Train</h2>
      <p class="buttons">
        <button
          type="button"
          class="main"
          ?disabled=${!state.data.report || isBusy(state) || Boolean(invalid)}
          @click=${act.train}
        >
          Train ${info?.title}
        </button>
        ${running ? html`<button type="button" @click=${act.stop}>Stop</button>` : nothing}
      </p>
      ${invalid && info ? html`<p class="error">A setting above has to be put right first.</p>` : nothing}
      ${running ? runningView(progress) : nothing} ${problem(error, note)}
      ${curve && curve.length > 1 ? lossCurve(curve, lossName) : nothing}
      ${!running && trained ? trainedView(state, act) : nothing}
    </section>
  `;
}

function runningView(progress: State["train"]["progress"]): TemplateResult {
  const p = progress;
  const fraction = p?.fraction ?? 0;
  return html`
    <div class="job">
      <label for="training">Training</label>
      <progress id="training" max="1" .value=${fraction}></progress>
      <p class="hint">
        ${
          p
            ? html`${percent(fraction)}${p.epochs > 1 ? html`, epoch ${Math.min(p.epoch + 1, p.epochs)} of ${p.epochs}` : nothing}${
                p.loss == null ? nothing : html`, loss ${figure(p.loss)}`
              }, ${duration(p.secondsLeft)} left`
            : "Starting …"
        }
      </p>
    </div>
  `;
}

function trainedView(state: State, act: Actions): TemplateResult | typeof nothing {
  const { trained } = state.train;
  if (!trained) return nothing;
  const info = state.models.find((m) => m.name === trained.model);
  const changed = info ? changes(info.params, trained.params) : "";
  const took = trained.seconds > 0 ? ` in ${duration(trained.seconds)}` : "";
  return html`
    <p class="result">
      <b>${trained.title}</b>${changed ? ` (${changed})` : ""}: trained on ${count(trained.ratings)} ratings of
      ${count(trained.items)} items by ${count(trained.users)} people${took}.
    </p>
    <p class="buttons">
      <button type="button" class="quiet" @click=${act.saveModel}>Save the model</button>
    </p>
  `;
}
