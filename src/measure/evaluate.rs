//! Train, test, measure: the whole flow as one job that works in slices.

use super::auto::Choice;
use super::curves::Curves;
use super::metrics::{Bins, Errors, Measures, Metric, auc, coverage, diversity, gini, novelty};
use super::pairs::{HeldOut, Negatives, PairList, score_all};
use super::people::People;
use super::relevant::Relevant;
use super::split::Parts;
use crate::error::{Error, Result};
use crate::memory;
use crate::model::{
    Answers, Entry, Fitted, Fitting, Mix, Person, Progress, STEP_WORK, ScoreMeaning, Targets, Values, find,
};
use crate::order;
use crate::random::Random;
use crate::ratings::{Ratings, Shape};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    test: Arc<Ratings>,
    /// What people who are not in training show of themselves.
    shown: Option<Arc<Ratings>>,
    metrics: Vec<Metric>,
    relevant: Relevant,
    mix: Mix,
    /// How many people have ratings in training.
    trained: usize,
    next_user: u32,
    errors: Errors,
    /// Sum over people, parallel to `metrics`.
    sums: Vec<f64>,
    /// In how many lists each item stands, parallel to `metrics`; empty for all but those of the catalogue.
    counts: Vec<Vec<u32>>,
    /// All items by how many people have them, most first, where a metric asks.
    well_known: Vec<u32>,
    /// Predicted probabilities beside what happened, and draws of what did not, where a metric asks.
    calibration: Option<(Bins, Random)>,
    /// The figures person by person, where they are to be kept.
    kept: Option<People>,
    people: usize,
    scores: Vec<f32>,
    /// Items of the present person's list that have their score already, where the list takes several slices.
    scored: usize,
    predicted: Vec<f32>,
    classes: Option<Classes>,
}

/// The scores of what has to be told apart, over all pairs.
struct Classes {
    positives: Vec<f32>,
    /// The scores of each kind of negatives that a metric asks for.
    negatives: BTreeMap<Negatives, Vec<f32>>,
    source: Source,
}

/// Where negatives come from.
enum Source {
    /// Pairs drawn beforehand.
    Pairs(BTreeMap<Negatives, PairList>),
    /// Other items of people held out as a whole, drawn person by person; and the person at hand.
    People(Random, Option<HeldOut>),
}

impl Classes {
    /// For data of pairs, or when no test person has training ratings; otherwise `None`.
    fn new(train: &Ratings, test: &Ratings, metrics: &[Metric], seed: u64) -> Option<Self> {
        let pooled = |m: &Metric| matches!(m, Metric::Auc | Metric::Calibration) || m.is_of_pairs();
        if !metrics.iter().any(pooled) {
            return None;
        }
        let mut random = Random::part(seed, 0xc1a5);
        let mut kinds: Vec<Negatives> = metrics.iter().filter(|m| pooled(m)).map(negatives_of).collect();
        // The curves are always those of `auc`.
        kinds.push(Negatives::Uniform);
        order::sort_by(&mut kinds, &|a, b| a.cmp(b));
        kinds.dedup();
        let source = match train.shape() {
            Shape::Pairs => {
                let mut lists = BTreeMap::new();
                for &kind in &kinds {
                    lists.insert(kind, PairList::draw(train, test, kind, &mut random));
                }
                Source::Pairs(lists)
            }
            Shape::Ratings => {
                if trained_on_some(train, test) {
                    return None;
                }
                Source::People(random, None)
            }
        };
        let mut negatives = BTreeMap::new();
        for kind in kinds {
            negatives.insert(kind, Vec::new());
        }
        Some(Classes { positives: Vec::new(), negatives, source })
    }

    /// Of one product of the test, the pairs in which it is the smaller index, and the others to tell them from.
    fn pairs_of(&mut self, test: &Ratings, product: u32) -> Vec<(Option<Negatives>, Vec<u32>)> {
        let Source::Pairs(lists) = &mut self.source else { return Vec::new() };
        let partners = test.by_user().row(product).0;
        let mut all = vec![(None, partners[partners.partition_point(|&other| other <= product)..].to_vec())];
        all.extend(lists.iter_mut().map(|(kind, list)| (Some(*kind), list.row(product))));
        all.retain(|(_, items)| !items.is_empty());
        all
    }

