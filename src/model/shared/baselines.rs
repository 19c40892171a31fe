//! What is usual for a person and for an item: the baselines of the neighbourhood models.

use crate::ratings::Ratings;

/// The damping of people's and items' offsets, in ratings. See [`Baselines`].
const USER_DAMPING: f32 = 5.0;
const ITEM_DAMPING: f32 = 3.0;

/// Sweeps of [`Baselines::sweep`] until the offsets stand still to three digits.
pub const SWEEPS: u32 = 10;

/// Overall mean and the offsets of users and items from it: `b_ui = μ + b_u + b_i`, by
/// alternating damped means (Koren, 2010, “Factor in the neighbors”, section 2.1).
#[derive(Debug, Clone)]
pub struct Baselines {
    /// μ, in rating units.
    pub mean: f32,
    /// `(n_users)`, in rating units.
    pub users: Vec<f32>,
    /// `(n_items)`, in rating units.
    pub items: Vec<f32>,
}

impl Baselines {
    /// All offsets zero.
    pub fn new(ratings: &Ratings) -> Self {
        Baselines {
            mean: ratings.mean(),
            users: vec![0.0; ratings.n_users()],
            items: vec![0.0; ratings.n_items()],
        }
    }

    /// One sweep: item offsets with the users' as they are, then user offsets. Two look-ups far
    /// apart for each rating, so it takes the time of about eight multiply-adds a rating.
    pub fn sweep(&mut self, ratings: &Ratings) {
        let offset =
            |(columns, values), others: &[f32], damping| offset(self.mean, columns, values, others, damping);
        for (i, b) in self.items.iter_mut().enumerate() {
            *b = offset(ratings.by_item().row(i as u32), &self.users, ITEM_DAMPING);
        }
        for (u, b) in self.users.iter_mut().enumerate() {
            *b = offset(ratings.by_user().row(u as u32), &self.items, USER_DAMPING);
        }
    }

    /// `b_u` of anybody with these ratings, in training or not.
    pub fn user(&self, items: &[u32], values: &[f32]) -> f32 {
        offset(self.mean, items, values, &self.items, USER_DAMPING)
    }
}

fn offset(mean: f32, columns: &[u32], values: &[f32], others: &[f32], damping: f32) -> f32 {
    let sum: f32 = columns.iter().zip(values).map(|(&c, &v)| v - mean - others[c as usize]).sum();
    sum / (columns.len() as f32 + damping)
}
