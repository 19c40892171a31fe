//! Searching good parameters: which settings to try, on how much of the data, and which is the best so far.
//!
//! The data are divided into training and test, and the training once more for validation. All trials are done with a share
//! of the people first, the best third of them with more, and so on to all people: successive halving (Jamieson and
//! Talwalkar, 2016, “Non-stochastic best arm identification and hyperparameter optimization”). The first trial is the
//! setting that one has without a search, and it comes with every round, so that what is found is not worse on the
//! validation. The test is looked at once, at the end, for what was found and for that first setting.
//!
//! Settings are spread evenly over their ranges by an additive sequence from a seeded start (Roberts, 2018, “The
//! unreasonable effectiveness of quasirandom sequences”). Which trials there are and which go on depends on figures alone,
//! so whoever does the [`Run`]s may do those of a round in any order and anywhere.

use super::compare::USUAL_SPLIT;
use super::metrics::Metric;
use super::run::{Outcome, Run};
use crate::error::{Error, Result};
use crate::model::{Entry, ParamKind, ParamSpec, ScoreMeaning, SearchRange, Value, Values, find};
use crate::order;
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
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
    /// How many settings are tried; 20 when 0.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub trials: usize,
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
    /// Why it failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub failed: Option<String>,
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

/// One of so many trials goes on to the next round.
const KEPT: usize = 3;

/// Shares of the people in the rounds; the first ones are left out where they would be few.
const SHARES: [f32; 3] = [0.25, 0.5, 1.0];

/// With fewer people, or pairs, than this a round would be chance.
const FEW: f32 = 200.0;

/// What is better by less than this share of the figure is taken for chance, and the setting without a search stays.
const CHANCE: f64 = 0.001;

/// Trials unless said.
const TRIALS: usize = 20;

/// Most trials.
const MOST: usize = 10_000;

/// What a parameter is tried at.
#[derive(Debug, Clone, PartialEq)]
enum Range {
    Choices(Vec<Value>),
    Span { low: f64, high: f64, log: bool, whole: bool },
}

/// A search, as far as its spec says.
struct Plan {
    entry: &'static Entry,
    settings: Vec<Values>,
    shares: Vec<f32>,
    metric: Metric,
    seed: u64,
}

impl SearchSpec {
    fn plan(&self, ratings: &Ratings) -> Result<Plan> {
        let entry = find(&self.model)?;
        entry.params.complete(entry.name, &self.params)?;
        if self.ranges.is_empty() || self.trials > MOST {
            let expected = format!("one range at least and at most {MOST} trials");
            let found = format!("{} ranges and {} trials", self.ranges.len(), self.trials);
            return Err(Error::parameter("search", "ranges", expected, found));
        }
        let specs = entry.params.specs();
        let mut ranges = Vec::new();
        for text in &self.ranges {
            let range = read_range(entry, &specs, text)?;
            if ranges.iter().any(|(name, _)| *name == range.0) {
                let expected = format!("each parameter once, {} among them", range.0);
                return Err(Error::parameter("search", "ranges", expected, format!("“{text}” again")));
            }
            ranges.push(range);
        }
        let seed = self.seed.unwrap_or(42);
        let trials = if self.trials == 0 { TRIALS } else { self.trials };
        let feedback = if self.implicit { Feedback::Implicit } else { ratings.feedback() };
        let metric = match self.metric.as_str() {
            "" if entry.score_meaning(&self.params, feedback) == ScoreMeaning::PredictedRating => {
                Metric::Rmse
            }
            "" => Metric::Ndcg(10),
            text => Metric::parse(text)?,
        };
        let people = ratings.by_user().filled_rows() as f32;
        let shares = SHARES.into_iter().filter(|share| *share == 1.0 || share * people >= FEW).collect();
        let settings = settings(entry, &self.params, &ranges, trials, seed)?;
        Ok(Plan { entry, settings, shares, metric, seed })
    }

