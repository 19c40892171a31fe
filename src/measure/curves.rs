//! Scores of positives and negatives → ROC and precision-recall curves, for models that tell one
//! from the other.
//!
//! A threshold takes everything that scores at or above it. Scores that are equal share one
//! threshold, so ties count half in the area under the ROC curve. A score that is not a number counts against the
//! model: a negative without one is the first to be taken and a positive without one the last.

use super::metrics::sort_scores;
use crate::order;
use serde::Serialize;

/// Most points of a curve: enough for a drawing.
pub const POINTS: usize = 200;

/// How well scores tell positives from negatives.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Curves {
    /// Number of positives.
    pub positives: usize,
    /// Number of negatives.
    pub negatives: usize,
    /// Area under the ROC curve: the probability that a positive scores above a negative, ties
    /// counting half.
    pub auc: f64,
    /// Mean over the positives of the precision at each one's score.
    pub average_precision: f64,
    /// At most [`POINTS`] points `(false positive rate, true positive rate, threshold)` from (0, 0) to (1, 1). The first
    /// takes nothing, so its threshold is infinite.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number, number][]"))]
    pub roc: Vec<[f32; 3]>,
    /// At most [`POINTS`] points `(recall, precision, threshold)`, recall ascending to 1.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number, number][]"))]
    pub precision_recall: Vec<[f32; 3]>,
}

impl Curves {
    /// The curves of these scores; `None` when either kind is missing. Both slices are put in
    /// descending order.
    pub fn of(positives: &mut [f32], negatives: &mut [f32]) -> Option<Curves> {
        if positives.is_empty() || negatives.is_empty() {
            return None;
        }
        sort_scores(positives, negatives);
        positives.reverse();
        negatives.reverse();
        // Positives and negatives taken at each threshold, from the highest on.
        let mut taken = vec![(0usize, 0usize, f32::INFINITY)];
        let (mut p, mut n) = (0, 0);
        let (mut area, mut precision_sum) = (0.0, 0.0);
        let highest =
            |next: [Option<&f32>; 2]| next.into_iter().flatten().copied().max_by_key(|&s| order::bits(s));
        while let Some(threshold) = highest([positives.get(p), negatives.get(n)]) {
            let taken_by = |s: &&f32| order::bits(**s) >= order::bits(threshold);
            let (p_before, n_before) = (p, n);
            p += positives[p..].iter().take_while(taken_by).count();
            n += negatives[n..].iter().take_while(taken_by).count();
            area += (n - n_before) as f64 * (p + p_before) as f64 / 2.0;
            precision_sum += (p - p_before) as f64 * p as f64 / (p + n) as f64;
            taken.push((p, n, threshold));
        }
        let (all_p, all_n) = (positives.len(), negatives.len());
        let roc_point =
            |&(p, n, t): &(usize, usize, f32)| [n as f32 / all_n as f32, p as f32 / all_p as f32, t];
        let recall_point =
            |&(p, n, t): &(usize, usize, f32)| [p as f32 / all_p as f32, p as f32 / (p + n) as f32, t];
        Some(Curves {
            positives: all_p,
            negatives: all_n,
            auc: area / (all_p as f64 * all_n as f64),
            average_precision: precision_sum / all_p as f64,
            roc: thinned(&taken, |&(p, n, _)| (p + n) as f64).map(roc_point).collect(),
            precision_recall: thinned(&taken[1..], |&(p, ..)| p as f64).map(recall_point).collect(),
        })
    }
}

