//! Numbers that say how good predictions and ranked lists are.
//!
//! Ranking metrics have binary gains; candidates are all items that the person does not have in
//! training; people without test rows are left out; ties are broken by item index.

use crate::error::{Error, Result};
use crate::kernel;
use crate::order;

/// One metric, as written in a list such as `rmse,ndcg@10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Metric {
    /// `rmse`: root of the mean squared error, in rating units, predictions clipped to the scale.
    Rmse,
    /// `mse`: mean squared error.
    Mse,
    /// `mae`: mean absolute error.
    Mae,
    /// `precision@k`: hits among the first k, divided by k.
    Precision(usize),
    /// `recall@k`: hits among the first k, divided by min(k, number of test items).
    Recall(usize),
    /// `ndcg@k`: discounted gain divided by that of an ideal list of min(k, number of test items) hits.
    Ndcg(usize),
    /// `map@k`: mean over people of the average precision, divided by min(k, number of test items).
    Map(usize),
    /// `novelty@k`: mean self-information `−log₂ p` of the first k, where p is the share of the people who have the item in
    /// training; in bits (Zhou et al., 2010). An item that nobody has counts as one person's. It says nothing of hits.
    Novelty(usize),
    /// `auc`: probability that a test item scores above another candidate; ties count half. The mean
    /// over people; in data of pairs, and for people held out as a whole, over all pairs (see
    /// [`crate::measure::pairs`]), with as many evenly drawn negatives.
    Auc,
    /// `auc-seen`: the same with negatives of items that have pairs in training. Only for data of pairs.
    AucSeen,
    /// `auc-frequency`: the same with negatives as popular as the positives. Only for data of pairs.
    AucFrequency,
    /// `average-precision`: with the positives and negatives of `auc`, where these are over all pairs.
    AveragePrecision,
}

impl Metric {
    /// Reads a name such as `rmse` or `ndcg@10`.
    ///
    /// # Errors
    /// For an unknown name or a k of 0.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = || {
            let expected = "one of rmse, mse, mae, auc, auc-seen, auc-frequency, average-precision, precision@K, recall@K, ndcg@K, map@K, novelty@K";
            Error::parameter("metric", "metrics", expected, format!("“{text}”"))
        };
        let at = |k: &str| k.parse().ok().filter(|&k: &usize| k > 0).ok_or_else(refuse);
        Ok(match text.trim().split_once('@') {
            None => match text.trim() {
                "rmse" => Metric::Rmse,
                "mse" => Metric::Mse,
                "mae" => Metric::Mae,
                "auc" => Metric::Auc,
                "auc-seen" => Metric::AucSeen,
                "auc-frequency" => Metric::AucFrequency,
                "average-precision" => Metric::AveragePrecision,
                _ => return Err(refuse()),
            },
            Some(("precision", k)) => Metric::Precision(at(k)?),
            Some(("recall", k)) => Metric::Recall(at(k)?),
            Some(("ndcg", k)) => Metric::Ndcg(at(k)?),
            Some(("map", k)) => Metric::Map(at(k)?),
            Some(("novelty", k)) => Metric::Novelty(at(k)?),
            Some(_) => return Err(refuse()),
        })
    }

    /// True for metrics of predicted values, false for metrics of ranked lists.
    pub fn is_rating(self) -> bool {
        matches!(self, Metric::Rmse | Metric::Mse | Metric::Mae)
    }

    /// True for metrics that only exist over pairs.
    pub fn is_of_pairs(self) -> bool {
        matches!(self, Metric::AucSeen | Metric::AucFrequency | Metric::AveragePrecision)
    }

    /// How many places of the ranked list are needed.
    pub fn depth(self) -> usize {
        match self {
            Metric::Precision(k)
            | Metric::Recall(k)
            | Metric::Ndcg(k)
            | Metric::Map(k)
            | Metric::Novelty(k) => k,
            _ => 0,
        }
    }

    /// The metric of one person's ranked list: `hits[i]` says whether place `i` is a test item,
    /// `relevant` (> 0) is the number of test items.
    pub fn of_list(self, hits: &[bool], relevant: usize) -> f64 {
        let first = |k: usize| hits.iter().take(k).filter(|&&h| h).count() as f64;
        let gain = |place: usize| 1.0 / libm::log2(place as f64 + 2.0);
        match self {
            Metric::Precision(k) => first(k) / k as f64,
            Metric::Recall(k) => first(k) / k.min(relevant) as f64,
            Metric::Ndcg(k) => {
                let found: f64 =
                    hits.iter().take(k).enumerate().filter(|(_, h)| **h).map(|(i, _)| gain(i)).sum();
                found / (0..k.min(relevant)).map(gain).sum::<f64>()
            }
            Metric::Map(k) => {
                let mut found = 0.0;
                let precision = |(place, _): (usize, &bool)| {
                    found += 1.0;
                    found / (place + 1) as f64
                };
                let sum: f64 = hits.iter().take(k).enumerate().filter(|(_, h)| **h).map(precision).sum();
                sum / k.min(relevant) as f64
            }
            _ => 0.0,
        }
    }
}

