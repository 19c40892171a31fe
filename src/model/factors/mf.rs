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
//! The ratings of an epoch come in blocks that share no rows: see [`grid`](crate::model::shared::grid). A step of Adam takes a batch of
//! one block; its number counts the batches of the strata before, and those of the block.

use super::latent::{Latent, Ridge, standardization};
use super::side::{DescentParams, active, both_penalties};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::{flat_mut, row, row_mut, zeros};
use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::shared::blocks::{Ended, InBlocks, PARTS, Sums, Table};
use crate::model::shared::grid::{Cut, Grid, Grouping, Learner, Moment, Plan};
use crate::model::shared::negatives::Unchosen;
use crate::model::shared::optim::{AdaGrad, AdamStep};
use crate::model::{Abilities, FoldIn, Model, Params, Schema, ScoreMeaning};
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
        Ok(Box::new(trainer(ratings, params, seed)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Latent::load(tensors, ratings)?)),
};

fn need(ratings: &Ratings, params: &MfParams) -> Need {
    let k = params.descent.k();
    let memory = params.optimizer.memory(k).len();
    let rows = ratings.n_users() + ratings.n_items();
    let tables = Table::need_both(ratings, k, [memory; 2]);
    let each = 1 + params.descent.drawn(ratings.feedback()) as usize;
    let mut need = Grid::<Mf>::need(ratings, tables, params.optimizer.chunk(), each).matrix(rows, 2);
    if params.optimizer == Optimizer::Adam {
        // Gradients.
        need = need.matrix(rows, k + 3);
    }
    if params.validation > 0.0 {
        // The best epoch so far, and what is held out.
        need = need.bytes(tables.bytes).matrix(ratings.by_user().nnz(), 7);
    }
    need
}

impl Optimizer {
    /// What it remembers of a row at first.
    fn memory(self, k: usize) -> Vec<f32> {
        match self {
            Optimizer::Sgd => Vec::new(),
            Optimizer::Adagrad => vec![1.0, 1.0, 0.0],
            Optimizer::Adam => vec![0.0; 2 * k + 2],
        }
    }

    /// Samples that are shuffled together. What is about their people stays in the cache; a batch of Adam is to have people of all.
    fn chunk(self) -> u64 {
        match self {
            Optimizer::Sgd | Optimizer::Adagrad => 1 << 12,
            Optimizer::Adam => 1 << 15,
        }
    }

    /// The learning rate that suits it.
    fn rate(self) -> f32 {
        match self {
            Optimizer::Sgd => 0.03,
            Optimizer::Adagrad => 0.1,
            Optimizer::Adam => 0.005,
        }
    }
}

/// A rating to learn from.
#[derive(Clone, Copy)]
struct Sample {
    user: u32,
    item: u32,
    target: f32,
}

/// Where AdaGrad's memory of a row holds the squares of the factors and of the bias, and the factors' squared length, which is followed from
/// step to step.
const SQUARES: usize = 0;
const BIAS_SQUARES: usize = 1;
const LENGTH: usize = 2;

/// The gradients of a batch of Adam, for the users or the items of a block.
#[derive(Default)]
struct Batch {
    /// `(rows, k)`.
    factors: Vec<f32>,
    biases: Vec<f32>,
    /// Rows of the batch, and how many samples of it each row has.
    touched: Vec<u32>,
    samples: Vec<u32>,
}

struct Mf {
    params: MfParams,
    /// Without what is held out for validation.
    ratings: Arc<Ratings>,
    held_out: Vec<Sample>,
    mean: f32,
    /// Standard deviation of the targets: training sees `(target − mean) / deviation`.
    deviation: f32,
    /// Of users and items: the regularization that a sample carries.
    penalties: [Vec<[f32; 2]>; 2],
    best: Option<Best>,
    /// The gradients of a batch; without rows where there are none.
    batch: [Batch; 2],
    /// Items of the present block, by their positions.
    unchosen: Unchosen,
}

/// The best epoch so far by validation loss.
struct Best {
    epoch: u32,
    loss: f32,
    tables: [Table; 2],
}

