//! Matrix factorization: `r̂ = μ + b_u + b_i + p_u · q_i`, by stochastic gradient descent.
//!
//! Minimizes `½ Σ (z − ẑ)² + ½ Σ_u n_u^ν (λ |p_u|² + λ_b b_u²) + ½ Σ_i n_i^ν (λ |q_i|² + λ_b b_i²)`, where z is
//! the rating in standard deviations from the mean, so that one λ and one learning rate serve every
//! scale, and n is how many samples of a user or item an epoch brings: Koren, Bell and Volinsky,
//! “Matrix factorization techniques for recommender systems” (2009), with the frequency-scaled
//! regularization of Rendle et al., “Revisiting the performance of iALS on item recommendation
//! benchmarks” (2022). Three optimizers: plain descent; AdaGrad with one rate per row, as in LIBMF
//! (Chin et al., 2015); Adam (Kingma and Ba, 2015) on small batches, where only the rows of a batch
//! move. The loss is the RMSE of an epoch's samples, each predicted before its own step.
//!
//! Implicit feedback: a chosen item has target 1 whatever its count; in every epoch each choice
//! comes with [`negatives`](MfParams::negatives) items drawn evenly from those the user has not
//! chosen, with target 0.
//!
//! The ratings of an epoch come in blocks: users in random order, as many as fill a block, then the
//! block's ratings in random order. So each rating's neighbours are random, and yet a block's user
//! rows stay in the cache.

use super::latent::{Latent, Ridge, standardization};
use super::side::{DescentParams, RowMemory, Side, active};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::{flat, flat_mut, row, zeros};
use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::shared::negatives::Unchosen;
use crate::model::shared::optim::{Adam, AdamStep};
use crate::model::shared::start::Start;
use crate::model::{Abilities, FoldIn, Model, Params, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer};
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use crate::{choices, params};
use std::sync::Arc;

choices! {
    /// How the factors follow the gradient.
    pub enum Optimizer {
        /// Plain stochastic gradient descent, one rating at a time.
        Sgd = "sgd",
        /// One rating at a time; each row's rate falls with the gradients it has seen, as in LIBMF.
        Adagrad = "adagrad",
        /// Adaptive moments for every number, on small batches.
        Adam = "adam",
    }
}

