//! SVD++: matrix factorization in which what a person has rated at all says something as well,
//! `r̂ = μ + b_u + b_i + q_i · (p_u + |N(u)|^−½ Σ_{j ∈ N(u)} y_j)`, with N(u) the items rated by u
//! (Koren, “Factorization meets the neighborhood”, 2008).
//!
//! Minimizes squared errors of standardized ratings with the frequency-scaled regularization of
//! [`mf`](super::mf) by stochastic gradient descent with one AdaGrad rate per row. A person's ratings
//! are learned one after the other, in random order; the vectors y of the person's items take one
//! step at the end with the sum of the gradients, which makes an epoch linear in the ratings.
//!
//! Where there is much to learn, it is learned in [blocks](crate::model::shared::grid) of one of two groups of items. There the part
//! of z that the other group implies is as when the person was last met in it, and its y follow the gradient when the person is met there again.
//!
//! Implicit feedback: as in [`mf`](super::mf), unchosen items are drawn with target 0. A chosen
//! item's own y is left out of its prediction, or the model would learn to find what it was given.

use super::latent::{Latent, Ridge, standardization};
use super::side::{DescentParams, active, both_penalties, penalties};
use crate::error::Result;
use crate::kernel;
use crate::matrix::{flat, flat_mut, row, row_mut, zeros};
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::shared::blocks::{Ended, InBlocks, Sums, Table};
use crate::model::shared::grid::{Cut, Grid, Grouping, Learner, Moment, Plan};
use crate::model::shared::negatives::Unchosen;
use crate::model::shared::optim::AdaGrad;
use crate::model::{Abilities, FoldIn, Model, Params, Schema, ScoreMeaning};
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
        let memory = UserMemory { k, groups: most_groups(ratings.feedback()) };
        let tables = Table::need_both(ratings, k, [memory.at_first().len(), ItemMemory::at_first(k).len()]);
        let (users, items) = (ratings.n_users(), ratings.n_items());
        // Penalties, and in the end y by itself.
        Ok(Grid::<Svdpp>::need(ratings, tables, 1, 0).matrix(users, 2).matrix(items, 4).matrix(items, k))
    },
    fit: |ratings, values, seed| {
        let params = SvdppParams::read(ENTRY.name, values)?;
        Ok(Box::new(trainer(ratings, params, seed)))
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
    /// The part of z that the items of the block imply.
    implied: Vec<f32>,
    /// The person's items in the block, and the samples of it.
    rated: Vec<u32>,
    samples: Vec<(u32, f32)>,
}

/// What is remembered of each item: y, and behind it the squares of AdaGrad of the factors, the bias and y.
struct ItemMemory;

impl ItemMemory {
    fn at_first(k: usize) -> Vec<f32> {
        [vec![0.0; k], vec![1.0; 3]].concat()
    }
}

/// What is remembered of each person: the squares of AdaGrad of the factors and of the bias and, where items are in several groups, for each
/// of these what its items imply, the gradient that their y have not followed yet, and the curvature along it.
struct UserMemory {
    k: usize,
    groups: usize,
}

impl UserMemory {
    const SQUARES: usize = 2;

    fn at_first(&self) -> Vec<f32> {
        let each = if self.groups > 1 { 2 * self.k + 1 } else { 0 };
        [vec![1.0; Self::SQUARES], vec![0.0; self.groups * each]].concat()
    }

    /// The squares, and of each group what is implied, what is pending and its curvature.
    fn parts<'a>(&self, row: &'a mut [f32]) -> (&'a mut [f32], impl Iterator<Item = Group<'a>>) {
        let k = self.k;
        let (squares, groups) = row.split_at_mut(Self::SQUARES);
        let groups = groups.chunks_exact_mut(2 * k + 1).map(move |group| {
            let (implied, rest) = group.split_at_mut(k);
            let (pending, curvature) = rest.split_at_mut(k);
            Group { implied, pending, curvature: &mut curvature[0] }
        });
        (squares, groups)
    }
}

/// What a person has to do with a group of items.
struct Group<'a> {
    /// `(k)`: the part of z that they imply.
    implied: &'a mut [f32],
    /// `(k)`: the sum of error · q since their y took their last step for this person.
    pending: &'a mut [f32],
    /// The sum of the squared lengths of q since then.
    curvature: &'a mut f32,
}

struct Svdpp {
    params: SvdppParams,
    ratings: Arc<Ratings>,
    mean: f32,
    deviation: f32,
    /// Of users, items and y: the regularization that a sample carries.
    penalties: [Vec<[f32; 2]>; 3],
    memory: UserMemory,
    /// Items of the present block, by their positions.
    unchosen: Unchosen,
    scratch: Scratch,
}

/// Most groups of items: people have two more vectors for each.
fn most_groups(feedback: Feedback) -> usize {
    match feedback {
        Feedback::Explicit => 2,
        // Items that are not chosen are drawn from all.
        Feedback::Implicit => 1,
    }
}