fn trainer(ratings: &Arc<Ratings>, mut params: MfParams, seed: u64) -> InBlocks {
    let (ratings, held_out) = hold_out(ratings, params.validation, &mut Random::part(seed, 1));
    let descent = &params.descent;
    if params.learning_rate == 0.0 {
        params.learning_rate = params.optimizer.rate();
    }
    let (k, drawn) = (descent.k(), descent.drawn(ratings.feedback()));
    let (mean, deviation) = standardization(&ratings, descent.negatives);
    let tables = Table::both(&ratings, k, [&params.optimizer.memory(k); 2]);
    let plan = Plan {
        users: active(&ratings),
        grouping: if drawn == 0 { Grouping::Numbers } else { Grouping::Chance },
        most: PARTS,
        epochs: descent.epochs,
        deviation: descent.initial_deviation,
        chunk: params.optimizer.chunk(),
        samples: ratings.by_user().nnz() as u64 * u64::from(1 + drawn),
        // A dot product and an update of two rows.
        sample_work: 6 * k as u64,
        ratings: Arc::clone(&ratings),
        seed,
    };
    let batch = [&tables[0], &tables[1]].map(|table| match params.optimizer {
        Optimizer::Adam => Batch::new(table.biases.len(), k),
        Optimizer::Sgd | Optimizer::Adagrad => Batch::default(),
    });
    let learner = Mf {
        penalties: both_penalties(&ratings, descent, params.regularization),
        params,
        ratings,
        held_out,
        mean,
        deviation,
        best: None,
        batch,
        unchosen: Unchosen::evenly(0),
    };
    Grid::training(learner, plan, tables)
}

impl Mf {
    /// Plain descent; the sum of squared errors.
    fn descend(&self, [users, items]: &mut [Table; 2], samples: &[Sample], rate: f32) -> f64 {
        let k = self.params.descent.k();
        let (ps, qs) = (flat_mut(&mut users.factors), flat_mut(&mut items.factors));
        let mut squared = 0.0;
        for s in samples {
            let (u, i) = (s.user as usize, s.item as usize);
            let (p, q) = (&mut ps[u * k..][..k], &mut qs[i * k..][..k]);
            let (b, c) = (&mut users.biases[u], &mut items.biases[i]);
            let error = s.target - (*b + *c + kernel::dot(p, q));
            squared += f64::from(error) * f64::from(error);
            let ([l, l_bias], [m, m_bias]) = (self.penalties[0][u], self.penalties[1][i]);
            let step = rate * error;
            kernel::mix(p, q, [1.0 - rate * l, 1.0 - rate * m], [step, step]);
            if self.params.biases {
                *b += step - rate * l_bias * *b;
                *c += step - rate * m_bias * *c;
            }
        }
        squared
    }

    /// AdaGrad; the sum of squared errors.
    fn descend_adaptively(&self, [users, items]: &mut [Table; 2], samples: &[Sample], rate: f32) -> f64 {
        let k = self.params.descent.k();
        let share = 1.0 / k as f32;
        let (ps, qs) = (flat_mut(&mut users.factors), flat_mut(&mut items.factors));
        let memory_of = |side| flat_mut(side).as_chunks_mut::<3>().0;
        let (gs, hs) = (memory_of(&mut users.memory), memory_of(&mut items.memory));
        let mut squared = 0.0;
        for s in samples {
            let (u, i) = (s.user as usize, s.item as usize);
            let (p, q) = (&mut ps[u * k..][..k], &mut qs[i * k..][..k]);
            let (b, c) = (&mut users.biases[u], &mut items.biases[i]);
            let (g, h) = (&mut gs[u], &mut hs[i]);
            let (pq, pp, qq) = (kernel::dot(p, q), g[LENGTH], h[LENGTH]);
            let error = s.target - (*b + *c + pq);
            squared += f64::from(error) * f64::from(error);
            let ([l, l_bias], [m, m_bias]) = (self.penalties[0][u], self.penalties[1][i]);
            // All four at once: one vector square root and one division.
            let [rate_p, rate_q, rate_b, rate_c] = [g[SQUARES], h[SQUARES], g[BIAS_SQUARES], h[BIAS_SQUARES]]
                .map(|squares| AdaGrad::new(squares).rate(rate));
            let keep = [1.0 - rate_p * l, 1.0 - rate_q * m];
            let from = [rate_p * error, rate_q * error];
            kernel::mix(p, q, keep, from);
            // |λ p − e q|² and |λ q − e p|², divided by k.
            let (cross, ee) = (2.0 * error * pq, error * error);
            g[SQUARES] += (share * (ee * qq + l * (l * pp - cross))).max(0.0);
            h[SQUARES] += (share * (ee * pp + m * (m * qq - cross))).max(0.0);
            // The squared lengths of what `mix` has made.
            let grown = |keep: f32, own: f32, from: f32, other: f32| {
                (keep * (keep * own + 2.0 * from * pq) + from * from * other).max(0.0)
            };
            g[LENGTH] = grown(keep[0], pp, from[0], qq);
            h[LENGTH] = grown(keep[1], qq, from[1], pp);
            if self.params.biases {
                let (b_gradient, c_gradient) = (l_bias * *b - error, m_bias * *c - error);
                *b -= rate_b * b_gradient;
                *c -= rate_c * c_gradient;
                g[BIAS_SQUARES] += b_gradient * b_gradient;
                h[BIAS_SQUARES] += c_gradient * c_gradient;
            }
        }
        squared
    }

