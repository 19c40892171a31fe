//! Train, test, measure: the whole flow as one job that works in slices.

use super::auto::Choice;
use super::curves::Curves;
use super::metrics::{Errors, Metric, auc, novelty};
use super::pairs::{HeldOut, Negatives, PairList, score_all};
use super::relevant::Relevant;
use crate::error::{Error, Result};
use crate::memory;
use crate::model::{
    Answers, Entry, Fitted, Fitting, Mix, Person, Progress, STEP_WORK, ScoreMeaning, Targets, Values, find,
};
use crate::order;
use crate::random::Random;
use crate::ratings::{Ratings, Shape};
use serde::Serialize;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    metrics: Vec<Metric>,
    relevant: Relevant,
    mix: Mix,
    /// How many people have ratings in training.
    trained: usize,
    next_user: u32,
    errors: Errors,
    /// Sum over people, parallel to `metrics`.
    sums: Vec<f64>,
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
        let pooled = |m: &Metric| *m == Metric::Auc || m.is_of_pairs();
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
                let mut people = (0..test.n_users() as u32).filter(|&u| test.by_user().row_len(u) > 0);
                if people.any(|user| train.by_user().row_len(user) > 0) {
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
        Self::within(model, train, test, values, metrics, seed, limit)
    }

    /// The same where training may take only `limit` bytes beside the ratings.
    ///
    /// # Errors
    /// As [`Evaluator::new`].
    pub fn within(
        model: &str,
        train: &Arc<Ratings>,
        test: &Arc<Ratings>,
        values: &Values,
        metrics: &[Metric],
        seed: u64,
        limit: u64,
    ) -> Result<Self> {
        let begin = || Ok(State::Training(Box::new(Fitting::within(model, train, values, seed, limit)?)));
        Self::begin(find(model)?, values, train, test, metrics, seed, begin)
    }

    /// For a model that there is already, over `test`'s catalog.
    ///
    /// # Errors
    /// When there is no test rating, and for a metric that does not suit the data or the model's scores.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(fitted: Fitted, test: &Arc<Ratings>, metrics: &[Metric], seed: u64) -> Result<Self> {
        let (entry, train, values) = (fitted.entry(), Arc::clone(fitted.ratings()), fitted.values().clone());
        let begin = || Ok(State::Testing(Box::new(fitted)));
        Self::begin(entry, &values, &train, test, metrics, seed, begin)
    }

    fn begin(
        entry: &Entry,
        values: &Values,
        train: &Arc<Ratings>,
        test: &Arc<Ratings>,
        metrics: &[Metric],
        seed: u64,
        state: impl FnOnce() -> Result<State>,
    ) -> Result<Self> {
        if test.is_empty() {
            return Err(Error::data("at least one test rating", "none"));
        }
        let model = entry.name;
        let rates = entry.rates(values, train.feedback());
        let mut metrics = metrics.to_vec();
        if metrics.is_empty() {
            if rates {
                metrics.extend([Metric::Rmse, Metric::Mae]);
            }
            // An order that is none of predicted ratings is measured as one.
            if entry.score_meaning(values, train.feedback()) != ScoreMeaning::PredictedRating {
                metrics.extend([Metric::Ndcg(10), Metric::Recall(20), Metric::Auc]);
            }
        }
        if let Some(metric) = metrics.iter().find(|m| m.is_rating() && !rates) {
            let expected = format!("a ranking metric, as {model} predicts no ratings of these data");
            return Err(Error::parameter("metric", "metrics", expected, metric.to_string()));
        }
        let classes = Classes::new(train, test, &metrics, seed);
        let of_people = |m: &&Metric| match &classes {
            Some(Classes { source: Source::Pairs(_), .. }) => false,
            Some(_) => matches!(m, Metric::AucSeen | Metric::AucFrequency),
            None => m.is_of_pairs(),
        };
        if let Some(metric) = metrics.iter().find(of_people) {
            let expected = "a metric of people's lists, as the data are not pairs";
            return Err(Error::parameter("metric", "metrics", expected, metric.to_string()));
        }
        Ok(Evaluator {
            state: state()?,
            test: Arc::clone(test),
            sums: vec![0.0; metrics.len()],
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
    /// As [`Fitting::step`] and [`crate::model::Model::score`].
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
        let of_list = |m: &Metric| !(m.is_rating() || m.is_of_pairs() || pooled && *m == Metric::Auc);
        let listed = !items.is_empty() && self.metrics.iter().any(of_list);
        if !rated && !listed && pairs.is_empty() {
            return Ok((work, true));
        }
        let person = Person::of(fitted.ratings(), user);
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
                work += self.test_list(fitted, &person, relevant)?;
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
    fn test_list(&mut self, fitted: &Fitted, person: &Person<'_>, relevant: Vec<u32>) -> Result<u64> {
        let n_items = self.test.n_items();
        self.people += 1;
        let pooled = self.classes.is_some();
        let depth = self.metrics.iter().map(|m| m.depth()).max().unwrap_or(0);
        let (model, train) = (fitted.model(), fitted.ratings());
        let list = self.mix.rank(model, train, &self.scores, depth, |i| !person.has(i))?;
        let hits: Vec<bool> = list.iter().map(|hit| relevant.binary_search(&hit.index).is_ok()).collect();
        for (metric, sum) in self.metrics.iter().zip(&mut self.sums) {
            *sum += match metric {
                Metric::Auc if pooled => 0.0,
                Metric::Auc => {
                    let mut positives: Vec<f32> = relevant.iter().map(|&i| self.scores[i as usize]).collect();
                    let candidate = |i: &u32| !person.has(*i) && relevant.binary_search(i).is_err();
                    let negatives = (0..n_items as u32).filter(candidate);
                    let mut negatives: Vec<f32> = negatives.map(|i| self.scores[i as usize]).collect();
                    auc(&mut positives, &mut negatives)
                }
                Metric::Novelty(k) => {
                    let had = list.iter().take(*k).map(|hit| train.by_item().row_len(hit.index));
                    novelty(&had.collect::<Vec<_>>(), self.trained)
                }
                metric => metric.of_list(&hits, relevant.len()),
            };
        }
        // The list is put in order, for its head or, for AUC, as a whole.
        Ok(48 * n_items as u64)
    }

    /// The figures.
    ///
    /// # Errors
    /// When the work is not done yet.
    pub fn finish(mut self) -> Result<Evaluation> {
        let State::Testing(fitted) = &self.state else {
            return Err(Error::data("a finished evaluation", "one under way"));
        };
        let people = self.people.max(1) as f64;
        let mut metrics = BTreeMap::new();
        let mut curves = None;
        for (metric, sum) in self.metrics.iter().zip(&self.sums) {
            let figure = match (metric, &mut self.classes) {
                (metric, _) if metric.is_rating() => self.errors.metric(*metric),
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
        Ok(Evaluation {
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
        })
    }
}