/// Mean self-information, in bits, of items that so many of `people` have; see [`Metric::Novelty`]. 0 for an empty list.
pub fn novelty(counts: &[usize], people: usize) -> f64 {
    let bits = |&n: &usize| -libm::log2(n.max(1) as f64 / people.max(1) as f64);
    counts.iter().map(bits).sum::<f64>() / counts.len().max(1) as f64
}

impl std::fmt::Display for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Metric::Rmse => f.write_str("rmse"),
            Metric::Mse => f.write_str("mse"),
            Metric::Mae => f.write_str("mae"),
            Metric::Auc => f.write_str("auc"),
            Metric::AucSeen => f.write_str("auc-seen"),
            Metric::AucFrequency => f.write_str("auc-frequency"),
            Metric::AveragePrecision => f.write_str("average-precision"),
            Metric::Precision(k) => write!(f, "precision@{k}"),
            Metric::Recall(k) => write!(f, "recall@{k}"),
            Metric::Ndcg(k) => write!(f, "ndcg@{k}"),
            Metric::Map(k) => write!(f, "map@{k}"),
            Metric::Novelty(k) => write!(f, "novelty@{k}"),
        }
    }
}

/// Puts the scores of positives and of negatives in ascending order, that of [`order::bits`]. Zero has no sign there, and
/// a score that is not a number stands where it does most harm: a positive's below all others, a negative's above all.
pub(crate) fn sort_scores(positives: &mut [f32], negatives: &mut [f32]) {
    for (scores, worst) in [(positives, f32::NAN.copysign(-1.0)), (negatives, f32::NAN.copysign(1.0))] {
        for score in scores.iter_mut() {
            // Minus zero plus zero is zero.
            *score = if score.is_nan() { worst } else { *score + 0.0 };
        }
        order::sort_numbers(scores);
    }
}

/// Area under the ROC curve of positive against negative scores; ties count half. Both slices are put in order. A pair
/// with a score that is not a number is lost. 0.5 when either slice is empty.
pub fn auc(positives: &mut [f32], negatives: &mut [f32]) -> f64 {
    if positives.is_empty() || negatives.is_empty() {
        return 0.5;
    }
    sort_scores(positives, negatives);
    let (mut below, mut equal) = (0, 0);
    let mut won = 0.0;
    for p in positives.iter().map(|&p| order::bits(p)) {
        while below < negatives.len() && order::bits(negatives[below]) < p {
            below += 1;
        }
        equal = equal.max(below);
        while equal < negatives.len() && order::bits(negatives[equal]) <= p {
            equal += 1;
        }
        won += below as f64 + 0.5 * (equal - below) as f64;
    }
    won / (positives.len() as f64 * negatives.len() as f64)
}

/// Sums of errors over all test rows.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    squared: f64,
    absolute: f64,
    rows: usize,
}

impl Errors {
    /// Adds predictions and what they should have been.
    pub fn add(&mut self, predicted: &[f32], truth: &[f32]) {
        for (p, t) in predicted.iter().zip(truth) {
            let e = f64::from(*p) - f64::from(*t);
            self.squared += e * e;
            self.absolute += e.abs();
        }
        self.rows += predicted.len().min(truth.len());
        debug_assert!(kernel::all_finite(predicted));
    }

