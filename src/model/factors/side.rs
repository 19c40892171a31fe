//! What all factorizations by gradient descent have in common: their parameters, and how far rows are pulled to 0.

use crate::params;
use crate::ratings::{Csr, Feedback, Ratings};

params! {
    /// What all factorizations by gradient descent have.
    pub struct DescentParams {
        /// Length of the vectors of users and items. More can follow finer tastes and cost more time.
        factors: u32 = 64 => 1..=1024, "factors";
        /// Passes over the ratings.
        epochs: u32 = 20 => 1..=10000, "epochs";
        /// What the learning rate is multiplied by after each epoch.
        decay: f32 = 0.95 => 0.01..=1.0, "";
        /// Pull of the biases towards 0.
        bias_regularization: f32 = 0.5 => 0.0..=1000.0, "";
        /// How the pull grows with the number n of ratings of a user or item: as n to this power. At 1 each rating brings its own.
        frequency_scaling: f32 = 0.5 => 0.0..=1.0, "";
        /// Standard deviation of the random factors at the start.
        initial_deviation: f32 = 0.1 => 0.0..=10.0, "";
        /// Items not chosen that come with each chosen one. Implicit feedback only.
        negatives: u32 = 4 => 0..=100, "items";
    }
}

impl DescentParams {
    /// The length of a vector.
    pub fn k(&self) -> usize {
        self.factors as usize
    }

    /// The learning rate of an epoch, from that of the first one.
    pub fn rate(&self, first: f32, epoch: u32) -> f32 {
        (0..epoch).fold(first, |rate, _| rate * self.decay)
    }

    /// Unchosen items that come with each rating.
    pub fn drawn(&self, feedback: Feedback) -> u32 {
        match feedback {
            Feedback::Explicit => 0,
            Feedback::Implicit => self.negatives,
        }
    }
}

/// The regularization of factors and bias that one sample of a row carries, `λ n^(ν − 1)`. In an epoch a row with n ratings comes with
/// `n · samples[0] + samples[1]` samples.
#[inline(never)]
pub fn penalties(
    rows: &Csr,
    samples: [f32; 2],
    params: &DescentParams,
    regularization: f32,
) -> Vec<[f32; 2]> {
    let of_row = |row: u32| {
        let n = rows.row_len(row) as f32 * samples[0] + samples[1];
        let growth = if n > 0.0 { libm::powf(n, params.frequency_scaling - 1.0) } else { 0.0 };
        [regularization * growth, params.bias_regularization * growth]
    };
    (0..rows.rows() as u32).map(of_row).collect()
}

/// The penalties of users and items. Per epoch each rating comes with the unchosen items that are drawn for it, and an item as often as its
/// share of all that are drawn.
pub fn both_penalties(ratings: &Ratings, params: &DescentParams, regularization: f32) -> [Vec<[f32; 2]>; 2] {
    let drawn = params.drawn(ratings.feedback()) as f32;
    let share = drawn * ratings.by_user().nnz() as f32 / ratings.n_items().max(1) as f32;
    [
        penalties(ratings.by_user(), [1.0 + drawn, 0.0], params, regularization),
        penalties(ratings.by_item(), [1.0, share], params, regularization),
    ]
}

/// Users with ratings.
pub fn active(ratings: &Ratings) -> Vec<u32> {
    (0..ratings.n_users() as u32).filter(|&u| ratings.by_user().row_len(u) > 0).collect()
}
