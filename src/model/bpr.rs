//! Bayesian personalized ranking: factors that put what a person chose before what the person did
//! not choose.
//!
//! Rendle, Freudenthaler, Gantner and Schmidt-Thieme, “BPR: Bayesian Personalized Ranking from
//! Implicit Feedback”, 2009. With the score `s_ui = b_i + x_u·y_i`, stochastic gradient descent
//! minimizes, over choices `(u, i)`, each with an item `j` drawn from those that `u` has not chosen,
//!
//! `−ln σ(s_ui − s_uj) + λ/2 (|x_u|² + |y_i|² + |y_j|²) + λ_b/2 (b_i² + b_j²)`
//!
//! Most unchosen items are ranked below the choice soon, and then teach nothing. So several are
//! drawn and the one with the highest score is taken (Zhang, Chen, Wang and Yu, “Optimizing Top-N
//! Collaborative Filtering via Dynamic Negative Item Sampling”, 2013). The learning rate falls
//! linearly to zero, which ends the jitter of the last draws.
//!
//! The choices of an epoch come in blocks that share no rows: see [`grid`](super::shared::grid). Unchosen items are drawn from those of the
//! block, which are others in each epoch.
//!
//! Explicit feedback: a rating is a choice when it is not below the mean of the person's ratings.

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::blocks::{Ended, InBlocks, PARTS, Sums, Table};
use super::shared::choices::Choices;
use super::shared::grid::{Cut, Grid, Grouping, Learner, Moment, Plan};
use super::shared::negatives::Unchosen;
use super::shared::preference::least_liked;
use super::{Abilities, Answers, FoldIn, Model, Params, Person, Schema, ScoreMeaning};
use crate::error::{Error, Result};
use crate::kernel::{self, dot, dot4};
use crate::matrix::{flat, flat_mut, row_of, two_rows, with_columns};
use crate::params;
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use crate::tensors::Arrays;
use ndarray::{Array2, ArrayView2};
use std::borrow::Cow;
use std::sync::Arc;

params! {
    /// Parameters of Bayesian personalized ranking.
    pub struct BprParams {
        /// Length of the factor vectors.
        factors: u32 = 64 => 1..=1024, "factors";
        /// Passes over all choices.
        epochs: u32 = 20 => 1..=10000, "epochs";
        /// Step size at the start; it falls linearly to zero.
        learning_rate: f32 = 0.1 => 0.00001..=10.0, "";
        /// λ: pull of the factors towards zero.
        regularization: f32 = 0.02 => 0.0..=10.0, "";
        /// λ_b: pull of the items' biases towards zero.
        bias_regularization: f32 = 0.01 => 0.0..=10.0, "";
        /// How many unchosen items are drawn for a choice; the one with the highest score is learned from.
        candidates: u32 = 5 => 1..=100, "items";
        /// How the chance of an unchosen item to be drawn grows with its choices: 0 draws all alike, 1 in proportion.
        popularity: f32 = 0.0 => 0.0..=1.0, "";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "bpr",
    title: "Bayesian personalized ranking",
    summary: "Factors learned from pairs: what a person chose should stand before what the person did not choose. \
              For choices and counts, when only the order matters.",
    purpose: &[Purpose::Choices],
    score: [ScoreMeaning::Preference, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "log loss of pairs",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: false,
        item_map: true,
        factors: true,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("learning_rate"),
    params: Schema::of::<BprParams>(),
    memory: |ratings, values| {
        let k = BprParams::read(ENTRY.name, values)?.factors as usize;
        let choices = Choices::words(ratings.by_user().nnz());
        let tables = Table::need_both(ratings, k, [0; 2]);
        let need = Grid::<Descent>::need(ratings, tables, CHUNK, 1);
        Ok(need.matrix(choices, 1).matrix(ratings.n_users(), 2))
    },
    fit: |ratings, values, seed| {
        let params = BprParams::read(ENTRY.name, values)?;
        Ok(Box::new(trainer(ratings, params, seed)))
    },
    load: |tensors, ratings, values| {
        let params = BprParams::read(ENTRY.name, values)?;
        let (users, items, k) = (ratings.n_users(), ratings.n_items(), params.factors as usize);
        let factors = Factors {
            users: tensors.matrix("bpr.users", users, k)?,
            items: tensors.matrix("bpr.items", items, k)?,
            biases: tensors.f32("bpr.biases", &[items])?,
        };
        Ok(Box::new(Bpr::new(factors, params, ratings)))
    },
};

/// The items of a row that were chosen.
fn chosen<'a>(feedback: Feedback, items: &'a [u32], values: &'a [f32]) -> impl Iterator<Item = u32> + 'a {
    let least = least_liked(feedback, values);
    items.iter().zip(values).filter(move |&(_, &value)| value >= least).map(|(&item, _)| item)
}

/// What is learned.
struct Factors {
    /// `(n_users, k)`.
    users: Array2<f32>,
    /// `(n_items, k)`.
    items: Array2<f32>,
    /// `(n_items)`.
    biases: Vec<f32>,
}

impl Factors {
    fn items(&self) -> Items<'_> {
        Items { factors: flat(&self.items), biases: &self.biases, k: self.items.ncols() }
    }
}

/// What is known of items, as the slices that inner loops work on.
#[derive(Clone, Copy)]
struct Items<'a> {
    /// `(n_items, k)`.
    factors: &'a [f32],
    biases: &'a [f32],
    k: usize,
}