    /// The runs that come next, of one round, in any order; empty when all is done. `ratings` are the data as they will be
    /// taken, `outcomes` what came of all runs so far.
    ///
    /// # Errors
    /// For a model, parameter, range, split or metric that there is not.
    pub fn next(&self, ratings: &Ratings, outcomes: &[Outcome]) -> Result<Vec<Run>> {
        let plan = self.plan(ratings)?;
        let mut split = if self.split.is_empty() { USUAL_SPLIT } else { &self.split }.to_owned();
        if split.strip_prefix("kfold:").is_some_and(|parts| !parts.contains(':')) {
            split.push_str(":0");
        }
        let run = |row: usize, share: Option<f32>| {
            let mut params = self.params.clone();
            params.extend(plan.settings[row].clone());
            let chosen_by = plan.metric.to_string();
            let further = self.metrics.iter().filter(|name| share.is_none() && **name != chosen_by).cloned();
            let metrics = std::iter::once(chosen_by.clone()).chain(further).collect();
            Run {
                row,
                model: plan.entry.name.to_owned(),
                params,
                seed: plan.seed,
                implicit: self.implicit,
                split: split.clone(),
                metrics,
                relevant: self.relevant.clone(),
                validation: share.is_some(),
                share: share.unwrap_or(1.0),
                train_share: 1.0,
                ..Run::default()
            }
        };
        let mut rows: Vec<usize> = (0..plan.settings.len()).collect();
        for &share in &plan.shares {
            let done = plan.done(outcomes, Some(share));
            let missing: Vec<usize> = rows.iter().copied().filter(|row| done[*row].is_none()).collect();
            if !missing.is_empty() {
                return Ok(missing.into_iter().map(|row| run(row, Some(share))).collect());
            }
            let kept = rows.len().div_ceil(KEPT);
            plan.rank(&mut rows, &done);
            rows.truncate(kept);
            if !rows.contains(&0) {
                rows.push(0);
            }
            order::sort_by(&mut rows, &|a, b| a.cmp(b));
        }
        let tested = plan.done(outcomes, None);
        let mut rows = vec![plan.best(outcomes).0, 0];
        rows.dedup();
        Ok(rows.into_iter().filter(|row| tested[*row].is_none()).map(|row| run(row, None)).collect())
    }
}

impl Found {
    /// By what has come of a search so far; after a Stop that is what there is.
    ///
    /// # Errors
    /// As [`SearchSpec::next`], and when not even the first trial is done.
    pub fn of(spec: &SearchSpec, ratings: &Ratings, outcomes: &[Outcome]) -> Result<Self> {
        let plan = spec.plan(ratings)?;
        let (best, outcome) = plan.best(outcomes);
        let outcome = outcome.ok_or_else(|| {
            let why = outcomes.iter().find_map(|outcome| outcome.failed.clone());
            Error::data("a trial that is done", why.unwrap_or_else(|| "none".to_owned()))
        })?;
        let metric = plan.metric.to_string();
        let trial = |(row, params): (usize, &Values)| {
            let own = || outcomes.iter().filter(|o| o.run.row == row && o.run.validation);
            let last =
                own().reduce(|last, outcome| if outcome.run.share > last.run.share { outcome } else { last });
            Trial {
                params: params.clone(),
                figure: last.and_then(|last| last.metrics.get(&metric).copied()),
                share: last.map_or(0.0, |last| last.run.share),
                failed: last.and_then(|last| last.failed.clone()),
            }
        };
        let tested = plan.done(outcomes, None);
        let shown = tested[best].filter(|tested| tested.failed.is_none()).unwrap_or(outcome);
        let metrics = |row: usize| tested[row].map_or_else(BTreeMap::new, |tested| tested.metrics.clone());
        Ok(Found {
            model: plan.entry.name.to_owned(),
            title: plan.entry.title,
            params: outcome.params.clone(),
            best,
            trials: plan.settings.iter().enumerate().map(trial).collect(),
            complete: tested[best].is_some() && tested[0].is_some(),
            data: shown.data,
            metrics: metrics(best),
            without: metrics(0),
            seconds: shown.seconds,
            metric,
        })
    }
}

