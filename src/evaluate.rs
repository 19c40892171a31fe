//! Train, test, measure: the whole flow as one job that works in slices.

use crate::classify::{Negatives, PairList, predict_all, predict_held_out_person};
use crate::curves::Curves;
use crate::error::{Error, Result};
use crate::metrics::{Errors, Metric, auc};
use crate::model::{Fitted, Fitting, Person, Progress, STEP_WORK, Targets, Values};
use crate::order;
use crate::random::Random;
use crate::ratings::{Feedback, Ratings, Shape};
use crate::topk::top_k;
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
    /// Figures by the metric's name.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub metrics: BTreeMap<String, f64>,
    /// ROC and precision-recall curves, where `auc` is over all pairs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curves: Option<Curves>,
    /// How many of the model's weights are not 0, if it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonzero_weights: Option<usize>,
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
    next_user: u32,
    errors: Errors,
    /// Sum over people, parallel to `metrics`.
    sums: Vec<f64>,
    people: usize,
    scores: Vec<f32>,
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
    /// Other items of people held out as a whole, drawn person by person.
    People(Random),
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
                Source::People(random)
            }
        };
        let mut negatives = BTreeMap::new();
        for kind in kinds {
            negatives.insert(kind, Vec::new());
        }
        Some(Classes { positives: Vec::new(), negatives, source })
    }

    /// Adds the scores of one row of the test; returns about how many multiply-adds that took.
    fn add(&mut self, fitted: &Fitted, test: &Ratings, user: u32) -> Result<usize> {
        let (model, train) = (fitted.model(), fitted.ratings());
        let (items, values) = test.by_user().row(user);
        let mut work = 0;
        match &mut self.source {
            Source::Pairs(lists) => {
                let person = Person::of(train, user);
                predict_all(model, train.n_items(), &person, items, &mut self.positives)?;
                work += (1 + lists.len()) * model.work(&person, items.len());
                for (kind, list) in lists {
                    let out = self.negatives.entry(*kind).or_default();
                    list.predict_row(model, train, user, out)?;
                }
            }
            Source::People(random) => {
                let negatives = self.negatives.entry(Negatives::Uniform).or_default();
                let row = (items, values);
                predict_held_out_person(model, train.n_items(), row, random, &mut self.positives, negatives)?;
                // Each item's prediction is one for a person of its own.
                work += 2 * items.len() * model.work(&Person::new(items, values), 1);
            }
        }
        Ok(work)
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
    /// As [`Fitting::new`], and for a metric that does not suit the data.
    pub fn new(
        model: &str,
        train: &Arc<Ratings>,
        test: &Arc<Ratings>,
        values: &Values,
        metrics: &[Metric],
        seed: u64,
    ) -> Result<Self> {
        if test.is_empty() {
            return Err(Error::data("at least one test rating", "none"));
        }
        let explicit = train.feedback() == Feedback::Explicit;
        let mut metrics = metrics.to_vec();
        if metrics.is_empty() && explicit {
            metrics = vec![Metric::Rmse, Metric::Mae];
        } else if metrics.is_empty() {
            metrics = vec![Metric::Ndcg(10), Metric::Recall(20), Metric::Auc];
        }
        if let Some(metric) = metrics.iter().find(|m| m.is_rating() && !explicit) {
            let expected = "a ranking metric, as the data are choices without ratings";
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
        let fitting = Fitting::new(model, train, values, seed)?;
        Ok(Evaluator {
            state: State::Training(Box::new(fitting)),
            test: Arc::clone(test),
            sums: vec![0.0; metrics.len()],
            metrics,
            next_user: 0,
            errors: Errors::default(),
            people: 0,
            scores: Vec::new(),
            predicted: Vec::new(),
            classes,
        })
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
                    work += self.test_user(&fitted, self.next_user)?;
                    self.next_user += 1;
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

    /// Adds one person's test rows to the sums; returns about how many multiply-adds that took.
    fn test_user(&mut self, fitted: &Fitted, user: u32) -> Result<usize> {
        let mut work = 64;
        if let Some(classes) = &mut self.classes {
            work += classes.add(fitted, &self.test, user)?;
        }
        let (items, values) = self.test.by_user().row(user);
        if items.is_empty() {
            return Ok(work);
        }
        let train = fitted.ratings();
        let person = Person::of(train, user);
        if self.metrics.iter().any(|m| m.is_rating()) {
            let times = self.test.times().get(self.test.by_user().range(user)).unwrap_or(&[]);
            self.predicted.clear();
            self.predicted.resize(items.len(), 0.0);
            let targets = Targets { items, times };
            fitted.model().predict(train.n_items(), &person, targets, &mut self.predicted)?;
            work += fitted.model().work(&person, items.len());
            let scale = train.scale();
            self.predicted.iter_mut().for_each(|p| *p = scale.clip(*p));
            self.errors.add(&self.predicted, values);
        }
        let pooled = self.classes.is_some();
        let of_list = |m: &Metric| !(m.is_rating() || m.is_of_pairs() || pooled && *m == Metric::Auc);
        if self.metrics.iter().any(of_list) {
            self.scores.clear();
            self.scores.resize(train.n_items(), 0.0);
            fitted.model().score(&person, &mut self.scores)?;
            work += fitted.model().work(&person, train.n_items());
            let seen = |i: u32| person.items.binary_search(&i).is_ok();
            let relevant: Vec<u32> = items.iter().copied().filter(|&i| !seen(i)).collect();
            if relevant.is_empty() {
                return Ok(work);
            }
            self.people += 1;
            let depth = self.metrics.iter().map(|m| m.depth()).max().unwrap_or(0);
            let hits: Vec<bool> = top_k(&self.scores, depth, |i| !seen(i))
                .iter()
                .map(|hit| relevant.binary_search(&hit.index).is_ok())
                .collect();
            for (metric, sum) in self.metrics.iter().zip(&mut self.sums) {
                *sum += match metric {
                    Metric::Auc if pooled => 0.0,
                    Metric::Auc => {
                        let mut positives: Vec<f32> =
                            relevant.iter().map(|&i| self.scores[i as usize]).collect();
                        let candidate = |i: &u32| !seen(*i) && relevant.binary_search(i).is_err();
                        let negatives = (0..train.n_items() as u32).filter(candidate);
                        let mut negatives: Vec<f32> = negatives.map(|i| self.scores[i as usize]).collect();
                        auc(&mut positives, &mut negatives)
                    }
                    metric => metric.of_list(&hits, relevant.len()),
                };
            }
        }
        Ok(work)
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
            metrics,
            curves,
            nonzero_weights: fitted.model().nonzero_weights(),
        })
    }
}
