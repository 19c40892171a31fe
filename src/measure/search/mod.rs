//! Searching good parameters: which settings to try, on how much of the data, and which is the best so far.
//!
//! The data are divided into training and test, and the training once more for validation. All trials are done with a share
//! of the people first, the best third of them with more, and so on to all people: successive halving (Jamieson and
//! Talwalkar, 2016, “Non-stochastic best arm identification and hyperparameter optimization”). The first trial is the
//! setting that one has without a search, and it comes with every round.
//!
//! The best of many figures is partly luck (Cawley and Talbot, 2010, “On over-fitting in model selection and subsequent
//! selection bias in performance evaluation”). So the best trials that are above that first setting are trained once more on
//! other validation parts, which chose nothing, and so is that setting. It stays unless the best of them there is surely better.
//! Chance has two ways in, and neither may explain the difference: which people there are, so 95 of 100 draws of them have to put
//! it on one side (where a metric has figures person by person), and how the data are divided and trainings begin, so it has to
//! be better on each of the parts. The test is looked at once, at the end, for what was found and for that first setting.
//!
//! Settings are spread evenly over their ranges by an additive sequence from a seeded start (Roberts, 2018, “The
//! unreasonable effectiveness of quasirandom sequences”). A budget counts work, never time: one is a training of the first
//! setting on all people of a validation part, and others are in proportion to people × epochs × factors, as far as a model
//! has them. Each round may have taken its part of the budget, and what earlier ones left. Which trials there are and which go
//! on depends on figures alone, so whoever does the [`Run`]s may do those of a round in any order and anywhere.

mod plan;
mod ranges;

use super::compare::USUAL_SPLIT;
use super::people::Difference;
use super::run::{Outcome, Run};
use crate::error::{Error, Result};
use crate::model::Values;
use crate::ratings::Ratings;
use plan::{Best, Plan, Round, Stand};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What to search.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(default)]
pub struct SearchSpec {
    /// The model's name.
    pub model: String,
    /// Parameters with a value of their own, which is kept.
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// What is searched: `NAME` for the registry's range of that parameter, `NAME=8..256`, `NAME=0.01..1:log` (or
    /// `:linear`), `NAME=a|b|c`.
    pub ranges: Vec<String>,
    /// How many settings are tried at most; when 0, 20 or, within a budget, as many as it allows.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub trials: usize,
    /// How much work the trials may take, in trainings of the setting without a search on all people of a validation part; no
    /// bound when 0. Others count in proportion to people × epochs × factors.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub budget: f64,
    /// The seed of splits, settings and trainings; 42 when none is given.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub seed: Option<u64>,
    /// How to hold the test out; `random:0.2` when empty. Of `kfold:K` the first part is the test.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub split: String,
    /// By which metric settings are chosen; when empty `rmse` where the scores are ratings, else `ndcg@10`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metric: String,
    /// Further metrics of what was found, on the test.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metrics: Vec<String>,
    /// What is relevant to lists: `all`, `liked` or a least value.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub relevant: String,
    /// Take every row as a plain “yes”, whatever its value.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub implicit: bool,
}

/// One setting that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Trial {
    /// The values of the parameters that are searched.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// What it reached on the validation, with `share` of the people; missing where it failed or was not tried yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub figure: Option<f64>,
    /// The largest share of the people that it was tried with.
    pub share: f32,
    /// Its mean on the parts that the best are confirmed on, if it came so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub confirmed: Option<f64>,
    /// Why it failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub failed: Option<String>,
}

/// The best trial beside the setting without a search, on parts that chose nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Confirmed {
    /// Which trial.
    pub trial: usize,
    /// On how many parts.
    pub parts: usize,
    /// By how much its figure is above that of the setting without a search; missing where the metric has no figures person by
    /// person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub difference: Option<Difference>,
    /// Whether it is surely better. Otherwise the setting without a search is what was found.
    pub sure: bool,
}