fn trainer(ratings: &Arc<Ratings>, params: SvdppParams, seed: u64) -> InBlocks {
    let descent = &params.descent;
    let (k, drawn) = (descent.k(), descent.drawn(ratings.feedback()));
    let (mean, deviation) = standardization(ratings, descent.negatives);
    let plan = Plan {
        ratings: Arc::clone(ratings),
        users: active(ratings),
        grouping: Grouping::Numbers,
        most: most_groups(ratings.feedback()),
        epochs: descent.epochs,
        deviation: descent.initial_deviation,
        // What is drawn is one person's samples.
        chunk: 1,
        samples: ratings.by_user().nnz() as u64 * u64::from(1 + drawn),
        // Two products and the update of four rows, and y two more.
        sample_work: 12 * k as u64,
        seed,
    };
    let memory = UserMemory { k, groups: plan.groups() };
    let tables = Table::both(ratings, k, [&memory.at_first(), &ItemMemory::at_first(k)]);
    let implied = penalties(ratings.by_item(), [1.0, 0.0], descent, params.implied_regularization);
    let [users, items] = both_penalties(ratings, descent, params.regularization);
    let zeros = || vec![0.0; k];
    let scratch = Scratch {
        taste: zeros(),
        gradient: zeros(),
        without: zeros(),
        implied: zeros(),
        rated: Vec::new(),
        samples: Vec::new(),
    };
    let learner = Svdpp {
        params,
        ratings: Arc::clone(ratings),
        mean,
        deviation,
        penalties: [users, items, implied],
        memory,
        unchosen: Unchosen::evenly(0),
        scratch,
    };
    Grid::training(learner, plan, tables)
}

impl Svdpp {
    /// Puts a person's items of the block into the scratch space, and its samples, standardized and in random order.
    fn draw_samples(&mut self, cut: &Cut<'_>, user: u32, random: &mut Random) {
        let row = self.ratings.by_user().row(user);
        let (mean, scale) = (self.mean, 1.0 / self.deviation);
        let Scratch { rated, samples, .. } = &mut self.scratch;
        rated.clear();
        samples.clear();
        let explicit = self.ratings.feedback() == Feedback::Explicit;
        cut.each(user, row, |item, value| {
            rated.push(item);
            samples.push((item, (if explicit { value } else { 1.0 } - mean) * scale));
        });
        if !explicit {
            self.draw_unchosen(cut, user, random);
        }
        random.shuffle(&mut self.scratch.samples);
    }

    /// Adds items that are not chosen.
    #[inline(never)]
    fn draw_unchosen(&mut self, cut: &Cut<'_>, user: u32, random: &mut Random) {
        let (chosen, _) = self.ratings.by_user().row(user);
        let is_chosen = |position: u32| chosen.binary_search(&cut.items[position as usize]).is_ok();
        let target = -self.mean / self.deviation;
        for _ in 0..self.scratch.rated.len() as u64 * u64::from(self.params.descent.negatives) {
            if let Some(position) = self.unchosen.draw(is_chosen, random) {
                self.scratch.samples.push((cut.items[position as usize], target));
            }
        }
    }