    /// A rating metric of everything added.
    pub fn metric(&self, metric: Metric) -> f64 {
        let rows = self.rows.max(1) as f64;
        match metric {
            Metric::Rmse => libm::sqrt(self.squared / rows),
            Metric::Mse => self.squared / rows,
            _ => self.absolute / rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Scores of all kinds, close enough for ties.
    const SCORES: &[f32] =
        &[0.0, -0.0, 1.0, 2.0, 2.5, -3.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN];

    #[test]
    fn names_are_read_and_written() {
        for name in [
            "rmse",
            "mse",
            "mae",
            "auc",
            "auc-seen",
            "auc-frequency",
            "average-precision",
            "precision@5",
            "recall@20",
            "ndcg@10",
            "map@3",
            "novelty@10",
        ] {
            assert_eq!(Metric::parse(name).unwrap().to_string(), name);
        }
        for wrong in ["", "rsme", "ndcg", "ndcg@0", "ndcg@x", "auc@3"] {
            assert_eq!(Metric::parse(wrong).unwrap_err().name(), "ParameterError", "{wrong}");
        }
    }

    #[test]
    fn lists_worked_out_by_hand() {
        // Hits at places 1 and 3 of 4, three test items.
        let hits = [true, false, true, false];
        let close = |metric: Metric, expected: f64| {
            let found = metric.of_list(&hits, 3);
            assert!((found - expected).abs() < 1e-12, "{metric}: {found}, expected {expected}");
        };
        close(Metric::Precision(4), 0.5);
        close(Metric::Recall(4), 2.0 / 3.0);
        close(Metric::Recall(2), 0.5);
        close(Metric::Map(4), (1.0 + 2.0 / 3.0) / 3.0);
        let ideal = 1.0 + 1.0 / 3f64.log2() + 0.5;
        close(Metric::Ndcg(4), 1.5 / ideal);
        close(Metric::Ndcg(1), 1.0);
        assert_eq!(Metric::Ndcg(10).of_list(&[true, true], 2), 1.0);
    }

    #[test]
    fn novelty_worked_out_by_hand() {
        // Of 8 people 8, 4 and 1 have the items: 0, 1 and 3 bits. What nobody has counts as one person's.
        assert!((novelty(&[8, 4, 1], 8) - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!((novelty(&[0], 8), novelty(&[], 8)), (3.0, 0.0));
    }

    #[test]
    fn errors_worked_out_by_hand() {
        let mut errors = Errors::default();
        errors.add(&[3.0, 4.0], &[4.0, 4.0]);
        errors.add(&[1.0], &[3.0]);
        assert!((errors.metric(Metric::Mse) - 5.0 / 3.0).abs() < 1e-12);
        assert!((errors.metric(Metric::Mae) - 1.0).abs() < 1e-12);
        assert!((errors.metric(Metric::Rmse) - (5.0f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_score_that_is_no_number_never_helps() {
        const NAN: f32 = f32::NAN;
        const INF: f32 = f32::INFINITY;
        assert_eq!(auc(&mut [NAN; 3], &mut [NAN; 2]), 0.0);
        assert_eq!(auc(&mut [NAN, 2.0], &mut [1.0]), 0.5);
        assert_eq!(auc(&mut [2.0], &mut [NAN, -NAN, 1.0, 1.5]), 0.5);
        assert_eq!(auc(&mut [NAN], &mut [-INF]), 0.0, "not even beside minus infinity");
        assert_eq!(auc(&mut [INF], &mut [-NAN]), 0.0);
        assert_eq!(auc(&mut [INF, -INF], &mut [INF, -INF]), 0.5);
        assert_eq!(auc(&mut [-0.0], &mut [0.0]), 0.5);
    }

    proptest! {
        #[test]
        fn auc_is_the_share_of_pairs_in_order(
            mut p in prop::collection::vec(prop::sample::select(SCORES), 1..30),
            mut n in prop::collection::vec(prop::sample::select(SCORES), 1..30),
        ) {
            let mut won = 0.0;
            for a in &p {
                for b in &n {
                    won += if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 };
                }
            }
            let expected = won / (p.len() * n.len()) as f64;
            prop_assert!((auc(&mut p, &mut n) - expected).abs() < 1e-12);
        }
    }
}