impl Plan {
    /// Of each trial what came of it with this share of the people, or on the test.
    fn done<'a>(&self, outcomes: &'a [Outcome], share: Option<f32>) -> Vec<Option<&'a Outcome>> {
        let mut done = vec![None; self.settings.len()];
        for outcome in outcomes {
            let run = &outcome.run;
            if run.validation.then_some(run.share) == share && run.row < done.len() {
                done[run.row] = Some(outcome);
            }
        }
        done
    }

    /// The figure of an outcome, higher where it is better; one without comes last.
    fn figure(&self, outcome: Option<&Outcome>) -> f64 {
        let figure = outcome.and_then(|outcome| outcome.metrics.get(&self.metric.to_string()));
        figure
            .filter(|figure| !figure.is_nan())
            .map_or(f64::NEG_INFINITY, |&figure| self.metric.rank_key(figure))
    }

    /// Puts trials in order, the best first; of equals the earlier.
    fn rank(&self, rows: &mut Vec<usize>, done: &[Option<&Outcome>]) {
        let figure = |row: usize| self.figure(done[row]);
        order::sort_by(rows, &|&a, &b| figure(b).total_cmp(&figure(a)).then(a.cmp(&b)));
    }

    /// The best trial with the largest share of the people that anything was tried with, and its outcome.
    fn best<'a>(&self, outcomes: &'a [Outcome]) -> (usize, Option<&'a Outcome>) {
        for &share in self.shares.iter().rev() {
            let done = self.done(outcomes, Some(share));
            let mut rows: Vec<usize> =
                (0..done.len()).filter(|&row| self.figure(done[row]).is_finite()).collect();
            self.rank(&mut rows, &done);
            if let Some(&row) = rows.first() {
                let (found, without) = (self.figure(done[row]), self.figure(done[0]));
                let chance = without.is_finite() && found - without < CHANCE * without.abs();
                let row = if chance { 0 } else { row };
                return (row, done[row]);
            }
        }
        (0, None)
    }
}

/// Reads what to search of one parameter.
fn read_range(entry: &Entry, specs: &[ParamSpec], text: &str) -> Result<(&'static str, Range)> {
    let (name, given) = text.split_once('=').map_or((text, None), |(name, given)| (name, Some(given)));
    let refuse = |expected: String| Error::parameter(entry.name, name.trim(), expected, format!("“{text}”"));
    let spec = specs.iter().find(|spec| spec.name == name.trim()).ok_or_else(|| {
        let names: Vec<_> = specs.iter().map(|spec| spec.name).collect();
        refuse(format!("one of the parameters {}", names.join(", ")))
    })?;
    let whole = matches!(spec.kind, ParamKind::Integer { .. });
    let search = spec.search;
    let Some(given) = given else {
        return Ok((
            spec.name,
            match (&spec.kind, search) {
                (ParamKind::Choice { choices }, _) => {
                    Range::Choices(choices.iter().map(|c| Value::Text(c.name.to_owned())).collect())
                }
                (ParamKind::Switch, _) => Range::Choices(vec![Value::Bool(true), Value::Bool(false)]),
                (_, Some(SearchRange { low, high, log })) => Range::Span { low, high, log, whole },
                _ => return Err(refuse(format!("{}=LOW..HIGH", spec.name))),
            },
        ));
    };
    let range = if let Some((low, high)) = given.split_once("..") {
        let (high, scale) = high.split_once(':').map_or((high, None), |(high, scale)| (high, Some(scale)));
        let expected =
            || format!("{}=LOW..HIGH, maybe with :log or :linear, of {}", spec.name, spec.expected());
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        let (low, high) = number(low).zip(number(high)).ok_or_else(|| refuse(expected()))?;
        let log = match scale {
            Some("log") => true,
            Some("linear") => false,
            Some(_) => return Err(refuse(expected())),
            None => low > 0.0 && search.is_some_and(|search| search.log),
        };
        if low >= high
            || log && low <= 0.0
            || matches!(spec.kind, ParamKind::Choice { .. } | ParamKind::Switch)
        {
            return Err(refuse(expected()));
        }
        Range::Span { low, high, log, whole }
    } else {
        Range::Choices(given.split('|').map(|text| Value::Text(text.trim().to_owned())).collect())
    };
    Ok((spec.name, range))
}

