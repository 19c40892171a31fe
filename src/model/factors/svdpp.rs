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
use super::side::{DescentParams, RowMemory, Side, active, both_penalties, penalties};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::{flat_mut, row, row_mut};
use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::shared::negatives::Unchosen;
use crate::model::shared::optim::AdaGrad;
use crate::model::shared::start::Start;
use crate::model::{Abilities, FoldIn, Model, Params, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer};
use crate::params;
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use std::sync::Arc;

params! {
    /// Parameters of SVD++.
    pub struct SvdppParams {
        include descent: DescentParams;
        /// How far the first step of a row goes; later ones are shorter. Too much and the training diverges.
        learning_rate: f32 = 0.1 => 0.000001..=10.0, "";
        /// Pull of the factors towards 0, against learning the ratings by heart.
        regularization: f32 = 1.2 => 0.0..=1000.0, "";
        /// Pull of the vectors y, which stand for having rated an item, towards 0.
        implied_regularization: f32 = 4.0 => 0.0..=1000.0, "";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "svdpp",
    title: "SVD++",
    summary: "Matrix factorization that also learns from which items a person has rated at all. Somewhat more exact than plain factorization, at two to three times the cost.",
    purpose: &[Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "RMSE",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: true,
        item_map: true,
        factors: true,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("learning_rate"),
    params: Schema::of::<SvdppParams>(),
    memory: |ratings, values| {
        let k = SvdppParams::read(ENTRY.name, values)?.descent.k();
        let (users, items) = (ratings.n_users(), ratings.n_items());
        let numbers = Need::NONE.matrix(users, k).matrix(items, k).matrix(items, k);
        Ok(numbers.matrix(users, 6).matrix(items, 7))
    },
    fit: |ratings, values, seed| {
        let params = SvdppParams::read(ENTRY.name, values)?;
        Ok(Box::new(SvdppTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Latent::load(tensors, ratings)?)),
};

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

struct SvdppTrainer {
    params: SvdppParams,
    ratings: Arc<Ratings>,
    random: Random,
    start: Start,
    mean: f32,
    deviation: f32,
    users: Side,
    items: Side,
    /// y; without biases.
    implied: Side,
    /// What AdaGrad remembers of users, items and y.
    memory: [Vec<RowMemory>; 3],
    unchosen: Unchosen,
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

impl SvdppTrainer {
    fn new(ratings: &Arc<Ratings>, params: SvdppParams, seed: u64) -> Self {
        let descent = &params.descent;
        let (mean, deviation) = standardization(ratings, descent.negatives);
        let k = descent.k();
        let implied = penalties(ratings.by_item(), [1.0, 0.0], descent, params.implied_regularization);
        let implied = Side::resting(implied, k);
        let [users, items] = both_penalties(ratings, descent, params.regularization)
            .map(|penalties| Side::resting(penalties, k));
        let zeros = || vec![0.0; k];
        let scratch = Scratch { taste: zeros(), gradient: zeros(), without: zeros(), samples: Vec::new() };
        SvdppTrainer {
            rate: params.learning_rate,
            params,
            ratings: Arc::clone(ratings),
            random: Random::part(seed, 0),
            start: Start::new(ratings),
            mean,
            deviation,
            users,
            items,
            implied,
            memory: [ratings.n_users(), ratings.n_items(), ratings.n_items()].map(RowMemory::new),
            unchosen: Unchosen::evenly(ratings.n_items()),
            scratch,
            epoch: 0,
            order: active(ratings),
            next: 0,
            squared: 0.0,
            samples: 0,
            loss: None,
        }
    }

    /// Draws the next factors, as many as take a slice; returns what was spent.
    fn draw(&mut self) -> u64 {
        let SvdppTrainer { start, ratings, random, params, users, items, .. } = self;
        let factors = [&mut users.factors, &mut items.factors];
        start.step(ratings, factors, params.descent.initial_deviation, STEP_WORK, random)
    }

    /// Puts a person's samples, standardized and in random order, into the scratch space.
    fn draw_samples(&mut self, user: u32) {
        let (items, values) = self.ratings.by_user().row(user);
        let scale = 1.0 / self.deviation;
        self.scratch.samples.clear();
        if self.ratings.feedback() == Feedback::Explicit {
            let standardized = values.iter().map(|value| (value - self.mean) * scale);
            self.scratch.samples.extend(items.iter().copied().zip(standardized));
        } else {
            self.draw_choices(user, scale);
        }
        self.random.shuffle(&mut self.scratch.samples);
    }

    /// The same of choices, with unchosen items, in their order.
    #[inline(never)]
    fn draw_choices(&mut self, user: u32, scale: f32) {
        let (items, _) = self.ratings.by_user().row(user);
        let is_chosen = |item| items.binary_search(&item).is_ok();
        for &item in items {
            self.scratch.samples.push((item, (1.0 - self.mean) * scale));
            for _ in 0..self.params.descent.negatives {
                if let Some(item) = self.unchosen.draw(is_chosen, &mut self.random) {
                    self.scratch.samples.push((item, -self.mean * scale));
                }
            }
        }
    }

    /// Learns one person's ratings.
    fn learn(&mut self, user: u32) {
        self.draw_samples(user);
        let k = self.params.descent.k();
        let implicit = self.ratings.feedback() == Feedback::Implicit;
        let (rated, _) = self.ratings.by_user().row(user);
        let user = user as usize;
        let SvdppTrainer { users, items, implied, memory, scratch, rate, .. } = self;
        let [user_memory, item_memory, implied_memory] = memory;
        let Scratch { taste, gradient, without, samples } = scratch;
        let p = row_mut(&mut users.factors, user);
        let (qs, ys) = (flat_mut(&mut items.factors), flat_mut(&mut implied.factors));
        let weight = 1.0 / (rated.len() as f32).sqrt();
        gradient.fill(0.0);
        taste.copy_from_slice(p);
        for &item in rated {
            kernel::axpy(weight, &ys[item as usize * k..][..k], taste);
        }
        let [penalty, bias_penalty] = users.penalties[user];
        let share = 1.0 / k as f32;
        let mut curvature = 0.0;
        for &(item, target) in samples.iter() {
            let item = item as usize;
            let (q, y) = (&mut qs[item * k..][..k], &mut ys[item * k..][..k]);
            let chosen = implicit && target > 0.0;
            let seen: &[f32] = if chosen {
                without.copy_from_slice(taste);
                kernel::axpy(-weight, y, without);
                without
            } else {
                taste
            };
            let [product, tastes, qq] = kernel::dot_squares(seen, q);
            let error = target - (users.biases[user] + items.biases[item] + product);
            self.squared += f64::from(error) * f64::from(error);
            curvature += qq;
            let [item_penalty, item_bias_penalty] = items.penalties[item];
            let (g, h) = (&mut user_memory[user], &mut item_memory[item]);
            let (rate_p, rate_q) = (g.factors.rate(*rate), h.factors.rate(*rate));
            // The squared gradients divided by k; p's without its small regularization.
            let ee = error * error;
            g.factors.add(share * ee * qq);
            let shrunk = item_penalty * (item_penalty * qq - 2.0 * error * product);
            h.factors.add((share * (ee * tastes + shrunk)).max(0.0));
            if chosen {
                // The item's y had no part in this error: what the end will give, it gives back.
                let rate_y = implied_memory[item].factors.rate(*rate);
                kernel::axpy(-rate_y * weight * error, q, y);
            }
            step(p, taste, q, gradient, [error, rate_p, penalty, rate_q, item_penalty]);
            descend(&mut users.biases[user], &mut g.bias, *rate, bias_penalty, error);
            descend(&mut items.biases[item], &mut h.bias, *rate, item_bias_penalty, error);
        }
        self.samples += samples.len();
        let length = share * weight * weight * kernel::dot(gradient, gradient);
        for &item in rated {
            let item = item as usize;
            // The step of a long list is the sum of many gradients: it counts before its own rate is taken, and goes no
            // further than to where the squared errors are least along it. The sum of the squared lengths of q bounds their
            // curvature.
            implied_memory[item].factors.add(length);
            let rate = implied_memory[item].factors.rate(*rate).min(1.0 / curvature);
            let keep = 1.0 - rate * implied.penalties[item][0];
            for (y, g) in ys[item * k..][..k].iter_mut().zip(gradient.iter()) {
                *y = keep * *y + rate * weight * g;
            }
        }
    }
}

/// Moves a bias down the gradient of one error.
#[inline]
fn descend(bias: &mut f32, memory: &mut AdaGrad, rate: f32, penalty: f32, error: f32) {
    let gradient = penalty * *bias - error;
    *bias -= memory.rate(rate) * gradient;
    memory.add(gradient * gradient);
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

impl Trainer for SvdppTrainer {
    fn step(&mut self) -> Result<Progress> {
        if self.epoch >= self.params.descent.epochs {
            return Ok(Progress::epochs(self.epoch, self.params.descent.epochs, self.loss));
        }
        let begun = self.draw();
        if !self.start.is_over() {
            return Ok(Progress::epochs(0, self.params.descent.epochs, None));
        }
        if self.next == 0 {
            self.random.shuffle(&mut self.order);
        }
        let before = self.samples;
        // A sample costs two products and the update of four rows, and its y two more.
        let work_each = 12 * self.params.descent.k() as u64;
        while self.next < self.order.len() {
            if begun + (self.samples - before) as u64 * work_each >= STEP_WORK {
                let share = self.next as f32 / self.order.len() as f32;
                return Ok(Progress::within(self.epoch, self.params.descent.epochs, share, self.loss));
            }
            self.learn(self.order[self.next]);
            self.next += 1;
        }
        self.epoch += 1;
        let mean_square = self.squared / self.samples.max(1) as f64;
        self.loss = Some(mean_square.sqrt() as f32 * self.deviation);
        (self.squared, self.samples, self.next) = (0.0, 0, 0);
        self.rate *= self.params.descent.decay;
        Ok(Progress::epochs(self.epoch, self.params.descent.epochs, self.loss))
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if state.loads() {
            self.start.skip();
        }
        if self.next > 0 || !self.start.is_over() {
            return Ok(false);
        }
        self.random.checkpoint(state);
        let sides = [&mut self.users, &mut self.items, &mut self.implied];
        sides.into_iter().for_each(|side| side.checkpoint(state));
        self.memory.iter_mut().for_each(|rows| RowMemory::checkpoint(rows, state));
        state.f32(&mut self.rate);
        state.u32(&mut self.epoch);
        state.order(&mut self.order);
        state.option(&mut self.loss);
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        while !self.start.is_over() {
            self.draw();
        }
        for user in 0..self.ratings.n_users() {
            let (rated, _) = self.ratings.by_user().row(user as u32);
            let weight = 1.0 / (rated.len().max(1) as f32).sqrt();
            for &item in rated {
                let y = row(&self.implied.factors, item as usize);
                kernel::axpy(weight, y, row_mut(&mut self.users.factors, user));
            }
        }
        let SvdppTrainer { ratings, params, mean, deviation, users, items, implied, .. } = *self;
        let ridge = Ridge {
            regularization: params.regularization,
            bias_regularization: params.descent.bias_regularization,
            frequency_scaling: params.descent.frequency_scaling,
            biases: true,
            negatives: params.descent.negatives as f32,
        };
        Ok(Box::new(Latent::new(
            &ratings,
            ridge,
            mean,
            deviation,
            [users.biases, items.biases],
            [users.factors, items.factors, implied.factors],
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitted, Fitting, Person, Value, Values};
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
    fn very_long_lists_do_not_diverge() {
        let (mut b, mut random) = (Builder::default(), Random::new(2));
        for user in 0..30u32 {
            for item in 0..3000u32 {
                b.rating(&user.to_string(), &item.to_string(), 1.0 + random.below(5) as f32, None);
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let values = Values::from([("epochs".to_owned(), Value::Number(5.0))]);
        Fitting::new("svdpp", &ratings, &values, 1).unwrap().run().unwrap();
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