/// At most [`POINTS`] of the points, the first and the last among them, about evenly spaced by
/// `position`, which does not descend.
fn thinned<T>(points: &[T], position: impl Fn(&T) -> f64) -> impl Iterator<Item = &T> {
    let last = points.len().saturating_sub(1);
    let (from, to) = (points.first().map_or(0.0, &position), points.last().map_or(0.0, &position));
    let gap = (to - from) / (POINTS - 2) as f64;
    let mut next = from;
    let all = points.len() <= POINTS;
    points.iter().enumerate().filter_map(move |(at, point)| {
        let here = position(point);
        let keep = all || at == last || (here >= next && here < to);
        if keep {
            // The next one at least a whole gap on, so their number is bounded.
            next = here.max(next) + gap;
        }
        keep.then_some(point)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::metrics::auc;
    use proptest::prelude::*;

    #[test]
    fn worked_out_by_hand() {
        // In order: + − + + −.
        let curves = Curves::of(&mut [0.7, 0.9, 0.6], &mut [0.8, 0.1]).unwrap();
        assert!((curves.auc - 4.0 / 6.0).abs() < 1e-12);
        assert!((curves.average_precision - (1.0 + 2.0 / 3.0 + 3.0 / 4.0) / 3.0).abs() < 1e-12);
        let third = 1.0 / 3.0;
        assert_eq!(
            curves.roc,
            [
                [0.0, 0.0, f32::INFINITY],
                [0.0, third, 0.9],
                [0.5, third, 0.8],
                [0.5, 2.0 * third, 0.7],
                [0.5, 1.0, 0.6],
                [1.0, 1.0, 0.1]
            ]
        );
        assert_eq!(curves.precision_recall[0], [third, 1.0, 0.9]);
        assert_eq!(curves.precision_recall.last(), Some(&[1.0, 0.6, 0.1]));
        assert!(Curves::of(&mut [], &mut [1.0]).is_none());
    }

    #[test]
    fn equal_scores_are_one_point_on_the_diagonal() {
        let curves = Curves::of(&mut [1.0; 4], &mut [1.0; 12]).unwrap();
        assert_eq!((curves.auc, curves.average_precision), (0.5, 0.25));
        assert_eq!(curves.roc, [[0.0, 0.0, f32::INFINITY], [1.0, 1.0, 1.0]]);
    }

    /// The points of the ROC curve without thresholds.
    fn rates(curves: &Curves) -> Vec<[f32; 2]> {
        curves.roc.iter().map(|&[x, y, _]| [x, y]).collect()
    }

    #[test]
    fn a_score_that_is_no_number_never_helps() {
        let (nan, inf) = (f32::NAN, f32::INFINITY);
        // Taken in the order − (not a number), + (infinite), −, + (minus infinite), + (not a number).
        let curves = Curves::of(&mut [inf, nan, -inf], &mut [nan, 0.0]).unwrap();
        assert!((curves.auc - 1.0 / 6.0).abs() < 1e-12);
        assert!((curves.average_precision - (1.0 / 2.0 + 2.0 / 4.0 + 3.0 / 5.0) / 3.0).abs() < 1e-12);
        assert_eq!((rates(&curves)[1], rates(&curves).last()), ([0.5, 0.0], Some(&[1.0, 1.0])));
        let nothing = Curves::of(&mut [nan, -nan], &mut [-nan, nan, nan]).unwrap();
        assert_eq!(nothing.auc, 0.0);
        assert_eq!(rates(&nothing), [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]);
    }

    /// Mostly scores with ties, now and then an infinite one or none.
    fn score() -> impl Strategy<Value = f32> {
        let rare = prop::sample::select(vec![f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0]);
        prop_oneof![50 => (0u16..5000).prop_map(f32::from), 1 => rare]
    }

    proptest! {
        #[test]
        fn curves_rise_stay_short_and_agree_with_the_area(
            mut p in prop::collection::vec(score(), 1..2000),
            mut n in prop::collection::vec(score(), 1..2000),
        ) {
            let curves = Curves::of(&mut p, &mut n).unwrap();
            prop_assert!((curves.auc - auc(&mut p, &n)).abs() < 1e-9);
            for curve in [&curves.roc, &curves.precision_recall] {
                prop_assert!(curve.len() <= POINTS && !curve.is_empty(), "{} points", curve.len());
                prop_assert!(curve.windows(2).all(|w| w[0][0] <= w[1][0]));
                prop_assert!(curve.iter().flat_map(|point| &point[..2]).all(|x| (0.0..=1.0).contains(x)));
            }
            let rates = rates(&curves);
            prop_assert_eq!(rates.first(), Some(&[0.0, 0.0]));
            prop_assert_eq!(rates.last(), Some(&[1.0, 1.0]));
            // The trapezoids under the thinned curve lose little.
            let area: f64 = curves.roc.windows(2)
                .map(|w| f64::from(w[1][0] - w[0][0]) * f64::from(w[0][1] + w[1][1]) / 2.0)
                .sum();
            prop_assert!((area - curves.auc).abs() < 0.01, "{area} {}", curves.auc);
        }
    }
}