impl Items<'_> {
    #[inline]
    fn factors(&self, item: u32) -> &[f32] {
        &self.factors[item as usize * self.k..][..self.k]
    }

    #[inline]
    fn score(&self, x: &[f32], item: u32) -> f32 {
        self.biases[item as usize] + dot(x, self.factors(item))
    }

    /// Of these items the one with the highest score for `x`, with that score.
    #[inline]
    fn hardest(&self, x: &[f32], items: &[u32]) -> (u32, f32) {
        let mut best = (items[0], f32::NEG_INFINITY);
        let mut look = |item: u32, product: f32| {
            let score = self.biases[item as usize] + product;
            if score > best.1 {
                best = (item, score);
            }
        };
        let (fours, rest) = items.as_chunks::<4>();
        for &items in fours {
            let products = dot4(items.map(|item| self.factors(item)), x);
            items.into_iter().zip(products).for_each(|(item, product)| look(item, product));
        }
        rest.iter().for_each(|&item| look(item, dot(x, self.factors(item))));
        best
    }
}

/// A choice.
#[derive(Debug, Clone, Copy)]
struct Choice {
    user: u32,
    item: u32,
}

/// Choices that are shuffled together: what is about their people stays in the cache.
const CHUNK: u64 = 1 << 12;

/// Choices for which unchosen items are drawn before any is learned from, so that what they are about is fetched from memory together.
const BATCH: usize = 16;

/// Length of a factor vector at the start.
const INITIAL: f32 = 0.1;

struct Descent {
    params: BprParams,
    ratings: Arc<Ratings>,
    choices: Choices,
    /// Items of the present block, by their positions.
    unchosen: Unchosen,
    /// What is learned from next, and the unchosen candidates of each.
    batch: Vec<Choice>,
    candidates: Vec<u32>,
}