    /// Adam, in batches of which so many were before; the sum of squared errors.
    fn descend_in_batches(
        &mut self,
        tables: &mut [Table; 2],
        samples: &[Sample],
        rate: f32,
        before: u32,
    ) -> f64 {
        let k = self.params.descent.k();
        let [of_users, of_items] = &mut self.batch;
        let mut squared = 0.0;
        for (number, batch) in (before..).zip(samples.chunks(self.params.batch as usize)) {
            let [users, items] = &*tables;
            for s in batch {
                let (u, i) = (s.user as usize, s.item as usize);
                let (p, q) = (row(&users.factors, u), row(&items.factors, i));
                let error = s.target - (users.biases[u] + items.biases[i] + kernel::dot(p, q));
                squared += f64::from(error) * f64::from(error);
                of_users.add(u, k, q, error);
                of_items.add(i, k, p, error);
            }
            let step = AdamStep::new(rate, number.saturating_add(1));
            for ((gradients, table), penalties) in
                [&mut *of_users, of_items].into_iter().zip(&mut *tables).zip(&self.penalties)
            {
                gradients.descend(table, penalties, k, &step, self.params.biases);
            }
        }
        squared
    }

    /// From a sum of squared errors to their root mean in rating units.
    fn rmse(&self, squared: f64, samples: f64) -> f32 {
        (squared / samples.max(1.0)).sqrt() as f32 * self.deviation
    }

    /// RMSE on what is held out.
    fn validation_loss(&self, [users, items]: &[Table; 2]) -> f32 {
        let squared = self.held_out.iter().map(|s| {
            let (u, i) = (s.user as usize, s.item as usize);
            let product = kernel::dot(row(&users.factors, u), row(&items.factors, i));
            let centred = (s.target - self.mean) / self.deviation;
            let error = centred - (users.biases[u] + items.biases[i] + product);
            f64::from(error) * f64::from(error)
        });
        self.rmse(squared.sum(), self.held_out.len() as f64)
    }
}

impl Learner for Mf {
    type Sample = Sample;

    fn begin(&mut self, cut: &Cut<'_>, tables: &mut [Table; 2]) {
        self.unchosen = Unchosen::evenly(cut.items.len());
        if self.params.optimizer != Optimizer::Adagrad {
            return;
        }
        for (table, rows) in tables.iter_mut().zip([cut.users, cut.items]) {
            for &at in rows {
                let x = row(&table.factors, at as usize);
                row_mut(&mut table.memory, at as usize)[LENGTH] = kernel::dot(x, x);
            }
        }
    }

    fn draw(&mut self, cut: &Cut<'_>, user: u32, random: &mut Random, samples: &mut Vec<Sample>) {
        let row = self.ratings.by_user().row(user);
        let (mean, scale) = (self.mean, 1.0 / self.deviation);
        if self.ratings.feedback() == Feedback::Explicit {
            cut.each(user, row, |item, value| {
                samples.push(Sample { user, item, target: (value - mean) * scale });
            });
            return;
        }
        let (chosen, unchosen) = ((1.0 - mean) * scale, -mean * scale);
        let is_chosen = |position: u32| row.0.binary_search(&cut.items[position as usize]).is_ok();
        cut.each(user, row, |item, _| {
            samples.push(Sample { user, item, target: chosen });
            for _ in 0..self.params.descent.negatives {
                // Somebody who has chosen nearly everything gets fewer.
                if let Some(position) = self.unchosen.draw(is_chosen, random) {
                    samples.push(Sample { user, item: cut.items[position as usize], target: unchosen });
                }
            }
        });
    }

