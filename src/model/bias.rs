//! Biases: `r̂ = μ + b_u + b_i`, what is usual for the person and for the item.
//!
//! Minimizes `Σ (r − μ − b_u − b_i)² + λ_u Σ_u b_u² + λ_i Σ_i b_i²` by alternating least squares: with the
//! users' biases fixed each item's is `b_i = Σ_u (r − μ − b_u) / (λ_i + n_i)`, and the other way round
//! (Koren, “Factor in the neighbors”, 2010, section 2.1). The dampings λ are worth that many ratings
//! at the mean, so that few ratings do not make an extreme.
//!
//! Implicit feedback: every pair of user and item counts, with r = 1 where chosen and 0 elsewhere.

use super::registry::{AS_GIVEN, Entry, Remedy};
use super::{Abilities, Answers, FoldIn, Model, Params, Person, Progress, Schema, ScoreMeaning, Trainer};
use crate::error::Result;
use crate::memory::Need;
use crate::params;
use crate::ratings::{Csr, Feedback, Ratings};
use crate::tensors::Arrays;
use std::sync::Arc;

params! {
    /// Parameters of the bias model.
    pub struct BiasParams {
        /// How often the biases of items and of users are solved for in turn.
        epochs: u32 = 10 => 1..=1000, "epochs";
        /// Ratings at the mean that every user starts with.
        user_damping: f32 = 5.0 => 0.0..=10000.0, "ratings";
        /// Ratings at the mean that every item starts with.
        item_damping: f32 = 3.0 => 0.0..=10000.0, "ratings";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "bias",
    title: "Biases",
    summary: "What is usual for the person and for the item, without taste: a strict or generous person, a good or poor item. The baseline for predicted ratings.",
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Preference],
    loss_name: "RMSE",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: false,
        similar_users: false,
        explain: false,
        item_map: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Raise("item_damping"),
    params: Schema::of::<BiasParams>(),
    memory: |ratings, _| Ok(Need::NONE.matrix(ratings.n_items(), 2).matrix(ratings.n_users(), 2)),
    fit: |ratings, values, _seed| {
        let params = BiasParams::read(ENTRY.name, values)?;
        Ok(Box::new(Training::new(ratings, params)))
    },
    load: |tensors, ratings, values| {
        let params = BiasParams::read(ENTRY.name, values)?;
        let mut bias = Bias::new(ratings, params.user_damping);
        bias.users = tensors.f32("bias.users", &[ratings.n_users()])?;
        bias.items = tensors.f32("bias.items", &[ratings.n_items()])?;
        Ok(Box::new(bias))
    },
};

struct Bias {
    /// μ.
    mean: f32,
    /// `(n_users)`: b_u, in rating units.
    users: Vec<f32>,
    /// `(n_items)`: b_i.
    items: Vec<f32>,
    implicit: bool,
    user_damping: f32,
}

struct Training {
    ratings: Arc<Ratings>,
    params: BiasParams,
    bias: Bias,
    epoch: u32,
    /// True when the items' half of the epoch is done.
    halfway: bool,
    loss: Option<f32>,
}

impl Bias {
    fn new(ratings: &Ratings, user_damping: f32) -> Self {
        let implicit = ratings.feedback() == Feedback::Implicit;
        let (n_users, n_items) = (ratings.n_users(), ratings.n_items());
        let pairs = n_users as f64 * n_items as f64;
        let mean =
            if implicit { (ratings.by_user().nnz() as f64 / pairs.max(1.0)) as f32 } else { ratings.mean() };
        Bias { mean, users: vec![0.0; n_users], items: vec![0.0; n_items], implicit, user_damping }
    }

    /// The bias of one row, given those of the other side and their sum.
    fn solve(&self, (columns, values): (&[u32], &[f32]), others: &[f32], sum: f64, damping: f32) -> f32 {
        let mean = f64::from(self.mean);
        let (residuals, n) = if self.implicit {
            (columns.len() as f64 - mean * others.len() as f64 - sum, others.len())
        } else {
            let residual = |(&column, &value): (&u32, &f32)| {
                f64::from(value) - mean - f64::from(others.get(column as usize).copied().unwrap_or(0.0))
            };
            (columns.iter().zip(values).map(residual).sum(), columns.len())
        };
        let weight = f64::from(damping) + n as f64;
        if weight > 0.0 { (residuals / weight) as f32 } else { 0.0 }
    }

    /// All biases of one side, given those of the other.
    fn sweep(&self, rows: &Csr, others: &[f32], damping: f32) -> Vec<f32> {
        let sum = total(others);
        (0..rows.rows() as u32).map(|row| self.solve(rows.row(row), others, sum, damping)).collect()
    }

    /// Root mean squared error over the ratings, or over all pairs of implicit feedback.
    fn rmse(&self, ratings: &Ratings) -> f32 {
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
        let all = n_items * user_squares + 2.0 * user_sum * total(&self.items) + n_users * item_squares;
        ((squared + all).max(0.0) / (n_users * n_items).max(1.0)).sqrt() as f32
    }