    /// Learns one person's ratings of a block.
    fn learn_person(
        &mut self,
        cut: &Cut<'_>,
        [users, items]: &mut [Table; 2],
        user: u32,
        rate: f32,
        random: &mut Random,
    ) -> Sums {
        self.draw_samples(cut, user, random);
        let k = self.params.descent.k();
        let implicit = self.ratings.feedback() == Feedback::Implicit;
        let weight = 1.0 / (self.ratings.by_user().row_len(user) as f32).sqrt();
        let user = user as usize;
        let Svdpp { penalties: [of_users, of_items, of_implied], memory, scratch, .. } = self;
        let Scratch { taste, gradient, without, implied, rated, samples } = scratch;
        let p = row_mut(&mut users.factors, user);
        let bias = &mut users.biases[user];
        let (qs, width) = (flat_mut(&mut items.factors), items.memory.ncols());
        let item_memory = flat_mut(&mut items.memory);
        gradient.fill(0.0);
        taste.copy_from_slice(p);
        for &item in &*rated {
            kernel::axpy(weight, &item_memory[item as usize * width..][..k], taste);
        }
        let (squares, groups) = memory.parts(row_mut(&mut users.memory, user));
        for (_, group) in groups.enumerate().filter(|(at, _)| *at != cut.group) {
            kernel::axpy(1.0, group.implied, taste);
        }
        let [penalty, bias_penalty] = of_users[user];
        let share = 1.0 / k as f32;
        let (mut squared, mut curvature) = (0.0, 0.0);
        for &(item, target) in samples.iter() {
            let item = item as usize;
            let q = &mut qs[item * k..][..k];
            let (y, item_squares) = item_memory[item * width..][..width].split_at_mut(k);
            let [q_squares, b_squares, y_squares] = item_squares else { continue };
            let chosen = implicit && target > 0.0;
            let seen: &[f32] = if chosen {
                without.copy_from_slice(taste);
                kernel::axpy(-weight, y, without);
                without
            } else {
                taste
            };
            let [product, tastes, qq] = kernel::dot_squares(seen, q);
            let error = target - (*bias + items.biases[item] + product);
            squared += f64::from(error) * f64::from(error);
            curvature += qq;
            let [item_penalty, item_bias_penalty] = of_items[item];
            let [rate_p, rate_q] = [squares[0], *q_squares].map(|squares| AdaGrad::new(squares).rate(rate));
            // The squared gradients divided by k; p's without its small regularization.
            let ee = error * error;
            squares[0] += share * ee * qq;
            let shrunk = item_penalty * (item_penalty * qq - 2.0 * error * product);
            *q_squares += (share * (ee * tastes + shrunk)).max(0.0);
            if chosen {
                // The item's y had no part in this error: what the end will give, it gives back.
                kernel::axpy(-AdaGrad::new(*y_squares).rate(rate) * weight * error, q, y);
            }
            step(p, taste, q, gradient, [error, rate_p, penalty, rate_q, item_penalty]);
            descend(bias, &mut squares[1], rate, bias_penalty, error);
            descend(&mut items.biases[item], b_squares, rate, item_bias_penalty, error);
        }
        let learned = Sums { loss: squared, samples: samples.len() as f64 };
        if rated.is_empty() {
            return learned;
        }
        // Those y that are not in the block follow the gradient when they are.
        let (_, groups) = memory.parts(row_mut(&mut users.memory, user));
        let mut own = None;
        for (at, group) in groups.enumerate() {
            if at == cut.group {
                own = Some(group);
            } else {
                kernel::axpy(1.0, gradient, group.pending);
                *group.curvature += curvature;
            }
        }
        if let Some(group) = &mut own {
            kernel::axpy(1.0, group.pending, gradient);
            group.pending.fill(0.0);
            curvature += std::mem::take(group.curvature);
        }
        let length = share * weight * weight * kernel::dot(gradient, gradient);
        implied.fill(0.0);
        for &item in &*rated {
            let item = item as usize;
            let (y, squares) = item_memory[item * width..][..width].split_at_mut(k);
            // The step of a long list is the sum of many gradients: it counts before its own rate is taken, and goes no
            // further than to where the squared errors are least along it. The sum of the squared lengths of q bounds their
            // curvature.
            squares[2] += length;
            let rate = AdaGrad::new(squares[2]).rate(rate).min(1.0 / curvature);
            let keep = 1.0 - rate * of_implied[item][0];
            for ((y, g), implied) in y.iter_mut().zip(gradient.iter()).zip(implied.iter_mut()) {
                *y = keep * *y + rate * weight * g;
                *implied += weight * *y;
            }
        }
        if let Some(group) = own {
            group.implied.copy_from_slice(implied);
        }
        learned
    }
}

/// Moves a bias down the gradient of one error.
#[inline]
fn descend(bias: &mut f32, squares: &mut f32, rate: f32, penalty: f32, error: f32) {
    let gradient = penalty * *bias - error;
    *bias -= AdaGrad::new(*squares).rate(rate) * gradient;
    *squares += gradient * gradient;
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

impl Learner for Svdpp {
    /// A person, whose ratings of the block are learned together.
    type Sample = u32;

    fn begin(&mut self, cut: &Cut<'_>, _tables: &mut [Table; 2]) {
        self.unchosen = Unchosen::evenly(cut.items.len());
    }

    fn draw(&mut self, _cut: &Cut<'_>, user: u32, _random: &mut Random, samples: &mut Vec<u32>) {
        samples.push(user);
    }

    fn learn(
        &mut self,
        cut: &Cut<'_>,
        tables: &mut [Table; 2],
        samples: &[u32],
        moment: &Moment,
        random: &mut Random,
    ) -> Sums {
        let rate = self.params.descent.rate(self.params.learning_rate, moment.epoch);
        let mut sums = Sums::default();
        for &user in samples {
            sums.add(self.learn_person(cut, tables, user, rate, random));
        }
        sums
    }

    fn end_epoch(&mut self, _epoch: u32, _tables: &[Table; 2], sums: Sums) -> Ended {
        let rmse = (sums.loss / sums.samples.max(1.0)).sqrt() as f32 * self.deviation;
        Ended { loss: Some(rmse), validation: None, is_over: false }
    }

    fn finish(self, [mut users, items]: [Table; 2]) -> Result<Box<dyn Model>> {
        let Svdpp { ratings, params, mean, deviation, .. } = self;
        let k = params.descent.k();
        let mut implied = zeros(ratings.n_items(), k);
        for item in 0..ratings.n_items() {
            row_mut(&mut implied, item).copy_from_slice(&row(&items.memory, item)[..k]);
        }
        let mut weights = Vec::new();
        for user in 0..ratings.n_users() {
            let (rated, _) = ratings.by_user().row(user as u32);
            weights.clear();
            weights.resize(rated.len(), 1.0 / (rated.len().max(1) as f32).sqrt());
            kernel::add_picked(flat(&implied), rated, &weights, row_mut(&mut users.factors, user));
        }
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
            [users.factors, items.factors, implied],
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
