//! Factorization of product pairs: `s = β₀ + β_a + β_b + v_a · v_b`, `p = σ(s)`.
//!
//! Two products that are bought or viewed together are a pair. Every pair is a positive example; with
//! it come [`negatives`](ItemPairsParams::negatives) others, as in word2vec (Mikolov et al.,
//! “Distributed representations of words and phrases”, 2013): one end of the pair with a product drawn in
//! proportion to frequency^[`negative_exponent`](ItemPairsParams::negative_exponent). Such
//! negatives are as popular as the positives, so alone they would teach nothing about popularity, or,
//! with biases, its contrary. So a share of them
//! ([`uniform_negatives`](ItemPairsParams::uniform_negatives)) are two products drawn evenly:
//! from these the biases learn how much likelier a popular product is to be in a pair at all, and the factors
//! learn from the others which products go together. Known pairs are never negatives.
//!
//! Binary labels: 1 for a pair, 0 for a negative, log loss. Continuous labels: `w / (w + w̄)` for a pair
//! of weight w, where w̄ is the mean weight, 0 for a negative, and eight times the squared error of p.
//! Each example adds `½ λ |v|²` for both products.
//! The rate follows half a cosine down to 0 within each epoch and starts anew with the next (Loshchilov and
//! Hutter, “SGDR”, 2017).
//!
//! Data of people and items become pairs: two items in one person's list are a pair, its weight is the
//! number of people who have both. At most [`pairs_per_person`](ItemPairsParams::pairs_per_person) random
//! pairs are taken from one list, and at most 2²³ in all. Of explicit ratings, a list
//! holds what the person rated at or above the own mean.
//!
//! A basket's score for a product is the mean of s over the products of the basket, the product itself
//! left out. In data of pairs, a row is a product, and its basket is that product.

use super::list_pairs::{BasketRule, ListPairs, most_per_person};
use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::begun::{Beginning, Begun, Stage};
use super::shared::optim::AdaGrad;
use super::shared::start::DRAW_WORK;
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::{flat_mut, row_mut, row_of, two_rows, with_columns, zeros};
use crate::memory::Need;
use crate::random::{Random, Weighted};
use crate::ratings::{Csr, Ratings, Shape};
use crate::tensors::Arrays;
use crate::{choices, params};
use ndarray::{Array2, ArrayView2};
use std::sync::Arc;

choices! {
    /// What a pair's label is.
    pub enum Labels {
        /// 1 for every pair, whatever its weight.
        Binary = "binary",
        /// The more the heavier the pair, below 1.
        Continuous = "continuous",
    }
}

choices! {
    /// How the factors follow the gradient.
    pub enum PairOptimizer {
        /// Plain stochastic gradient descent.
        Sgd = "sgd",
        /// Each product's rate falls with the gradients it has seen.
        Adagrad = "adagrad",
    }
}

