//! Train, test, measure: the whole flow as one job that works in slices.

use super::auto::Choice;
use super::classes::{Classes, negatives_of, trained_on_some};
use super::curves::Curves;
use super::groups::{Group, groups};
use super::learning::{Learned, Learning, Part};
use super::metrics::{Errors, Measures, Metric, auc, diversity, novelty};
use super::pairs::{Negatives, score_all};
use super::people::People;
use super::relevant::Relevant;
use super::split::Parts;
use super::tally::{FOUND, SOUGHT, Tally, Totals};
use crate::error::{Error, Result};
use crate::memory;
use crate::model::{
    Answers, Entry, Fitted, Fitting, Mix, Person, Progress, STEP_WORK, ScoreMeaning, Targets, Values, find,
};
use crate::order;
use crate::random::Random;
use crate::ratings::{Ratings, Shape};
use crate::rounds::{Round, Rounds, nothing_shared};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

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

/// A model being measured beside the training that it is a copy of.
struct Aside {
    fitted: Rc<Fitted>,
    on: Part,
    evaluator: Box<Evaluator>,
}

/// Some people of the test, one after the other.
struct Present {
    part: Range<u32>,
    /// Who comes next.
    next: u32,
    /// Items of the person's list that have their score already, where the list takes several slices.
    scored: usize,
    tally: Tally,
}

/// People of a part.
const PEOPLE: u32 = 32;