    fn learn(
        &mut self,
        _cut: &Cut<'_>,
        tables: &mut [Table; 2],
        samples: &[Sample],
        moment: &Moment,
        _random: &mut Random,
    ) -> Sums {
        let rate = self.params.descent.rate(self.params.learning_rate, moment.epoch);
        let loss = match self.params.optimizer {
            Optimizer::Sgd => self.descend(tables, samples, rate),
            Optimizer::Adagrad => self.descend_adaptively(tables, samples, rate),
            Optimizer::Adam => {
                let before = moment.seen / f64::from(self.params.batch);
                self.descend_in_batches(tables, samples, rate, before.ceil() as u32)
            }
        };
        Sums { loss, samples: samples.len() as f64 }
    }

    fn end_epoch(&mut self, epoch: u32, tables: &[Table; 2], sums: Sums) -> Ended {
        let loss = Some(self.rmse(sums.loss, sums.samples));
        if self.held_out.is_empty() {
            return Ended { loss, validation: None, is_over: false };
        }
        let validation = self.validation_loss(tables);
        let best = self.best.as_ref();
        let is_over =
            best.is_some_and(|best| validation >= best.loss && epoch >= best.epoch + self.params.patience);
        if best.is_none_or(|best| validation < best.loss) {
            self.best = Some(Best { epoch, loss: validation, tables: tables.clone() });
        }
        Ended { loss, validation: Some(validation), is_over }
    }

    fn checkpoint(&mut self, tables: &[Table; 2], state: &mut Checkpoint<'_>) {
        // The epoch of the best validation loss; none is number 0.
        let mut epoch = self.best.as_ref().map_or(0, |best| best.epoch);
        state.u32(&mut epoch);
        if state.loads() && epoch > 0 {
            self.best = Some(Best { epoch, loss: 0.0, tables: tables.clone() });
        }
        if let Some(best) = &mut self.best {
            state.f32(&mut best.loss);
            best.tables.iter_mut().for_each(|table| table.checkpoint(state));
        }
    }

    fn finish(self, tables: [Table; 2]) -> Result<Box<dyn Model>> {
        let Mf { ratings, params, mean, deviation, best, .. } = self;
        let [users, items] = best.map_or(tables, |best| best.tables);
        let ridge = Ridge {
            regularization: params.regularization,
            bias_regularization: params.descent.bias_regularization,
            frequency_scaling: params.descent.frequency_scaling,
            biases: params.biases,
            negatives: params.descent.negatives as f32,
        };
        let factors = [users.factors, items.factors, zeros(0, params.descent.k())];
        Ok(Box::new(Latent::new(&ratings, ridge, mean, deviation, [users.biases, items.biases], factors)))
    }
}

impl Batch {
    /// No samples yet.
    fn new(rows: usize, k: usize) -> Self {
        Batch {
            factors: vec![0.0; rows * k],
            biases: vec![0.0; rows],
            touched: Vec::new(),
            samples: vec![0; rows],
        }
    }

    /// Adds one sample's gradient, without regularization.
    #[inline]
    fn add(&mut self, row: usize, k: usize, other: &[f32], error: f32) {
        if self.samples[row] == 0 {
            self.touched.push(row as u32);
        }
        self.samples[row] += 1;
        kernel::axpy(-error, other, &mut self.factors[row * k..][..k]);
        self.biases[row] -= error;
    }

    /// One step for the rows of the batch.
    fn descend(
        &mut self,
        table: &mut Table,
        penalties: &[[f32; 2]],
        k: usize,
        step: &AdamStep,
        biases: bool,
    ) {
        for row in self.touched.drain(..).map(|row| row as usize) {
            let [penalty, bias_penalty] = penalties[row].map(|l| l * self.samples[row] as f32);
            self.samples[row] = 0;
            let memory = row_mut(&mut table.memory, row);
            let (first, memory) = memory.split_at_mut(k);
            let (second, of_bias) = memory.split_at_mut(k);
            let gradients = &mut self.factors[row * k..][..k];
            step.descend(row_mut(&mut table.factors, row), gradients, [first, second], penalty);
            let gradient = &mut self.biases[row..=row];
            if biases {
                let (first, second) = of_bias.split_at_mut(1);
                step.descend(&mut table.biases[row..=row], gradient, [first, second], bias_penalty);
            } else {
                gradient.fill(0.0);
            }
        }
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
    use crate::model::{Fitted, Fitting, Person, Progress, Value, Values};
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
