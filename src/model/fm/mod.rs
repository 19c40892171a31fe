//! Factorization machine.
//!
//! ```text
//! ŷ(x) = w₀ + Σⱼ wⱼ xⱼ + Σ_f A²(v_f, x) + Σ_f A³(u_f, x)
//! A²(v, x) = Σ_{j<l} vⱼ xⱼ vₗ xₗ,   A³(u, x) = Σ_{j<l<m} uⱼ xⱼ uₗ xₗ uₘ xₘ
//! ```
//!
//! Every pair of features (Rendle, “Factorization machines”, 2010), with `degree` 3 also every
//! triple, has a weight that is a product of vectors. The ANOVA kernels A² and A³ take one pass
//! over the features (Blondel et al., “Higher-order factorization machines”, 2016):
//! `A³ += uⱼxⱼ A²; A² += uⱼxⱼ A¹; A¹ += uⱼxⱼ`, so the cost is O(non-zeros · factors).
//! Features are user, item, day, and what is known of user and item.
//!
//! The loss is the sum of ½ (ŷ − y)² over all rows, or of the logistic loss of y scaled to 0…1,
//! plus `½ λ √nⱼ ‖θⱼ‖²` for each feature, where nⱼ = Σ |xⱼ| over all rows: more for features that
//! occur often, but not in proportion (Rendle et al., “Revisiting the performance of iALS”,
//! 2021, find such a middle way best as well). For the logistic loss λ counts a quarter, as the
//! loss bends a quarter as much at most. Solvers: `als` goes from coordinate to coordinate, each time to the
//! minimum (Rendle et al., 2011), for the logistic loss that of its quadratic bound; `sgd` takes
//! one row at a time, `adam` (Kingma and Ba, 2015) batches of rows. The learning rate of `sgd`
//! and `adam` falls to zero along a straight line.
//!
//! Choices without ratings are joined by `negatives` items each, drawn once from those that the
//! person did not choose; `others` and `dates` are left out there, as they would give the choice
//! away. Users and items without ratings have zero vectors; their side features act as for
//! everybody.

pub mod gibbs;

mod answers;
mod blocks;
mod probit;
mod sweep;

use self::answers::{Layout, Link, Snapshots, Version};
use self::blocks::{Block, Design, Observations, Switches};
use self::sweep::{Machine, Priors, Rule};
use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::optim::{Adam, AdamStep};
use super::{Abilities, FoldIn, Model, Params, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer};
use crate::error::{Error, Result};
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use crate::{choices, kernel, params};

choices! {
    /// How the parameters are found.
    pub enum FmSolver {
        /// Gradient steps of adapted length, on batches of rows.
        Adam = "adam",
        /// Plain gradient steps, row by row.
        Sgd = "sgd",
        /// Each coordinate in turn to its minimum. Degree 2 only.
        Als = "als",
    }
}

choices! {
    /// What is minimized.
    pub enum FmLoss {
        /// Squared for ratings, logistic for choices.
        Automatic = "automatic",
        /// Squared errors.
        Squared = "squared",
        /// Logistic loss; ratings are scaled to 0…1, so that predictions stay on the scale.
        Logistic = "logistic",
    }
}

