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
//! Where there is much to learn, an epoch is a [tournament](super::shared::tournament) of groups of products, so that several workers can
//! learn from pairs at once. Its strata are then what the rate falls within, negatives are drawn from the products of the block, which are others
//! in each epoch, and the intercept is the mean of what it comes to in the blocks of a stratum.
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
use super::shared::blocks::{Block, Blocks, Ended, InBlocks, Place, Size, Sums, Table, parts};
use super::shared::optim::AdaGrad;
use super::shared::start::DRAW_WORK;
use super::shared::tournament::Tournament;
use super::{Abilities, Answers, FoldIn, Model, Params, Person, Schema, ScoreMeaning};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::{flat_mut, row_mut, row_of, two_rows, with_columns};
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
        let table = Table::need(n, k, MEMORY.len());
        // Pairs with their order, keys of eight bytes while they are found, which products are in which block and how they are drawn, and two
        // answers, each with at most half of the rows.
        Ok(table.matrix(pairs, 4).matrix(keys, 4).matrix(n, 12).bytes(table.bytes))
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

/// What AdaGrad remembers of a product: the squares of its factors and of its bias.
const MEMORY: [f32; 2] = [SQUARES_AT_START; 2];

/// Multiply-adds in whose time a product or a pair gets into its block.
const DEAL_WORK: u64 = 64;

/// Pairs that are learned from before anything else is looked at.
const CHUNK: usize = 256;

struct Descent {
    params: ItemPairsParams,
    /// `(n_items, n_items)`: weights, each pair in the row of its smaller index.
    pairs: Csr,
    /// The smaller index of each pair.
    firsts: Vec<u32>,
    mean_weight: f32,
    /// Of each product, how often it is drawn beside the end of a pair; 0 of those without a pair, which keep zeros, as nothing is known of them.
    weights: Vec<f32>,
    tournament: Tournament,
    /// Products of the present block, and a sampler of them.
    products: Vec<u32>,
    by_frequency: Option<Weighted>,
    table: Table,
    /// Before the stratum, and as it comes out of each of its parts.
    intercept: f32,
    intercepts: Vec<f32>,
    /// Of so many products the factors have been drawn.
    drawn: usize,
    basket: BasketRule,
}

/// A training over pairs, each in the row of its smaller index.
fn trainer(ratings: &Ratings, pairs: Csr, params: ItemPairsParams, seed: u64) -> InBlocks {
    let (n, k) = (ratings.n_items(), params.factors as usize);
    let mut weights = vec![0.0f32; n];
    for (a, b, _) in pairs.iter() {
        weights[a as usize] += 1.0;
        weights[b as usize] += 1.0;
    }
    let products: Vec<u32> = (0..n as u32).filter(|&item| weights[item as usize] > 0.0).collect();
    for &product in &products {
        let frequency = &mut weights[product as usize];
        *frequency = libm::powf(*frequency, params.negative_exponent);
    }
    let sum: f64 = pairs.values().iter().map(|&w| f64::from(w)).sum();
    let work = (pairs.nnz() as u64).saturating_mul(pair_work(&params));
    let tournament = Tournament::new(parts(work, products.len() / 2), products, n, pairs.nnz());
    let (strata, parts) = (tournament.strata(), tournament.parts());
    let size = Size { epochs: params.epochs, strata, parts, work, seed };
    let descent = Descent {
        firsts: pairs.iter().map(|(a, ..)| a).collect(),
        mean_weight: (sum / pairs.nnz().max(1) as f64) as f32,
        weights,
        tournament,
        products: Vec::new(),
        by_frequency: None,
        table: Table::new(n, k, &MEMORY),
        intercept: 0.0,
        intercepts: vec![0.0; parts as usize],
        drawn: 0,
        basket: BasketRule::of(ratings),
        params,
        pairs,
    };
    InBlocks::new(descent, size)
}

/// Multiply-adds of a pair and its negatives: an example waits for two rows far apart, for what is known of its pair and for a logarithm.
fn pair_work(params: &ItemPairsParams) -> u64 {
    (1 + u64::from(params.negatives)) * (9 * u64::from(params.factors) + 1152)
}

impl Descent {
    /// The rate with this share of the block behind.
    fn rate(&self, share: f32) -> f32 {
        let factor =
            if self.params.annealing { 0.5 + 0.5 * libm::cosf(std::f32::consts::PI * share) } else { 1.0 };
        self.params.learning_rate * factor
    }

    /// Learns from one pair and its negatives.
    fn learn_pair(&mut self, at: usize, rate: f32, Block { place, random, sums, .. }: &mut Block) {
        let (a, b, weight) = (self.firsts[at], self.pairs.columns()[at], self.pairs.values()[at]);
        let label = match self.params.labels {
            Labels::Binary => 1.0,
            Labels::Continuous => weight / (weight + self.mean_weight),
        };
        sums.loss += self.descend(a, b, label, rate, place.part);
        sums.samples += 1.0;
        for _ in 0..self.params.negatives {
            let Some(by_frequency) = &self.by_frequency else { return };
            let (c, d) = if (random.uniform() as f32) < self.params.uniform_negatives {
                let n = self.products.len() as u32;
                (self.products[random.below(n) as usize], self.products[random.below(n) as usize])
            } else {
                let end = if random.bits() >> 63 == 0 { a } else { b };
                (end, self.products[by_frequency.draw(random) as usize])
            };
            let known = self.pairs.row(c.min(d)).0.binary_search(&c.max(d)).is_ok();
            if c != d && !known {
                sums.loss += self.descend(c, d, 0.0, rate, place.part);
                sums.samples += 1.0;
            }
        }
    }