fn trainer(ratings: &Arc<Ratings>, params: BprParams, seed: u64) -> InBlocks {
    let k = params.factors as usize;
    let choices = Choices::new((0..ratings.n_users() as u32).map(|user| {
        let (items, values) = ratings.by_user().row(user);
        chosen(ratings.feedback(), items, values)
    }));
    let plan = Plan {
        ratings: Arc::clone(ratings),
        users: (0..ratings.n_users() as u32).filter(|&user| !choices.of(user).is_empty()).collect(),
        grouping: Grouping::Chance,
        most: PARTS,
        epochs: params.epochs,
        deviation: INITIAL / (k as f32).sqrt(),
        chunk: CHUNK,
        samples: choices.len() as u64,
        // The vectors of three stand far apart, and whether a candidate was chosen has to be looked up.
        sample_work: k as u64 * (u64::from(params.candidates) + 7) + 1024,
        seed,
    };
    let tables = Table::both(ratings, k, [&[]; 2]);
    let learner = Descent {
        params,
        ratings: Arc::clone(ratings),
        choices,
        unchosen: Unchosen::evenly(0),
        batch: Vec::with_capacity(BATCH),
        candidates: Vec::new(),
    };
    Grid::training(learner, plan, tables)
}

impl Descent {
    /// Draws unchosen items for these choices, as many as a batch has at most.
    fn draw_candidates(&mut self, cut: &Cut<'_>, choices: &[Choice], random: &mut Random) {
        let each = self.params.candidates as usize;
        self.batch.clear();
        self.candidates.clear();
        for &choice in choices {
            let start = self.candidates.len();
            let is_chosen = |position: u32| self.choices.has(choice.user, cut.items[position as usize]);
            for _ in 0..each {
                let Some(position) = self.unchosen.draw(is_chosen, random) else { break };
                self.candidates.push(cut.items[position as usize]);
            }
            if self.candidates.len() == start + each {
                self.batch.push(choice);
            } else {
                self.candidates.truncate(start);
            }
        }
    }

    /// One step of gradient descent for each choice of the batch.
    fn descend(&self, [users, items]: &mut [Table; 2], rate: f32, likelihood: &mut Likelihood) {
        let k = users.factors.ncols();
        let (users, biases) = (flat_mut(&mut users.factors), &mut items.biases);
        let items = flat_mut(&mut items.factors);
        for choice in &self.batch {
            kernel::fetch_picked(items, &[choice.item], k);
        }
        kernel::fetch_picked(items, &self.candidates, k);
        let keep = 1.0 - rate * self.params.regularization;
        let decay = self.params.bias_regularization;
        let candidates = self.candidates.chunks_exact(self.params.candidates as usize);
        for (&Choice { user, item }, candidates) in self.batch.iter().zip(candidates) {
            let x = &mut users[user as usize * k..][..k];
            let known = Items { factors: items, biases, k };
            let (other, other_score) = known.hardest(x, candidates);
            let (slope, probability) = slope(known.score(x, item) - other_score);
            likelihood.add(probability);
            let (item, other) = (item as usize, other as usize);
            biases[item] += rate * (slope - decay * biases[item]);
            biases[other] -= rate * (slope + decay * biases[other]);
            let Some((y, z)) = two_rows(items, k, item, other) else { continue };
            kernel::part(x, y, z, keep, rate * slope);
        }
    }
}

/// `(σ(−x), σ(x))`: how far a difference of scores is to be changed, and how likely it is.
fn slope(x: f32) -> (f32, f32) {
    let e = kernel::exp(-x.abs());
    let (less, more) = (e / (1.0 + e), 1.0 / (1.0 + e));
    if x >= 0.0 { (less, more) } else { (more, less) }
}

/// A product of many probabilities as its logarithm, which is taken of many at once.
#[derive(Debug, Clone, Copy)]
struct Likelihood {
    logarithm: f64,
    product: f64,
}

impl Default for Likelihood {
    fn default() -> Self {
        Likelihood { logarithm: 0.0, product: 1.0 }
    }
}

impl Likelihood {
    fn add(&mut self, probability: f32) {
        // Not 0, as then nothing else would count.
        self.product *= f64::from(probability.max(f32::MIN_POSITIVE));
        if self.product < 1e-200 {
            *self = Likelihood { logarithm: self.logarithm(), product: 1.0 };
        }
    }

    fn logarithm(&self) -> f64 {
        self.logarithm + libm::log(self.product)
    }
}

