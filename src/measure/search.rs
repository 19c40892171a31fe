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

use super::compare::USUAL_SPLIT;
use super::metrics::Metric;
use super::people::{Difference, People, Resamples};
use super::run::{Outcome, Run};
use crate::decimal::decimal;
use crate::error::{Error, Result};
use crate::model::{Entry, ParamKind, ParamSpec, ScoreMeaning, SearchRange, Value, Values, find};
use crate::order;
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range as Interval;

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

/// One of so many trials goes on to the next round.
const KEPT: usize = 3;

/// Shares of the people in the rounds; the first ones are left out where they would be few.
const SHARES: [f32; 3] = [0.25, 0.5, 1.0];

/// With fewer people, or pairs, than this a round would be chance.
const FEW: f32 = 200.0;

/// So many of the best trials are confirmed.
const FINALISTS: usize = 2;

/// On so many further validation parts.
const CONFIRMING: u32 = 3;

/// Trials unless said.
const TRIALS: usize = 20;

/// Most trials, and those within a budget that says nothing else.
const MOST: usize = 10_000;
const MOST_WITHIN: usize = 1000;

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
    /// The work of a training of each setting, parallel to them.
    work: Vec<f64>,
    rounds: Vec<Round>,
    metric: Metric,
    seed: u64,
    budget: f64,
}

/// Trials with a share of the people, each on these validation parts.
#[derive(Clone)]
struct Round {
    share: f32,
    parts: Interval<u32>,
}

/// How far a search is.
struct Stand {
    /// The round that is not done yet; as many as there are when all are.
    round: usize,
    /// Its trials, or those of the last round.
    rows: Vec<usize>,
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
        let feedback = if self.implicit { Feedback::Implicit } else { ratings.feedback() };
        let metric = match self.metric.as_str() {
            "" if entry.score_meaning(&self.params, feedback) == ScoreMeaning::PredictedRating => {
                Metric::Rmse
            }
            "" => Metric::Ndcg(10),
            text => Metric::parse(text)?,
        };
        let people = ratings.by_user().filled_rows() as f32;
        let shares = SHARES.into_iter().filter(|share| *share == 1.0 || share * people >= FEW);
        let mut rounds: Vec<Round> = shares.map(|share| Round { share, parts: 0..1 }).collect();
        rounds.push(Round { share: 1.0, parts: 1..1 + CONFIRMING });
        let mut plan =
            Plan { entry, settings: Vec::new(), work: Vec::new(), rounds, metric, seed, budget: self.budget };
        plan.settle(self, &ranges)?;
        Ok(plan)
    }

    /// The runs that come next, of one round, in any order; empty when all is done. `ratings` are the data as they will be
    /// taken, `outcomes` what came of all runs so far.
    ///
    /// # Errors
    /// For a model, parameter, range, split, metric or budget that there is not.
    pub fn next(&self, ratings: &Ratings, outcomes: &[Outcome]) -> Result<Vec<Run>> {
        let plan = self.plan(ratings)?;
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
        let plan = spec.plan(ratings)?;
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

/// The best trial so far, with an outcome of it.
struct Best<'a> {
    row: usize,
    outcome: Option<&'a Outcome>,
    confirmed: Option<Confirmed>,
}

impl Plan {
    /// Finds the settings to try.
    fn settle(&mut self, spec: &SearchSpec, ranges: &[(&'static str, Range)]) -> Result<()> {
        let (entry, share) = (self.entry, f64::from(self.rounds[0].share));
        let most = match spec.trials {
            0 if spec.budget > 0.0 => MOST_WITHIN,
            0 => TRIALS,
            trials => trials,
        };
        let allowed = self.allowed(0);
        let mut spent = 0.0;
        let mut work = Vec::new();
        let fits = |all: &Values| {
            work.push(work_of(all));
            spent += work[work.len() - 1] / work[0] * share;
            spent <= allowed
        };
        self.settings = settings(entry, &spec.params, ranges, most, self.seed, fits)?;
        self.work = work.iter().map(|own| own / work[0]).collect();
        // A budget may be no number.
        let sound = spec.budget >= 0.0;
        if !sound || self.settings.len() < 2 && spent > allowed {
            let least = (spent * self.rounds.len() as f64 * 10.0).ceil() / 10.0;
            let expected = format!("{least} trainings at least for these ranges, or none for no bound");
            return Err(Error::parameter("search", "budget", expected, spec.budget.to_string()));
        }
        Ok(())
    }

    /// The work that may have been done by the end of a round.
    fn allowed(&self, round: usize) -> f64 {
        match self.budget > 0.0 {
            true => self.budget * (round + 1) as f64 / self.rounds.len() as f64,
            false => f64::INFINITY,
        }
    }

    /// What came of a trial with a share of the people on a validation part, or on the test.
    fn done<'a>(&self, outcomes: &'a [Outcome], row: usize, on: Option<(f32, u32)>) -> Option<&'a Outcome> {
        let same = |run: &Run| run.row == row && run.validation.then_some((run.share, run.part)) == on;
        outcomes.iter().find(|outcome| same(&outcome.run))
    }

