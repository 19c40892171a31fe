//! Which trials there are, which go on to the next round, and which is the best.

use super::ranges::{Range, read_range, settings};
use super::{Confirmed, SearchSpec};
use crate::error::{Error, Result};
use crate::measure::metrics::Metric;
use crate::measure::people::{Difference, People, Resamples};
use crate::measure::run::{Outcome, Run};
use crate::model::{Entry, ScoreMeaning, Value, Values, find};
use crate::order;
use crate::ratings::{Feedback, Ratings};
use std::ops::Range as Interval;

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

/// A search, as far as its spec says.
pub(super) struct Plan {
    pub(super) entry: &'static Entry,
    pub(super) settings: Vec<Values>,
    /// The work of a training of each setting, parallel to them.
    work: Vec<f64>,
    pub(super) rounds: Vec<Round>,
    pub(super) metric: Metric,
    pub(super) seed: u64,
    budget: f64,
}

/// Trials with a share of the people, each on these validation parts.
#[derive(Clone)]
pub(super) struct Round {
    pub(super) share: f32,
    pub(super) parts: Interval<u32>,
}

/// How far a search is.
pub(super) struct Stand {
    /// The round that is not done yet; as many as there are when all are.
    pub(super) round: usize,
    /// Its trials, or those of the last round.
    pub(super) rows: Vec<usize>,
}

/// The best trial so far, with an outcome of it.
pub(super) struct Best<'a> {
    pub(super) row: usize,
    pub(super) outcome: Option<&'a Outcome>,
    pub(super) confirmed: Option<Confirmed>,
}

impl Plan {
    /// What is searched on these data.
    ///
    /// # Errors
    /// For a model, parameter, range, metric or budget that there is not.
    pub(super) fn of(spec: &SearchSpec, ratings: &Ratings) -> Result<Self> {
        let entry = find(&spec.model)?;
        entry.params.complete(entry.name, &spec.params)?;
        if spec.ranges.is_empty() || spec.trials > MOST {
            let expected = format!("one range at least and at most {MOST} trials");
            let found = format!("{} ranges and {} trials", spec.ranges.len(), spec.trials);
            return Err(Error::parameter("search", "ranges", expected, found));
        }
        let specs = entry.params.specs();
        let mut ranges = Vec::new();
        for text in &spec.ranges {
            let range = read_range(entry, &specs, text)?;
            if ranges.iter().any(|(name, _)| *name == range.0) {
                let expected = format!("each parameter once, {} among them", range.0);
                return Err(Error::parameter("search", "ranges", expected, format!("“{text}” again")));
            }
            ranges.push(range);
        }
        let seed = spec.seed.unwrap_or(42);
        let feedback = if spec.implicit { Feedback::Implicit } else { ratings.feedback() };
        let metric = match spec.metric.as_str() {
            "" if entry.score_meaning(&spec.params, feedback) == ScoreMeaning::PredictedRating => {
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
            Plan { entry, settings: Vec::new(), work: Vec::new(), rounds, metric, seed, budget: spec.budget };
        plan.settle(spec, &ranges)?;
        Ok(plan)
    }

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
    pub(super) fn done<'a>(
        &self,
        outcomes: &'a [Outcome],
        row: usize,
        on: Option<(f32, u32)>,
    ) -> Option<&'a Outcome> {
        let same = |run: &Run| run.row == row && run.validation.then_some((run.share, run.part)) == on;
        outcomes.iter().find(|outcome| same(&outcome.run))
    }

    /// The work of what is done of a trial: added up in the order of rounds, in whatever order it was done.
    pub(super) fn spent(&self, outcomes: &[Outcome], row: usize) -> f64 {
        let in_round = |Round { share, parts }: &Round| {
            let done = |part: &u32| self.done(outcomes, row, Some((*share, *part))).is_some();
            f64::from(*share) * parts.clone().filter(done).count() as f64
        };
        self.work[row] * self.rounds.iter().map(in_round).sum::<f64>()
    }

    /// Goes through the rounds that are done.
    pub(super) fn stand(&self, outcomes: &[Outcome]) -> Stand {
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
    pub(super) fn figure(&self, outcome: Option<&Outcome>) -> f64 {
        let figure = outcome.and_then(|outcome| outcome.metrics.get(&self.metric.to_string()));
        figure
            .filter(|figure| !figure.is_nan())
            .map_or(f64::NEG_INFINITY, |&figure| self.metric.rank_key(figure))
    }

    /// What has come of a trial on the parts that the best are confirmed on.
    pub(super) fn confirming<'a>(&self, outcomes: &'a [Outcome], row: usize) -> Vec<&'a Outcome> {
        let parts = (1..=CONFIRMING).filter_map(|part| self.done(outcomes, row, Some((1.0, part))));
        parts.filter(|outcome| self.figure(Some(outcome)).is_finite()).collect()
    }

    /// Its mean figure there.
    pub(super) fn mean(&self, outcomes: &[Outcome], row: usize) -> Option<f64> {
        let own = self.confirming(outcomes, row);
        let name = self.metric.to_string();
        let sum: f64 = own.iter().filter_map(|outcome| outcome.metrics.get(&name)).sum();
        (!own.is_empty()).then(|| sum / own.len() as f64)
    }

    /// The best trial: once all rounds are done the one that was confirmed; before, the best with the largest share of the
    /// people that anything was tried with.
    pub(super) fn best<'a>(&self, outcomes: &'a [Outcome]) -> Best<'a> {
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
    pub(super) fn confirmed(&self, outcomes: &[Outcome], rows: &[usize]) -> Option<Confirmed> {
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
    pub(super) fn difference(&self, pairs: &[(&Outcome, &Outcome)]) -> Option<Difference> {
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