impl Learner for Descent {
    type Sample = Choice;

    fn begin(&mut self, cut: &Cut<'_>, _tables: &mut [Table; 2]) {
        self.unchosen = Unchosen::among(cut.items, &self.ratings, self.params.popularity);
    }

    fn draw(&mut self, cut: &Cut<'_>, user: u32, _random: &mut Random, samples: &mut Vec<Choice>) {
        self.choices.fetch(user);
        let items = self.choices.of(user);
        cut.each(user, (items, items), |item, _| samples.push(Choice { user, item }));
    }

    fn learn(
        &mut self,
        cut: &Cut<'_>,
        tables: &mut [Table; 2],
        samples: &[Choice],
        moment: &Moment,
        random: &mut Random,
    ) -> Sums {
        let mut likelihood = Likelihood::default();
        let mut counted = 0;
        let [from, to] = moment.share;
        for (number, batch) in samples.chunks(BATCH).enumerate() {
            self.draw_candidates(cut, batch, random);
            let share = from + (to - from) * (number * BATCH) as f64 / samples.len() as f64;
            self.descend(tables, self.params.learning_rate * (1.0 - share) as f32, &mut likelihood);
            counted += self.batch.len();
        }
        Sums { loss: -likelihood.logarithm(), samples: counted as f64 }
    }

    fn end_epoch(&mut self, _epoch: u32, _tables: &[Table; 2], sums: Sums) -> Ended {
        let loss = (sums.samples > 0.0).then(|| (sums.loss / sums.samples) as f32);
        Ended { loss, validation: None, is_over: false }
    }

    fn finish(self, [users, items]: [Table; 2]) -> Result<Box<dyn Model>> {
        let factors = Factors { users: users.factors, items: items.factors, biases: items.biases };
        Ok(Box::new(Bpr::new(factors, self.params, &self.ratings)))
    }
}

/// The trained model.
struct Bpr {
    factors: Factors,
    params: BprParams,
    feedback: Feedback,
    unchosen: Unchosen,
}

/// Draws for each of a new person's choices, and at most in all.
const FOLD_IN_DRAWS: usize = 60;
const FOLD_IN_MOST: usize = 20_000;

impl Bpr {
    fn new(factors: Factors, params: BprParams, ratings: &Ratings) -> Self {
        let unchosen = Unchosen::by_popularity(ratings, params.popularity);
        Bpr { factors, params, feedback: ratings.feedback(), unchosen }
    }

    /// The factors that the training's descent finds for somebody new while the items stay as they are.
    fn fold_in(&self, person: &Person<'_>) -> Vec<f32> {
        let items = self.factors.items();
        let mut x = vec![0.0; items.k];
        let chosen: Vec<u32> = chosen(self.feedback, person.items, person.values)
            .filter(|&item| (item as usize) < self.factors.biases.len())
            .collect();
        if chosen.is_empty() {
            return x;
        }
        // The same draws every time, so that the same person gets the same answer.
        let mut random = Random::new(0);
        let draws = (chosen.len() * FOLD_IN_DRAWS).min(FOLD_IN_MOST);
        let mut candidates = Vec::with_capacity(self.params.candidates as usize);
        let is_chosen = |item| chosen.binary_search(&item).is_ok();
        for draw in 0..draws {
            let item = chosen[draw % chosen.len()];
            candidates.clear();
            candidates.extend(
                (0..self.params.candidates).map_while(|_| self.unchosen.draw(is_chosen, &mut random)),
            );
            if candidates.len() < self.params.candidates as usize {
                continue;
            }
            let (other, other_score) = items.hardest(&x, &candidates);
            let rate = self.params.learning_rate * (1.0 - draw as f32 / draws as f32);
            let slope = kernel::sigmoid(other_score - items.score(&x, item));
            let keep = 1.0 - rate * self.params.regularization;
            for ((x, y), z) in x.iter_mut().zip(items.factors(item)).zip(items.factors(other)) {
                *x = keep * *x + rate * slope * (y - z);
            }
        }
        x
    }
}

