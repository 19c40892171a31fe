//! How a rating counts, and how much each row is held back, as parameters and data say.

use super::{AlsParams, Counts};
use crate::model::shared::preference::strength;
use crate::ratings::{Csr, Feedback, Ratings};

/// Parameters with what they need to know of the data.
pub(super) struct Recipe {
    pub(super) params: AlsParams,
    pub(super) explicit: bool,
    /// Overall mean in rating units; 0 when implicit.
    pub(super) mean: f32,
    /// Users, items: how many there are on the other side, each with confidence 1 at least.
    pub(super) others: [f64; 2],
    /// Users, items: mean confidence of a row.
    mean_confidence: [f64; 2],
    /// Users, items: what a choice weighs by the activity of the row, `(n)`; empty when explicit.
    pub(super) activity: [Vec<f32>; 2],
    /// Users, items: the mean over all ratings of the number of choices to the power of −δ.
    mean_activity: [f32; 2],
}

/// The ridge that suits these choices, whose confidences add up to `confidence`: see the head of [`als`](super).
fn ridge_of(ratings: &Ratings, confidence: f64) -> f32 {
    let all = ratings.by_user().nnz().max(1) as f64;
    let chance = |csr: &Csr| {
        let rows = csr.filled_rows().max(1) as f64;
        (libm::sqrt(all / rows) + libm::sqrt(csr.squares() as f64 / all)) / 2.0
    };
    let weight = (1.0 + confidence / all) / PLAIN;
    let chance = libm::pow(weight, 2.0 / 3.0) * (chance(ratings.by_user()) + chance(ratings.by_item()));
    if chance < USUAL { (USUAL * libm::pow(chance / USUAL, 0.7)) as f32 } else { chance as f32 }
}

/// The ridge that is best on average.
const USUAL: f64 = 18.0;

/// The weight of a plain choice, with its default confidence, beside that of an absent one.
const PLAIN: f64 = 1.9;

/// Whose rows are solved for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Users,
    Items,
}

impl Recipe {
    pub(super) fn new(params: AlsParams, ratings: &Ratings) -> Self {
        let explicit = params.mode.resolve(ratings.feedback()) == Feedback::Explicit;
        let (users, items) = (ratings.n_users() as f64, ratings.n_items() as f64);
        let mut recipe = Recipe {
            params,
            explicit,
            mean: if explicit { ratings.mean() } else { 0.0 },
            others: [items, users],
            mean_confidence: [1.0; 2],
            activity: [Vec::new(), Vec::new()],
            mean_activity: [1.0; 2],
        };
        if explicit {
            return recipe;
        }
        for (turn, matrix) in [(Turn::Users, ratings.by_user()), (Turn::Items, ratings.by_item())] {
            let lengths = || (0..matrix.rows() as u32).map(|row| matrix.row_len(row));
            let sum: f64 = lengths().map(|n| n as f64 * f64::from(recipe.activity_weight(turn, n))).sum();
            recipe.mean_activity[turn as usize] = (sum / ratings.by_user().nnz().max(1) as f64) as f32;
            recipe.activity[turn as usize] = lengths().map(|n| recipe.activity_weight(turn, n)).collect();
        }
        let [of_user, of_item] = &recipe.activity;
        let confidence = |(user, item, value): (u32, u32, f32)| {
            f64::from(recipe.weight(value) * of_user[user as usize] * of_item[item as usize])
        };
        let sum: f64 = ratings.by_user().iter().map(confidence).sum();
        if recipe.params.regularization == 0.0 {
            recipe.params.regularization = ridge_of(ratings, sum);
        }
        recipe.mean_confidence = [items + sum / users.max(1.0), users + sum / items.max(1.0)];
        recipe
    }

    pub(super) fn k(&self) -> usize {
        self.params.factors as usize
    }

    /// Unknowns of a row: its factors and, when explicit, its bias.
    pub(super) fn unknowns(&self) -> usize {
        self.k() + usize::from(self.explicit)
    }

    /// What a choice of a row with `n` choices weighs; 1 on average over all choices.
    pub(super) fn activity_weight(&self, turn: Turn, n: usize) -> f32 {
        if self.explicit || n == 0 {
            return 1.0;
        }
        libm::powf(n as f32, -self.params.activity_damping) / self.mean_activity[turn as usize]
    }

    /// Confidence above that of an absent choice, before the activity's weight.
    #[inline]
    pub(super) fn weight(&self, value: f32) -> f32 {
        if self.explicit {
            return 1.0;
        }
        let r = value.abs();
        self.params.confidence
            * match self.params.counts {
                Counts::Binary => f32::from(r > 0.0),
                Counts::Linear => r,
                Counts::Logarithmic => strength(r),
            }
    }

    /// The ridge of a row of `n` ratings whose weights sum up to `weight`.
    pub(super) fn ridge(&self, turn: Turn, n: usize, weight: f64) -> f32 {
        if self.explicit {
            return self.params.rating_regularization * n as f32;
        }
        let share = (self.others[turn as usize] + weight) / self.mean_confidence[turn as usize];
        self.params.regularization * libm::powf(share as f32, self.params.frequency_scaling)
    }
}
