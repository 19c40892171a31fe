//! Train, test, measure: the whole flow as one job that works in slices.

mod aside;
mod rounds;
mod testing;

use super::auto::Choice;
use super::classes::{Classes, negatives_of, trained_on_some};
use super::curves::Curves;
use super::groups::{Group, groups};
use super::learning::{Learned, Learning, Part};
use super::metrics::{Measures, Metric};
use super::pairs::Negatives;
use super::people::People;
use super::relevant::Relevant;
use super::split::Parts;
use super::tally::{Tally, Totals};
use crate::error::{Error, Result};
use crate::memory;
use crate::model::{Entry, Fitted, Fitting, Mix, Progress, STEP_WORK, ScoreMeaning, Values, find};
use crate::order;
use crate::ratings::{Ratings, Shape};
use aside::Aside;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use testing::{PEOPLE, Present};

/// Figures of one model on one split.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Evaluation {
    /// The model's name.
    pub model: String,
    /// All its parameter values.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// The seed.
    pub seed: u64,
    /// The size of the training data.
    pub data: DataSize,
    /// Number of test ratings.
    pub tested: usize,
    /// Which of them are relevant to lists: `all`, `liked` or a least value.
    pub relevant: String,
    /// Figures by the metric's name.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub metrics: BTreeMap<String, f64>,
    /// ROC and precision-recall curves, where `auc` is over all pairs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curves: Option<Curves>,
    /// How many of the model's weights are not 0, if it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonzero_weights: Option<usize>,
    /// How good it was in the course of its training, where that was asked for; the last has the figures above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning: Option<Vec<Learned>>,
    /// Why this model was chosen, if none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Choice>,
}

/// The size of a data set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct DataSize {
    /// Number of ratings.
    pub ratings: usize,
    /// Number of users.
    pub users: usize,
    /// Number of items.
    pub items: usize,
}

impl DataSize {
    /// The size of these ratings.
    pub fn of(ratings: &Ratings) -> Self {
        DataSize { ratings: ratings.len(), users: ratings.n_users(), items: ratings.n_items() }
    }
}

/// An evaluation under way: first training, then one person after the other.
pub struct Evaluator {
    state: State,
    /// Whether the training is at its end, so that its model can be made.
    over: bool,
    test: Arc<Ratings>,
    /// What people who are not in training show of themselves.
    shown: Option<Arc<Ratings>>,
    metrics: Vec<Metric>,
    relevant: Relevant,
    mix: Mix,
    /// How many people have ratings in training.
    trained: usize,
    /// The person whose part comes next, and the part under way.
    next_user: u32,
    present: Option<Present>,
    totals: Totals,
    /// Whether figures are kept person by person.
    keeps_people: bool,
    /// Whether what is measured on is what was trained on: people's lists are then of all items.
    of_training: bool,
    /// What is measured while training, where that was asked for, and the copy of the training that is under way with it.
    learning: Option<Learning>,
    aside: Option<Aside>,
    /// How well known each item is, where a metric asks.
    groups: Vec<Group>,
    /// All items by how many people have them, most first, where a metric asks.
    well_known: Vec<u32>,
    seed: u64,
    scores: Vec<f32>,
    predicted: Vec<f32>,
    classes: Option<Classes>,
}

/// What would have to be asked for instead, where this metric says nothing of this model on these parts.
pub(in crate::measure) fn unsuited(
    metric: Metric,
    entry: &Entry,
    values: &Values,
    parts: &Parts,
) -> Option<String> {
    let Parts { train, test, shown } = parts;
    let model = entry.name;
    let of_pairs = train.shape() == Shape::Pairs;
    let expected = match metric.info().of {
        Measures::Ratings if !entry.rates(values, train.feedback()) => {
            return Some(format!("a ranking metric, as {model} predicts no ratings of these data"));
        }
        Measures::Probabilities
            if entry.score_meaning(values, train.feedback()) != ScoreMeaning::Probability =>
        {
            return Some(format!("another metric, as the scores of {model} are no probabilities"));
        }
        // People held out as a whole are told apart over all pairs, and nothing is known of who else has an item.
        Measures::Pairs if !of_pairs => {
            metric != Metric::AveragePrecision || shown.is_some() || trained_on_some(train, test)
        }
        _ => false,
    };
    expected.then(|| "a metric of people's lists, as the data are not pairs".to_owned())
}