params! {
    /// Parameters of matrix factorization.
    pub struct MfParams {
        include descent: DescentParams;
        /// How the factors follow the gradient.
        optimizer: Optimizer = Optimizer::Adagrad;
        /// How far one step goes. Too much and the training diverges. 0 takes what suits the optimizer: 0.03 for sgd, 0.1 for adagrad, 0.005 for adam.
        learning_rate: f32 = 0.0 => 0.0..=10.0, "", search 0.003..=0.3;
        /// Pull of the factors towards 0, against learning the ratings by heart.
        regularization: f32 = 1.15 => 0.0..=1000.0, "";
        /// Whether users and items have an average of their own beside the factors.
        biases: bool = true;
        /// Ratings per step of Adam.
        batch: u32 = 256 => 1..=65536, "ratings";
        /// Share of the ratings held out to tell when to stop; 0 trains on all ratings for all epochs.
        validation: f32 = 0.0 => 0.0..=0.5, "";
        /// Epochs without a better validation loss after which training stops.
        patience: u32 = 3 => 1..=1000, "epochs";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "mf",
    title: "Matrix factorization",
    summary: "Gives every person and every item a vector of tastes, and predicts from how well the two agree and what is usual for both. Fast and good for ratings; the classic choice.",
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
    params: Schema::of::<MfParams>(),
    memory: |ratings, values| Ok(need(ratings, &MfParams::read(ENTRY.name, values)?)),
    fit: |ratings, values, seed| {
        let params = MfParams::read(ENTRY.name, values)?;
        Ok(Box::new(MfTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Latent::load(tensors, ratings)?)),
};

fn need(ratings: &Ratings, params: &MfParams) -> Need {
    let k = params.descent.k();
    // Numbers per row: the model's, what the optimizer remembers, and the best epoch so far.
    let remembered = match params.optimizer {
        Optimizer::Sgd => 0,
        Optimizer::Adagrad => 3,
        Optimizer::Adam => 3 * (k + 1) + 2,
    };
    let best = if params.validation > 0.0 { k + 3 } else { 0 };
    let entries = ratings.by_user().nnz();
    let held_out = if params.validation > 0.0 { 7 * entries } else { 0 };
    [ratings.n_users(), ratings.n_items()]
        .into_iter()
        .fold(Need::NONE.matrix(held_out, 1).matrix(BLOCK + longest(ratings, params), 3), |need, rows| {
            need.matrix(rows, k).matrix(rows, 4 + remembered).matrix(rows, best)
        })
}

/// Samples of the person with the most.
fn longest(ratings: &Ratings, params: &MfParams) -> usize {
    let most = (0..ratings.n_users() as u32).map(|u| ratings.by_user().row_len(u)).max().unwrap_or(0);
    match ratings.feedback() {
        Feedback::Explicit => most,
        Feedback::Implicit => most.saturating_mul(1 + params.descent.negatives as usize),
    }
}

/// Ratings that are shuffled together.
const BLOCK: usize = 1 << 15;

/// A rating to learn from.
#[derive(Clone, Copy)]
struct Sample {
    user: u32,
    item: u32,
    target: f32,
}

/// Adam's state for users or items.
struct AdamSide {
    factors: Adam,
    factor_gradients: Vec<f32>,
    biases: Adam,
    bias_gradients: Vec<f32>,
    /// Rows of the present batch, and how many samples of it each row has.
    touched: Vec<u32>,
    samples: Vec<u32>,
}

/// What the optimizer remembers from step to step; users first, then items.
enum State {
    Sgd,
    /// What each row remembers.
    Adagrad([Vec<RowMemory>; 2]),
    Adam {
        sides: Box<[AdamSide; 2]>,
        step: u32,
    },
}

struct MfTrainer {
    params: MfParams,
    /// Without what is held out for validation.
    ratings: Arc<Ratings>,
    held_out: Vec<Sample>,
    random: Random,
    start: Start,
    unchosen: Unchosen,
    mean: f32,
    /// Standard deviation of the targets: training sees `(target − mean) / deviation`.
    deviation: f32,
    users: Side,
    items: Side,
    state: State,
    rate: f32,
    epoch: u32,
    /// Users in the order of this epoch, and how many of them are done.
    order: Vec<u32>,
    next: usize,
    block: Vec<Sample>,
    /// Squared errors of this epoch, and of how many samples.
    squared: f64,
    samples: usize,
    loss: Option<f32>,
    best: Option<Best>,
}

/// The best epoch so far by validation loss.
struct Best {
    epoch: u32,
    loss: f32,
    users: Side,
    items: Side,
}

impl MfTrainer {
    fn new(ratings: &Arc<Ratings>, mut params: MfParams, seed: u64) -> Self {
        let (ratings, held_out) = hold_out(ratings, params.validation, &mut Random::part(seed, 1));
        let descent = &params.descent;
        let (mean, deviation) = standardization(&ratings, descent.negatives);
        let [users, items] = Side::both(&ratings, descent, params.regularization);
        let state = match params.optimizer {
            Optimizer::Sgd => State::Sgd,
            Optimizer::Adagrad => {
                State::Adagrad([&users, &items].map(|side| RowMemory::new(side.biases.len())))
            }
            Optimizer::Adam => {
                State::Adam { sides: Box::new([AdamSide::new(&users), AdamSide::new(&items)]), step: 0 }
            }
        };
        let order = active(&ratings);
        if params.learning_rate == 0.0 {
            params.learning_rate = match params.optimizer {
                Optimizer::Sgd => 0.03,
                Optimizer::Adagrad => 0.1,
                Optimizer::Adam => 0.005,
            };
        }
        MfTrainer {
            rate: params.learning_rate,
            unchosen: Unchosen::evenly(ratings.n_items()),
            params,
            held_out,
            random: Random::part(seed, 0),
            start: Start::new(&ratings),
            ratings,
            mean,
            deviation,
            users,
            items,
            state,
            epoch: 0,
            order,
            next: 0,
            block: Vec::new(),
            squared: 0.0,
            samples: 0,
            loss: None,
            best: None,
        }
    }

    /// Draws the next factors, as many as take a slice; returns what was spent.
    fn draw(&mut self) -> u64 {
        let MfTrainer { start, ratings, random, params, users, items, .. } = self;
        let factors = [&mut users.factors, &mut items.factors];
        start.step(ratings, factors, params.descent.initial_deviation, STEP_WORK, random)
    }

    /// Fills the block with the ratings of the next users, in random order.
    fn fill_block(&mut self) {
        self.block.clear();
        let implicit = self.ratings.feedback() == Feedback::Implicit;
        let (mean, scale) = (self.mean, 1.0 / self.deviation);
        let (chosen, unchosen) = ((1.0 - mean) * scale, -mean * scale);
        while self.block.len() < BLOCK && self.next < self.order.len() {
            let user = self.order[self.next];
            self.next += 1;
            let (items, values) = self.ratings.by_user().row(user);
            if !implicit {
                let sample =
                    |(&item, &value): (&u32, &f32)| Sample { user, item, target: (value - mean) * scale };
                self.block.extend(items.iter().zip(values).map(sample));
                continue;
            }
            for &item in items {
                self.block.push(Sample { user, item, target: chosen });
                for _ in 0..self.params.descent.negatives {
                    // Somebody who has chosen nearly everything gets fewer.
                    if let Some(item) = self.unchosen.draw(items, &mut self.random) {
                        self.block.push(Sample { user, item, target: unchosen });
                    }
                }
            }
        }
        self.random.shuffle(&mut self.block);
    }

    /// Learns from the block; returns the sum of squared errors, each from before its step.
    fn learn(&mut self) -> f64 {
        let MfTrainer { users, items, block, rate, .. } = self;
        let (k, rate) = (self.params.descent.k(), *rate);
        let biases = self.params.biases;
        let mut squared = 0.0;
        match &mut self.state {
            State::Sgd => {
                let (ps, qs) = (flat_mut(&mut users.factors), flat_mut(&mut items.factors));
                for s in block.iter() {
                    let (u, i) = (s.user as usize, s.item as usize);
                    let (p, q) = (&mut ps[u * k..][..k], &mut qs[i * k..][..k]);
                    let (b, c) = (&mut users.biases[u], &mut items.biases[i]);
                    let error = s.target - (*b + *c + kernel::dot(p, q));
                    squared += f64::from(error) * f64::from(error);
                    let ([l, l_bias], [m, m_bias]) = (users.penalties[u], items.penalties[i]);
                    let step = rate * error;
                    kernel::mix(p, q, [1.0 - rate * l, 1.0 - rate * m], [step, step]);
                    if biases {
                        *b += step - rate * l_bias * *b;
                        *c += step - rate * m_bias * *c;
                    }
                }
            }
            State::Adagrad([user_memory, item_memory]) => {
                let share = 1.0 / k as f32;
                let (ps, qs) = (flat_mut(&mut users.factors), flat_mut(&mut items.factors));
                for s in block.iter() {
                    let (u, i) = (s.user as usize, s.item as usize);
                    let (p, q) = (&mut ps[u * k..][..k], &mut qs[i * k..][..k]);
                    let (b, c) = (&mut users.biases[u], &mut items.biases[i]);
                    let (g, h) = (&mut user_memory[u], &mut item_memory[i]);
                    let (pq, pp, qq) = (kernel::dot(p, q), g.length, h.length);
                    let error = s.target - (*b + *c + pq);
                    squared += f64::from(error) * f64::from(error);
                    let ([l, l_bias], [m, m_bias]) = (users.penalties[u], items.penalties[i]);
                    // All four at once: one vector square root and one division.
                    let [rate_p, rate_q, rate_b, rate_c] =
                        [g.factors, h.factors, g.bias, h.bias].map(|memory| memory.rate(rate));
                    let keep = [1.0 - rate_p * l, 1.0 - rate_q * m];
                    let from = [rate_p * error, rate_q * error];
                    kernel::mix(p, q, keep, from);
                    // |λ p − e q|² and |λ q − e p|², divided by k.
                    let (cross, ee) = (2.0 * error * pq, error * error);
                    g.factors.add((share * (ee * qq + l * (l * pp - cross))).max(0.0));
                    h.factors.add((share * (ee * pp + m * (m * qq - cross))).max(0.0));
                    // The squared lengths of what `mix` has made.
                    let grown = |keep: f32, own: f32, from: f32, other: f32| {
                        (keep * (keep * own + 2.0 * from * pq) + from * from * other).max(0.0)
                    };
                    g.length = grown(keep[0], pp, from[0], qq);
                    h.length = grown(keep[1], qq, from[1], pp);
                    if biases {
                        let (b_gradient, c_gradient) = (l_bias * *b - error, m_bias * *c - error);
                        *b -= rate_b * b_gradient;
                        *c -= rate_c * c_gradient;
                        g.bias.add(b_gradient * b_gradient);
                        h.bias.add(c_gradient * c_gradient);
                    }
                }
            }
            State::Adam { sides, step } => {
                let [user_side, item_side] = &mut **sides;
                for batch in block.chunks(self.params.batch as usize) {
                    let (ps, qs) = (flat(&users.factors), flat(&items.factors));
                    for s in batch {
                        let (u, i) = (s.user as usize, s.item as usize);
                        let (p, q) = (&ps[u * k..][..k], &qs[i * k..][..k]);
                        let error = s.target - (users.biases[u] + items.biases[i] + kernel::dot(p, q));
                        squared += f64::from(error) * f64::from(error);
                        user_side.add(u, k, q, error);
                        item_side.add(i, k, p, error);
                    }
                    *step = step.saturating_add(1);
                    let step = AdamStep::new(rate, *step);
                    user_side.descend(users, k, &step, biases);
                    item_side.descend(items, k, &step, biases);
                }
            }
        }
        squared
    }

    /// From a sum of squared errors to their root mean in rating units.
    fn rmse(&self, squared: f64, samples: usize) -> f32 {
        (squared / samples.max(1) as f64).sqrt() as f32 * self.deviation
    }

    /// RMSE on what is held out.
    fn validation_loss(&self) -> f32 {
        let squared = self.held_out.iter().map(|s| {
            let (u, i) = (s.user as usize, s.item as usize);
            let product = kernel::dot(row(&self.users.factors, u), row(&self.items.factors, i));
            let centred = (s.target - self.mean) / self.deviation;
            let error = centred - (self.users.biases[u] + self.items.biases[i] + product);
            f64::from(error) * f64::from(error)
        });
        self.rmse(squared.sum(), self.held_out.len())
    }

    /// Ends an epoch: losses, early stop.
    fn end_epoch(&mut self) -> Progress {
        self.epoch += 1;
        self.loss = Some(self.rmse(self.squared, self.samples));
        (self.squared, self.samples, self.next) = (0.0, 0, 0);
        self.rate *= self.params.descent.decay;
        let mut progress = Progress::epochs(self.epoch, self.params.descent.epochs, self.loss);
        if !self.held_out.is_empty() {
            let loss = self.validation_loss();
            progress.validation = Some(loss);
            let best = self.best.as_ref();
            if best.is_none_or(|best| loss < best.loss) {
                let (users, items) = (self.users.clone(), self.items.clone());
                self.best = Some(Best { epoch: self.epoch, loss, users, items });
            } else if best.is_some_and(|best| self.epoch >= best.epoch + self.params.patience) {
                progress.done = true;
            }
        }
        progress
    }
}

impl Trainer for MfTrainer {
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
            if let State::Adagrad(memory) = &mut self.state {
                for (side, rows) in [&self.users, &self.items].into_iter().zip(memory) {
                    let factors = flat(&side.factors).chunks_exact(self.params.descent.k());
                    rows.iter_mut().zip(factors).for_each(|(row, x)| row.length = kernel::dot(x, x));
                }
            }
        }
        // A dot product and an update of two rows.
        let work_each = 6 * self.params.descent.k() as u64;
        let mut work = begun;
        while self.next < self.order.len() {
            if work >= STEP_WORK {
                let share = self.next as f32 / self.order.len() as f32;
                return Ok(Progress::within(self.epoch, self.params.descent.epochs, share, self.loss));
            }
            self.fill_block();
            self.squared += self.learn();
            self.samples += self.block.len();
            work += self.block.len() as u64 * work_each;
        }
        Ok(self.end_epoch())
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if state.loads() {
            self.start.skip();
        }
        if self.next > 0 || !self.start.is_over() {
            return Ok(false);
        }
        self.random.checkpoint(state);
        self.users.checkpoint(state);
        self.items.checkpoint(state);
        match &mut self.state {
            State::Sgd => {}
            State::Adagrad(memory) => {
                memory.iter_mut().for_each(|rows| RowMemory::checkpoint(rows, state));
            }
            State::Adam { sides, step } => {
                state.u32(step);
                let memory = sides.iter_mut().flat_map(|side| [&mut side.factors, &mut side.biases]);
                memory.flat_map(Adam::memory).for_each(|numbers| state.f32s(numbers));
            }
        }
        state.f32(&mut self.rate);
        state.u32(&mut self.epoch);
        state.order(&mut self.order);
        state.option(&mut self.loss);
        // The epoch of the best validation loss; none is number 0.
        let mut best = self.best.as_ref().map_or(0, |best| best.epoch);
        state.u32(&mut best);
        if state.loads() && best > 0 {
            let (users, items) = (self.users.clone(), self.items.clone());
            self.best = Some(Best { epoch: best, loss: 0.0, users, items });
        }
        if let Some(best) = &mut self.best {
            state.f32(&mut best.loss);
            best.users.checkpoint(state);
            best.items.checkpoint(state);
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        while !self.start.is_over() {
            self.draw();
        }
        let MfTrainer { ratings, params, mean, deviation, users, items, best, .. } = *self;
        let (users, items) = best.map_or((users, items), |best| (best.users, best.items));
        let ridge = Ridge {
            regularization: params.regularization,
            bias_regularization: params.descent.bias_regularization,
            frequency_scaling: params.descent.frequency_scaling,
            biases: params.biases,
            negatives: params.descent.negatives as f32,
        };
        Ok(Box::new(Latent::new(
            &ratings,
            ridge,
            mean,
            deviation,
            [users.biases, items.biases],
            [users.factors, items.factors, zeros(0, params.descent.k())],
        )))
    }
}

impl AdamSide {
    fn new(side: &Side) -> Self {
        AdamSide {
            factors: Adam::new(side.factors.len()),
            factor_gradients: vec![0.0; side.factors.len()],
            biases: Adam::new(side.biases.len()),
            bias_gradients: vec![0.0; side.biases.len()],
            touched: Vec::new(),
            samples: vec![0; side.biases.len()],
        }
    }

    /// Adds one sample's gradient, without regularization.
    #[inline]
    fn add(&mut self, row: usize, k: usize, other: &[f32], error: f32) {
        if self.samples[row] == 0 {
            self.touched.push(row as u32);
        }
        self.samples[row] += 1;
        kernel::axpy(-error, other, &mut self.factor_gradients[row * k..][..k]);
        self.bias_gradients[row] -= error;
    }

    /// One step for the rows of the batch.
    fn descend(&mut self, side: &mut Side, k: usize, step: &AdamStep, biases: bool) {
        for &row in &self.touched {
            let row = row as usize;
            let [penalty, bias_penalty] = side.penalties[row].map(|l| l * self.samples[row] as f32);
            self.samples[row] = 0;
            let (gradients, range) = (&mut self.factor_gradients, row * k..row * k + k);
            self.factors.descend(step, range, flat_mut(&mut side.factors), gradients, [1.0, penalty]);
            if biases {
                let (gradients, range) = (&mut self.bias_gradients, row..row + 1);
                self.biases.descend(step, range, &mut side.biases, gradients, [1.0, bias_penalty]);
            }
        }
        self.touched.clear();
    }
}

/// Holds out about this share of the ratings. Chosen items stand against as many unchosen ones.
fn hold_out(ratings: &Arc<Ratings>, share: f32, random: &mut Random) -> (Arc<Ratings>, Vec<Sample>) {
    if share <= 0.0 {
        return (Arc::clone(ratings), Vec::new());
    }
    let implicit = ratings.feedback() == Feedback::Implicit;
    let mut held: Vec<Sample> = Vec::new();
    let mut entries = ratings.once();
    let rest = ratings.filtered(|_| {
        let entry = entries.next();
        let out = random.uniform() < f64::from(share);
        if let (true, Some((user, item, value))) = (out, entry) {
            held.push(Sample { user, item, target: if implicit { 1.0 } else { value } });
            let other = random.below(ratings.n_items() as u32);
            if implicit && ratings.by_user().row(user).0.binary_search(&other).is_err() {
                held.push(Sample { user, item: other, target: 0.0 });
            }
        }
        !out
    });
    // Too few ratings to spare any.
    if rest.is_empty() || held.is_empty() {
        return (Arc::clone(ratings), Vec::new());
    }
    (Arc::new(rest), held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitted, Fitting, Person, Value, Values};
    use crate::ratings::Builder;

    /// Ratings of 60 people for 40 items on a scale of 0 to 100: two opposite tastes.
    fn tastes() -> Arc<Ratings> {
        let (mut b, mut random) = (Builder::default(), Random::new(3));
        for user in 0..60u32 {
            for item in 0..40u32 {
                if random.uniform() < 0.5 {
                    let liked = (user + item) % 2 == 0;
                    let value = if liked { 80.0 } else { 20.0 } + 5.0 * random.normal() as f32;
                    b.rating(&user.to_string(), &item.to_string(), value, None);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn train(ratings: &Arc<Ratings>, pairs: &[(&str, &str)]) -> Result<(Progress, Fitted)> {
        let text = |(name, value): &(&str, &str)| (name.to_string(), Value::Text(value.to_string()));
        let values: Values = pairs.iter().map(text).collect();
        let mut fitting = Fitting::new("mf", ratings, &values, 1)?;
        loop {
            let progress = fitting.step()?;
            if progress.done {
                return Ok((progress, fitting.finish()?));
            }
        }
    }

    fn prediction(fitted: &Fitted, person: Person<'_>, item: u32) -> f32 {
        fitted.model().prepare(person).unwrap().one(item)
    }

    #[test]
    fn every_optimizer_finds_opposite_tastes_and_takes_in_somebody_new() {
        let ratings = tastes();
        for (optimizer, rate) in [("sgd", "0.02"), ("adagrad", "0.1"), ("adam", "0.02")] {
            let pairs = [
                ("optimizer", optimizer),
                ("learning_rate", rate),
                ("epochs", "60"),
                ("factors", "8"),
                ("batch", "16"),
            ];
            let (progress, model) = train(&ratings, &pairs).unwrap();
            assert!(progress.loss.unwrap() < 15.0, "{optimizer}: {:?}", progress.loss);
            for user in 0..60 {
                let person = Person::of(&ratings, user);
                let new = Person::new(person.items, person.values);
                for item in 0..40 {
                    let id: u32 = ratings.catalog().items.ids.get(item).parse().unwrap();
                    let (trained, solved) = (prediction(&model, person, item), prediction(&model, new, item));
                    assert_eq!(
                        trained > 50.0,
                        (user + id).is_multiple_of(2),
                        "{optimizer}, {user}, {item}: {trained}"
                    );
                    assert!(
                        (trained - solved).abs() < 8.0,
                        "{optimizer}, {user}, {item}: {trained} {solved}"
                    );
                }
            }
        }
    }

    #[test]
    fn explanations_add_up_to_the_score_of_somebody_new() {
        for ratings in [tastes(), Arc::new(tastes().binarized())] {
            let (_, model) = train(&ratings, &[("negatives", "0")]).unwrap();
            let row = Person::of(&ratings, 7);
            let new = Person::new(row.items, row.values);
            let answers = model.model().prepare(new).unwrap();
            let shares: f32 = answers.explain(3).iter().map(|s| s.1).sum();
            let usual = prediction(&model, Person::new(&[], &[]), 3);
            let score = answers.one(3);
            assert!(
                (usual + shares - score).abs() < 1e-3 * (1.0 + score.abs()),
                "{usual} + {shares} = {score}"
            );
        }
    }

    #[test]
    fn too_high_a_rate_is_told_with_the_parameter_to_lower() {
        let error = train(&tastes(), &[("optimizer", "sgd"), ("learning_rate", "9")]).err().unwrap();
        assert_eq!(error.name(), "DivergedError");
        assert!(error.to_string().contains("learning_rate (now 9)"), "{error}");
    }

    #[test]
    fn training_stops_when_held_out_ratings_no_longer_gain() {
        let pairs = [("validation", "0.2"), ("epochs", "500"), ("decay", "1"), ("regularization", "0")];
        let (progress, _) = train(&tastes(), &pairs).unwrap();
        assert!(progress.epoch < 100, "stopped after {}", progress.epoch);
        assert!(progress.validation.unwrap() > 5.0, "there is noise of deviation 5");
    }
}
