//! What is usual for a person and for an item: `b_ui = μ + b_u + b_i`.
//!
//! Minimizes `Σ (r − μ − b_u − b_i)² + λ_u Σ_u b_u² + λ_i Σ_i b_i²` by alternating least squares: with the
//! users' offsets fixed each item's is `b_i = Σ_u (r − μ − b_u) / (λ_i + n_i)`, and the other way round
//! (Koren, “Factor in the neighbors”, 2010, section 2.1). The dampings λ are worth that many ratings
//! at the mean, so that few ratings do not make an extreme. Sums are in double precision, so that the last of a
//! million ratings of an item counts as much as the first.
//!
//! Implicit feedback: every pair of user and item counts, with r = 1 where chosen and 0 elsewhere.

use crate::checkpoint::Checkpoint;
use crate::memory::Need;
use crate::ratings::{Feedback, Ratings};
use crate::tensors::{Arrays, Tensors};

/// Ratings at the mean that every user and every item starts with: λ_u and λ_i.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Damping {
    /// λ_u.
    pub users: f32,
    /// λ_i.
    pub items: f32,
}

impl Damping {
    /// What suits most data.
    pub const USUAL: Damping = Damping { users: 5.0, items: 3.0 };
}

/// Sweeps over all offsets until they stand still to three digits.
pub const SWEEPS: u32 = 10;

/// Overall mean and the offsets of users and items from it.
#[derive(Debug, Clone)]
pub struct Baselines {
    /// μ, in rating units.
    pub mean: f32,
    /// `(n_users)`: b_u, in rating units.
    pub users: Vec<f32>,
    /// `(n_items)`: b_i, in rating units.
    pub items: Vec<f32>,
    implicit: bool,
    damping: Damping,
}

impl Baselines {
    /// All offsets zero.
    pub fn new(ratings: &Ratings, damping: Damping) -> Self {
        let implicit = ratings.feedback() == Feedback::Implicit;
        let (n_users, n_items) = (ratings.n_users(), ratings.n_items());
        let cells = n_users as f64 * n_items as f64;
        let density = (ratings.by_user().nnz() as f64 / cells.max(1.0)) as f32;
        let mean = if implicit { density } else { ratings.mean() };
        Baselines { mean, users: vec![0.0; n_users], items: vec![0.0; n_items], implicit, damping }
    }

    /// What the offsets hold.
    pub fn need(ratings: &Ratings) -> Need {
        Need::NONE.matrix(ratings.n_items(), 1).matrix(ratings.n_users(), 1)
    }

    /// Gets what [`Baselines::save`] put under this name.
    ///
    /// # Errors
    /// When a part is missing or does not fit the ratings.
    pub fn load(
        tensors: &Tensors,
        name: &str,
        ratings: &Ratings,
        damping: Damping,
    ) -> crate::error::Result<Self> {
        let mut baselines = Baselines::new(ratings, damping);
        baselines.mean = tensors.f32(&format!("{name}.mean"), &[1])?[0];
        baselines.users = tensors.f32(&format!("{name}.user_offsets"), &[ratings.n_users()])?;
        baselines.items = tensors.f32(&format!("{name}.item_offsets"), &[ratings.n_items()])?;
        Ok(baselines)
    }

    /// Puts mean and offsets under this name.
    pub fn save(&self, name: &str, out: &mut dyn Arrays) {
        out.put_f32(&format!("{name}.mean"), &[1], &[self.mean]);
        out.put_f32(&format!("{name}.user_offsets"), &[self.users.len()], &self.users);
        out.put_f32(&format!("{name}.item_offsets"), &[self.items.len()], &self.items);
    }

    /// The offset of one row, given those of the other side and, for implicit feedback, their sum.
    fn solve(&self, (columns, values): (&[u32], &[f32]), others: &[f32], sum: f64, damping: f32) -> f32 {
        let mean = f64::from(self.mean);
        let (residuals, n) = if self.implicit {
            (columns.len() as f64 - mean * others.len() as f64 - sum, others.len())
        } else {
            let residual = |(&column, &value): (&u32, &f32)| {
                f64::from(value) - mean - f64::from(others[column as usize])
            };
            // Four sums side by side, as each addition waits for the one before.
            let mut sums = [0.0; 4];
            let ((columns_of_four, columns_left), (values_of_four, values_left)) =
                (columns.as_chunks::<4>(), values.as_chunks::<4>());
            for (columns, values) in columns_of_four.iter().zip(values_of_four) {
                for (sum, rating) in sums.iter_mut().zip(columns.iter().zip(values)) {
                    *sum += residual(rating);
                }
            }
            let left: f64 = columns_left.iter().zip(values_left).map(residual).sum();
            ((sums[0] + sums[1]) + (sums[2] + sums[3]) + left, columns.len())
        };
        let weight = f64::from(damping) + n as f64;
        if weight > 0.0 { (residuals / weight) as f32 } else { 0.0 }
    }