    /// The work of what is done of a trial: added up in the order of rounds, in whatever order it was done.
    fn spent(&self, outcomes: &[Outcome], row: usize) -> f64 {
        let in_round = |Round { share, parts }: &Round| {
            let done = |part: &u32| self.done(outcomes, row, Some((*share, *part))).is_some();
            f64::from(*share) * parts.clone().filter(done).count() as f64
        };
        self.work[row] * self.rounds.iter().map(in_round).sum::<f64>()
    }

    /// Goes through the rounds that are done.
    fn stand(&self, outcomes: &[Outcome]) -> Stand {
        let mut rows: Vec<usize> = (0..self.settings.len()).collect();
        let mut spent = 0.0;
        for (at, Round { share, parts }) in self.rounds.iter().enumerate() {
            let each = f64::from(*share) * parts.len() as f64;
            if at > 0 {
                // The setting without a search is always there, the others as far as the budget goes.
                spent += each * self.work[0];
                let allowed = self.allowed(at);
                rows.retain(|&row| {
                    let fits = row > 0 && spent + each * self.work[row] <= allowed;
                    spent += if fits { each * self.work[row] } else { 0.0 };
                    fits
                });
                rows.push(0);
                order::sort_by(&mut rows, &|a, b| a.cmp(b));
            } else {
                spent += each * self.work.iter().sum::<f64>();
            }
            let mut runs = rows.iter().flat_map(|row| parts.clone().map(move |part| (*row, part)));
            // Alone the setting without a search needs no confirmation.
            let needless = rows.len() == 1 && parts.start > 0;
            if !needless && runs.any(|(row, part)| self.done(outcomes, row, Some((*share, part))).is_none()) {
                return Stand { round: at, rows };
            }
            if let Some(next) = self.rounds.get(at + 1) {
                let kept = rows.len().div_ceil(KEPT);
                let figure = |row: usize| self.figure(self.done(outcomes, row, Some((*share, 0))));
                order::sort_by(&mut rows, &|&a, &b| figure(b).total_cmp(&figure(a)).then(a.cmp(&b)));
                rows.retain(|&row| figure(row).is_finite());
                if next.parts.start > 0 {
                    rows.retain(|&row| figure(row) > figure(0));
                    rows.truncate(FINALISTS);
                } else {
                    rows.truncate(kept);
                }
            }
        }
        Stand { round: self.rounds.len(), rows }
    }

    /// The figure of an outcome, higher where it is better; one without comes last.
    fn figure(&self, outcome: Option<&Outcome>) -> f64 {
        let figure = outcome.and_then(|outcome| outcome.metrics.get(&self.metric.to_string()));
        figure
            .filter(|figure| !figure.is_nan())
            .map_or(f64::NEG_INFINITY, |&figure| self.metric.rank_key(figure))
    }