/// What a search has found so far.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Found {
    /// The model's name.
    pub model: String,
    /// Its name for people.
    pub title: &'static str,
    /// All parameter values of the best trial.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// Which trial is the best so far, counted from 0; 0 is the setting without a search.
    pub best: usize,
    /// By which metric.
    pub metric: String,
    /// All settings.
    pub trials: Vec<Trial>,
    /// Once the best trials have been confirmed; missing where none of them was above the setting without a search.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub confirmed: Option<Confirmed>,
    /// The work of the trials done so far, in the units of a budget.
    pub work: f64,
    /// Whether all rounds are done, and the test has been looked at.
    pub complete: bool,
    /// The size of the data that the found setting was trained on for the test, or for the validation before.
    pub data: super::DataSize,
    /// What the found setting reaches on the test; empty before all rounds are done.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub metrics: BTreeMap<String, f64>,
    /// What the setting without a search reaches there.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub without: BTreeMap<String, f64>,
    /// What the last training and measuring of the found setting took.
    pub seconds: super::run::Seconds,
}

impl SearchSpec {
    /// The runs that come next, of one round, in any order; empty when all is done. `ratings` are the data as they will be
    /// taken, `outcomes` what came of all runs so far.
    ///
    /// # Errors
    /// For a model, parameter, range, split, metric or budget that there is not.
    pub fn next(&self, ratings: &Ratings, outcomes: &[Outcome]) -> Result<Vec<Run>> {
        let plan = Plan::of(self, ratings)?;
        let mut split = if self.split.is_empty() { USUAL_SPLIT } else { &self.split }.to_owned();
        if split.strip_prefix("kfold:").is_some_and(|parts| !parts.contains(':')) {
            split.push_str(":0");
        }
        let run = |row: usize, on: Option<(f32, u32)>| {
            let mut params = self.params.clone();
            params.extend(plan.settings[row].clone());
            let chosen_by = plan.metric.to_string();
            let further = self.metrics.iter().filter(|name| on.is_none() && **name != chosen_by).cloned();
            let metrics = std::iter::once(chosen_by.clone()).chain(further).collect();
            let (share, part) = on.unwrap_or((1.0, 0));
            Run {
                row,
                model: plan.entry.name.to_owned(),
                params,
                seed: plan.seed,
                implicit: self.implicit,
                split: split.clone(),
                metrics,
                relevant: self.relevant.clone(),
                // Differences are told person by person.
                compared: part > 0,
                validation: on.is_some(),
                part,
                share,
                train_share: 1.0,
                ..Run::default()
            }
        };
        let Stand { round, rows } = plan.stand(outcomes);
        if let Some(Round { share, parts }) = plan.rounds.get(round) {
            let all = rows.iter().flat_map(|row| parts.clone().map(move |part| (*row, part)));
            let missing =
                all.filter(|(row, part)| plan.done(outcomes, *row, Some((*share, *part))).is_none());
            return Ok(missing.map(|(row, part)| run(row, Some((*share, part)))).collect());
        }
        let mut rows = vec![plan.best(outcomes).row, 0];
        rows.dedup();
        let missing = rows.into_iter().filter(|&row| plan.done(outcomes, row, None).is_none());
        Ok(missing.map(|row| run(row, None)).collect())
    }
}

