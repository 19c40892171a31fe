//! The learning curve: a training is measured as it goes on, on the part that it learns from and on the test.
//!
//! Between two epochs a [copy](crate::model::Fitting::copy) of the training is finished and measured, so that no model has to
//! know of it and the training itself stays as it is. What the training part says beside the test shows when a model begins to
//! learn by heart.

use crate::model::Progress;
use serde::Serialize;
use std::collections::BTreeMap;

/// How good a model was after so many epochs of its training.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Learned {
    /// Epochs that were finished.
    pub epoch: u32,
    /// Figures on the part that it learns from, by the metric's name. Of lists every item is a candidate, and relevant is what
    /// the person has in training.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub training: BTreeMap<String, f64>,
    /// Figures on the test.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub test: BTreeMap<String, f64>,
}

/// Most epochs after which is measured.
const POINTS: u32 = 12;

/// After which of so many epochs is measured: all if they are few, else the denser the earlier, since most is learned there.
fn wished(epochs: u32) -> Vec<u32> {
    let last = POINTS - 1;
    let spaced = |at: u32| {
        let share = f64::from(at) / f64::from(last);
        1 + (f64::from(epochs.saturating_sub(1)) * share * share).round() as u32
    };
    let mut all: Vec<u32> =
        if epochs <= POINTS { (1..=epochs).collect() } else { (0..=last).map(spaced).collect() };
    all.dedup();
    all
}

/// A learning curve that is being measured.
#[derive(Default)]
pub(super) struct Learning {
    /// What is measured so far. The last epoch is there once the training part is measured; its test is that of the evaluation.
    points: Vec<Learned>,
    /// How far the training is.
    trained: Progress,
}

/// What a copy is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What it learns from.
    Training,
    /// What was held out.
    Test,
}

impl Learning {
    /// After a step of the training: whether it is to be measured as it is now.
    pub fn is_due(&mut self, progress: &Progress) -> bool {
        self.trained = progress.clone();
        let last = self.points.last().map_or(0, |point| point.epoch);
        wished(progress.epochs).iter().any(|&epoch| last < epoch && epoch <= progress.epoch)
    }

    /// Takes the figures of the training part, or, behind them, those of the test.
    pub fn take(&mut self, on: Part, figures: BTreeMap<String, f64>) {
        match (on, self.points.last_mut()) {
            (Part::Test, Some(point)) => point.test = figures,
            _ => {
                let epoch = self.trained.epoch;
                self.points.push(Learned { epoch, training: figures, test: BTreeMap::new() });
            }
        }
    }

    /// Epochs after which all is measured.
    pub fn points(&self) -> &[Learned] {
        let open = self.points.last().is_some_and(|point| point.test.is_empty());
        &self.points[..self.points.len() - usize::from(open)]
    }

    /// All of them, with the figures of the whole training on the test.
    pub fn finish(mut self, test: &BTreeMap<String, f64>) -> Vec<Learned> {
        self.take(Part::Test, test.clone());
        self.points
    }

    /// The epoch that is measured.
    pub fn epoch(&self) -> u32 {
        self.trained.epoch
    }

    /// Hears which epoch is measured; true where it was that one before.
    pub fn hear(&mut self, epoch: u32) -> bool {
        std::mem::replace(&mut self.trained.epoch, epoch) == epoch
    }