    /// One step on one example of a part; its loss.
    #[inline]
    fn descend(&mut self, a: u32, b: u32, label: f32, rate: f32, part: u32) -> f64 {
        let Table { factors, biases, memory } = &mut self.table;
        let intercept = &mut self.intercepts[part as usize];
        let (a, b, k) = (a as usize, b as usize, factors.ncols());
        let Some((x, y)) = two_rows(flat_mut(factors), k, a, b) else { return 0.0 };
        let Some((squares_a, squares_b)) = two_rows(flat_mut(memory), MEMORY.len(), a, b) else { return 0.0 };
        let [xy, xx, yy] = kernel::dot_squares(x, y);
        let p = kernel::sigmoid(*intercept + biases[a] + biases[b] + xy);
        let error = p - label;
        let (loss, gradient) = match self.params.labels {
            Labels::Binary => {
                let miss = if label > 0.5 { p } else { 1.0 - p };
                (-kernel::ln(miss.max(f32::MIN_POSITIVE)), error)
            }
            Labels::Continuous => (error * error, STEEPEST * error * p * (1.0 - p)),
        };
        let gg = gradient * gradient;
        let adagrad = self.params.optimizer == PairOptimizer::Adagrad;
        let of_squares = |squares: f32| if adagrad { AdaGrad::new(squares).rate(rate) } else { rate };
        let share = gg / k as f32;
        squares_a[0] += share * yy;
        squares_b[0] += share * xx;
        let rates = [squares_a[0], squares_b[0]].map(of_squares);
        let keep = rates.map(|rate| (1.0 - rate * self.params.regularization).max(0.0));
        kernel::mix(x, y, keep, rates.map(|rate| -rate * gradient));
        if self.params.biases {
            for (item, squares) in [(a, squares_a), (b, squares_b)] {
                squares[1] += gg;
                biases[item] -= of_squares(squares[1]) * gradient;
            }
        }
        *intercept -= INTERCEPT_SHARE * rate * gradient;
        f64::from(loss)
    }
}

/// The inverse square of the sigmoid's steepest slope, ¼. It brings the squared error's gradients to the
/// size of the log loss's, so that one regularization and one rate serve both.
const STEEPEST: f32 = 16.0;

/// Keeps AdaGrad's first division finite.
const SQUARES_AT_START: f32 = 1e-8;

impl Blocks for Descent {
    fn start(&mut self, budget: u64, random: &mut Random) -> u64 {
        let mut work = 0;
        while !self.is_started() && work < budget {
            if self.weights[self.drawn] > 0.0 {
                let row = row_mut(&mut self.table.factors, self.drawn);
                random.fill_even(row, self.params.initial_deviation);
                work += (DRAW_WORK * row.len()) as u64;
            }
            work += 1;
            self.drawn += 1;
        }
        work
    }

    fn is_started(&self) -> bool {
        self.drawn == self.weights.len()
    }

    fn skip_start(&mut self) {
        self.drawn = self.weights.len();
    }

    fn deal(&mut self, random: &mut Random) -> u64 {
        let ends = self.firsts.iter().copied().zip(self.pairs.columns().iter().copied());
        self.tournament.deal(ends, random);
        DEAL_WORK * (self.firsts.len() + self.weights.len()) as u64
    }

    fn begin(&mut self, place: Place) {
        self.products = self.tournament.things(place).concat();
        let weights: Vec<f32> = self.products.iter().map(|&product| self.weights[product as usize]).collect();
        self.by_frequency = Weighted::new(&weights);
        self.intercepts[place.part as usize] = self.intercept;
    }

    /// Pairs.
    fn len(&self, place: Place) -> usize {
        self.tournament.pairs(place).len()
    }

    fn learn(&mut self, block: &mut Block, _seen: f64) -> u64 {
        let (place, all) = (block.place, self.len(block.place));
        let mut work = 0;
        if block.next == 0 {
            self.tournament.shuffle(place, &mut block.random);
            work = SHUFFLE_WORK * all as u64;
        }
        let chunk = block.next..all.min(block.next + CHUNK);
        for next in chunk.clone() {
            let rate = self.rate(next as f32 / all as f32);
            let at = self.tournament.pairs(place)[next] as usize;
            self.learn_pair(at, rate, block);
        }
        block.next = chunk.end;
        work + pair_work(&self.params) * chunk.len() as u64
    }

    fn pass(&mut self, place: Place, state: &mut Checkpoint<'_>) {
        self.tournament.things(place).iter().for_each(|products| self.table.pass(products, state));
        state.f32(&mut self.intercepts[place.part as usize]);
    }

    fn bytes(&self, place: Place) -> usize {
        let rows: usize = self.tournament.things(place).iter().map(|products| products.len()).sum();
        4 * (rows * self.table.width() + 1)
    }

    /// Every part has moved the intercept to where it suits that part.
    fn end_stratum(&mut self) {
        self.intercept = self.intercepts.iter().sum::<f32>() / self.intercepts.len() as f32;
    }

    fn common(&mut self, state: &mut Checkpoint<'_>) {
        state.f32(&mut self.intercept);
    }

    fn rows(&mut self, state: &mut Checkpoint<'_>) {
        self.table.checkpoint(state);
    }

    fn end_epoch(&mut self, _epoch: u32, sums: Sums) -> Ended {
        let loss = (sums.samples > 0.0).then(|| (sums.loss / sums.samples) as f32);
        Ended { loss, validation: None, is_over: false }
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        let Descent { table: Table { factors, biases, .. }, intercept, basket, .. } = *self;
        Ok(Box::new(ItemPairs { factors, biases, intercept, basket }))
    }
}

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
        Stage::Trainer(Box::new(trainer(&self.ratings, pairs, self.params, self.seed)))
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