params! {
    /// Parameters of the factorization of pairs.
    pub struct ItemPairsParams {
        /// Length of the products' vectors.
        factors: u32 = 64 => 1..=1024, "factors";
        /// Passes over the pairs.
        epochs: u32 = 5 => 1..=10000, "epochs";
        /// Whether a pair's weight counts or only that it is one.
        labels: Labels = Labels::Binary;
        /// Examples without a pair that come with each pair.
        negatives: u32 = 5 => 1..=100, "examples";
        /// The power of a product's frequency with which it is drawn into negatives; 0 draws evenly.
        negative_exponent: f32 = 0.75 => 0.0..=2.0, "";
        /// Share of the negatives that are two products drawn evenly. They teach how popular products are.
        uniform_negatives: f32 = 0.2 => 0.0..=1.0, "";
        /// How the factors follow the gradient.
        optimizer: PairOptimizer = PairOptimizer::Adagrad;
        /// The rate at the start of each epoch. Too much and the training diverges.
        learning_rate: f32 = 0.2 => 0.000001..=10.0, "";
        /// Whether the rate falls by a cosine within each epoch; otherwise it stays.
        annealing: bool = true;
        /// Pull of the factors towards 0, against learning the pairs by heart.
        regularization: f32 = 0.03 => 0.0..=10.0, "";
        /// Whether products have a popularity of their own beside the factors.
        biases: bool = true;
        /// Standard deviation of the random factors at the start.
        initial_deviation: f32 = 0.05 => 0.0..=10.0, "";
        /// Most pairs taken from one person's list. Only for data of people and items.
        pairs_per_person: u32 = 200 => 1..=100000, "pairs";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "item_pairs",
    title: "Product pairs",
    summary: "Gives every product a vector so that products bought or viewed together lie close: similar products, and what goes with a basket. Made for data of pairs; of people's lists it takes the pairs in them.",
    purpose: &[Purpose::Pairs],
    score: [ScoreMeaning::Preference, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "loss",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: true,
        similar_users: false,
        explain: true,
        item_map: true,
        factors: true,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("learning_rate"),
    params: Schema::of::<ItemPairsParams>(),
    memory: |ratings, values| {
        let params = ItemPairsParams::read(ENTRY.name, values)?;
        let (n, k) = (ratings.n_items(), params.factors as usize);
        let derived = ratings.n_users().saturating_mul(most_per_person(ratings, params.pairs_per_person));
        let (pairs, keys) = match ratings.shape() {
            Shape::Pairs => (ratings.len(), 0),
            Shape::Ratings => (derived, derived),
        };
        // Pairs with their order, keys of eight bytes while they are found, factors and what the optimizer keeps.
        Ok(Need::NONE.matrix(pairs, 4).matrix(keys, 4).matrix(n, k).matrix(n, 8))
    },
    fit: |ratings, values, seed| {
        let params = ItemPairsParams::read(ENTRY.name, values)?;
        let epochs = params.epochs;
        let lists = ListPairs::new(params.pairs_per_person, Random::part(seed, 1));
        let pairing = Pairing { ratings: Arc::clone(ratings), params, seed, lists };
        Ok(Box::new(Begun::new(pairing, epochs)))
    },
    load: |tensors, ratings, values| {
        let k = ItemPairsParams::read(ENTRY.name, values)?.factors as usize;
        let n = ratings.n_items();
        Ok(Box::new(ItemPairs {
            factors: tensors.matrix("item_pairs.factors", n, k)?,
            biases: tensors.f32("item_pairs.biases", &[n])?,
            intercept: tensors.f32("item_pairs.intercept", &[1])?[0],
            basket: BasketRule::of(ratings),
        }))
    },
};

/// The intercept's learning rate, as a share of that of the biases: every example moves it.
const INTERCEPT_SHARE: f32 = 0.01;

/// Multiply-adds in whose time a pair gets another place.
const SHUFFLE_WORK: u64 = 32;

struct ItemPairsTrainer {
    params: ItemPairsParams,
    /// `(n_items, n_items)`: weights, each pair in the row of its smaller index.
    pairs: Csr,
    /// The smaller index of each pair.
    firsts: Vec<u32>,
    /// Positions of the pairs, in the order of this epoch.
    order: Vec<u32>,
    next: usize,
    /// Products that are in pairs, ascending, and a sampler of them; `None` when there is no pair.
    products: Vec<u32>,
    by_frequency: Option<Weighted>,
    mean_weight: f32,
    random: Random,
    model: ItemPairs,
    /// What AdaGrad remembers of each product, `(n_items)`: of the factors and of the bias.
    memory: Vec<[AdaGrad; 2]>,
    epoch: u32,
    loss_sum: f64,
    examples: usize,
    loss: Option<f32>,
}

impl ItemPairsTrainer {
    /// Over pairs, each in the row of its smaller index. All factors are zeros until they are drawn.
    fn new(ratings: &Ratings, pairs: Csr, params: ItemPairsParams, seed: u64) -> Self {
        let (n, k) = (ratings.n_items(), params.factors as usize);
        let mut frequency = vec![0.0f32; n];
        for (a, b, _) in pairs.iter() {
            frequency[a as usize] += 1.0;
            frequency[b as usize] += 1.0;
        }
        let mut products = Vec::new();
        let mut weights = Vec::new();
        for (item, &frequency) in frequency.iter().enumerate() {
            if frequency > 0.0 {
                products.push(item as u32);
                weights.push(libm::powf(frequency, params.negative_exponent));
            }
        }
        let sum: f64 = pairs.values().iter().map(|&w| f64::from(w)).sum();
        ItemPairsTrainer {
            firsts: pairs.iter().map(|(a, ..)| a).collect(),
            order: (0..pairs.nnz() as u32).collect(),
            next: 0,
            products,
            by_frequency: Weighted::new(&weights),
            mean_weight: (sum / pairs.nnz().max(1) as f64) as f32,
            random: Random::part(seed, 0),
            model: ItemPairs {
                factors: zeros(n, k),
                biases: vec![0.0; n],
                intercept: 0.0,
                basket: BasketRule::of(ratings),
            },
            memory: vec![[AdaGrad::new(SQUARES_AT_START); 2]; n],
            epoch: 0,
            loss_sum: 0.0,
            examples: 0,
            loss: None,
            params,
            pairs,
        }
    }

    /// The rate for the next pair.
    fn rate(&self) -> f32 {
        let share = self.next as f32 / self.order.len().max(1) as f32;
        let factor =
            if self.params.annealing { 0.5 + 0.5 * libm::cosf(std::f32::consts::PI * share) } else { 1.0 };
        self.params.learning_rate * factor
    }

    /// Learns from one pair and its negatives.
    fn learn_pair(&mut self, at: usize, rate: f32) {
        let (a, b, weight) = (self.firsts[at], self.pairs.columns()[at], self.pairs.values()[at]);
        let label = match self.params.labels {
            Labels::Binary => 1.0,
            Labels::Continuous => weight / (weight + self.mean_weight),
        };
        self.learn(a, b, label, rate);
        for _ in 0..self.params.negatives {
            let Some(by_frequency) = &self.by_frequency else { return };
            let random = &mut self.random;
            let (c, d) = if (random.uniform() as f32) < self.params.uniform_negatives {
                let n = self.products.len() as u32;
                (self.products[random.below(n) as usize], self.products[random.below(n) as usize])
            } else {
                let end = if random.bits() >> 63 == 0 { a } else { b };
                (end, self.products[by_frequency.draw(random) as usize])
            };
            let known = self.pairs.row(c.min(d)).0.binary_search(&c.max(d)).is_ok();
            if c != d && !known {
                self.learn(c, d, 0.0, rate);
            }
        }
    }

    /// One step on one example.
    #[inline]
    fn learn(&mut self, a: u32, b: u32, label: f32, rate: f32) {
        let model = &mut self.model;
        let (a, b, k) = (a as usize, b as usize, model.k());
        let Some((x, y)) = two_rows(flat_mut(&mut model.factors), k, a, b) else { return };
        let [xy, xx, yy] = kernel::dot_squares(x, y);
        let p = kernel::sigmoid(model.intercept + model.biases[a] + model.biases[b] + xy);
        let error = p - label;
        let (loss, gradient) = match self.params.labels {
            Labels::Binary => {
                let miss = if label > 0.5 { p } else { 1.0 - p };
                (-kernel::ln(miss.max(f32::MIN_POSITIVE)), error)
            }
            Labels::Continuous => (error * error, STEEPEST * error * p * (1.0 - p)),
        };
        self.loss_sum += f64::from(loss);
        self.examples += 1;
        let gg = gradient * gradient;
        let memory = &mut self.memory;
        let adagrad = self.params.optimizer == PairOptimizer::Adagrad;
        let [rate_a, rate_b] = if adagrad {
            let share = gg / k as f32;
            memory[a][0].add(share * yy);
            memory[b][0].add(share * xx);
            [memory[a][0].rate(rate), memory[b][0].rate(rate)]
        } else {
            [rate; 2]
        };
        let keep = [rate_a, rate_b].map(|rate| (1.0 - rate * self.params.regularization).max(0.0));
        kernel::mix(x, y, keep, [-rate_a * gradient, -rate_b * gradient]);
        if self.params.biases {
            for item in [a, b] {
                memory[item][1].add(gg);
                let rate = if adagrad { memory[item][1].rate(rate) } else { rate };
                model.biases[item] -= rate * gradient;
            }
        }
        model.intercept -= INTERCEPT_SHARE * rate * gradient;
    }
}

/// The inverse square of the sigmoid's steepest slope, ¼. It brings the squared error's gradients to the
/// size of the log loss's, so that one regularization and one rate serve both.
const STEEPEST: f32 = 16.0;

/// Keeps AdaGrad's first division finite.
const SQUARES_AT_START: f32 = 1e-8;

/// Pairs on the way to a trainer.
struct Pairing {
    ratings: Arc<Ratings>,
    params: ItemPairsParams,
    seed: u64,
    /// Those of people's lists, where the data are not pairs already.
    lists: ListPairs,
}

impl Beginning for Pairing {
    fn slice(mut self: Box<Self>) -> Stage {
        let pairs = match self.ratings.shape() {
            Shape::Pairs => self.ratings.by_user().upper(),
            Shape::Ratings => match self.lists.slice(&self.ratings) {
                Some(pairs) => pairs,
                None => return Stage::Beginning(self),
            },
        };
        let trainer = ItemPairsTrainer::new(&self.ratings, pairs, self.params, self.seed);
        Stage::Beginning(Box::new(Drawing { trainer, drawn: 0 }))
    }
}

/// A trainer whose factors are being drawn.
struct Drawing {
    trainer: ItemPairsTrainer,
    /// Of so many products they have been; those without a pair keep zeros, as nothing is known of them.
    drawn: usize,
}

impl Beginning for Drawing {
    fn slice(mut self: Box<Self>) -> Stage {
        let ItemPairsTrainer { products, random, model, params, .. } = &mut self.trainer;
        let at_a_time = STEP_WORK as usize / (DRAW_WORK * model.k().max(1)) + 1;
        for &product in products[self.drawn..].iter().take(at_a_time) {
            random.fill_normal(row_mut(&mut model.factors, product as usize), params.initial_deviation);
            self.drawn += 1;
        }
        if self.drawn < products.len() {
            Stage::Beginning(self)
        } else {
            Stage::Trainer(Box::new(self.trainer))
        }
    }
}

impl Trainer for ItemPairsTrainer {
    fn step(&mut self) -> Result<Progress> {
        let epochs = self.params.epochs;
        if self.epoch >= epochs {
            return Ok(Progress::epochs(self.epoch, epochs, self.loss));
        }
        let mut work = 0;
        if self.next == 0 {
            self.random.shuffle(&mut self.order);
            work = SHUFFLE_WORK * self.order.len() as u64;
        }
        // An example waits for two rows far apart, for what is known of its pair and for a logarithm.
        let work_each = (1 + u64::from(self.params.negatives)) * (9 * self.model.k() as u64 + 1152);
        while self.next < self.order.len() {
            if work >= STEP_WORK {
                let share = self.next as f32 / self.order.len() as f32;
                return Ok(Progress::within(self.epoch, epochs, share, self.loss));
            }
            let rate = self.rate();
            self.learn_pair(self.order[self.next] as usize, rate);
            self.next += 1;
            work += work_each;
        }
        self.epoch += 1;
        self.next = 0;
        self.loss = (self.examples > 0).then(|| (self.loss_sum / self.examples as f64) as f32);
        (self.loss_sum, self.examples) = (0.0, 0);
        Ok(Progress::epochs(self.epoch, epochs, self.loss))
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if self.next > 0 {
            return Ok(false);
        }
        self.random.checkpoint(state);
        let ItemPairs { factors, biases, intercept, .. } = &mut self.model;
        state.f32s(flat_mut(factors));
        state.f32s(biases);
        state.f32(intercept);
        self.memory.as_flattened_mut().iter_mut().for_each(|memory| state.f32(memory.memory()));
        state.u32(&mut self.epoch);
        state.order(&mut self.order);
        state.option(&mut self.loss);
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(Box::new(self.model))
    }
}

/// The trained factorization.
struct ItemPairs {
    /// `(n_items, k)`.
    factors: Array2<f32>,
    /// `(n_items)`: log odds.
    biases: Vec<f32>,
    intercept: f32,
    basket: BasketRule,
}

/// A basket summed up.
struct Basket {
    /// Its products with their positions in the person's items, ascending.
    items: Vec<(u32, usize)>,
    /// Sum of the vectors, `(k)`.
    sum: Vec<f32>,
    /// Sum of the biases.
    bias: f32,
}

impl ItemPairs {
    fn k(&self) -> usize {
        self.factors.ncols()
    }

    fn row(&self, item: u32) -> &[f32] {
        row_of(&self.factors, item).unwrap_or(&[])
    }

    fn bias(&self, item: u32) -> f32 {
        self.biases.get(item as usize).copied().unwrap_or(0.0)
    }

    fn basket(&self, person: &Person<'_>) -> Basket {
        let items: Vec<(u32, usize)> = match (self.basket, person.itself) {
            (BasketRule::Row, Some(product)) => vec![(product, usize::MAX)],
            _ => self.basket.liked(person.values).map(|at| (person.items[at], at)).collect(),
        };
        let mut sum = vec![0.0; self.k()];
        let mut bias = 0.0;
        for &(item, _) in &items {
            kernel::axpy(1.0, self.row(item), &mut sum);
            bias += self.bias(item);
        }
        Basket { items, sum, bias }
    }

    /// The mean of s over the basket without the product itself; of an empty basket, what the product
    /// brings by itself.
    fn logit(&self, basket: &Basket, item: u32) -> f32 {
        let row = self.row(item);
        let own = self.bias(item);
        let mut n = basket.items.len();
        let (mut bias, mut product) = (basket.bias, kernel::dot(&basket.sum, row));
        if basket.items.binary_search_by_key(&item, |&(item, _)| item).is_ok() {
            n -= 1;
            bias -= own;
            product -= kernel::dot(row, row);
        }
        let mean = if n == 0 { 0.0 } else { (bias + product) / n as f32 };
        self.intercept + own + mean
    }
}

impl Model for ItemPairs {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(Contents { model: self, own: person.items.len(), basket: self.basket(&person) }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        64 + (person.items.len() * self.k()) as u64
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.factors.view())
    }

    fn item_vectors(&self) -> Option<Array2<f32>> {
        Some(with_columns(&self.factors, &[&self.biases, &vec![1.0; self.biases.len()]]))
    }

    fn save(&self, out: &mut dyn Arrays) {
        out.put_matrix("item_pairs.factors", &self.factors);
        out.put_f32("item_pairs.biases", &[self.biases.len()], &self.biases);
        out.put_f32("item_pairs.intercept", &[1], &[self.intercept]);
    }
}

/// What goes with one basket.
struct Contents<'a> {
    model: &'a ItemPairs,
    basket: Basket,
    /// Number of the person's items.
    own: usize,
}