    /// How far training and measuring beside it are, which may take as long, when this part is measured so far.
    pub fn progress(&self, on: Part, measured: f32) -> Progress {
        let half = match on {
            Part::Training => measured / 2.0,
            // The training part has its point already.
            Part::Test => measured / 2.0 - 0.5,
        };
        let all = wished(self.trained.epochs).len().max(1) as f32;
        let share = ((self.points.len() as f32 + half) / all).clamp(0.0, 1.0);
        Progress { fraction: (self.trained.fraction + share) / 2.0, done: false, ..self.trained.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::evaluate::{Evaluation, Evaluator};
    use crate::measure::metrics::Metric;
    use crate::measure::run::tests::ratings;
    use crate::measure::split::Split;
    use crate::measure::split::tests::divided;
    use crate::model::{MODELS, Value, Values};
    use crate::ratings::{Builder, Ratings};
    use std::sync::Arc;

    /// A matrix of ratings without those, and those alone, as `(person, item, rating)`.
    fn parts(train: &[(u32, u32, f32)], test: &[(u32, u32, f32)]) -> [Arc<Ratings>; 2] {
        let mut b = Builder::default();
        for (user, item, value) in train.iter().chain(test) {
            b.rating(&user.to_string(), &item.to_string(), *value, None);
        }
        let all = b.build().unwrap().ratings;
        let id = |ids: &crate::ratings::Ids, at: u32| ids.get(at).parse::<u32>().unwrap();
        let catalog = all.catalog();
        let pairs: Vec<_> =
            all.once().map(|(u, i, _)| (id(&catalog.users.ids, u), id(&catalog.items.ids, i))).collect();
        [train, test].map(|part| {
            Arc::new(all.filtered(|at| part.iter().any(|&(user, item, _)| (user, item) == pairs[at])))
        })
    }

    fn run(mut evaluator: Evaluator) -> Evaluation {
        let mut last = 0.0;
        loop {
            let Progress { fraction, done, .. } = evaluator.step().unwrap();
            assert!(fraction >= last, "{fraction} after {last}");
            last = fraction;
            if done {
                return evaluator.finish().unwrap();
            }
        }
    }

    #[test]
    fn few_epochs_are_all_measured_and_of_many_the_early_ones_most() {
        assert_eq!(wished(1), [1]);
        assert_eq!(wished(12), (1..=12).collect::<Vec<_>>());
        assert_eq!(wished(13), [1, 2, 3, 5, 6, 7, 9, 11, 13]);
        let many = wished(512);
        assert_eq!((many.len(), many[0], many[11]), (12, 1, 512));
        assert!(many.windows(3).all(|w| w[1] - w[0] < w[2] - w[1]), "{many:?}");
    }

    #[test]
    fn a_curve_that_is_known_beforehand() {
        // Sums of what is usual for the person and for the item, solved for in turn: every sweep leaves a quarter of each error.
        let [train, test] = parts(&[(0, 0, 1.0), (0, 1, 3.0), (1, 0, 3.0)], &[(1, 1, 5.0)]);
        let values = [("user_damping", 0.0), ("item_damping", 0.0), ("epochs", 5.0)];
        let values: Values = values.map(|(n, v)| (n.to_owned(), Value::Number(v))).into();
        let evaluator = Evaluator::new("bias", &train, &test, &values, &[Metric::Rmse], 1).unwrap();
        let points = run(evaluator.learning().unwrap()).learning.unwrap();
        assert_eq!(points.iter().map(|point| point.epoch).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        for (at, point) in points.iter().enumerate() {
            let left = 0.25f64.powi(at as i32);
            assert!((point.training["rmse"] - (1.0f64 / 6.0).sqrt() * left).abs() < 1e-6, "{point:?}");
            assert!((point.test["rmse"] - left).abs() < 1e-6, "{point:?}");
        }
    }

    #[test]
    fn lists_of_the_training_part_are_of_all_items() {
        // Three people have item 0, two item 1, one item 2 and item 3: so everybody's list begins with 0, 1, 2.
        let train = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 2), (3, 3)].map(|(u, i)| (u, i, 1.0));
        let choices = parts(&train, &[(3, 0, 1.0), (1, 2, 1.0)]);
        let [train, test] = choices.map(|part| Arc::new(part.binarized()));
        let metrics = [Metric::Precision(2), Metric::Auc];
        let evaluator = Evaluator::new("popularity", &train, &test, &Values::new(), &metrics, 1).unwrap();
        let evaluation = run(evaluator.learning().unwrap());
        let [point] = &evaluation.learning.unwrap()[..] else { panic!("it has no epochs") };
        assert_eq!(point.test, evaluation.metrics);
        // Of 0, 1: both, both, one, none. Of the items one has, all above the others, for the third 3 of 4 pairs with a tie,
        // and for the last all below but a tie.
        assert_eq!(point.training["precision@2"], (1.0 + 1.0 + 0.5 + 0.0) / 4.0);
        assert_eq!(point.training["auc"], (1.0 + 1.0 + 2.5 / 4.0 + 0.5 / 3.0) / 4.0);
    }

    #[test]
    fn a_training_that_is_measured_ends_as_one_that_is_not() {
        let mut pairs = Builder::default();
        for i in 0..60u32 {
            for step in [1, 2, 5] {
                pairs.pair(&i.to_string(), &((i + step) % 60).to_string(), 1.0);
            }
        }
        let pairs = Arc::new(pairs.build().unwrap().ratings);
        for (data, metric) in [(ratings(), Metric::Ndcg(10)), (pairs, Metric::Auc)] {
            let parts = divided(&Split::parse("random:0.2").unwrap(), &data, 7).unwrap();
            let mut measured = 0;
            for entry in MODELS {
                let rates = entry.rates(&Values::new(), data.feedback());
                let metrics: Vec<Metric> =
                    [metric].into_iter().chain(rates.then_some(Metric::Rmse)).collect();
                let begin =
                    || Evaluator::within(entry.name, &parts, &Values::new(), &metrics, 7, u64::MAX).unwrap();
                let (plain, bytes, _) = {
                    let mut evaluator = begin();
                    while !evaluator.step().unwrap().done {}
                    evaluator.finish_all().unwrap()
                };
                let (learned, again, _) = {
                    let mut evaluator = begin().learning().unwrap();
                    while !evaluator.step().unwrap().done {}
                    evaluator.finish_all().unwrap()
                };
                assert_eq!((&learned.metrics, again), (&plain.metrics, bytes), "{}", entry.name);
                let points = learned.learning.clone().unwrap();
                let last = points.last().unwrap();
                assert_eq!(last.test, plain.metrics, "{}", entry.name);
                assert!(points.windows(2).all(|w| w[0].epoch < w[1].epoch), "{points:?}");
                assert!(points.len() <= POINTS as usize, "{points:?}");
                let has_epochs =
                    entry.params.specs().iter().any(|spec| matches!(spec.unit, "epochs" | "iterations"));
                assert_eq!(points.len() > 1, has_epochs, "{}: {points:?}", entry.name);
                measured += usize::from(has_epochs);
            }
            assert!(measured >= 9, "{measured} models have epochs");
        }
    }
}