impl Found {
    /// By what has come of a search so far; after a Stop that is what there is.
    ///
    /// # Errors
    /// As [`SearchSpec::next`], and when not even the first trial is done.
    pub fn of(spec: &SearchSpec, ratings: &Ratings, outcomes: &[Outcome]) -> Result<Self> {
        let plan = Plan::of(spec, ratings)?;
        let Best { row: best, outcome, confirmed } = plan.best(outcomes);
        let outcome = outcome.ok_or_else(|| {
            let why = outcomes.iter().find_map(|outcome| outcome.failed.clone());
            Error::data("a trial that is done", why.unwrap_or_else(|| "none".to_owned()))
        })?;
        let metric = plan.metric.to_string();
        let trial = |(row, params): (usize, &Values)| {
            let own = || outcomes.iter().filter(|o| o.run.row == row && o.run.validation && o.run.part == 0);
            let last =
                own().reduce(|last, outcome| if outcome.run.share > last.run.share { outcome } else { last });
            Trial {
                params: params.clone(),
                figure: last.and_then(|last| last.metrics.get(&metric).copied()),
                share: last.map_or(0.0, |last| last.run.share),
                confirmed: plan.mean(outcomes, row),
                failed: last.and_then(|last| last.failed.clone()),
            }
        };
        let tested = |row: usize| plan.done(outcomes, row, None);
        let shown = tested(best).filter(|tested| tested.failed.is_none()).unwrap_or(outcome);
        let metrics = |row: usize| tested(row).map_or_else(BTreeMap::new, |tested| tested.metrics.clone());
        Ok(Found {
            model: plan.entry.name.to_owned(),
            title: plan.entry.title,
            params: outcome.params.clone(),
            best,
            trials: plan.settings.iter().enumerate().map(trial).collect(),
            confirmed,
            work: (0..plan.settings.len()).map(|row| plan.spent(outcomes, row)).sum(),
            complete: tested(best).is_some() && tested(0).is_some(),
            data: shown.data,
            metrics: metrics(best),
            without: metrics(0),
            seconds: shown.seconds,
            metric,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::run::tests::{ratings, run_all};
    use crate::model::Value;
    use std::sync::Arc;

    fn spec(model: &str, ranges: &[&str], trials: usize) -> SearchSpec {
        let ranges = ranges.iter().map(|&range| range.to_owned()).collect();
        SearchSpec { model: model.to_owned(), ranges, trials, ..SearchSpec::default() }
    }

    /// Everything that a search does, by rounds.
    fn rounds(spec: &SearchSpec, data: &Arc<Ratings>) -> (Vec<Outcome>, Vec<usize>) {
        let (mut outcomes, mut rounds) = (Vec::new(), Vec::new());
        loop {
            let runs = spec.next(data, &outcomes).unwrap();
            if runs.is_empty() {
                return (outcomes, rounds);
            }
            rounds.push(runs.len());
            // In another order than they were named in, as many workers would.
            let runs: Vec<Run> = runs.into_iter().rev().collect();
            outcomes.extend(run_all(&runs, data));
        }
    }

    #[test]
    fn ranges_that_a_model_does_not_have_are_refused() {
        let data = ratings();
        for outside in
            [spec("als", &["factors=1..5000"], 30), spec("als", &["counts=often"], 3), spec("als", &[], 3)]
        {
            assert_eq!(
                outside.next(&data, &[]).unwrap_err().name(),
                "ParameterError",
                "{:?}",
                outside.ranges
            );
        }
        assert!(spec("als", &["factors", "factors=1..3"], 3).next(&data, &[]).is_err());
    }

    #[test]
    fn settings_are_spread_and_none_comes_twice() {
        let data = ratings();
        let plan = |ranges: &[&str], trials| Plan::of(&spec("als", ranges, trials), &data).unwrap();
        let settings = plan(&["factors=1..64:linear", "rating_regularization=0.01..1"], 33).settings;
        assert_eq!(settings.len(), 33);
        assert_eq!(settings[0]["factors"], Value::Number(64.0), "the default comes first");
        for name in ["factors", "rating_regularization"] {
            let number = |values: &Values| match values[name] {
                Value::Number(n) => {
                    if name == "factors" {
                        n / 64.0
                    } else {
                        (n.log10() + 2.0) / 2.0
                    }
                }
                _ => panic!("a number"),
            };
            let quarter =
                |from: f64| settings[1..].iter().filter(|s| (from..from + 0.25).contains(&number(s))).count();
            assert!((0..4).all(|q| (6..=10).contains(&quarter(f64::from(q) / 4.0))), "{settings:?}");
        }
        assert_eq!(plan(&["counts"], 50).settings.len(), 3, "there are no more");
        assert_eq!(plan(&["factors=1..3"], 50).settings.len(), 4);
    }

    #[test]
    fn the_best_third_goes_on_with_the_default_and_the_test_is_looked_at_once() {
        let data = ratings();
        let spec = spec("als", &["factors=1..40", "rating_regularization=0.001..3"], 9);
        let (outcomes, rounds) = rounds(&spec, &data);
        // Nine with half of the people; three, maybe with the default beside them, with all; one or two of them and the default
        // on three parts more; then the test.
        let [9, 3 | 4, confirming @ (6 | 9), tests @ (1 | 2)] = rounds[..] else { panic!("{rounds:?}") };
        let found = Found::of(&spec, &data, &outcomes).unwrap();
        assert!(found.complete && found.metric == "rmse" && found.trials.len() == 9);
        let finalists: Vec<_> = found.trials.iter().filter(|trial| trial.confirmed.is_some()).collect();
        assert_eq!(finalists.len() * 3, confirming);
        let without = found.trials[0].figure.unwrap();
        assert!(finalists[1..].iter().all(|trial| trial.share == 1.0 && trial.figure.unwrap() < without));
        assert_eq!(found.trials[0].share, 1.0, "the default goes as far as any");
        let confirmed = found.confirmed.clone().unwrap();
        let difference = confirmed.difference.unwrap();
        let [own, other] = [confirmed.trial, 0].map(|at| found.trials[at].confirmed.unwrap());
        assert!((difference.value - (own - other)).abs() < 0.002, "{difference:?} beside {own} and {other}");
        // A lower rmse is better.
        let on = |row: usize, part: u32| {
            outcomes.iter().find(|o| o.run.row == row && o.run.part == part && part > 0).unwrap().metrics["rmse"]
        };
        let each = (1..=3).all(|part| on(confirmed.trial, part) < on(0, part));
        assert_eq!(confirmed.sure, difference.high < 0.0 && each);
        assert_eq!(found.best, if confirmed.sure { confirmed.trial } else { 0 });
        for (name, value) in &found.trials[found.best].params {
            assert_eq!(&found.params[name], value);
        }
        let tested: Vec<_> = outcomes.iter().filter(|outcome| !outcome.run.validation).collect();
        assert_eq!(tested.len(), tests, "once each");
        assert!(found.metrics["rmse"] <= found.without["rmse"] * 1.01, "{found:?}");
        let again = rounds_again(&spec, &data);
        assert_eq!(Found::of(&spec, &data, &again).unwrap().trials, found.trials);
    }

    #[test]
    fn what_is_not_surely_better_leaves_the_default() {
        let data = ratings();
        // Nobody has so many neighbours: all settings are the same, and none is better.
        let same = spec("item_knn", &["neighbours=100..900"], 4);
        let (outcomes, counts) = rounds(&same, &data);
        let found = Found::of(&same, &data, &outcomes).unwrap();
        assert_eq!((found.best, found.confirmed, counts.last()), (0, None, Some(&1)), "nothing to confirm");
        assert_eq!(found.metrics, found.without);
        // Solvers to the same end are ahead by chance.
        let params = [("rating_regularization", 0.3), ("gradient_steps", 8.0)];
        let params: Values = params.map(|(name, value)| (name.to_owned(), Value::Number(value))).into();
        let close = SearchSpec {
            params,
            ..spec("als", &["gradient_steps=9..40", "solver=cholesky|conjugate_gradient"], 6)
        };
        let (outcomes, _) = rounds(&close, &data);
        let found = Found::of(&close, &data, &outcomes).unwrap();
        assert_eq!(found.best, 0, "{:?}", found.confirmed);
        // From a regularization that learns by heart anything is surely better.
        let off = SearchSpec {
            params: [("rating_regularization".to_owned(), Value::Number(0.0001))].into(),
            ..spec("als", &["rating_regularization=0.05..1"], 5)
        };
        let (outcomes, _) = rounds(&off, &data);
        let found = Found::of(&off, &data, &outcomes).unwrap();
        let confirmed = found.confirmed.unwrap();
        assert!(confirmed.sure && found.best == confirmed.trial && confirmed.parts == 3);
        assert!(
            found.metrics["rmse"] < 0.99 * found.without["rmse"],
            "{:?} {:?}",
            found.metrics,
            found.without
        );
    }

    #[test]
    fn a_budget_bounds_the_work_and_is_used() {
        let data = ratings();
        let within = |budget: f64| SearchSpec {
            budget,
            params: [("factors".to_owned(), Value::Number(4.0))].into(),
            ..spec("als", &["epochs=5..30:linear"], 0)
        };
        let (outcomes, rounds) = rounds(&within(9.0), &data);
        // By hand: a training of e epochs with a share s of the people is s · e / 15 of the default's.
        let work = |o: &Outcome| {
            let Value::Number(epochs) = o.params["epochs"] else { panic!("a number") };
            f64::from(o.run.share) * epochs / 15.0
        };
        let trials: Vec<_> = outcomes.iter().filter(|o| o.run.validation).collect();
        let spent: f64 = trials.iter().map(|o| work(o)).sum();
        let first: f64 = trials[..rounds[0]].iter().map(|o| work(o)).sum();
        assert!(
            spent <= 9.0 && first <= 3.0 && first > 1.5,
            "{spent}, of it {first} in the first of three rounds"
        );
        let found = Found::of(&within(9.0), &data, &outcomes).unwrap();
        assert!((found.work - spent).abs() < 1e-9 && found.complete);
        let other_order: Vec<Outcome> = outcomes.iter().rev().cloned().collect();
        assert_eq!(Found::of(&within(9.0), &data, &other_order).unwrap(), found, "bit by bit");
        let (more, _) = super::tests::rounds(&within(18.0), &data);
        assert!(Found::of(&within(18.0), &data, &more).unwrap().trials.len() > found.trials.len());
        let few = SearchSpec { trials: 2, ..within(18.0) };
        assert_eq!(few.next(&data, &[]).unwrap().len(), 2, "trials bound it, too");
        for wrong in [0.5, -1.0, f64::NAN] {
            let error = within(wrong).next(&data, &[]).unwrap_err();
            assert!(error.to_string().contains("trainings at least"), "{error}");
        }
    }

    fn rounds_again(spec: &SearchSpec, data: &Arc<Ratings>) -> Vec<Outcome> {
        rounds(spec, data).0
    }

    #[test]
    fn of_folds_the_first_is_the_test() {
        let data = ratings();
        let folds = SearchSpec { split: "kfold:5".to_owned(), ..spec("mf", &["factors=1..8"], 2) };
        let runs = folds.next(&data, &[]).unwrap();
        assert!(runs.iter().all(|run| run.split == "kfold:5:0"), "{runs:?}");
        assert!(run_all(&runs, &data).iter().all(|outcome| outcome.failed.is_none()));
    }

    #[test]
    fn a_stop_keeps_the_best_so_far() {
        let data = ratings();
        let spec = spec("mf", &["factors=1..8", "learning_rate"], 4);
        let runs = spec.next(&data, &[]).unwrap();
        assert!(runs.iter().all(|run| run.validation && !run.compared));
        assert_eq!(Found::of(&spec, &data, &[]).unwrap_err().name(), "DataError");
        let some = run_all(&runs[..2], &data);
        let found = Found::of(&spec, &data, &some).unwrap();
        assert!(!found.complete && found.metrics.is_empty() && found.best < 2);
        assert_eq!(found.trials.iter().filter(|trial| trial.figure.is_some()).count(), 2);
        assert_eq!(spec.next(&data, &some).unwrap().len(), runs.len() - 2, "the rest of the round");
    }
}