    /// The scores of positives, or of the negatives of a kind.
    fn scores(&mut self, kind: Option<Negatives>) -> &mut Vec<f32> {
        match kind {
            Some(kind) => self.negatives.entry(kind).or_default(),
            None => &mut self.positives,
        }
    }

    /// Goes on with a person held out as a whole, until done or `budget` is used up; returns the work, and whether
    /// the person is done.
    fn held_out(&mut self, fitted: &Fitted, test: &Ratings, user: u32, budget: u64) -> Result<(u64, bool)> {
        let Classes { positives, negatives, source: Source::People(random, present) } = self else {
            return Ok((0, true));
        };
        let (items, values) = test.by_user().row(user);
        if items.is_empty() {
            return Ok((0, true));
        }
        let mut person = present.take().unwrap_or_else(|| HeldOut::new(items, values));
        let negatives = negatives.entry(Negatives::Uniform).or_default();
        let n_items = fitted.ratings().n_items();
        let mut work = 0;
        while work < budget {
            match person.step(fitted.model(), n_items, random, positives, negatives)? {
                Some(done) => work += done,
                None => return Ok((work, true)),
            }
        }
        *present = Some(person);
        Ok((work, false))
    }

    /// How far scores that are probabilities are from what happened.
    fn calibration(&mut self) -> f64 {
        let mut bins = Bins::default();
        bins.add(&self.positives, true);
        bins.add(self.scores(Some(Negatives::Uniform)), false);
        bins.error()
    }

    fn curves(&mut self, kind: Negatives) -> Option<Curves> {
        Curves::of(&mut self.positives, self.negatives.get_mut(&kind)?)
    }
}

/// The negatives of a metric over pairs.
fn negatives_of(metric: &Metric) -> Negatives {
    match metric {
        Metric::AucSeen => Negatives::Seen,
        Metric::AucFrequency => Negatives::Frequency,
        _ => Negatives::Uniform,
    }
}

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

/// Whether somebody of the test has ratings in training.
fn trained_on_some(train: &Ratings, test: &Ratings) -> bool {
    let mut people = (0..test.n_users() as u32).filter(|&u| test.by_user().row_len(u) > 0);
    people.any(|user| train.by_user().row_len(user) > 0)
}