enum State {
    Training(Box<Fitting>),
    Testing(Rc<Fitted>),
    /// Only while one state becomes the other, or after an error.
    Broken,
}

/// The share of the progress bar that training takes.
const TRAINING: f32 = 0.9;

impl Evaluator {
    /// Begins training on `train`, to be measured on `test` (over the same catalog). Without
    /// metrics, the usual ones for the feedback are taken.
    ///
    /// # Errors
    /// As [`Fitting::new`], and for a metric that does not suit the data or the model's scores.
    pub fn new(
        model: &str,
        train: &Arc<Ratings>,
        test: &Arc<Ratings>,
        values: &Values,
        metrics: &[Metric],
        seed: u64,
    ) -> Result<Self> {
        let limit = memory::LIMIT.saturating_sub(train.bytes().saturating_add(test.bytes()));
        Self::within(model, &Parts::of(train, test), values, metrics, seed, limit)
    }

    /// The same for parts of any kind, where training may take only `limit` bytes beside the ratings.
    ///
    /// # Errors
    /// As [`Evaluator::new`].
    pub fn within(
        model: &str,
        parts: &Parts,
        values: &Values,
        metrics: &[Metric],
        seed: u64,
        limit: u64,
    ) -> Result<Self> {
        let begin =
            || Ok(State::Training(Box::new(Fitting::within(model, &parts.train, values, seed, limit)?)));
        Self::begin(find(model)?, values, parts, metrics, seed, begin)
    }

