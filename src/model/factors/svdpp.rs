//! SVD++: matrix factorization in which what a person has rated at all says something as well,
//! `r̂ = μ + b_u + b_i + q_i · (p_u + |N(u)|^−½ Σ_{j ∈ N(u)} y_j)`, with N(u) the items rated by u
//! (Koren, “Factorization meets the neighborhood”, 2008).
//!
//! Minimizes squared errors of standardized ratings with the frequency-scaled regularization of
//! [`mf`](super::mf) by stochastic gradient descent with one AdaGrad rate per row. A person's ratings
//! are learned one after the other, in random order; the vectors y of the person's items take one
//! step at the end with the sum of the gradients, which makes an epoch linear in the ratings.
//!
//! Implicit feedback: as in [`mf`](super::mf), unchosen items are drawn with target 0. A chosen
//! item's own y is left out of its prediction, or the model would learn to find what it was given.

use super::latent::{Latent, Ridge, standardization};
use crate::error::Result;
use crate::kernel;
use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Remedy};
use crate::model::{Abilities, FoldIn, Model, Params, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer};
use crate::params;
use crate::random::Random;
use crate::ratings::{Csr, Feedback, Ratings};
use std::sync::Arc;

params! {
    /// Parameters of SVD++.
    pub struct SvdppParams {
        /// Length of the vectors of users and items. More can follow finer tastes and cost more time.
        factors: u32 = 64 => 1..=1024, "factors";
        /// Passes over the ratings.
        epochs: u32 = 20 => 1..=10000, "epochs";
        /// How far the first step of a row goes; later ones are shorter. Too much and the training diverges.
        learning_rate: f32 = 0.1 => 0.000001..=10.0, "";
        /// What the learning rate is multiplied by after each epoch.
        decay: f32 = 0.95 => 0.01..=1.0, "";
        /// Pull of the factors towards 0, against learning the ratings by heart.
        regularization: f32 = 1.2 => 0.0..=1000.0, "";
        /// Pull of the vectors y, which stand for having rated an item, towards 0.
        implied_regularization: f32 = 4.0 => 0.0..=1000.0, "";
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

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "svdpp",
    title: "SVD++",
    summary: "Matrix factorization that also learns from which items a person has rated at all. Somewhat more exact than plain factorization, at two to three times the cost.",
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Preference],
    loss_name: "RMSE",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: true,
        item_map: true,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("learning_rate"),
    params: Schema::of::<SvdppParams>(),
    memory: |ratings, values| {
        let k = SvdppParams::read(ENTRY.name, values)?.factors as usize;
        let (users, items) = (ratings.n_users(), ratings.n_items());
        let numbers = Need::NONE.matrix(users, k).matrix(items, k).matrix(items, k);
        Ok(numbers.matrix(users, 6).matrix(items, 7))
    },
    fit: |ratings, values, seed| {
        let params = SvdppParams::read(ENTRY.name, values)?;
        Ok(Box::new(Svdpp::new(ratings, params, seed)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Latent::load(tensors, ratings)?)),
};

/// Vectors of users or items with what AdaGrad remembers of them.
struct Rows {
    /// `(rows, k)`.
    factors: Vec<f32>,
    /// `(rows)`: the regularization that one sample carries, `λ n^(ν − 1)`.
    penalties: Vec<f32>,
    /// `(rows)`: 1 and the mean squared gradients so far.
    squares: Vec<f32>,
}

/// Biases, likewise.
struct Biases {
    values: Vec<f32>,
    penalties: Vec<f32>,
    squares: Vec<f32>,
}

/// One person's vectors while the person's ratings are learned.
struct Scratch {
    /// The taste p + z, where z is what the rated items imply.
    taste: Vec<f32>,
    /// Sum of error · q over the person's samples.
    gradient: Vec<f32>,
    /// The taste without the item at hand.
    without: Vec<f32>,
    samples: Vec<(u32, f32)>,
}

struct Svdpp {
    params: SvdppParams,
    ratings: Arc<Ratings>,
    random: Random,
    mean: f32,
    deviation: f32,
    users: Rows,
    items: Rows,
    /// y.
    implied: Rows,
    user_biases: Biases,
    item_biases: Biases,
    scratch: Scratch,
    rate: f32,
    epoch: u32,
    /// Users in the order of this epoch, and how many of them are done.
    order: Vec<u32>,
    next: usize,
    /// Squared errors of this epoch, and of how many samples.
    squared: f64,
    samples: usize,
    loss: Option<f32>,
}

impl Rows {
    fn new(rows: usize, k: usize) -> Self {
        Rows { factors: vec![0.0; rows * k], penalties: vec![0.0; rows], squares: vec![1.0; rows] }
    }

    fn row(&mut self, row: usize, k: usize) -> &mut [f32] {
        &mut self.factors[row * k..][..k]
    }

    /// Draws the factors of the rows that have ratings.
    fn draw(&mut self, ratings: &Csr, k: usize, deviation: f32, random: &mut Random) {
        for row in (0..ratings.rows()).filter(|&row| ratings.row_len(row as u32) > 0) {
            random.fill_normal(self.row(row, k), deviation);
        }
    }
}

impl Biases {
    fn new(rows: usize) -> Self {
        Biases { values: vec![0.0; rows], penalties: vec![0.0; rows], squares: vec![1.0; rows] }
    }

    #[inline]
    fn descend(&mut self, row: usize, rate: f32, error: f32) {
        let gradient = self.penalties[row] * self.values[row] - error;
        self.values[row] -= rate / self.squares[row].sqrt() * gradient;
        self.squares[row] += gradient * gradient;
    }
}

impl Svdpp {
    fn new(ratings: &Arc<Ratings>, params: SvdppParams, seed: u64) -> Self {
        let (n_users, n_items, k) = (ratings.n_users(), ratings.n_items(), params.factors as usize);
        let (mean, deviation) = standardization(ratings, params.negatives);
        let mut random = Random::part(seed, 0);
        let (mut users, mut items) = (Rows::new(n_users, k), Rows::new(n_items, k));
        let mut implied = Rows::new(n_items, k);
        let (mut user_biases, mut item_biases) = (Biases::new(n_users), Biases::new(n_items));
        users.draw(ratings.by_user(), k, params.initial_deviation, &mut random);
        items.draw(ratings.by_item(), k, params.initial_deviation, &mut random);
        let drawn = match ratings.feedback() {
            Feedback::Explicit => 0.0,
            Feedback::Implicit => params.negatives as f32,
        };
        let growth = |n: f32| if n > 0.0 { libm::powf(n, params.frequency_scaling - 1.0) } else { 0.0 };
        for user in 0..n_users {
            let growth = growth(ratings.by_user().row_len(user as u32) as f32 * (1.0 + drawn));
            users.penalties[user] = params.regularization * growth;
            user_biases.penalties[user] = params.bias_regularization * growth;
        }
        let share = drawn * ratings.by_user().nnz() as f32 / n_items.max(1) as f32;
        for item in 0..n_items {
            let n = ratings.by_item().row_len(item as u32) as f32;
            implied.penalties[item] = params.implied_regularization * growth(n);
            items.penalties[item] = params.regularization * growth(n + share);
            item_biases.penalties[item] = params.bias_regularization * growth(n + share);
        }
        let zeros = || vec![0.0; k];
        let scratch = Scratch { taste: zeros(), gradient: zeros(), without: zeros(), samples: Vec::new() };
        let order = (0..n_users as u32).filter(|&u| ratings.by_user().row_len(u) > 0).collect();
        Svdpp {
            rate: params.learning_rate,
            params,
            ratings: Arc::clone(ratings),
            random,
            mean,
            deviation,
            users,
            items,
            implied,
            user_biases,
            item_biases,
            scratch,
            epoch: 0,
            order,
            next: 0,
            squared: 0.0,
            samples: 0,
            loss: None,
        }
    }

    /// Puts a person's samples, standardized and in random order, into the scratch space.
    fn draw_samples(&mut self, user: u32) {
        let (items, values) = self.ratings.by_user().row(user);
        let samples = &mut self.scratch.samples;
        samples.clear();
        let scale = 1.0 / self.deviation;
        if self.ratings.feedback() == Feedback::Explicit {
            samples
                .extend(items.iter().zip(values).map(|(&item, &value)| (item, (value - self.mean) * scale)));
        } else {
            let n_items = self.ratings.n_items() as u32;
            for &item in items {
                samples.push((item, (1.0 - self.mean) * scale));
                for _ in 0..self.params.negatives {
                    let item = self.random.below(n_items);
                    if items.binary_search(&item).is_err() {
                        samples.push((item, -self.mean * scale));
                    }
                }
            }
        }
        self.random.shuffle(samples);
    }

    /// Learns one person's ratings.
    fn learn(&mut self, user: u32) {
        self.draw_samples(user);
        let k = self.params.factors as usize;
        let implicit = self.ratings.feedback() == Feedback::Implicit;
        let (rated, _) = self.ratings.by_user().row(user);
        let user = user as usize;
        let Svdpp { users, items, implied, user_biases, item_biases, scratch, rate, .. } = self;
        let Scratch { taste, gradient, without, samples } = scratch;
        let weight = 1.0 / (rated.len() as f32).sqrt();
        gradient.fill(0.0);
        taste.copy_from_slice(users.row(user, k));
        for &item in rated {
            kernel::axpy(weight, implied.row(item as usize, k), taste);
        }
        let penalty = users.penalties[user];
        let share = 1.0 / k as f32;
        for &(item, target) in samples.iter() {
            let item = item as usize;
            let q = &mut items.factors[item * k..][..k];
            let p = &mut users.factors[user * k..][..k];
            let chosen = implicit && target > 0.0;
            let seen: &[f32] = if chosen {
                without.copy_from_slice(taste);
                kernel::axpy(-weight, implied.row(item, k), without);
                without
            } else {
                taste
            };
            let [product, tastes, qq] = kernel::dot_squares(seen, q);
            let error = target - (user_biases.values[user] + item_biases.values[item] + product);
            self.squared += f64::from(error) * f64::from(error);
            let item_penalty = items.penalties[item];
            let (g, h) = (&mut users.squares[user], &mut items.squares[item]);
            let (rate_p, rate_q) = (*rate / g.sqrt(), *rate / h.sqrt());
            // The squared gradients divided by k; p's without its small regularization.
            let ee = error * error;
            *g += share * ee * qq;
            *h +=
                (share * (ee * tastes + item_penalty * (item_penalty * qq - 2.0 * error * product))).max(0.0);
            if chosen {
                // The item's y had no part in this error: what the end will give, it gives back.
                let rate_y = *rate / implied.squares[item].sqrt();
                kernel::axpy(-rate_y * weight * error, q, implied.row(item, k));
            }
            step(p, taste, q, gradient, [error, rate_p, penalty, rate_q, item_penalty]);
            user_biases.descend(user, *rate, error);
            item_biases.descend(item, *rate, error);
        }
        self.samples += samples.len();
        let length = share * weight * weight * kernel::dot(gradient, gradient);
        for &item in rated {
            let item = item as usize;
            let rate = *rate / implied.squares[item].sqrt();
            implied.squares[item] += length;
            let keep = 1.0 - rate * implied.penalties[item];
            for (y, g) in implied.row(item, k).iter_mut().zip(gradient.iter()) {
                *y = keep * *y + rate * weight * g;
            }
        }
    }
}

/// Moves `p` and `q` down the gradient of one error, and the taste along with `p`; adds `error · q`
/// to the person's gradient. `numbers` are the error, then rate and regularization of p and of q.
#[inline]
fn step(p: &mut [f32], taste: &mut [f32], q: &mut [f32], gradient: &mut [f32], numbers: [f32; 5]) {
    let [error, rate_p, penalty_p, rate_q, penalty_q] = numbers;
    for (((p, taste), q), gradient) in p.iter_mut().zip(taste).zip(q).zip(gradient) {
        let moved = rate_p * (error * *q - penalty_p * *p);
        *gradient += error * *q;
        *q += rate_q * (error * *taste - penalty_q * *q);
        *p += moved;
        *taste += moved;
    }
}

impl Trainer for Svdpp {
    fn step(&mut self) -> Result<Progress> {
        if self.epoch >= self.params.epochs {
            return Ok(Progress::epochs(self.epoch, self.params.epochs, self.loss));
        }
        if self.next == 0 {
            self.random.shuffle(&mut self.order);
        }
        let before = self.samples;
        // A sample costs two products and the update of four rows, and its y two more.
        let work_each = 12 * u64::from(self.params.factors);
        while self.next < self.order.len() {
            if (self.samples - before) as u64 * work_each >= STEP_WORK {
                let share = self.next as f32 / self.order.len() as f32;
                return Ok(Progress::within(self.epoch, self.params.epochs, share, self.loss));
            }
            self.learn(self.order[self.next]);
            self.next += 1;
        }
        self.epoch += 1;
        let mean_square = self.squared / self.samples.max(1) as f64;
        self.loss = Some(mean_square.sqrt() as f32 * self.deviation);
        (self.squared, self.samples, self.next) = (0.0, 0, 0);
        self.rate *= self.params.decay;
        Ok(Progress::epochs(self.epoch, self.params.epochs, self.loss))
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        let k = self.params.factors as usize;
        for user in 0..self.ratings.n_users() {
            let (rated, _) = self.ratings.by_user().row(user as u32);
            let weight = 1.0 / (rated.len().max(1) as f32).sqrt();
            for &item in rated {
                kernel::axpy(weight, self.implied.row(item as usize, k), self.users.row(user, k));
            }
        }
        let Svdpp {
            ratings, params, mean, deviation, users, items, implied, user_biases, item_biases, ..
        } = *self;
        let ridge = Ridge {
            regularization: params.regularization,
            bias_regularization: params.bias_regularization,
            frequency_scaling: params.frequency_scaling,
            biases: true,
            negatives: params.negatives as f32,
        };
        Ok(Box::new(Latent::new(
            &ratings,
            ridge,
            mean,
            deviation,
            [user_biases.values, item_biases.values],
            [users.factors, items.factors, implied.factors],
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitted, Fitting, Person, Values};
    use crate::ratings::Builder;

    /// Everybody rates one of two sets of items; the ratings of the shared items depend on which
    /// set that is, though the ratings of the set itself are alike.
    fn choices_tell() -> Arc<Ratings> {
        let (mut b, mut random) = (Builder::default(), Random::new(5));
        for user in 0..200u32 {
            let group = user % 2;
            for item in 0..10 {
                b.rating(&user.to_string(), &format!("set {group}, {item}"), 3.0, None);
            }
            for item in (0..20).filter(|_| random.uniform() < 0.2) {
                let value = if item % 2 == group { 5.0 } else { 1.0 };
                b.rating(&user.to_string(), &format!("shared {item}"), value, None);
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn train(ratings: &Arc<Ratings>) -> Fitted {
        Fitting::new("svdpp", ratings, &Values::new(), 1).unwrap().run().unwrap()
    }

    fn prediction(fitted: &Fitted, person: Person<'_>, item: u32) -> f32 {
        fitted.model().prepare(person).unwrap().one(item)
    }

    #[test]
    fn what_somebody_has_rated_tells_beside_how() {
        let ratings = choices_tell();
        let model = train(&ratings);
        let items = &ratings.catalog().items.ids;
        for group in 0..2u32 {
            let mut set: Vec<u32> =
                (0..10).filter_map(|i| items.find(&format!("set {group}, {i}"))).collect();
            set.sort_unstable();
            let person = Person::new(&set, &[3.0; 10]);
            let [own, other] = [group, 1 - group]
                .map(|i| prediction(&model, person, items.find(&format!("shared {i}")).unwrap()));
            assert!(own > 3.5 && other < 2.5, "group {group}: {own} and {other}");
        }
    }

    #[test]
    fn explanations_add_up_to_the_score_of_somebody_new() {
        let ratings = choices_tell();
        let model = train(&ratings);
        let row = Person::of(&ratings, 7);
        let new = Person::new(row.items, row.values);
        let answers = model.model().prepare(new).unwrap();
        let shares: f32 = answers.explain(3).iter().map(|s| s.1).sum();
        let usual = prediction(&model, Person::new(&[], &[]), 3);
        let score = answers.one(3);
        assert!((usual + shares - score).abs() < 1e-3, "{usual} + {shares} = {score}");
    }
}
