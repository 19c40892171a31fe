import { download } from "../download.ts";
import type { Evaluated } from "../engine/client.ts";
import { csv } from "../engine/csv.ts";
import { changes } from "../form.ts";
import { metricOf } from "../metrics.ts";
import { inWordsOf } from "../nouns.ts";
import type { Parts } from "../parts.ts";
import { askedMetrics, isAuto, measuringProblem, settings } from "../settings.ts";
import { words } from "../state.ts";

/** Measuring models. */
export function measure({ state, screen, jobs, engine }: Parts) {
  const changed = () => {
    delete state.ends.measure;
    void screen.draw();
  };

  return {
    /** Chooses what is hidden. */
    setSplit(split: string): void {
      state.measure.split = split;
      changed();
    },

    /** Chooses a metric or leaves it out. */
    setMetric(name: string, on: boolean): void {
      state.measure.metrics = { ...state.measure.metrics, [name]: on };
      changed();
    },

    /** Sets the length of the lists that are measured. */
    setK(text: string): void {
      state.measure.k = text;
      changed();
    },

    /** Says what counts as found when a list names it. */
    setRelevant(relevant: "all" | "liked"): void {
      state.measure.relevant = relevant;
      void screen.draw();
    },

    /** Measures the model of the form. */
    async evaluate(): Promise<void> {
      const spec = settings(state);
      if (!spec || !state.data.report || measuringProblem(state) || state.job) return;
      const { split, relevant } = state.measure;
      let metrics = askedMetrics(state);
      const folds = split.startsWith("kfold:") ? Number(split.split(":")[1]) : 1;
      screen.announce("Measuring has begun.");
      await jobs.run({ kind: "measure", split, fold: 0, folds }, async (signal) => {
        const all: Evaluated[] = [];
        const one = async (part: string) =>
          (await engine).evaluate(spec, {
            split: part,
            metrics,
            relevant,
            signal,
            onProgress: (progress) => {
              if (state.job?.kind === "measure") state.job.progress = progress;
              void screen.draw();
            },
          });
        for (let fold = 0; fold < folds; fold++) {
          state.job = { kind: "measure", split, fold, folds };
          const part = folds > 1 ? `${split}:${fold}` : split;
          try {
            all.push(await one(part));
          } catch (error) {
            // Where parameters, not the model, decide that its scores are no ratings, the core says so.
            const others = metrics.filter((m) => !metricOf(m)?.ofRatings);
            const refused = error instanceof Error && error.name === "ParameterError";
            if (!refused || others.length === 0 || others.length === metrics.length) throw error;
            metrics = others;
            all.push(await one(part));
          }
        }
        const evaluated = mean(all);
        if (!evaluated) return;
        const info = state.models.find((m) => m.name === evaluated.model);
        state.measure.runs.push({
          evaluated,
          title: inWordsOf(words(state), info?.title ?? evaluated.model),
          changes: [
            isAuto(state) ? "chosen for the data" : "",
            changes(info?.params ?? [], evaluated.params),
            spec.implicit ? "as yes" : "",
          ]
            .filter(Boolean)
            .join(", "),
          split: folds > 1 ? `${folds} folds` : split,
          data: state.data.report?.name ?? "",
        });
        screen.announce("Measured. The figures are in the table.");
      });
    },

    /** Empties the table. */
    clearRuns(): void {
      state.measure.runs = [];
      screen.announce("The table is empty.");
    },

    /** Saves the table. */
    exportRuns(): void {
      const { runs } = state.measure;
      const names = [...new Set(runs.flatMap((run) => Object.keys(run.evaluated.metrics)))];
      const times = ["seconds training", "seconds measuring"];
      const rows = runs.map(({ data, split, evaluated: e }) => [
        ...[data, e.model, JSON.stringify(e.params), e.seed, split, e.relevant],
        ...names.map((name) => e.metrics[name] ?? ""),
        ...[e.seconds.fit, e.seconds.evaluate],
      ]);
      const head = ["data", "model", "params", "seed", "split", "relevant", ...names, ...times];
      download("measured.csv", csv([head, ...rows]), "text/csv");
    },
  };
}

/** Folds are equally large, so their figures are averaged. */
function mean(all: Evaluated[]): Evaluated | undefined {
  const [first] = all;
  if (!first) return undefined;
  const sum = (of: (e: Evaluated) => number) => all.reduce((total, e) => total + of(e), 0);
  const metrics = Object.keys(first.metrics).map((name) => [
    name,
    sum((e) => e.metrics[name] ?? 0) / all.length,
  ]);
  return {
    ...first,
    metrics: Object.fromEntries(metrics),
    seconds: { fit: sum((e) => e.seconds.fit), evaluate: sum((e) => e.seconds.evaluate) },
  };
}