params! {
    /// Parameters of the machine.
    pub struct FmParams {
        /// Length of the vector of each feature; 0 leaves the linear model.
        factors: u32 = 16 => 0..=256, "factors";
        /// 2 for pairs of features, 3 for triples as well.
        degree: u32 = 2 => 2..=3, "";
        /// How the parameters are found.
        solver: FmSolver = FmSolver::Adam;
        /// What is minimized.
        loss: FmLoss = FmLoss::Automatic;
        /// Passes over the data.
        epochs: u32 = 25 => 1..=1000, "epochs";
        /// Step size at the beginning. For adam and sgd; sgd likes about three times as much.
        learning_rate: f32 = 0.01 => 0.0..=1.0, "";
        /// λ of the vectors: pulls them to zero.
        regularization: f32 = 1.3 => 0.0..=100.0, "";
        /// λ of the weights of single features.
        weight_regularization: f32 = 0.2 => 0.0..=100.0, "";
        /// Rows in a batch. For adam.
        batch: u32 = 2000 => 1..=1000000, "ratings";
        /// Deviation of the vectors at the start.
        deviation: f32 = 0.05 => 0.0..=1.0, "";
        also features: Switches;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "fm",
    title: "Factorization machine",
    summary: "Vectors for users, items, days and all that is known of them, such as genres and occupation. For data with side information.",
    purpose: &[Purpose::Features, Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Probability],
    rates_beside: false,
    loss_name: "RMSE, or log loss",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: false,
        item_map: true,
        factors: true,
    },
    taken_for: AS_GIVEN,
    remedy: |values, _| match FmParams::read(ENTRY.name, values).map(|params| params.solver) {
        Ok(FmSolver::Als) => Remedy::Raise("regularization"),
        _ => Remedy::Lower("learning_rate"),
    },
    params: Schema::of::<FmParams>(),
    memory: |ratings, values| {
        let params = FmParams::read(ENTRY.name, values)?;
        let k = params.factors as usize;
        let numbers = match (params.solver, params.degree) {
            (FmSolver::Als, _) => 2 * (k + 1),
            (FmSolver::Sgd, degree) => 2 * (k * (degree as usize - 1) + 1),
            (FmSolver::Adam, degree) => 4 * (k * (degree as usize - 1) + 1),
        };
        Ok(blocks::need(ratings, &params.features, numbers, k * (2 * params.degree as usize - 3) + 1))
    },
    fit: |ratings, values, seed| {
        let params = FmParams::read(ENTRY.name, values)?;
        if params.solver == FmSolver::Als && params.degree == 3 {
            return Err(Error::parameter(ENTRY.name, "degree", "2 for the solver als", "3"));
        }
        Ok(Box::new(FmTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Snapshots::load(ENTRY.name, tensors, ratings)?)),
};

/// Largest second derivative of the logistic loss.
const CURVATURE: f32 = 0.25;

struct FmTrainer {
    params: FmParams,
    logistic: bool,
    solver: Solver,
    link: Link,
    epoch: u32,
    loss: Option<f32>,
    negatives: u32,
}

enum Solver {
    Coordinates {
        machine: Box<Machine>,
        priors: Priors,
        /// Targets, where the machine's are working responses.
        labels: Vec<f32>,
        begun: bool,
        done_work: u64,
    },
    Gradients(Box<Descent>),
}

impl FmTrainer {
    fn new(ratings: &Ratings, params: FmParams, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let implicit = ratings.feedback() == Feedback::Implicit;
        let logistic = match params.loss {
            FmLoss::Automatic => implicit,
            FmLoss::Squared => false,
            FmLoss::Logistic => true,
        };
        let design = Design::new(ratings, &params.features);
        let mut observed = Observations::new(ratings, &design, params.features.negatives, &mut random);
        let mut link = Link::Identity;
        if logistic {
            let scale = ratings.scale();
            let (low, high) =
                if implicit || scale.min >= scale.max { (0.0, 1.0) } else { (scale.min, scale.max) };
            let scaled = |y: f32| ((y - low) / (high - low)).clamp(0.0, 1.0);
            observed.targets.iter_mut().for_each(|y| *y = scaled(*y));
            link = Link::Logistic { low, high };
        }
        let k = params.factors as usize;
        let solver = if params.solver == FmSolver::Als {
            let curvature = if logistic { CURVATURE } else { 1.0 };
            let labels = observed.targets.clone();
            let machine = Box::new(Machine::new(design, observed, k, params.deviation, &mut random));
            let mut precisions = vec![curvature * params.regularization; machine.n_groups() * (k + 1)];
            let weights = precisions.iter_mut().skip(k).step_by(k + 1);
            weights.for_each(|p| *p = curvature * params.weight_regularization);
            let priors = Priors { means: vec![0.0; precisions.len()], precisions };
            Solver::Coordinates { machine, priors, labels, begun: false, done_work: 0 }
        } else {
            Solver::Gradients(Box::new(Descent::new(design, observed, &params, logistic, random)))
        };
        let negatives = if implicit { params.features.negatives } else { 0 };
        FmTrainer { params, logistic, solver, link, epoch: 0, loss: None, negatives }
    }
}

impl Trainer for FmTrainer {
    fn step(&mut self) -> Result<Progress> {
        let mut budget = STEP_WORK;
        let epochs = self.params.epochs;
        let mut share = 0.0;
        while budget > 0 && self.epoch < epochs {
            let (complete, loss) = match &mut self.solver {
                Solver::Coordinates { machine, priors, labels, begun, done_work } => {
                    if !*begun {
                        if self.logistic {
                            work_responses(machine, labels);
                        }
                        (*begun, *done_work) = (true, 0);
                    }
                    let alpha = if self.logistic { f64::from(CURVATURE) } else { 1.0 };
                    let mut rule = Rule { priors, alpha, frequency: 0.5, noise: None };
                    let (work, complete) = machine.advance(&mut rule, budget);
                    *done_work += work;
                    budget = budget.saturating_sub(work);
                    share = (*done_work as f32 / machine.sweep_work() as f32).min(1.0);
                    *begun = !complete;
                    (complete, if complete { coordinate_loss(machine, labels, self.logistic) } else { 0.0 })
                }
                Solver::Gradients(descent) => {
                    let n = descent.observed.targets.len();
                    let begun = self.epoch as f32 + descent.at as f32 / n.max(1) as f32;
                    let rate = self.params.learning_rate * (1.0 - begun / epochs as f32);
                    let work = descent.batch(rate);
                    budget = budget.saturating_sub(work);
                    share = descent.at as f32 / n.max(1) as f32;
                    let complete = descent.at >= n;
                    (complete, if complete { descent.end_epoch() } else { 0.0 })
                }
            };
            if complete {
                self.epoch += 1;
                share = 0.0;
                self.loss = Some(loss);
            }
        }
        if share == 0.0 {
            return Ok(Progress::epochs(self.epoch, epochs, self.loss));
        }
        Ok(Progress::within(self.epoch, epochs, share, self.loss))
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        let (layout, rows, intercept) = match &self.solver {
            Solver::Coordinates { machine, .. } => {
                (machine.layout(), machine.snapshot(None), machine.intercept)
            }
            Solver::Gradients(descent) => (descent.layout, descent.snapshot(), descent.intercept),
        };
        let days = match self.solver {
            Solver::Coordinates { machine, .. } => machine.design().days.clone(),
            Solver::Gradients(descent) => descent.design.days,
        };
        let version = Version { intercept, alpha: 1.0, cuts: Vec::new(), rows };
        let pulls = [self.params.regularization, self.params.weight_regularization]
            .map(|pull| if self.logistic { CURVATURE * pull } else { pull });
        let versions = vec![version];
        let model =
            Snapshots::new(ENTRY.name, layout, self.link, days, versions, self.negatives, Some(pulls));
        Ok(Box::new(model))
    }
}

/// Working responses z = f − 4 (σ(f) − y): with precision ¼ their squared errors bound the
/// logistic loss from above and touch it at f (Böhning and Lindsay, 1988).
fn work_responses(machine: &mut Machine, labels: &[f32]) {
    let Machine { targets, residuals, .. } = machine;
    for ((z, e), y) in targets.iter_mut().zip(residuals).zip(labels) {
        let sum = *z + *e;
        *e = 4.0 * (kernel::sigmoid(sum) - y);
        *z = sum - *e;
    }
}

fn coordinate_loss(machine: &Machine, labels: &[f32], logistic: bool) -> f32 {
    let n = labels.len().max(1) as f64;
    if !logistic {
        let blocks = machine.residuals.chunks(1 << 12);
        let squares: f64 = blocks.map(|block| f64::from(kernel::dot(block, block))).sum();
        return (squares / n).sqrt() as f32;
    }
    let rows = machine.targets.iter().zip(&machine.residuals).zip(labels);
    (rows.map(|((z, e), &y)| f64::from(kernel::log_loss(z + e, y))).sum::<f64>() / n) as f32
}

/// Gradient descent. The rows of a batch are joined by user, item and day: the features of an
/// entity are summed once per batch, and its gradient is handed on to them once.
struct Descent {
    design: Design,
    observed: Observations,
    layout: Layout,
    logistic: bool,
    batch: usize,
    regularization: f32,
    weight_regularization: f32,
    /// w₀, in the unit of the targets.
    intercept: f32,
    /// `(features, pairs + triples + 1)`: vectors and, last, the weight. Block after block, ids
    /// before side features.
    values: Vec<f32>,
    gradients: Vec<f32>,
    /// Of w₀ and of the values; `None` for `sgd`.
    adam: Option<[Adam; 2]>,
    /// First feature of each block.
    starts: [usize; 3],
    /// 1/√nⱼ per feature: what is due to each |x| of the regularization √nⱼ.
    shares: Vec<f32>,
    random: Random,
    order: Vec<u32>,
    /// Rows of this epoch that are done.
    at: usize,
    updates: u32,
    loss: f64,
    joined: [Joined; 3],
    touched: Vec<u32>,
    is_touched: Vec<bool>,
}

/// The entities of one block in a batch.
#[derive(Default)]
struct Joined {
    /// Position of each entity in the batch, or `u32::MAX`.
    slots: Vec<u32>,
    entities: Vec<u32>,
    /// Rows of each of them in the batch.
    counts: Vec<f32>,
    /// `(entities, layout width)`: sums, and the loss's derivatives by them.
    sums: Vec<f32>,
    gradients: Vec<f32>,
}

impl Descent {
    fn new(
        design: Design,
        observed: Observations,
        params: &FmParams,
        logistic: bool,
        mut random: Random,
    ) -> Self {
        let k = params.factors as usize;
        let triples = if params.degree == 3 { k } else { 0 };
        let lens = [0, 1, 2].map(|b| design.blocks[b].len);
        let layout = Layout { pairs: k, triples, lens };
        let d = k + triples + 1;
        let mut starts = [0; 3];
        let mut n_features = 0;
        for (start, block) in starts.iter_mut().zip(&design.blocks) {
            *start = n_features;
            n_features += block.len + block.rows.width();
        }
        let mut counts = vec![0.0f32; n_features];
        for ((block, entities), &start) in design.blocks.iter().zip(&observed.entities).zip(&starts) {
            let (ids, sides) = counts[start..start + block.len + block.rows.width()].split_at_mut(block.len);
            for &entity in entities {
                // The unknown entity has no feature.
                if let Some(count) = ids.get_mut(entity as usize) {
                    *count += 1.0;
                }
            }
            for (entity, column, x) in block.rows.iter() {
                sides[column as usize] += x.abs() * ids[entity as usize];
            }
            if !block.ids {
                ids.fill(0.0);
            }
        }
        // Vectors of features that never occur stay zero.
        let mut values = vec![0.0; n_features * d];
        for (value, _) in values.chunks_exact_mut(d).zip(&counts).filter(|(_, count)| **count > 0.0) {
            random.fill_normal(&mut value[..d - 1], params.deviation);
        }
        let shares = counts.iter().map(|&n| if n > 0.0 { 1.0 / n.sqrt() } else { 0.0 }).collect();
        let adam = params.solver == FmSolver::Adam;
        let curvature = if logistic { CURVATURE } else { 1.0 };
        let n = observed.targets.len();
        let mean = observed.targets.iter().map(|&y| f64::from(y)).sum::<f64>() / n.max(1) as f64;
        let share = mean.clamp(0.01, 0.99);
        let intercept = if logistic { libm::log(share / (1.0 - share)) } else { mean };
        let joined = lens.map(|len| Joined { slots: vec![u32::MAX; len + 1], ..Joined::default() });
        let mut descent = Descent {
            layout,
            logistic,
            batch: if adam { params.batch as usize } else { 1 },
            regularization: curvature * params.regularization,
            weight_regularization: curvature * params.weight_regularization,
            intercept: intercept as f32,
            gradients: vec![0.0; values.len()],
            adam: adam.then(|| [Adam::new(1), Adam::new(values.len())]),
            values,
            starts,
            shares,
            random,
            order: (0..n as u32).collect(),
            at: 0,
            updates: 0,
            loss: 0.0,
            joined,
            touched: Vec::new(),
            is_touched: vec![false; n_features],
            design,
            observed,
        };
        descent.random.shuffle(&mut descent.order);
        descent
    }

    /// Mean loss of the epoch; puts the rows in a new order.
    fn end_epoch(&mut self) -> f32 {
        let mean = self.loss / self.order.len().max(1) as f64;
        self.random.shuffle(&mut self.order);
        (self.at, self.loss) = (0, 0.0);
        (if self.logistic { mean } else { mean.sqrt() }) as f32
    }

    /// One update from the next rows. Returns about how many multiply-adds it took.
    fn batch(&mut self, rate: f32) -> u64 {
        let end = (self.at + self.batch).min(self.order.len());
        let rows = self.at..end;
        self.at = end;
        let n = rows.len();
        let width = self.layout.width();
        for ((joined, block), entities) in
            self.joined.iter_mut().zip(&self.design.blocks).zip(&self.observed.entities)
        {
            joined.entities.clear();
            joined.counts.clear();
            for &row in &self.order[rows.clone()] {
                let entity = entities[row as usize];
                let slot = &mut joined.slots[entity as usize];
                if *slot == u32::MAX {
                    *slot = joined.entities.len() as u32;
                    joined.entities.push(entity);
                    joined.counts.push(0.0);
                }
                joined.counts[*slot as usize] += 1.0;
            }
            debug_assert!(joined.slots.len() == block.len + 1);
            joined.sums.clear();
            joined.sums.resize(joined.entities.len() * width, 0.0);
            joined.gradients.clear();
            joined.gradients.resize(joined.entities.len() * width, 0.0);
        }
        let mut work = 16 * (n * width) as u64;
        for b in 0..3 {
            let mut joined = std::mem::take(&mut self.joined[b]);
            for (&entity, sums) in joined.entities.iter().zip(joined.sums.chunks_exact_mut(width)) {
                work += 8 * (self.sum(b, entity, sums) * width) as u64;
            }
            self.joined[b] = joined;
        }
        let total = self.rows(rows);
        for b in 0..3 {
            let joined = std::mem::take(&mut self.joined[b]);
            self.hand_on(b, &joined);
            self.joined[b] = joined;
            let Joined { slots, entities, .. } = &mut self.joined[b];
            entities.iter().for_each(|&entity| slots[entity as usize] = u32::MAX);
        }
        // A step of Adam is a root and two divisions.
        work += 48 * (self.touched.len() * width) as u64;
        self.update(rate, total, n);
        work
    }

    /// The features of an entity: positions in `values` and x.
    fn features<'a>(block: &'a Block, start: usize, entity: u32) -> impl Iterator<Item = (usize, f32)> + 'a {
        let id = (block.ids && (entity as usize) < block.len).then_some((start + entity as usize, 1.0));
        let (columns, xs) = block.rows.row(entity);
        let first = start + block.len;
        id.into_iter().chain(columns.iter().zip(xs).map(move |(&column, &x)| (first + column as usize, x)))
    }

    /// Writes an entity's row of the layout; returns the number of its features.
    fn sum(&self, b: usize, entity: u32, out: &mut [f32]) -> usize {
        let Layout { pairs: k, triples, .. } = self.layout;
        let d = k + triples + 1;
        let mut n = 0;
        out.fill(0.0);
        let (q, rest) = out.split_at_mut(k);
        let (s, rest) = rest.split_at_mut(triples);
        let (t, own) = rest.split_at_mut(triples);
        let mut sum = 0.0;
        for (feature, x) in Self::features(&self.design.blocks[b], self.starts[b], entity) {
            let value = &self.values[feature * d..][..d];
            let mut squares = 0.0;
            for (q, v) in q.iter_mut().zip(value) {
                squares += *q * (x * v);
                *q += x * v;
            }
            for ((s, t), v) in s.iter_mut().zip(&mut *t).zip(&value[k..]) {
                let v = x * v;
                squares += v * *t;
                *t += v * *s;
                *s += v;
            }
            sum += squares + x * value[d - 1];
            n += 1;
        }
        own[0] = sum;
        n
    }

    /// Errors of the rows, and the derivatives by the entities' sums. Returns the derivative by w₀.
    fn rows(&mut self, rows: std::ops::Range<usize>) -> f32 {
        let Layout { pairs: k, triples, .. } = self.layout;
        let width = self.layout.width();
        let mut context = vec![0.0; width];
        let [users, items, days] = &mut self.joined;
        let mut total = 0.0;
        for &row in &self.order[rows] {
            let [user, item, day] = [0, 1, 2].map(|b| self.observed.entities[b][row as usize] as usize);
            let u = users.slots[user] as usize * width;
            let i = items.slots[item] as usize * width;
            let a = days.slots[day] as usize * width;
            let (us, is, ds) =
                (&users.sums[u..][..width], &items.sums[i..][..width], &days.sums[a..][..width]);
            let own = self.layout.context(us, ds, &mut context);
            let sum = self.intercept + own + kernel::dot(&context, is);
            let y = self.observed.targets[row as usize];
            let error = if self.logistic {
                self.loss += f64::from(kernel::log_loss(sum, y));
                kernel::sigmoid(sum) - y
            } else {
                self.loss += f64::from((sum - y) * (sum - y));
                sum - y
            };
            total += error;
            let ug = &mut users.gradients[u..][..width];
            let ig = &mut items.gradients[i..][..width];
            let dg = &mut days.gradients[a..][..width];
            for f in 0..k {
                ug[f] += error * (is[f] + ds[f]);
                ig[f] += error * (us[f] + ds[f]);
                dg[f] += error * (us[f] + is[f]);
            }
            for s in k..k + triples {
                let t = s + triples;
                ug[s] += error * (is[t] + ds[t] + is[s] * ds[s]);
                ig[s] += error * (us[t] + ds[t] + us[s] * ds[s]);
                dg[s] += error * (us[t] + is[t] + us[s] * is[s]);
                ug[t] += error * (is[s] + ds[s]);
                ig[t] += error * (us[s] + ds[s]);
                dg[t] += error * (us[s] + is[s]);
            }
            for gradient in [ug, ig, dg] {
                gradient[width - 1] += error;
            }
        }
        total
    }

    /// Adds the derivatives by a block's sums to those by its features' values, and the
    /// regularization's.
    fn hand_on(&mut self, b: usize, joined: &Joined) {
        let Layout { pairs: k, triples, .. } = self.layout;
        let (width, d) = (self.layout.width(), k + triples + 1);
        let rows = joined.sums.chunks_exact(width).zip(joined.gradients.chunks_exact(width));
        for ((&entity, &count), (sums, by_sums)) in joined.entities.iter().zip(&joined.counts).zip(rows) {
            let own = by_sums[width - 1];
            for (feature, x) in Self::features(&self.design.blocks[b], self.starts[b], entity) {
                if !self.is_touched[feature] {
                    self.is_touched[feature] = true;
                    self.touched.push(feature as u32);
                }
                let mass = x.abs() * count * self.shares[feature];
                let pull = self.regularization * mass;
                let value = &self.values[feature * d..][..d];
                let gradient = &mut self.gradients[feature * d..][..d];
                let pairs = gradient.iter_mut().zip(value).zip(sums.iter().zip(by_sums));
                for ((g, v), (q, by_q)) in pairs.take(k) {
                    *g += x * (by_q + own * (q - x * v)) + pull * v;
                }
                for f in k..k + triples {
                    let v = value[f];
                    let rest = sums[f] - x * v;
                    let slope =
                        by_sums[f] + by_sums[f + triples] * rest + own * (sums[f + triples] - x * v * rest);
                    gradient[f] += x * slope + pull * v;
                }
                gradient[d - 1] += x * own + self.weight_regularization * mass * value[d - 1];
            }
        }
    }

    /// Moves the touched features, and w₀, against their gradients.
    fn update(&mut self, rate: f32, total: f32, n: usize) {
        let d = self.layout.pairs + self.layout.triples + 1;
        let Descent { values, gradients, adam, intercept, touched, is_touched, .. } = self;
        let Some([of_intercept, of_values]) = adam else {
            *intercept -= rate * total;
            for feature in touched.drain(..) {
                let at = feature as usize * d;
                is_touched[feature as usize] = false;
                kernel::axpy(-rate, &gradients[at..at + d], &mut values[at..at + d]);
                gradients[at..at + d].fill(0.0);
            }
            return;
        };
        self.updates = self.updates.saturating_add(1);
        let step = AdamStep::new(rate, self.updates);
        let scale = [1.0 / n.max(1) as f32, 0.0];
        of_intercept.descend(&step, 0..1, std::slice::from_mut(intercept), &mut [total], scale);
        for feature in touched.drain(..) {
            let range = feature as usize * d..(feature as usize + 1) * d;
            is_touched[feature as usize] = false;
            of_values.descend(&step, range, values, gradients, scale);
        }
    }

    fn snapshot(&self) -> Vec<f32> {
        let width = self.layout.width();
        let mut rows = vec![0.0; self.layout.rows() * width];
        let entities = (0..3).flat_map(|b| (0..=self.layout.lens[b] as u32).map(move |entity| (b, entity)));
        for ((b, entity), row) in entities.zip(rows.chunks_exact_mut(width)) {
            self.sum(b, entity, row);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, Person, Values};
    use crate::ratings::{Builder, FeatureKind};
    use std::sync::Arc;

    /// Eight users, six items with genres and years; ratings from a fixed rule.
    fn ratings() -> Ratings {
        let mut b = Builder::default();
        for user in 0..8u32 {
            for item in (0..6u32).filter(|item| (user + 2 * item) % 5 != 0) {
                let value = 1.0 + ((user * 3 + item * 5) % 9) as f32 * 0.5;
                b.rating(&user.to_string(), &item.to_string(), value, Some(86_400 * (1 + user % 3)));
            }
        }
        for item in 0..6u32 {
            let genre = ["War", "Drama", "Comedy"][item as usize % 3];
            b.item_feature(&item.to_string(), "genre", FeatureKind::Category, genre, 1.0);
            b.item_feature(&item.to_string(), "genre", FeatureKind::Category, "Film", 1.0);
        }
        b.build().unwrap().ratings
    }

    fn descent(degree: u32, logistic: bool) -> Descent {
        let mut params = FmParams::read(ENTRY.name, &Values::new()).unwrap();
        (params.factors, params.degree, params.deviation, params.batch) = (3, degree, 0.4, 1000);
        let mut random = Random::new(3);
        let design = Design::new(&ratings(), &params.features);
        let mut observed = Observations::new(&ratings(), &design, 1, &mut random);
        if logistic {
            observed.targets.iter_mut().for_each(|y| *y /= 5.0);
        }
        Descent::new(design, observed, &params, logistic, random)
    }

    /// The machine's sum by its definition: over all pairs and triples of features.
    fn by_definition(descent: &Descent, row: usize) -> f64 {
        let Layout { pairs: k, triples, .. } = descent.layout;
        let d = k + triples + 1;
        let mut features = Vec::new();
        for b in 0..3 {
            let entity = descent.observed.entities[b][row];
            features.extend(Descent::features(&descent.design.blocks[b], descent.starts[b], entity));
        }
        let term = |at: usize, f: usize| {
            let (feature, x) = features[at];
            f64::from(x) * f64::from(descent.values[feature * d + f])
        };
        let n = features.len();
        let mut sum = f64::from(descent.intercept);
        for i in 0..n {
            sum += term(i, d - 1);
            for j in 0..i {
                sum += (0..k).map(|f| term(i, f) * term(j, f)).sum::<f64>();
                for l in 0..j {
                    sum += (k..k + triples).map(|f| term(i, f) * term(j, f) * term(l, f)).sum::<f64>();
                }
            }
        }
        sum
    }

    fn objective(descent: &Descent) -> f64 {
        let d = descent.layout.pairs + descent.layout.triples + 1;
        let mut total = 0.0;
        for (row, &y) in descent.observed.targets.iter().enumerate() {
            let sum = by_definition(descent, row);
            total += if descent.logistic {
                f64::from(kernel::log_loss(sum as f32, y))
            } else {
                0.5 * (sum - f64::from(y)).powi(2)
            };
        }
        for (value, share) in descent.values.chunks_exact(d).zip(&descent.shares).filter(|(_, s)| **s > 0.0) {
            let pull = |f| if f < d - 1 { descent.regularization } else { descent.weight_regularization };
            let own: f32 = value.iter().enumerate().map(|(f, v)| pull(f) * v * v).sum();
            total += 0.5 * f64::from(own / share);
        }
        total
    }

    #[test]
    fn gradients_are_the_slopes_of_the_objective() {
        for (degree, logistic) in [(2, false), (3, false), (3, true)] {
            let mut moved = descent(degree, logistic);
            // Plain steps of one batch with everything in it: the change is the gradient.
            (moved.adam, moved.batch) = (None, 1000);
            let before = descent(degree, logistic);
            let rate = 1e-3;
            moved.batch(rate);
            for at in (0..before.values.len()).step_by(7) {
                let gradient = f64::from(before.values[at] - moved.values[at]) / f64::from(rate);
                let mut near = descent(degree, logistic);
                let h = 1e-2;
                near.values[at] += h;
                let up = objective(&near);
                near.values[at] -= 2.0 * h;
                let slope = (up - objective(&near)) / f64::from(2.0 * h);
                let close = (gradient - slope).abs() < 2e-2 * slope.abs().max(1.0);
                assert!(close, "degree {degree}, value {at}: gradient {gradient}, slope {slope}");
            }
        }
    }

    #[test]
    fn coordinate_descent_lowers_the_loss_and_follows_its_own_residuals() {
        let mut random = Random::new(5);
        let all = descent(2, false);
        let mut machine = Machine::new(all.design, all.observed, 3, 0.3, &mut random);
        let n = machine.n_groups() * 4;
        let priors = Priors { means: vec![0.0; n], precisions: vec![0.1; n] };
        let mean = |machine: &Machine| machine.residuals.iter().map(|e| e * e).sum::<f32>();
        let mut last = mean(&machine);
        for sweep in 0..20 {
            let mut rule = Rule { priors: &priors, alpha: 1.0, frequency: 0.5, noise: None };
            while !machine.advance(&mut rule, 500).1 {}
            let kept = machine.residuals.clone();
            machine.refresh();
            for (kept, fresh) in kept.iter().zip(&machine.residuals) {
                assert!((kept - fresh).abs() < 1e-3, "sweep {sweep}: {kept} and {fresh}");
            }
            let now = mean(&machine);
            assert!(sweep > 2 || now < last, "sweep {sweep}: {last} became {now}");
            last = now;
        }
    }

    #[test]
    fn a_machine_without_vectors_is_the_linear_model() {
        let ratings = ratings();
        let values: Values = [("factors".to_owned(), crate::model::Value::Number(0.0))].into();
        for solver in ["als", "adam"] {
            let mut values = values.clone();
            values.insert("solver".into(), crate::model::Value::Text(solver.into()));
            let shared = Arc::new(ratings.clone());
            let fitted = Fitting::new("fm", &shared, &values, 1).unwrap().run().unwrap();
            let score = |user| {
                let mut scores = vec![0.0; ratings.n_items()];
                fitted.model().prepare(Person::of(&ratings, user)).unwrap().score(&mut scores);
                scores
            };
            // Without products the difference of two items is the same for everybody.
            let (a, b) = (score(0), score(5));
            assert!((a[0] - a[1] - (b[0] - b[1])).abs() < 1e-4 && a[0] != a[1], "{solver}");
        }
    }
}