    /// For a model that there is already, over `test`'s catalog.
    ///
    /// # Errors
    /// When there is no test rating, and for a metric that does not suit the data or the model's scores.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(fitted: Fitted, test: &Arc<Ratings>, metrics: &[Metric], seed: u64) -> Result<Self> {
        let (entry, values) = (fitted.entry(), fitted.values().clone());
        let parts = Parts::of(fitted.ratings(), test);
        let begin = || Ok(State::Testing(Rc::new(fitted)));
        Self::begin(entry, &values, &parts, metrics, seed, begin)
    }

    fn begin(
        entry: &Entry,
        values: &Values,
        parts: &Parts,
        metrics: &[Metric],
        seed: u64,
        state: impl FnOnce() -> Result<State>,
    ) -> Result<Self> {
        let Parts { train, test, shown } = parts;
        if test.is_empty() {
            return Err(Error::data("at least one test rating", "none"));
        }
        let mut metrics = metrics.to_vec();
        if metrics.is_empty() {
            if entry.rates(values, train.feedback()) {
                metrics.extend([Metric::Rmse, Metric::Mae]);
            }
            // An order that is none of predicted ratings is measured as one.
            if entry.score_meaning(values, train.feedback()) != ScoreMeaning::PredictedRating {
                metrics.extend([Metric::Ndcg(10), Metric::Recall(20), Metric::Auc]);
            }
        }
        for &metric in &metrics {
            if let Some(expected) = unsuited(metric, entry, values, parts) {
                return Err(Error::parameter("metric", "metrics", expected, metric.to_string()));
            }
        }
        // Whoever shows something of themselves has a list of their own.
        let classes = if shown.is_some() { None } else { Classes::new(train, test, &metrics, seed) };
        let items = test.n_items();
        let grouped = metrics.iter().any(|metric| metric.group().is_some());
        let mut well_known = Vec::new();
        if metrics.iter().any(|metric| matches!(metric, Metric::Serendipity(_))) {
            let people = |item: usize| train.by_item().row_len(item as u32);
            well_known = order::permutation(items, &|a, b| people(b).cmp(&people(a)));
        }
        Ok(Evaluator {
            state: state()?,
            over: false,
            test: Arc::clone(test),
            shown: shown.clone(),
            totals: Totals::new(&metrics, items, 0),
            keeps_people: false,
            of_training: false,
            learning: None,
            aside: None,
            groups: if grouped { groups(train.by_item()) } else { Vec::new() },
            well_known,
            seed,
            metrics,
            relevant: Relevant::All,
            mix: Mix::default(),
            trained: train.by_user().filled_rows(),
            next_user: 0,
            present: None,
            scores: Vec::new(),
            predicted: Vec::new(),
            classes,
        })
    }

    /// The same with figures kept person by person, for comparisons of models over the same people.
    #[must_use]
    pub fn keeping_people(mut self) -> Self {
        self.keeps_people = true;
        self.totals = Totals::new(&self.metrics, self.test.n_items(), self.test.n_users());
        self
    }

    /// The same with another notion of which test items are relevant to lists. It makes no difference to metrics of
    /// ratings and to those over all pairs.
    #[must_use]
    pub fn judged_by(mut self, relevant: Relevant) -> Self {
        self.relevant = relevant;
        self
    }

    /// The same with lists that are mixed. It makes no difference to `auc` and to metrics of ratings.
    ///
    /// # Errors
    /// For numbers outside their range.
    pub fn mixed(mut self, mix: Mix) -> Result<Self> {
        mix.check()?;
        self.mix = mix;
        Ok(self)
    }

    /// The same with a learning curve: measured after some epochs of the training, too, on the training part and on the test.
    /// Where a training cannot be copied, for want of memory or because it has no epochs, only at its end.
    ///
    /// # Errors
    /// For a metric that says nothing of the training part.
    pub fn learning(mut self) -> Result<Self> {
        let State::Training(fitting) = &self.state else { return Err(failed()) };
        let ((entry, values), parts) = (fitting.recipe(), Parts::of(fitting.ratings(), fitting.ratings()));
        for &metric in &self.metrics {
            if let Some(expected) = unsuited(metric, entry, values, &parts) {
                return Err(Error::parameter("metric", "metrics", expected, metric.to_string()));
            }
        }
        self.learning = Some(Learning::default());
        Ok(self)
    }

    /// One slice of training or of testing.
    ///
    /// # Errors
    /// As [`Fitting::step`] and [`crate::model::Answers::score`].
    pub fn step(&mut self) -> Result<Progress> {
        if let Some(aside) = self.aside() {
            let progress = aside.step()?;
            return self.measured(progress);
        }
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(fitting) if self.over => self.finish_training(*fitting),
            State::Training(mut fitting) => {
                let progress = fitting.step()?;
                self.trained(fitting, progress)
            }
            State::Testing(fitted) => {
                let mut work = 0;
                while let Some(tally) = self.test_part(&fitted, self.next_part(), &mut work)? {
                    self.add(&tally);
                    if work >= STEP_WORK || self.next_part().is_empty() {
                        break;
                    }
                }
                self.state = State::Testing(fitted);
                Ok(self.progress())
            }
            State::Broken => Err(failed()),
        }
    }

    /// After a step of training, or its last one.
    fn trained(&mut self, mut fitting: Box<Fitting>, progress: Progress) -> Result<Progress> {
        let due = self.learning.as_mut().is_some_and(|learning| learning.is_due(&progress));
        // To make the model is a step of its own.
        self.over = progress.done;
        let mut copy = None;
        if due && !self.over {
            copy = fitting.copy()?;
        }
        self.state = State::Training(fitting);
        if let Some(copy) = copy {
            self.set_aside(Rc::new(copy.finish()?), Part::Training)?;
        }
        Ok(self.training(progress))
    }

    /// Makes the model, which is tested then.
    fn finish_training(&mut self, fitting: Fitting) -> Result<Progress> {
        let fitted = Rc::new(fitting.finish()?);
        if self.learning.is_some() {
            self.set_aside(Rc::clone(&fitted), Part::Training)?;
        }
        self.state = State::Testing(fitted);
        Ok(self.training(Progress { fraction: 1.0, ..Progress::default() }))
    }

    /// How far training is, as a part of the whole.
    fn training(&self, progress: Progress) -> Progress {
        let progress =
            self.learning.as_ref().map_or(progress, |learning| learning.progress(Part::Training, 0.0));
        Progress { fraction: progress.fraction * TRAINING, done: false, ..progress }
    }

    /// How far testing is.
    fn progress(&self) -> Progress {
        let users = self.test.n_users() as u32;
        let tested = self.present.as_ref().map_or(self.next_user, |present| present.next);
        let share = tested as f32 / users.max(1) as f32;
        let fraction = TRAINING + (1.0 - TRAINING) * share;
        Progress { fraction, done: self.next_user == users, ..Progress::default() }
    }

    /// The people that are tested next; nobody at the end.
    fn next_part(&self) -> Range<u32> {
        let users = self.test.n_users() as u32;
        self.next_user..users.min(self.next_user.saturating_add(PEOPLE))
    }

    /// Adds what the next part's people add.
    fn add(&mut self, tally: &Tally) {
        self.totals.add(self.next_user, tally);
        self.next_user = self.next_part().end;
    }

    /// A tally without anything for these people.
    fn tally(&self, part: &Range<u32>) -> Tally {
        Tally::new(self.metrics.len(), if self.keeps_people { part.len() } else { 0 })
    }

    /// The model, and all its parameter values.
    pub(crate) fn recipe(&self) -> Option<(&'static Entry, &Values)> {
        match &self.state {
            State::Training(fitting) => Some(fitting.recipe()),
            State::Testing(fitted) => Some((fitted.entry(), fitted.values())),
            State::Broken => None,
        }
    }

    /// The metrics in the order of what is kept person by person; an empty text for those that are over all pairs at once.
    pub(in crate::measure) fn columns(&self) -> Vec<String> {
        let pooled = |metric: &Metric| *metric == Metric::Auc && self.classes.is_some();
        let name = |metric: &Metric| if pooled(metric) { String::new() } else { metric.to_string() };
        self.metrics.iter().map(name).collect()
    }

    /// True once training is over, and what is measured beside it.
    pub fn is_testing(&self) -> bool {
        matches!(self.state, State::Testing(_)) && self.aside.is_none()
    }

    /// The figures.
    ///
    /// # Errors
    /// When the work is not done yet.
    pub fn finish(self) -> Result<Evaluation> {
        Ok(self.finish_all()?.0)
    }

    /// The figures, the bytes that the model takes, and the figures person by person where they were kept.
    ///
    /// # Errors
    /// When the work is not done yet.
    pub(in crate::measure) fn finish_all(mut self) -> Result<(Evaluation, u64, People)> {
        let State::Testing(fitted) = &self.state else {
            return Err(Error::data("a finished evaluation", "one under way"));
        };
        let mut metrics = BTreeMap::new();
        let mut curves = None;
        for (at, metric) in self.metrics.iter().enumerate() {
            let figure = match (metric, &mut self.classes) {
                (Metric::Calibration, Some(classes)) => classes.calibration(),
                (Metric::Auc | Metric::AucSeen | Metric::AucFrequency, Some(classes)) => {
                    classes.curves(negatives_of(metric)).map_or(0.5, |c| c.auc)
                }
                (Metric::AveragePrecision, Some(classes)) => {
                    classes.curves(Negatives::Uniform).map_or(0.5, |c| c.average_precision)
                }
                (metric, _) => self.totals.figure(at, *metric),
            };
            metrics.insert(metric.to_string(), figure);
        }
        if let Some(classes) = &mut self.classes {
            curves = classes.curves(Negatives::Uniform);
        }
        let learning = self.learning.map(|learning| learning.finish(&metrics));
        let evaluation = Evaluation {
            model: fitted.entry().name.to_owned(),
            params: fitted.values().clone(),
            seed: fitted.seed(),
            data: DataSize::of(fitted.ratings()),
            tested: self.test.len(),
            relevant: self.relevant.to_string(),
            metrics,
            curves,
            nonzero_weights: fitted.model().nonzero_weights(),
            learning,
            chosen: None,
        };
        Ok((evaluation, fitted.bytes(), self.totals.into_people()))
    }
}

fn failed() -> Error {
    Error::data("an evaluation that has not failed", "a failed one")
}
