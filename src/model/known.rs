//! Known answers: the fifteen people and their interests of “Data Science from Scratch” (Grus,
//! 2015, chapter 22), and how to compare with them.

use super::{Fitted, Fitting, Values};
use crate::ratings::Builder;
use crate::sample;
use std::sync::Arc;

/// The model of this name, trained on the interests.
pub fn interests(model: &str, values: Values) -> Fitted {
    let mut builder = Builder::default();
    sample::interests(|row| builder.rating(row.user, row.item, 1.0, None));
    builder.set_implicit();
    let ratings = Arc::new(builder.build().unwrap().ratings);
    Fitting::new(model, &ratings, &values, 1).unwrap().run().unwrap()
}

/// Asserts that ids and scores are the `expected` ones, written `id score, id score`, to seven
/// digits after the point and in descending order; the order of equal scores is free.
pub fn agree<'a>(found: impl Iterator<Item = (&'a str, f32)>, expected: &str) {
    let found: Vec<_> = found.collect();
    assert!(found.is_sorted_by(|a, b| a.1 >= b.1), "descending: {found:?}");
    let expected: Vec<_> = expected.split(", ").map(|line| line.rsplit_once(' ').unwrap()).collect();
    assert_eq!(found.len(), expected.len());
    for (id, score) in expected {
        let score: f64 = score.parse().unwrap();
        // One unit in the seventh digit, and twice that above 1, where an f32 has no finer steps.
        let close = |f: &(&str, f32)| f.0 == id && (f64::from(f.1) - score).abs() <= 1e-7 * score.ceil();
        assert!(found.iter().any(close), "{id} {score:.7} is not in {found:?}");
    }
}