    /// `b_u` of anybody with these ratings, in training or not.
    pub fn user(&self, items: &[u32], values: &[f32]) -> f32 {
        self.solve((items, values), &self.items, self.total(&self.items), self.damping.users)
    }

    /// The sum of the offsets that an implicit system needs.
    fn total(&self, offsets: &[f32]) -> f64 {
        if self.implicit { offsets.iter().map(|&b| f64::from(b)).sum() } else { 0.0 }
    }

    /// Root mean squared error over the ratings, or over all pairs of implicit feedback.
    pub fn rmse(&self, ratings: &Ratings) -> f32 {
        let usual = |user: u32| f64::from(self.mean + self.users[user as usize]);
        let squared: f64 = ratings
            .by_user()
            .iter()
            .map(|(user, item, value)| {
                let predicted = usual(user) + f64::from(self.items[item as usize]);
                if self.implicit {
                    1.0 - 2.0 * predicted
                } else {
                    (f64::from(value) - predicted) * (f64::from(value) - predicted)
                }
            })
            .sum();
        if !self.implicit {
            return (squared / ratings.by_user().nnz().max(1) as f64).sqrt() as f32;
        }
        // (1 − x)² = x² + 1 − 2x: so far the last two where chosen; the squares of all pairs follow.
        let (n_users, n_items) = (self.users.len() as f64, self.items.len() as f64);
        let item_squares: f64 = self.items.iter().map(|&b| f64::from(b) * f64::from(b)).sum();
        let user_squares: f64 = (0..self.users.len() as u32).map(|u| usual(u) * usual(u)).sum();
        let user_sum: f64 = (0..self.users.len() as u32).map(usual).sum();
        let all = n_items * user_squares + 2.0 * user_sum * self.total(&self.items) + n_users * item_squares;
        ((squared + all).max(0.0) / (n_users * n_items).max(1.0)).sqrt() as f32
    }
}

/// Baselines while they are solved for, in slices.
#[derive(Debug)]
pub struct Sweeps {
    /// As they are so far.
    pub baselines: Baselines,
    /// Sweeps that are finished, and those in all.
    done: u32,
    all: u32,
    /// The row of the items, and after them of the users, that comes next in this sweep.
    next: usize,
    /// The sum of the other side's offsets.
    sum: f64,
}

impl Sweeps {
    /// So many sweeps from all offsets zero.
    pub fn new(baselines: Baselines, all: u32) -> Self {
        Sweeps { baselines, done: 0, all, next: 0, sum: 0.0 }
    }

    /// Those that models of ratings begin with; none for choices, which have no baseline.
    pub fn usual(ratings: &Ratings) -> Self {
        let all = if ratings.feedback() == Feedback::Explicit { SWEEPS } else { 0 };
        Sweeps::new(Baselines::new(ratings, Damping::USUAL), all)
    }

    /// Sweeps that are finished.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// True when nothing is left to do.
    pub fn is_over(&self) -> bool {
        self.done >= self.all
    }

    /// How much is done, 0 to 1.
    pub fn fraction(&self, ratings: &Ratings) -> f32 {
        let share = self.next as f32 / (ratings.n_items() + ratings.n_users()).max(1) as f32;
        (self.done as f32 + share) / self.all.max(1) as f32
    }

    /// Passes what the sweeps so far have changed; false within one.
    pub fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> bool {
        if self.next > 0 {
            return false;
        }
        state.u32(&mut self.done);
        state.f32s(&mut self.baselines.users);
        state.f32s(&mut self.baselines.items);
        true
    }

    /// Goes on to the end of the sweep, or until about `budget` multiply-adds are spent; returns what was spent. Two
    /// look-ups far apart for each rating take the time of about eight multiply-adds.
    pub fn step(&mut self, ratings: &Ratings, budget: u64) -> u64 {
        let Sweeps { baselines, done, all, next, sum } = self;
        let n_items = ratings.n_items();
        let mut work = 0;
        while *done < *all && work < budget {
            // Each half of a sweep solves for one side with the other as it is.
            let of_items = *next < n_items;
            let (rows, first) = if of_items { (ratings.by_item(), 0) } else { (ratings.by_user(), n_items) };
            let Damping { users, items } = baselines.damping;
            let damping = if of_items { items } else { users };
            let mut own = std::mem::take(if of_items { &mut baselines.items } else { &mut baselines.users });
            let others = if of_items { &baselines.users } else { &baselines.items };
            if *next == first {
                *sum = baselines.total(others);
            }
            while *next < first + own.len() && work < budget {
                let row = *next - first;
                own[row] = baselines.solve(rows.row(row as u32), others, *sum, damping);
                work += 4 * rows.row_len(row as u32) as u64 + 4;
                *next += 1;
            }
            let ended = *next == n_items + ratings.n_users();
            *(if of_items { &mut baselines.items } else { &mut baselines.users }) = own;
            if ended {
                (*next, *done) = (0, *done + 1);
                return work;
            }
        }
        work
    }
}