impl Answers for Contents<'_> {
    /// An unknown product has neither vector nor bias.
    fn one(&self, item: u32) -> f32 {
        self.model.logit(&self.basket, item)
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        let others = self.basket.items.iter().filter(|&&(own, at)| own != item && at < self.own);
        let n = others.clone().count().max(1) as f32;
        let row = self.model.row(item);
        others.map(|&(own, at)| (at, kernel::dot(self.model.row(own), row) / n)).collect()
    }

    /// The mean over the basket: what the person does not have is scored by all of it.
    fn vector(&self) -> Vec<f32> {
        let Basket { items, sum, bias } = &self.basket;
        let share = 1.0 / items.len().max(1) as f32;
        let mut vector: Vec<f32> = sum.iter().map(|x| share * x).collect();
        vector.extend([1.0, self.model.intercept + share * bias]);
        vector
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64 * (self.model.k() as u64 + 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::curves::Curves;
    use crate::model::{Fitted, Fitting, Value, Values};
    use crate::ratings::Builder;

    /// Products in circles of ten; each goes with the next four of its circle.
    fn circles() -> Arc<Ratings> {
        let mut b = Builder::default();
        for circle in 0..6 {
            for i in 0..10 {
                for step in 1..5 {
                    let name = |i: u32| format!("{circle}.{}", i % 10);
                    b.pair(&name(i), &name(i + step), step as f32);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn trained(ratings: &Arc<Ratings>, values: &[(&str, f64)], labels: &str) -> Fitted {
        let mut all: Values = values.iter().map(|&(name, v)| (name.to_owned(), Value::Number(v))).collect();
        all.insert("labels".into(), Value::Text(labels.into()));
        Fitting::new("item_pairs", ratings, &all, 7).unwrap().run().unwrap()
    }

    #[test]
    fn products_of_one_circle_go_together() {
        let ratings = circles();
        for labels in ["binary", "continuous"] {
            let model = trained(&ratings, &[("epochs", 20.0)], labels);
            let (mut inside, mut outside) = (Vec::new(), Vec::new());
            for a in 0..60 {
                let mut scores = vec![0.0; 60];
                model.model().prepare(Person::of(&ratings, a)).unwrap().score(&mut scores);
                let circle =
                    |i: u32| ratings.catalog().items.ids.get(i).split('.').next().unwrap().to_owned();
                for b in (0..60).filter(|&b| b != a) {
                    let list = if circle(a) == circle(b) { &mut inside } else { &mut outside };
                    list.push(scores[b as usize]);
                }
            }
            let auc = Curves::of(&mut inside, &mut outside).unwrap().auc;
            assert!(auc > 0.99, "{labels}: {auc}");
        }
    }

    #[test]
    fn a_basket_scores_the_mean_of_its_pairs() {
        let mut b = Builder::default();
        b.set_implicit();
        for user in 0..12u32 {
            for item in (0..8).filter(|item| (item + user) % 3 != 0) {
                b.rating(&user.to_string(), &item.to_string(), 1.0, None);
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let model = trained(&ratings, &[], "binary");
        let score = |items: &[u32]| {
            let mut scores = vec![0.0; 8];
            model.model().prepare(Person::new(items, &vec![1.0; items.len()])).unwrap().score(&mut scores);
            scores
        };
        let (one, two, both) = (score(&[1]), score(&[2]), score(&[1, 2]));
        for item in [0, 3, 4, 5, 6, 7] {
            assert!((both[item] - (one[item] + two[item]) / 2.0).abs() < 1e-5, "{item}");
        }
        assert!((both[1] - two[1]).abs() < 1e-5, "a product of the basket is scored from the others");
        let shares = model.model().prepare(Person::new(&[1, 2], &[1.0, 1.0])).unwrap().explain(5);
        assert_eq!(shares.iter().map(|s| s.0).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn products_without_a_pair_stay_neutral() {
        let all = circles();
        let lonely = 17;
        let entries: Vec<bool> = all.once().map(|(a, b, _)| a != lonely && b != lonely).collect();
        let ratings = Arc::new(all.filtered(|at| entries[at]));
        let model = trained(&ratings, &[], "binary");
        let mut factors = model.model().item_factors().unwrap().row(lonely as usize).to_vec();
        factors.retain(|&x| x != 0.0);
        assert!(factors.is_empty());
    }
}