/// What would have to be asked for instead, where this metric says nothing of this model on these parts.
pub(super) fn unsuited(metric: Metric, entry: &Entry, values: &Values, parts: &Parts) -> Option<String> {
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

    /// The learning curve so far.
    pub fn learned(&self) -> &[Learned] {
        self.learning.as_ref().map_or(&[], |learning| learning.points())
    }

    /// What is measured beside the training at the time.
    fn aside(&mut self) -> Option<&mut Evaluator> {
        self.aside.as_mut().map(|aside| &mut *aside.evaluator)
    }

    /// Begins to measure a model, beside its training, on one of the two parts.
    fn set_aside(&mut self, fitted: Rc<Fitted>, on: Part) -> Result<()> {
        let train = fitted.ratings();
        let parts = match on {
            Part::Training => Parts::of(train, train),
            Part::Test => {
                Parts { train: Arc::clone(train), test: Arc::clone(&self.test), shown: self.shown.clone() }
            }
        };
        let (entry, state) = (fitted.entry(), State::Testing(Rc::clone(&fitted)));
        let evaluator = Self::begin(entry, fitted.values(), &parts, &self.metrics, self.seed, || Ok(state))?;
        let mut evaluator = Box::new(evaluator.judged_by(self.relevant).mixed(self.mix)?);
        evaluator.of_training = on == Part::Training;
        self.aside = Some(Aside { fitted, on, evaluator });
        Ok(())
    }

    /// After a step of what is measured beside the training.
    fn measured(&mut self, step: Progress) -> Result<Progress> {
        let (Some(learning), Some(aside)) = (&mut self.learning, self.aside.take()) else {
            return Err(failed());
        };
        let progress = learning.progress(aside.on, step.fraction);
        if !step.done {
            self.aside = Some(aside);
        } else {
            learning.take(aside.on, aside.evaluator.finish()?.metrics);
            // The whole training is tested as ever.
            if aside.on == Part::Training && matches!(self.state, State::Training(_)) {
                self.set_aside(aside.fitted, Part::Test)?;
            }
        }
        Ok(Progress { fraction: progress.fraction * TRAINING, ..progress })
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

    /// Goes on with these people as far as a slice of work allows, and adds to `work` what that took; what they add, when
    /// all are done.
    fn test_part(&mut self, fitted: &Fitted, part: Range<u32>, work: &mut u64) -> Result<Option<Tally>> {
        let mut present = match self.present.take() {
            Some(present) if present.part == part => present,
            _ => Present { next: part.start, tally: self.tally(&part), part, scored: 0 },
        };
        while present.next < present.part.end {
            if *work >= STEP_WORK {
                self.present = Some(present);
                return Ok(None);
            }
            let (spent, done) = self.test_user(fitted, &mut present, STEP_WORK - *work)?;
            *work += spent;
            present.next += u32::from(done);
        }
        Ok(Some(present.tally))
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
    pub(super) fn columns(&self) -> Vec<String> {
        let pooled = |metric: &Metric| *metric == Metric::Auc && self.classes.is_some();
        let name = |metric: &Metric| if pooled(metric) { String::new() } else { metric.to_string() };
        self.metrics.iter().map(name).collect()
    }

    /// True once training is over, and what is measured beside it.
    pub fn is_testing(&self) -> bool {
        matches!(self.state, State::Testing(_)) && self.aside.is_none()
    }

    /// Whether an item may stand in this person's list.
    fn is_candidate(&self, person: &Person<'_>, item: u32) -> bool {
        if self.of_training { person.itself != Some(item) } else { !person.has(item) }
    }

    /// Adds the next person's test rows to the tally, or a part of them that takes about `budget`; returns about how many
    /// multiply-adds that took, and whether the person is done.
    fn test_user(&mut self, fitted: &Fitted, present: &mut Present, budget: u64) -> Result<(u64, bool)> {
        let (user, mut work) = (present.next, 64);
        let mut pairs = Vec::new();
        // Whoever's list is being made has had all the rest.
        let begun = present.scored > 0;
        if let Some(classes) = self.classes.as_mut().filter(|_| !begun) {
            let (spent, done) = classes.held_out(fitted, &self.test, user, budget)?;
            work += spent;
            if !done {
                return Ok((work, false));
            }
            pairs = classes.pairs_of(&self.test, user);
        }
        let test = Arc::clone(&self.test);
        let (items, values) = test.by_user().row(user);
        let rated = !begun && !items.is_empty() && self.metrics.iter().any(|m| m.is_rating());
        let pooled = self.classes.is_some();
        let told_apart = |m: &Metric| matches!(m, Metric::Auc | Metric::Calibration);
        let of_list = |m: &Metric| !(m.is_rating() || m.is_of_pairs() || pooled && told_apart(m));
        let listed = !items.is_empty() && self.metrics.iter().any(of_list);
        if !rated && !listed && pairs.is_empty() {
            return Ok((work, true));
        }
        let shown = self.shown.clone();
        let person = match shown.as_deref().map(|shown| shown.by_user().row(user)) {
            Some((items, values)) if !items.is_empty() => Person::new(items, values),
            _ => Person::of(fitted.ratings(), user),
        };
        let answers = fitted.model().prepare(person)?;
        work += fitted.model().work(&person);
        if let Some(classes) = &mut self.classes {
            for (kind, others) in pairs {
                score_all(&*answers, &others, classes.scores(kind));
                work += answers.work(others.len());
            }
        }
        if rated {
            let times = test.times().get(test.by_user().range(user)).unwrap_or(&[]);
            self.predicted.clear();
            self.predicted.resize(items.len(), 0.0);
            answers.predict(Targets { items, times }, &mut self.predicted);
            work += answers.work(items.len());
            let scale = fitted.ratings().scale();
            self.predicted.iter_mut().for_each(|p| *p = scale.clip(*p));
            let tally = &mut present.tally;
            tally.errors.add(&self.predicted, values);
            if self.keeps_people {
                let mut own = Errors::default();
                own.add(&self.predicted, values);
                tally.kept.add_ratings(user - present.part.start, &self.metrics, &own);
            }
        }
        if listed {
            let least = self.relevant.least(fitted.ratings(), &person);
            let liked = items.iter().zip(values).filter(|(_, value)| **value >= least);
            let relevant = liked.map(|(&item, _)| item).filter(|&item| self.is_candidate(&person, item));
            let relevant: Vec<u32> = relevant.collect();
            if !relevant.is_empty() {
                let rest = budget.saturating_sub(work);
                let fold_in = fitted.model().work(&person);
                let (spent, done) = self.score_list(&*answers, &mut present.scored, fold_in, rest);
                work += spent;
                if !done {
                    return Ok((work, false));
                }
                work += self.test_list(fitted, present, &person, relevant)?;
            }
        }
        Ok((work, true))
    }

    /// Scores all items for one person, or, where that takes much more than `budget` and than the fold-in, a part of them;
    /// returns about how many multiply-adds that took, and whether all are scored.
    fn score_list(
        &mut self,
        answers: &dyn Answers,
        scored: &mut usize,
        fold_in: u64,
        budget: u64,
    ) -> (u64, bool) {
        let n_items = self.test.n_items();
        self.scores.resize(n_items, 0.0);
        let all = answers.work(n_items);
        let part = (n_items as u64 * budget / all.max(1)).max(n_items as u64 / 64 + 1) as usize;
        let in_parts = all > STEP_WORK && fold_in < all / 4 && answers.work(part) < all / 2;
        if !in_parts {
            answers.score(&mut self.scores);
            *scored = 0;
            return (all, true);
        }
        let end = n_items.min(*scored + part);
        let items: Vec<u32> = (*scored as u32..end as u32).collect();
        answers.several(&items, &mut self.scores[*scored..end]);
        *scored = if end < n_items { end } else { 0 };
        (answers.work(items.len()), end == n_items)
    }

    /// Adds the figures of one person's ranked list, in which the `relevant` items (ascending) are to be found; returns
    /// about how many multiply-adds that took.
    fn test_list(
        &mut self,
        fitted: &Fitted,
        present: &mut Present,
        person: &Person<'_>,
        relevant: Vec<u32>,
    ) -> Result<u64> {
        let (n_items, tally) = (self.test.n_items(), &mut present.tally);
        let is_candidate = |item: u32| self.is_candidate(person, item);
        tally.lists += 1;
        let pooled = self.classes.is_some();
        let depth = self.metrics.iter().map(|m| m.depth()).max().unwrap_or(0);
        let (model, train) = (fitted.model(), fitted.ratings());
        let list = self.mix.rank(model, train, &self.scores, depth, is_candidate)?;
        let list: Vec<u32> = list.iter().map(|hit| hit.index).collect();
        let first = |k: usize| &list[..k.min(list.len())];
        let had = |k: usize| first(k).iter().map(|&item| train.by_item().row_len(item)).collect::<Vec<_>>();
        let is_relevant = |item: &u32| relevant.binary_search(item).is_ok();
        let hits: Vec<bool> = list.iter().map(is_relevant).collect();
        // The list is put in order, for its head or, for AUC, as a whole.
        let mut work = 48 * n_items as u64;
        let mut figures = Vec::with_capacity(self.metrics.len());
        for (metric, listed) in self.metrics.iter().zip(&mut tally.listed) {
            figures.push(match *metric {
                Metric::Auc if pooled => 0.0,
                Metric::Auc => {
                    let mut positives: Vec<f32> = relevant.iter().map(|&i| self.scores[i as usize]).collect();
                    let own = if self.of_training { &[] } else { person.items };
                    let known = own.iter().chain(&person.itself).chain(&relevant);
                    auc(&mut positives, &without(&self.scores, known.copied().collect()))
                }
                Metric::Novelty(k) => novelty(&had(k), self.trained),
                Metric::Popularity(k) => had(k).iter().sum::<usize>() as f64 / first(k).len().max(1) as f64,
                Metric::Diversity(k) => {
                    work += (k * had(k).iter().sum::<usize>()) as u64;
                    diversity(first(k), train.by_item())
                }
                Metric::Serendipity(k) => {
                    let known = self.well_known.iter().filter(|&&item| is_candidate(item)).take(k);
                    let known: Vec<&u32> = known.collect();
                    let found = first(k).iter().filter(|&item| is_relevant(item) && !known.contains(&item));
                    found.count() as f64 / k as f64
                }
                Metric::Coverage(k) | Metric::Gini(k) => {
                    listed.extend(first(k));
                    0.0
                }
                metric => match metric.group() {
                    Some(group) => {
                        let counted = |item: &&u32| self.groups[**item as usize] == group;
                        let hits = first(metric.depth()).iter().filter(|item| is_relevant(item));
                        listed.extend(hits.filter(counted).map(|_| FOUND));
                        listed.extend(relevant.iter().filter(counted).map(|_| SOUGHT));
                        0.0
                    }
                    None => metric.of_list(&hits, relevant.len()),
                },
            });
        }
        tally.sums.iter_mut().zip(&figures).for_each(|(sum, figure)| *sum += figure);
        if self.keeps_people {
            tally.kept.add_list(present.next - present.part.start, &self.metrics, &figures);
        }
        if self.metrics.contains(&Metric::Calibration) && !pooled {
            // Each person has draws of their own, wherever and after whomever they are tested.
            let mut random = Random::part(self.seed, 0xca1b_0000_0000 | u64::from(present.next));
            let mut known: Vec<u32> = person.items.iter().copied().chain(relevant.iter().copied()).collect();
            order::sort_by(&mut known, &|a, b| a.cmp(b));
            let others = random.others(&known, n_items as u32, relevant.len());
            for (items, came_true) in [(&relevant, true), (&others, false)] {
                let scores: Vec<f32> = items.iter().map(|&item| self.scores[item as usize]).collect();
                tally.bins.add(&scores, came_true);
            }
        }
        Ok(work)
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
    pub(super) fn finish_all(mut self) -> Result<(Evaluation, u64, People)> {
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

/// The scores of all items but these.
fn without(scores: &[f32], mut items: Vec<u32>) -> Vec<f32> {
    order::sort_by(&mut items, &|a, b| a.cmp(b));
    let (mut others, mut next) = (Vec::with_capacity(scores.len()), 0);
    for item in items {
        // Where one stands twice, nothing lies between.
        others.extend_from_slice(scores.get(next..item as usize).unwrap_or_default());
        next = item as usize + 1;
    }
    others.extend_from_slice(scores.get(next..).unwrap_or_default());
    others
}

fn failed() -> Error {
    Error::data("an evaluation that has not failed", "a failed one")
}

/// What is said: of a training, of its model, or of one that is measured beside it, on one of the parts.
const TRAINS: u8 = 0;
const TESTS: u8 = 1;
const ON_TRAINING: u8 = 2;
const ON_TEST: u8 = 3;

impl Evaluator {
    /// Hears of a model that is measured beside the training, after so many epochs.
    fn hear_aside(&mut self, said: &[u8], on: Part) -> Result<()> {
        let (State::Training(fitting), Some(learning)) = (&self.state, &mut self.learning) else {
            return Err(nothing_shared());
        };
        let (said, epoch) = said.split_last_chunk().ok_or_else(nothing_shared)?;
        let epoch = u32::from_le_bytes(*epoch);
        if learning.hear(epoch) && self.aside.as_ref().is_some_and(|aside| aside.on == on) {
            return Ok(());
        }
        let fitted = Rc::new(fitting.trained_elsewhere(said)?);
        self.set_aside(fitted, on)
    }
}

impl Rounds for Evaluator {
    fn round(&mut self) -> Option<Round> {
        if let Some(aside) = self.aside() {
            return aside.round();
        }
        let users = self.test.n_users() as u32;
        match &mut self.state {
            State::Training(fitting) => fitting.round(),
            // What is told apart over all pairs is drawn one person after the other.
            State::Testing(fitted) if self.classes.is_none() && self.next_user < users => {
                let person = Person::of(fitted.ratings(), self.next_user);
                let own = fitted.model().work(&person) + 64 * self.test.n_items() as u64;
                let mut bounds: Vec<u32> = (self.next_user..users).step_by(PEOPLE as usize).collect();
                bounds.push(users);
                let work = own * u64::from(users - self.next_user);
                Some(Round { bounds, work, is_learned: false, is_begun: false })
            }
            _ => None,
        }
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        if let (Some(learning), Some(aside)) = (&self.learning, &self.aside) {
            let mut said = aside.fitted.model_bytes()?;
            said.extend(learning.epoch().to_le_bytes());
            said.push(if aside.on == Part::Training { ON_TRAINING } else { ON_TEST });
            return Ok(said);
        }
        // Rounds of a model aside tell nothing of the training.
        let whole = whole || self.learning.is_some();
        let (mut said, what) = match &mut self.state {
            State::Training(fitting) => (fitting.say(whole)?, TRAINS),
            State::Testing(fitted) => (fitted.model_bytes()?, TESTS),
            State::Broken => return Err(failed()),
        };
        said.push(what);
        Ok(said)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let Some((&what, said)) = said.split_last() else { return Err(nothing_shared()) };
        if what == ON_TRAINING || what == ON_TEST {
            return self.hear_aside(said, if what == ON_TRAINING { Part::Training } else { Part::Test });
        }
        self.aside = None;
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) if what == TRAINS => {
                fitting.hear(said)?;
                self.state = State::Training(fitting);
            }
            State::Training(fitting) => {
                self.state = State::Testing(Rc::new(fitting.trained_elsewhere(said)?));
            }
            // It is the same model all the time.
            state => self.state = state,
        }
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        if let Some(aside) = self.aside() {
            return aside.answer(part);
        }
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) => {
                let answer = fitting.answer(part);
                self.state = State::Training(fitting);
                answer
            }
            State::Testing(fitted) => {
                let tally = self.test_part(&fitted, part, &mut 0)?;
                self.state = State::Testing(fitted);
                Ok(tally.map(|tally| tally.to_bytes()))
            }
            State::Broken => Err(failed()),
        }
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        if let Some(aside) = self.aside() {
            let progress = aside.join(answer)?;
            return self.measured(progress);
        }
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) => {
                let progress = fitting.join(answer)?;
                self.trained(fitting, progress)
            }
            State::Testing(fitted) => {
                let mut tally = self.tally(&self.next_part());
                tally.read(answer)?;
                self.add(&tally);
                self.state = State::Testing(fitted);
                Ok(self.progress())
            }
            State::Broken => Err(failed()),
        }
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        match &mut self.state {
            State::Training(fitting) => fitting.learn(part, answer),
            _ => Err(nothing_shared()),
        }
    }
}