enum State {
    Training(Box<Fitting>),
    Testing(Box<Fitted>),
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
        let begin = || Ok(State::Testing(Box::new(fitted)));
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
        let count = |metric: &Metric| match metric.info().of {
            Measures::Catalog => vec![0; items],
            _ => Vec::new(),
        };
        let mut well_known = Vec::new();
        if metrics.iter().any(|metric| matches!(metric, Metric::Serendipity(_))) {
            let people = |item: usize| train.by_item().row_len(item as u32);
            well_known = order::permutation(items, &|a, b| people(b).cmp(&people(a)));
        }
        let calibrated = metrics.contains(&Metric::Calibration);
        Ok(Evaluator {
            state: state()?,
            test: Arc::clone(test),
            shown: shown.clone(),
            sums: vec![0.0; metrics.len()],
            counts: metrics.iter().map(count).collect(),
            well_known,
            calibration: calibrated.then(|| (Bins::default(), Random::part(seed, 0xca1b))),
            kept: None,
            metrics,
            relevant: Relevant::All,
            mix: Mix::default(),
            trained: train.by_user().filled_rows(),
            next_user: 0,
            errors: Errors::default(),
            people: 0,
            scores: Vec::new(),
            scored: 0,
            predicted: Vec::new(),
            classes,
        })
    }

    /// The same with figures kept person by person, for comparisons of models over the same people.
    #[must_use]
    pub fn keeping_people(mut self) -> Self {
        self.kept = Some(People::new(self.test.n_users(), self.metrics.len()));
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

    /// One slice of training or of testing.
    ///
    /// # Errors
    /// As [`Fitting::step`] and [`crate::model::Answers::score`].
    pub fn step(&mut self) -> Result<Progress> {
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) => {
                let progress = fitting.step()?;
                let fraction = progress.fraction * TRAINING;
                self.state = if progress.done {
                    State::Testing(Box::new(fitting.finish()?))
                } else {
                    State::Training(fitting)
                };
                Ok(Progress { fraction, done: false, ..progress })
            }
            State::Testing(fitted) => {
                let users = self.test.n_users() as u32;
                let mut work = 0;
                while self.next_user < users && work < STEP_WORK {
                    let (spent, done) = self.test_user(&fitted, self.next_user, STEP_WORK - work)?;
                    work += spent;
                    self.next_user += u32::from(done);
                }
                self.state = State::Testing(fitted);
                let share = self.next_user as f32 / users.max(1) as f32;
                let fraction = TRAINING + (1.0 - TRAINING) * share;
                let done = self.next_user == users;
                Ok(Progress { fraction, done, ..Progress::default() })
            }
            State::Broken => Err(Error::data("an evaluation that has not failed", "a failed one")),
        }
    }

    /// The metrics, in their order.
    pub(super) fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// True once training is over.
    pub fn is_testing(&self) -> bool {
        matches!(self.state, State::Testing(_))
    }

    /// Adds one person's test rows to the sums, or a part of them that takes about `budget`; returns about how many
    /// multiply-adds that took, and whether the person is done.
    fn test_user(&mut self, fitted: &Fitted, user: u32, budget: u64) -> Result<(u64, bool)> {
        let mut work = 64;
        let mut pairs = Vec::new();
        // Whoever's list is being made has had all the rest.
        let begun = self.scored > 0;
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
            self.errors.add(&self.predicted, values);
            if let Some(kept) = &mut self.kept {
                let mut own = Errors::default();
                own.add(&self.predicted, values);
                kept.add_ratings(user, &self.metrics, &own);
            }
        }
        if listed {
            let least = self.relevant.least(fitted.ratings(), &person);
            let liked = items.iter().zip(values).filter(|(_, value)| **value >= least);
            let relevant: Vec<_> = liked.map(|(&item, _)| item).filter(|&item| !person.has(item)).collect();
            if !relevant.is_empty() {
                let rest = budget.saturating_sub(work);
                let (spent, done) = self.score_list(&*answers, fitted.model().work(&person), rest);
                work += spent;
                if !done {
                    return Ok((work, false));
                }
                work += self.test_list(fitted, user, &person, relevant)?;
            }
        }
        Ok((work, true))
    }

    /// Scores all items for one person, or, where that takes much more than `budget` and than the fold-in, a part of them;
    /// returns about how many multiply-adds that took, and whether all are scored.
    fn score_list(&mut self, answers: &dyn Answers, fold_in: u64, budget: u64) -> (u64, bool) {
        let n_items = self.test.n_items();
        self.scores.resize(n_items, 0.0);
        let all = answers.work(n_items);
        let part = (n_items as u64 * budget / all.max(1)).max(n_items as u64 / 64 + 1) as usize;
        let in_parts = all > STEP_WORK && fold_in < all / 4 && answers.work(part) < all / 2;
        if !in_parts {
            answers.score(&mut self.scores);
            self.scored = 0;
            return (all, true);
        }
        let end = n_items.min(self.scored + part);
        let items: Vec<u32> = (self.scored as u32..end as u32).collect();
        answers.several(&items, &mut self.scores[self.scored..end]);
        self.scored = if end < n_items { end } else { 0 };
        (answers.work(items.len()), end == n_items)
    }

    /// Adds the figures of one person's ranked list, in which the `relevant` items (ascending) are to be found; returns
    /// about how many multiply-adds that took.
    fn test_list(
        &mut self,
        fitted: &Fitted,
        user: u32,
        person: &Person<'_>,
        relevant: Vec<u32>,
    ) -> Result<u64> {
        let n_items = self.test.n_items();
        self.people += 1;
        let pooled = self.classes.is_some();
        let depth = self.metrics.iter().map(|m| m.depth()).max().unwrap_or(0);
        let (model, train) = (fitted.model(), fitted.ratings());
        let list = self.mix.rank(model, train, &self.scores, depth, |i| !person.has(i))?;
        let list: Vec<u32> = list.iter().map(|hit| hit.index).collect();
        let first = |k: usize| &list[..k.min(list.len())];
        let had = |k: usize| first(k).iter().map(|&item| train.by_item().row_len(item)).collect::<Vec<_>>();
        let is_relevant = |item: &u32| relevant.binary_search(item).is_ok();
        let hits: Vec<bool> = list.iter().map(is_relevant).collect();
        // The list is put in order, for its head or, for AUC, as a whole.
        let mut work = 48 * n_items as u64;
        let mut figures = Vec::with_capacity(self.metrics.len());
        for (metric, counts) in self.metrics.iter().zip(&mut self.counts) {
            figures.push(match *metric {
                Metric::Auc if pooled => 0.0,
                Metric::Auc => {
                    let mut positives: Vec<f32> = relevant.iter().map(|&i| self.scores[i as usize]).collect();
                    let candidate = |i: &u32| !person.has(*i) && relevant.binary_search(i).is_err();
                    let negatives = (0..n_items as u32).filter(candidate);
                    let mut negatives: Vec<f32> = negatives.map(|i| self.scores[i as usize]).collect();
                    auc(&mut positives, &mut negatives)
                }
                Metric::Novelty(k) => novelty(&had(k), self.trained),
                Metric::Popularity(k) => had(k).iter().sum::<usize>() as f64 / first(k).len().max(1) as f64,
                Metric::Diversity(k) => {
                    work += (k * had(k).iter().sum::<usize>()) as u64;
                    diversity(first(k), train.by_item())
                }
                Metric::Serendipity(k) => {
                    let known = self.well_known.iter().filter(|&&item| !person.has(item)).take(k);
                    let known: Vec<&u32> = known.collect();
                    let found = first(k).iter().filter(|&item| is_relevant(item) && !known.contains(&item));
                    found.count() as f64 / k as f64
                }
                Metric::Coverage(k) | Metric::Gini(k) => {
                    first(k).iter().for_each(|&item| counts[item as usize] += 1);
                    0.0
                }
                metric => metric.of_list(&hits, relevant.len()),
            });
        }
        self.sums.iter_mut().zip(&figures).for_each(|(sum, figure)| *sum += figure);
        if let Some(kept) = &mut self.kept {
            kept.add_list(user, &self.metrics, &figures);
        }
        if let Some((bins, random)) = self.calibration.as_mut().filter(|_| !pooled) {
            let mut known: Vec<u32> = person.items.iter().copied().chain(relevant.iter().copied()).collect();
            order::sort_by(&mut known, &|a, b| a.cmp(b));
            let others = random.others(&known, n_items as u32, relevant.len());
            for (items, came_true) in [(&relevant, true), (&others, false)] {
                let scores: Vec<f32> = items.iter().map(|&item| self.scores[item as usize]).collect();
                bins.add(&scores, came_true);
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
        let people = self.people.max(1) as f64;
        let mut metrics = BTreeMap::new();
        let mut curves = None;
        for ((metric, sum), counts) in self.metrics.iter().zip(&self.sums).zip(&self.counts) {
            let figure = match (metric, &mut self.classes) {
                (metric, _) if metric.is_rating() => self.errors.metric(*metric),
                (Metric::Coverage(_), _) => coverage(counts),
                (Metric::Gini(_), _) => gini(counts),
                (Metric::Calibration, Some(classes)) => classes.calibration(),
                (Metric::Calibration, None) => {
                    self.calibration.as_ref().map_or(0.0, |(bins, _)| bins.error())
                }
                (Metric::Auc | Metric::AucSeen | Metric::AucFrequency, Some(classes)) => {
                    classes.curves(negatives_of(metric)).map_or(0.5, |c| c.auc)
                }
                (Metric::AveragePrecision, Some(classes)) => {
                    classes.curves(Negatives::Uniform).map_or(0.5, |c| c.average_precision)
                }
                _ => sum / people,
            };
            metrics.insert(metric.to_string(), figure);
        }
        if let Some(classes) = &mut self.classes {
            curves = classes.curves(Negatives::Uniform);
        }
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
            chosen: None,
        };
        Ok((evaluation, fitted.bytes(), self.kept.unwrap_or_default()))
    }
}
