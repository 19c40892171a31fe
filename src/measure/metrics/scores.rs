//! How well scores tell positives from negatives.

use crate::order;

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

/// Area under the ROC curve of positive against negative scores; ties count half. The positives are put in order. A pair
/// with a score that is not a number is lost. 0.5 when either slice is empty.
pub fn auc(positives: &mut [f32], negatives: &[f32]) -> f64 {
    if positives.is_empty() || negatives.is_empty() {
        return 0.5;
    }
    // Of two slices to be told apart one in order is enough, and there are mostly few positives.
    let worst = f32::NAN.copysign(-1.0);
    positives.iter_mut().for_each(|score| *score = if score.is_nan() { worst } else { *score + 0.0 });
    order::sort_numbers(positives);
    let keys: Vec<u32> = positives.iter().map(|&score| order::bits(score)).collect();
    let mut won = 0u64;
    for &score in negatives {
        let key = if score.is_nan() { u32::MAX } else { order::bits(score + 0.0) };
        let below = keys.partition_point(|&positive| positive < key);
        let equal = keys[below..].iter().take_while(|&&positive| positive == key).count();
        won += (2 * (keys.len() - below) - equal) as u64;
    }
    0.5 * won as f64 / (positives.len() as f64 * negatives.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Scores of all kinds, close enough for ties.
    const SCORES: &[f32] =
        &[0.0, -0.0, 1.0, 2.0, 2.5, -3.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN];

    #[test]
    fn a_score_that_is_no_number_never_helps() {
        const NAN: f32 = f32::NAN;
        const INF: f32 = f32::INFINITY;
        assert_eq!(auc(&mut [NAN; 3], &[NAN; 2]), 0.0);
        assert_eq!(auc(&mut [NAN, 2.0], &[1.0]), 0.5);
        assert_eq!(auc(&mut [2.0], &[NAN, -NAN, 1.0, 1.5]), 0.5);
        assert_eq!(auc(&mut [NAN], &[-INF]), 0.0, "not even beside minus infinity");
        assert_eq!(auc(&mut [INF], &[-NAN]), 0.0);
        assert_eq!(auc(&mut [INF, -INF], &[INF, -INF]), 0.5);
        assert_eq!(auc(&mut [-0.0], &[0.0]), 0.5);
    }

    proptest! {
        #[test]
        fn auc_is_the_share_of_pairs_in_order(
            mut p in prop::collection::vec(prop::sample::select(SCORES), 1..30),
            n in prop::collection::vec(prop::sample::select(SCORES), 1..30),
        ) {
            let mut won = 0.0;
            for a in &p {
                for b in &n {
                    won += if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 };
                }
            }
            let expected = won / (p.len() * n.len()) as f64;
            prop_assert!((auc(&mut p, &n) - expected).abs() < 1e-12);
        }
    }
}