impl Model for Bpr {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let trained = person.user.and_then(|user| row_of(&self.factors.users, user));
        let x = trained.map_or_else(|| Cow::Owned(self.fold_in(&person)), Cow::Borrowed);
        if !kernel::all_finite(&x) {
            let found = "one whose factors grow beyond all numbers";
            return Err(Error::data("a person whose factors can be found with the learning rate", found));
        }
        Ok(Box::new(Taste { factors: &self.factors, x }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        let draws = (person.items.len() * FOLD_IN_DRAWS).min(FOLD_IN_MOST) as u64;
        let each = self.factors.items.ncols() as u64 * (u64::from(self.params.candidates) + 2) + 256;
        if person.user.is_some() { 64 } else { draws * each }
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.factors.items.view())
    }

    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.factors.users.view())
    }

    fn item_vectors(&self) -> Option<Array2<f32>> {
        Some(with_columns(&self.factors.items, &[&self.factors.biases]))
    }

    fn save(&self, out: &mut dyn Arrays) {
        let Factors { users, items, biases } = &self.factors;
        out.put_matrix("bpr.users", users);
        out.put_matrix("bpr.items", items);
        out.put_f32("bpr.biases", &[biases.len()], biases);
    }
}

/// One person's factors.
struct Taste<'a> {
    factors: &'a Factors,
    x: Cow<'a, [f32]>,
}

impl Answers for Taste<'_> {
    /// Nothing is known of an unknown item: a score of 0, that of no preference.
    fn one(&self, item: u32) -> f32 {
        if (item as usize) < self.factors.biases.len() {
            self.factors.items().score(&self.x, item)
        } else {
            0.0
        }
    }

    fn score(&self, out: &mut [f32]) {
        kernel::dot_rows(flat(&self.factors.items), &self.x, out);
        out.iter_mut().zip(&self.factors.biases).for_each(|(out, bias)| *out += bias);
    }

    fn vector(&self) -> Vec<f32> {
        [&self.x[..], &[1.0]].concat()
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64 * (self.x.len() as u64 + 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, Value, Values};
    use crate::ratings::Builder;

    /// Item 0 chosen by everybody, item n by every (n + 1)th person.
    fn popular() -> Arc<Ratings> {
        let mut b = Builder::default();
        b.set_implicit();
        for user in 0..60 {
            for item in (0..6).filter(|item| user % (item + 1) == 0) {
                b.rating(&format!("u{user}"), &format!("i{item}"), 1.0, None);
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    #[test]
    fn the_loss_starts_at_that_of_chance_and_falls() {
        let ratings = popular();
        let losses = |values: &Values| {
            let mut fitting = Fitting::new("bpr", &ratings, values, 1).unwrap();
            (0..20).map(|_| fitting.step().unwrap().loss.unwrap()).collect::<Vec<_>>()
        };
        // Almost without learning, either item may come first: ln 2.
        let still = losses(&Values::from([("learning_rate".to_owned(), Value::Number(0.00001))]));
        assert!(still.iter().all(|loss| (loss - std::f32::consts::LN_2).abs() < 0.02), "{still:?}");
        let learned = losses(&Values::new());
        assert!(learned[19] < 0.5 * learned[0], "{learned:?}");
    }

    #[test]
    fn somebody_who_has_chosen_everything_changes_nothing() {
        let mut b = Builder::default();
        b.set_implicit();
        for item in 0..4 {
            b.rating("all", &format!("i{item}"), 1.0, None);
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let fitted = Fitting::new("bpr", &ratings, &Values::new(), 1).unwrap().run().unwrap();
        let mut scores = vec![0.0; 4];
        fitted.model().prepare(Person::of(&ratings, 0)).unwrap().score(&mut scores);
        assert!(scores.iter().all(|score| score.abs() < 0.1), "{scores:?}");
    }
}
