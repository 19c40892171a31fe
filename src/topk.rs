//! Scores → ranked list. Recommendations, similar items and similar users share it.

use crate::order;

/// An index with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Index into whatever was scored.
    pub index: u32,
    /// The score.
    pub score: f32,
}

/// The `k` highest scores among the indices that `keep` lets through, in descending order; ties
/// stand in order of index. Scores that are not numbers are left out; zero has no sign.
///
/// One pass with a threshold: a score below the lowest of the best `k` so far costs one
/// comparison, so with `k` much smaller than `n` the pass runs at the speed of memory.
pub fn top_k(scores: &[f32], k: usize, mut keep: impl FnMut(u32) -> bool) -> Vec<Hit> {
    let k = k.min(scores.len());
    if k == 0 {
        return Vec::new();
    }
    let mut best: Vec<u64> = Vec::with_capacity(2 * k + 1);
    let mut threshold = f32::NEG_INFINITY;
    for (index, &score) in scores.iter().enumerate() {
        // Minus zero plus zero is zero: otherwise the two would tie here and not in the keys.
        let score = score + 0.0;
        // An equal score further on loses to those before it, once there are k.
        if score <= threshold && best.len() >= k || score.is_nan() || !keep(index as u32) {
            continue;
        }
        best.push(order::best_first(score, index as u32));
        if best.len() > 2 * k {
            order::keep_smallest(&mut best, k);
        }
        if best.len() == k {
            threshold = best.iter().map(|&key| order::score_and_index(key).0).fold(f32::INFINITY, f32::min);
        }
    }
    order::keep_smallest(&mut best, k);
    order::sort(&mut best);
    let hit = |key| {
        let (score, index) = order::score_and_index(key);
        Hit { index, score }
    };
    best.into_iter().map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Scores of all kinds, close enough for ties.
    const SCORES: &[f32] =
        &[0.0, -0.0, 1.0, 2.0, 3.0, -1.0, -2.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN];

    #[test]
    fn ties_stand_in_order_of_index_and_nan_is_left_out() {
        let scores = [1.0, f32::NAN, 2.0, 1.0, 2.0];
        let indices = |k| top_k(&scores, k, |_| true).iter().map(|h| h.index).collect::<Vec<_>>();
        assert_eq!(indices(3), [2, 4, 0]);
        assert_eq!(indices(99), [2, 4, 0, 3]);
        assert!(indices(0).is_empty());
    }

    proptest! {
        #[test]
        fn equals_sorting_everything(
            scores in prop::collection::vec(prop::sample::select(SCORES), 0..200),
            k in 0usize..20,
            skip in 1u32..5,
        ) {
            let mut all: Vec<Hit> = scores.iter().enumerate()
                .map(|(i, &score)| Hit { index: i as u32, score })
                .filter(|h| h.index % skip == 0 && !h.score.is_nan())
                .collect();
            all.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap().then(a.index.cmp(&b.index)));
            all.truncate(k);
            prop_assert_eq!(top_k(&scores, k, |i| i % skip == 0), all);
        }
    }
}