    /// The bias of a person, solved for when the person is new.
    fn of(&self, person: &Person<'_>) -> f32 {
        match person.user.and_then(|user| self.users.get(user as usize)) {
            Some(bias) => *bias,
            None if person.items.is_empty() => 0.0,
            None => {
                self.solve((person.items, person.values), &self.items, total(&self.items), self.user_damping)
            }
        }
    }
}

fn total(biases: &[f32]) -> f64 {
    biases.iter().map(|&b| f64::from(b)).sum()
}

impl Training {
    fn new(ratings: &Arc<Ratings>, params: BiasParams) -> Self {
        let bias = Bias::new(ratings, params.user_damping);
        Training { ratings: Arc::clone(ratings), params, bias, epoch: 0, halfway: false, loss: None }
    }
}

impl Trainer for Training {
    fn step(&mut self) -> Result<Progress> {
        let Training { ratings, params, bias, .. } = self;
        if self.epoch < params.epochs && !self.halfway {
            bias.items = bias.sweep(ratings.by_item(), &bias.users, params.item_damping);
            self.halfway = true;
            return Ok(Progress::within(self.epoch, params.epochs, 0.5, self.loss));
        }
        if self.halfway {
            bias.users = bias.sweep(ratings.by_user(), &bias.items, params.user_damping);
            self.halfway = false;
            self.epoch += 1;
            self.loss = Some(bias.rmse(ratings));
        }
        Ok(Progress::epochs(self.epoch, params.epochs, self.loss))
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(Box::new(self.bias))
    }
}

impl Model for Bias {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(Usual { items: &self.items, own: self.mean + self.of(&person) }))
    }

    fn save(&self, out: &mut dyn Arrays) {
        out.put_f32("bias.users", &[self.users.len()], &self.users);
        out.put_f32("bias.items", &[self.items.len()], &self.items);
    }
}

/// One person's answers.
struct Usual<'a> {
    items: &'a [f32],
    /// μ + b_u.
    own: f32,
}

impl Answers for Usual<'_> {
    fn one(&self, item: u32) -> f32 {
        self.own + self.items.get(item as usize).copied().unwrap_or(0.0)
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Value, Values};
    use crate::ratings::Builder;

    fn train(ratings: &Arc<Ratings>, damping: f64) -> (Progress, Box<dyn Model>) {
        let values = [("user_damping", damping), ("item_damping", damping), ("epochs", 100.0)];
        let values: Values = values.map(|(n, v)| (n.to_owned(), Value::Number(v))).into();
        let mut trainer = (ENTRY.fit)(ratings, &values, 1).unwrap();
        loop {
            let progress = trainer.step().unwrap();
            if progress.done {
                return (progress, trainer.finish().unwrap());
            }
        }
    }

    fn scores(model: &dyn Model, person: &Person<'_>) -> Vec<f32> {
        let mut out = vec![0.0; 3];
        model.prepare(*person).unwrap().score(&mut out);
        out
    }

    #[test]
    fn sums_of_a_user_and_an_item_part_are_found_without_damping() {
        let mut b = Builder::default();
        for (user, u) in [-1.0, 0.0, 2.0].iter().enumerate() {
            for (item, i) in [1.0, 2.0, 5.0].iter().enumerate() {
                if user + item != 3 {
                    b.rating(&user.to_string(), &item.to_string(), u + i, None);
                }
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let (progress, model) = train(&ratings, 0.0);
        assert!(progress.loss.unwrap() < 1e-4, "{:?}", progress.loss);
        let generous = scores(&*model, &Person::of(&ratings, 2));
        assert!(generous.iter().zip([3.0, 4.0, 7.0]).all(|(s, r)| (s - r).abs() < 1e-3), "{generous:?}");
        // Somebody new with one rating, 1.5 above what is usual for the item.
        let new = scores(&*model, &Person::new(&[0], &[2.5]));
        assert!(new.iter().zip([2.5, 3.5, 6.5]).all(|(s, r)| (s - r).abs() < 1e-3), "{new:?}");
    }

    #[test]
    fn choices_are_explained_over_all_pairs() {
        let mut b = Builder::default();
        for (user, item) in [(0, 0), (0, 1), (1, 0), (2, 0), (2, 2), (3, 0), (3, 1)] {
            b.rating(&user.to_string(), &item.to_string(), 1.0, None);
        }
        let ratings = Arc::new(b.build().unwrap().ratings.binarized());
        let (progress, model) = train(&ratings, 0.0);
        // Least squares of a full table: row mean + column mean − overall mean.
        let mut squared = 0.0;
        for user in 0..4u32 {
            let (chosen, _) = ratings.by_user().row(user);
            let found = scores(&*model, &Person::of(&ratings, user));
            for item in 0..3u32 {
                let column = ratings.by_item().row_len(item) as f32 / 4.0;
                let expected = chosen.len() as f32 / 3.0 + column - 7.0 / 12.0;
                assert!((found[item as usize] - expected).abs() < 1e-5, "{user} {item}: {found:?}");
                squared += (f32::from(u8::from(chosen.contains(&item))) - expected).powi(2);
            }
        }
        assert!((progress.loss.unwrap() - (squared / 12.0).sqrt()).abs() < 1e-5);
    }
}