/// The settings to try, no two alike: none of the ranges first, then the values spread over them. Fewer than `trials` where
/// there are not so many.
fn settings(
    entry: &Entry,
    fixed: &Values,
    ranges: &[(&'static str, Range)],
    trials: usize,
    seed: u64,
) -> Result<Vec<Values>> {
    let without = entry.params.complete(entry.name, fixed)?;
    // The root of x^(d + 1) = x + 1 spreads points evenly in d dimensions by its powers.
    let d = ranges.len() as f64;
    let root = (0..64).fold(2.0, |x: f64, _| libm::pow(1.0 + x, 1.0 / (d + 1.0)));
    let mut random = Random::part(seed, 0x5ea7);
    let start: Vec<f64> = ranges.iter().map(|_| random.uniform()).collect();
    let own = |all: &Values| -> Values {
        ranges.iter().filter_map(|(name, _)| Some(((*name).to_owned(), all.get(*name)?.clone()))).collect()
    };
    let mut settings = vec![own(&without)];
    // Draws of what is there already are in vain.
    for n in 1..=trials * 20 {
        if settings.len() >= trials {
            break;
        }
        let mut values = fixed.clone();
        for (at, (name, range)) in ranges.iter().enumerate() {
            let step = libm::pow(root, -((at + 1) as f64));
            let x = start[at] + n as f64 * step;
            values.insert((*name).to_owned(), range.at(x - libm::floor(x)));
        }
        // Checks the values, and brings those that came as text to their type.
        let setting = own(&entry.params.complete(entry.name, &values)?);
        if !settings.contains(&setting) {
            settings.push(setting);
        }
    }
    Ok(settings)
}

impl Range {
    /// The value at `x`, from 0 to 1.
    fn at(&self, x: f64) -> Value {
        match self {
            Range::Choices(choices) => {
                let at = (x * choices.len() as f64) as usize;
                choices[at.min(choices.len() - 1)].clone()
            }
            &Range::Span { low, high, log, whole } => {
                let value = match log {
                    true => low * libm::pow(high / low, x),
                    false => low + (high - low) * x,
                };
                // Three digits are enough, and can be read.
                let digits = libm::pow(10.0, 2.0 - libm::floor(libm::log10(value.abs().max(1e-30))));
                let value = if whole { value.round() } else { (value * digits).round() / digits };
                Value::Number(value.clamp(low, high))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::run::tests::{ratings, run_all};
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
    fn ranges_are_the_registrys_or_as_they_are_written() {
        let read = |model: &str, text: &str| {
            let entry = find(model).unwrap();
            read_range(entry, &entry.params.specs(), text)
        };
        let span = |low, high, log, whole| Range::Span { low, high, log, whole };
        for (model, text, expected) in [
            ("als", "factors", span(8.0, 512.0, true, true)),
            ("als", "factors=8..256", span(8.0, 256.0, true, true)),
            ("als", "factors=8..256:linear", span(8.0, 256.0, false, true)),
            ("als", "regularization", span(0.3, 300.0, true, false)),
            ("mf", "regularization=0.01..1:log", span(0.01, 1.0, true, false)),
            ("rp3beta", "alpha=0..2", span(0.0, 2.0, false, false)),
            ("als", "frequency_scaling", span(0.0, 1.0, false, false)),
        ] {
            assert_eq!(read(model, text).unwrap().1, expected, "{model} {text}");
        }
        let Range::Choices(all) = read("als", "counts").unwrap().1 else { panic!("choices") };
        assert_eq!(all.len(), 3);
        assert!(matches!(read("mf", "biases").unwrap().1, Range::Choices(both) if both.len() == 2));
        assert!(
            matches!(read("als", "counts=linear|binary").unwrap().1, Range::Choices(two) if two.len() == 2)
        );
        for wrong in
            ["factor", "factors=8..", "factors=9..8", "factors=0..8:log", "factors=1..8:cubic", "counts=1..2"]
        {
            assert_eq!(read("als", wrong).unwrap_err().name(), "ParameterError", "{wrong}");
        }
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
        let plan = |ranges: &[&str], trials| spec("als", ranges, trials).plan(&data).unwrap();
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
        // Nine with half of the people; three, maybe with the default beside them, with all; then the test.
        assert!(
            rounds == [9, 3, 2] || rounds == [9, 4, 2] || rounds == [9, 3, 1] || rounds == [9, 4, 1],
            "{rounds:?}"
        );
        let found = Found::of(&spec, &data, &outcomes).unwrap();
        assert!(found.complete && found.metric == "rmse" && found.trials.len() == 9);
        let full = |trial: &&Trial| trial.share == 1.0;
        let figures = found.trials.iter().filter(full).filter_map(|trial| trial.figure);
        let least = figures.reduce(f64::min).unwrap();
        let (best, without) = (found.trials[found.best].figure.unwrap(), found.trials[0].figure.unwrap());
        assert!(best == least || best == without && without - least < CHANCE * without, "{found:?}");
        assert_eq!(found.trials[0].share, 1.0, "the default goes as far as any");
        for (name, value) in &found.trials[found.best].params {
            assert_eq!(&found.params[name], value);
        }
        let tested: Vec<_> = outcomes.iter().filter(|outcome| !outcome.run.validation).collect();
        assert_eq!(tested.len(), rounds[2], "once each");
        assert!(found.metrics["rmse"] <= found.without["rmse"] * 1.01, "{found:?}");
        let again = rounds_again(&spec, &data);
        assert_eq!(Found::of(&spec, &data, &again).unwrap().trials, found.trials);
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