    /// What has come of a trial on the parts that the best are confirmed on.
    fn confirming<'a>(&self, outcomes: &'a [Outcome], row: usize) -> Vec<&'a Outcome> {
        let parts = (1..=CONFIRMING).filter_map(|part| self.done(outcomes, row, Some((1.0, part))));
        parts.filter(|outcome| self.figure(Some(outcome)).is_finite()).collect()
    }

    /// Its mean figure there.
    fn mean(&self, outcomes: &[Outcome], row: usize) -> Option<f64> {
        let own = self.confirming(outcomes, row);
        let name = self.metric.to_string();
        let sum: f64 = own.iter().filter_map(|outcome| outcome.metrics.get(&name)).sum();
        (!own.is_empty()).then(|| sum / own.len() as f64)
    }

    /// The best trial: once all rounds are done the one that was confirmed; before, the best with the largest share of the
    /// people that anything was tried with.
    fn best<'a>(&self, outcomes: &'a [Outcome]) -> Best<'a> {
        let Stand { round, rows } = self.stand(outcomes);
        let of = |row: usize| {
            let shares = self.rounds.iter().rev().map(|round| round.share);
            let mut done = shares.filter_map(|share| self.done(outcomes, row, Some((share, 0))));
            done.find(|outcome| outcome.failed.is_none())
        };
        if round == self.rounds.len() {
            let confirmed = self.confirmed(outcomes, &rows);
            let row = confirmed.as_ref().filter(|confirmed| confirmed.sure).map_or(0, |sure| sure.trial);
            // Where the setting without a search cannot be trained, anything is better.
            if let Some(outcome) = of(row) {
                return Best { row, outcome: Some(outcome), confirmed };
            }
        }
        for Round { share, .. } in self.rounds.iter().rev().filter(|round| round.parts.start == 0) {
            let figure = |row: usize| self.figure(self.done(outcomes, row, Some((*share, 0))));
            let known = (0..self.settings.len()).filter(|&row| figure(row).is_finite());
            if let Some(row) = known.reduce(|best, row| if figure(row) > figure(best) { row } else { best }) {
                return Best { row, outcome: self.done(outcomes, row, Some((*share, 0))), confirmed: None };
            }
        }
        Best { row: 0, outcome: None, confirmed: None }
    }

    /// The best of these trials beside the first one, on the parts that confirm.
    fn confirmed(&self, outcomes: &[Outcome], rows: &[usize]) -> Option<Confirmed> {
        let mean = |row: usize| Some(self.metric.rank_key(self.mean(outcomes, row)?));
        let known = rows.iter().copied().filter(|&row| row > 0 && mean(row).is_some());
        let trial = known.reduce(|best, row| if mean(row) > mean(best) { row } else { best })?;
        let [own, others] = [trial, 0].map(|row| self.confirming(outcomes, row));
        let on = |outcome: &Outcome| outcome.run.part;
        let other = |own: &Outcome| others.iter().find(|other| on(other) == on(own)).copied();
        let pairs: Vec<(&Outcome, &Outcome)> =
            own.iter().filter_map(|own| Some((*own, other(own)?))).collect();
        let difference = self.difference(&pairs);
        let better = |(own, other): &(&Outcome, &Outcome)| self.figure(Some(own)) > self.figure(Some(other));
        // Whichever bound is the worse one for a metric.
        let worst = |Difference { low, high, .. }| self.metric.rank_key(low).min(self.metric.rank_key(high));
        let sure = !pairs.is_empty()
            && pairs.iter().all(better)
            && difference.is_none_or(|difference| worst(difference) > 0.0);
        Some(Confirmed { trial, parts: pairs.len(), difference, sure })
    }

    /// By how much the first of each pair is above the second, over all people of all pairs.
    fn difference(&self, pairs: &[(&Outcome, &Outcome)]) -> Option<Difference> {
        let columns = &pairs.first()?.0.columns;
        let at = columns.iter().position(|column| *column == self.metric.to_string())?;
        let (mut own, mut others) = (People::default(), People::default());
        for (one, other) in pairs {
            own.add(&one.people);
            others.add(&other.people);
        }
        let resamples = Resamples::new(own.len() / (columns.len() + People::COUNTS), self.seed);
        let figures = |people: &People| resamples.figures(people, self.metric, (at, columns.len()));
        Difference::between(&figures(&own)?, &figures(&others)?)
    }
}

/// The work of a training in some unit: its passes times its factors, whatever of these the model has. People come to it
/// with the round.
fn work_of(params: &Values) -> f64 {
    let number = |name: &str| match params.get(name) {
        Some(Value::Number(n)) => n.max(1.0),
        _ => 1.0,
    };
    ["factors", "epochs", "iterations"].into_iter().map(number).product()
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
        let number = |text: &str| decimal::<f64>(text.trim()).filter(|x| x.is_finite());
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
/// there are not so many, and when the next one does not fit; it is asked of all values of each.
fn settings(
    entry: &Entry,
    fixed: &Values,
    ranges: &[(&'static str, Range)],
    trials: usize,
    seed: u64,
    mut fits: impl FnMut(&Values) -> bool,
) -> Result<Vec<Values>> {
    let without = entry.params.complete(entry.name, fixed)?;
    // The root of x^(d + 1) = x + 1 spreads points evenly in d dimensions by its powers.
    let d = ranges.len() as f64;
    let root = (0..64).fold(2.0, |x: f64, _| libm::pow(1.0 + x, 1.0 / (d + 1.0)));
    let mut random = Random::part(seed, 0x5ea7);
    let start: Vec<f64> = ranges.iter().map(|_| random.uniform()).collect();
    let own = |all: &Values| {
        let mut own = Values::new();
        let values =
            ranges.iter().filter_map(|(name, _)| Some(((*name).to_owned(), all.get(*name)?.clone())));
        own.extend(values);
        own
    };
    let mut settings = vec![own(&without)];
    fits(&without);
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
        let all = entry.params.complete(entry.name, &values)?;
        let setting = own(&all);
        if settings.contains(&setting) {
            continue;
        }
        if !fits(&all) {
            break;
        }
        settings.push(setting);
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
