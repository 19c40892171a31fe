//! How far a value speaks for an item.

use crate::kernel;
use crate::ratings::{Feedback, Ratings, Scale};

/// The strength of a choice: 1 for a plain one, `log₂(1 + c)` for a count, so that a thousand
/// plays do not outweigh a hundred other artists.
#[inline]
pub fn strength(value: f32) -> f32 {
    if value == 1.0 { 1.0 } else { kernel::ln(1.0 + value.max(0.0)) * std::f32::consts::LOG2_E }
}

/// How far a value speaks for an item, in models that know no dislike: the strength of a choice,
/// or a rating's place on its scale from 0 (the lowest) to 1.
#[inline]
pub fn preference(ratings: &Ratings, value: f32) -> f32 {
    let Scale { min, max } = ratings.scale();
    match ratings.feedback() {
        Feedback::Implicit => strength(value),
        // On a scale of one value every rating is the best.
        Feedback::Explicit if max > min => (value - min) / (max - min),
        Feedback::Explicit => 1.0,
    }
}

/// The least value of a row that counts as liked: of ratings the row's mean, of choices and counts anything above 0.
pub fn least_liked(feedback: Feedback, values: &[f32]) -> f32 {
    match feedback {
        Feedback::Explicit => {
            let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
            // A mean of equal values may be rounded up beyond them.
            values.iter().copied().fold(f32::NEG_INFINITY, f32::max).min(mean)
        }
        Feedback::Implicit => f32::MIN_POSITIVE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_not_below_the_rows_mean_are_liked() {
        let liked = |feedback, values: &[f32]| {
            let least = least_liked(feedback, values);
            values.iter().map(|&value| value >= least).collect::<Vec<_>>()
        };
        assert_eq!(liked(Feedback::Explicit, &[1.0, 3.0, 5.0]), [false, true, true]);
        assert_eq!(liked(Feedback::Explicit, &[-3.3, -3.3, -3.3]), [true; 3]);
        assert_eq!(liked(Feedback::Implicit, &[1.0, 0.0, 5.0]), [true, false, true]);
    }
}
