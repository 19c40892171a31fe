//! Gradient descent of a factorization machine, one row at a time.
//!
//! A user's features are the same in all of the user's rows, and often hundreds, such as the items that the user
//! rated; an item's likewise (Rendle, “Scaling factorization machines to relational data”, 2013). So an epoch visits one
//! entity of a side after the other: the features that it shares with others are summed when the visit begins, and take
//! one step, from all rows of the visit, when it ends, as the implied vectors of SVD++ do (Koren, 2008). The features
//! that the entities of a row are by themselves take a step with the row, and the sums follow. Users are visited in one
//! epoch and items in the next; the shared features of the other side stand still meanwhile, so that no sum is ever out of
//! date.
//!
//! What is due to the shared features is added up by entity, as the derivative of a machine by one of its parameters
//! is a polynomial in it with coefficients that do not depend on which feature it belongs to:
//!
//! ```text
//! ∂/∂vⱼ = xⱼ (G − xⱼ vⱼ O)                 G = Σ (g_q + g q),  O = Σ g
//! ∂/∂uⱼ = xⱼ (A − xⱼ uⱼ B + xⱼ² uⱼ² O)     A = Σ (g_s + g_t s + g t),  B = Σ (g_t + g s)
//! ```
//!
//! where the sums are over the visit's rows, q, s and t are the entity's sums and g, g_q, g_s, g_t the loss's derivatives
//! by the row's prediction and by these sums.

use super::answers::Layout;
use super::blocks::{Block, DAYS, Design, ITEMS, Observations, USERS, grouped};
use super::{CURVATURE, FmParams};
use crate::checkpoint::Checkpoint;
use crate::kernel;
use crate::model::shared::optim::AdaGrad;
use crate::random::Random;

/// A machine, and what descends with it.
pub(super) struct Descent {
    pub(super) design: Design,
    pub(super) observed: Observations,
    pub(super) layout: Layout,
    logistic: bool,
    /// The largest second derivative of a row's loss.
    curvature: f32,
    /// λ of vectors and of weights.
    pub(super) pulls: [f32; 2],
    /// w₀, in the unit of the targets.
    pub(super) intercept: f32,
    /// Of the blocks, once all are made.
    sides: Vec<Side>,
    /// Of the vectors at the start.
    deviation: f32,
    /// Rows in the order of their items, and where those of each item begin.
    by_item: (Vec<u32>, Vec<usize>),
    random: Random,
    /// The learning rate at the beginning, the epoch under way counted from 0, and epochs in all.
    learning_rate: f32,
    epoch: u32,
    epochs: u32,
    /// The side that this epoch visits, its entities in order, and how many of them are done.
    visited: usize,
    order: Vec<u32>,
    next: usize,
    /// Entities of the sides, counted through, whose sums are to be made before the visits go on.
    stale: std::ops::Range<usize>,
    visit: Option<Visit>,
    /// Rows of this epoch that are done, and the sum of their losses.
    at: usize,
    loss: f64,
    scratch: Scratch,
}

/// One entity's rows under way.
struct Visit {
    entity: u32,
    rows: Vec<u32>,
    done: usize,
    /// `(width)`: G, A, B and O.
    due: Vec<f32>,
    /// How much the loss bends at most along the sums of pairs, and along those of triples.
    bends: [f32; 2],
}

/// The features of one block: those that entities are by themselves, and those they share.
struct Side {
    ids: Vectors,
    shared: Vectors,
    /// `(entities + 1, width)`: the sums of shared features, the unknown entity's last; and with the entity itself.
    apart: Vec<f32>,
    sums: Vec<f32>,
}

/// Parameters of features: vectors and, last, the weight.
struct Vectors {
    /// `(features, pairs + triples + 1)`.
    values: Vec<f32>,
    /// What AdaGrad remembers of pairs, triples and weight.
    memory: Vec<[AdaGrad; 3]>,
    /// 1/√nⱼ: what is due to each |x| of the regularization √nⱼ.
    shares: Vec<f32>,
}

/// Room to work in.
#[derive(Default)]
struct Scratch {
    /// `(width)` each.
    context: Vec<f32>,
    by_sums: [Vec<f32>; 3],
    slope: Vec<f32>,
}

impl Vectors {
    /// Of features that occur so often; those that never occur have zero vectors.
    fn new(counts: &[f32], [d, n_vectors]: [usize; 2], deviation: f32, random: &mut Random) -> Self {
        let mut values = vec![0.0; counts.len() * d];
        for (value, _) in values.chunks_exact_mut(d).zip(counts).filter(|(_, count)| **count > 0.0) {
            random.fill_normal(&mut value[..n_vectors], deviation);
        }
        let shares = counts.iter().map(|&n| if n > 0.0 { 1.0 / n.sqrt() } else { 0.0 }).collect();
        Vectors { values, memory: vec![[AdaGrad::new(1.0); 3]; counts.len()], shares }
    }
}

/// Adds a feature to an entity's sums of x v, of the products of two, and of three of them. `products` has room for the
/// entity's own terms by factor.
#[inline]
fn join(layout: Layout, sums: &mut [f32], products: &mut [f32], value: &[f32], x: f32) {
    let Layout { pairs: k, triples, .. } = layout;
    let (q, rest) = sums.split_at_mut(k);
    let (s, rest) = rest.split_at_mut(triples);
    let (t, own) = rest.split_at_mut(triples);
    let (pairs, threes) = products.split_at_mut(k);
    let (v, u) = value.split_at(k);
    for ((q, p), v) in q.iter_mut().zip(pairs).zip(v) {
        *p += *q * (x * v);
        *q += x * v;
    }
    for (((s, t), p), u) in s.iter_mut().zip(t).zip(threes).zip(u) {
        let u = x * u;
        *p += u * *t;
        *t += u * *s;
        *s += u;
    }
    own[0] += x * value[value.len() - 1];
}

impl Side {
    /// Sums the features that an entity shares, then itself; returns how many it shares.
    fn sum(&mut self, layout: Layout, block: &Block, entity: u32, products: &mut [f32]) -> usize {
        let (width, d) = (layout.width(), layout.pairs + layout.triples + 1);
        let at = entity as usize * width;
        let apart = &mut self.apart[at..at + width];
        let products = &mut products[..d - 1];
        products.fill(0.0);
        apart.fill(0.0);
        let (columns, xs) = block.rows.row(entity);
        for (&column, &x) in columns.iter().zip(xs) {
            join(layout, apart, products, &self.shared.values[column as usize * d..][..d], x);
        }
        apart[width - 1] += products.iter().sum::<f32>();
        let sums = &mut self.sums[at..at + width];
        sums.copy_from_slice(apart);
        if let Some(own) = self.ids.values.get(entity as usize * d..(entity as usize + 1) * d) {
            products.fill(0.0);
            join(layout, sums, products, own, 1.0);
            sums[width - 1] += products.iter().sum::<f32>();
        }
        columns.len()
    }

    /// The feature that an entity is by itself takes a step down the derivatives by the entity's sums, and the sums follow.
    fn step_id(
        &mut self,
        layout: Layout,
        entity: usize,
        by_sums: &[f32],
        slope: &mut [f32],
        [rate, pull, weight_pull]: [f32; 3],
    ) {
        let Layout { pairs: k, triples, .. } = layout;
        let (width, d) = (layout.width(), k + triples + 1);
        let Some(share) = self.ids.shares.get(entity) else { return };
        let value = &mut self.ids.values[entity * d..][..d];
        let [of_pairs, of_triples, of_weight] = &mut self.ids.memory[entity];
        let (apart, sums) =
            (&self.apart[entity * width..][..width], &mut self.sums[entity * width..][..width]);
        let (pull, g) = (pull * share, by_sums[width - 1]);
        let mut own = 0.0;
        if k > 0 {
            let slope = &mut slope[..k];
            for (((slope, by), apart), v) in slope.iter_mut().zip(by_sums).zip(apart).zip(&*value) {
                *slope = by + g * apart + pull * v;
            }
            let [product, square, _] = kernel::dot_squares(slope, &apart[..k]);
            let rate = of_pairs.rate(rate);
            of_pairs.add(square / k as f32);
            own -= rate * product;
            for ((slope, v), q) in slope.iter().zip(&mut *value).zip(&mut *sums) {
                *v -= rate * slope;
                *q -= rate * slope;
            }
        }
        if triples > 0 {
            let slope = &mut slope[..triples];
            let (u, (by_s, by_t)) =
                (&mut value[k..k + triples], by_sums[k..k + 2 * triples].split_at(triples));
            let (apart_s, apart_t) = apart[k..k + 2 * triples].split_at(triples);
            for f in 0..triples {
                slope[f] = by_s[f] + by_t[f] * apart_s[f] + g * apart_t[f] + pull * u[f];
            }
            let [product, square, _] = kernel::dot_squares(slope, apart_t);
            let rate = of_triples.rate(rate);
            of_triples.add(square / triples as f32);
            own -= rate * product;
            let (s, t) = sums[k..k + 2 * triples].split_at_mut(triples);
            for f in 0..triples {
                let change = -rate * slope[f];
                u[f] += change;
                s[f] += change;
                t[f] += change * apart_s[f];
            }
        }
        let weight = &mut value[d - 1];
        let slope = g + weight_pull * share * *weight;
        let change = -of_weight.rate(rate) * slope;
        of_weight.add(slope * slope);
        *weight += change;
        sums[width - 1] += own + change;
    }

    /// The features that an entity shares take a step from a visit; returns how many they are.
    fn step_shared(
        &mut self,
        layout: Layout,
        block: &Block,
        visit: &Visit,
        [rate, pull, weight_pull]: [f32; 3],
    ) -> usize {
        let Layout { pairs: k, triples, .. } = layout;
        let (width, d) = (layout.width(), k + triples + 1);
        let (columns, xs) = block.rows.row(visit.entity);
        let (count, due) = (visit.rows.len() as f32, &visit.due[..]);
        let (g, rest) = due.split_at(k);
        let (a, rest) = rest.split_at(triples);
        let (b, _) = rest.split_at(triples);
        let o = due[width - 1];
        let length: f32 = xs.iter().map(|x| x * x).sum();
        let squares = [kernel::dot(g, g) / k.max(1) as f32, kernel::dot(a, a) / triples.max(1) as f32, o * o];
        // The step of a visit is the sum of many gradients: it counts before its own rate is taken, and goes no further than
        // to where the loss is least along it.
        let bends =
            [visit.bends[0], visit.bends[1], count].map(|bend| 1.0 / (bend * length).max(f32::MIN_POSITIVE));
        for (&column, &x) in columns.iter().zip(xs) {
            let column = column as usize;
            let mass = x.abs() * count * self.shared.shares[column];
            let memory = &mut self.shared.memory[column];
            let mut rates = bends;
            for ((rates, memory), square) in rates.iter_mut().zip(memory).zip(squares) {
                memory.add(x * x * square);
                *rates = memory.rate(rate).min(*rates);
            }
            let value = &mut self.shared.values[column * d..][..d];
            let (v, rest) = value.split_at_mut(k);
            let (u, w) = rest.split_at_mut(triples);
            let (keep, step) = (1.0 - rates[0] * (pull * mass - x * x * o), -rates[0] * x);
            for (v, g) in v.iter_mut().zip(g) {
                *v = keep * *v + step * g;
            }
            for ((u, a), b) in u.iter_mut().zip(a).zip(b) {
                let xu = x * *u;
                *u -= rates[1] * (x * (a - xu * b + xu * xu * o) + pull * mass * *u);
            }
            w[0] -= rates[2] * (x * o + weight_pull * mass * w[0]);
        }
        columns.len()
    }
}

impl Descent {
    pub(super) fn new(
        design: Design,
        observed: Observations,
        params: &FmParams,
        logistic: bool,
        random: Random,
    ) -> Self {
        let k = params.factors as usize;
        let triples = if params.degree == 3 { k } else { 0 };
        let lens = [0, 1, 2].map(|b| design.blocks[b].len);
        let layout = Layout { pairs: k, triples, lens };
        let width = layout.width();
        let n = observed.targets.len();
        let mean = observed.targets.iter().map(|&y| f64::from(y)).sum::<f64>() / n.max(1) as f64;
        let share = mean.clamp(0.01, 0.99);
        let intercept = if logistic { libm::log(share / (1.0 - share)) } else { mean };
        let room = || vec![0.0; width];
        Descent {
            by_item: (Vec::new(), Vec::new()),
            layout,
            logistic,
            curvature: if logistic { CURVATURE } else { 1.0 },
            pulls: [params.pull(&design), params.weight_regularization],
            intercept: intercept as f32,
            sides: Vec::new(),
            deviation: params.deviation,
            random,
            learning_rate: params.learning_rate,
            epoch: 0,
            epochs: params.epochs,
            visited: USERS,
            order: Vec::new(),
            next: 0,
            stale: 0..lens.iter().sum::<usize>() + 3,
            visit: None,
            at: 0,
            loss: 0.0,
            scratch: Scratch { context: room(), by_sums: [room(), room(), room()], slope: room() },
            design,
            observed,
        }
    }

    /// Makes the next side, or the order of the rows; true when all are there.
    pub(super) fn prepare(&mut self) -> bool {
        if self.sides.len() < self.design.blocks.len() {
            let side = self.side(self.sides.len());
            self.sides.push(side);
            return false;
        }
        self.by_item = grouped(&self.observed.entities[ITEMS], self.layout.lens[ITEMS]);
        self.begin_epoch();
        true
    }

    fn side(&mut self, b: usize) -> Side {
        let Layout { pairs: k, triples, .. } = self.layout;
        let block = &self.design.blocks[b];
        let mut ids = vec![0.0f32; block.len];
        for &entity in &self.observed.entities[b] {
            // The unknown entity has no feature.
            if let Some(count) = ids.get_mut(entity as usize) {
                *count += 1.0;
            }
        }
        let mut shared = vec![0.0; block.rows.width()];
        for (entity, column, x) in block.rows.iter() {
            shared[column as usize] += x.abs() * ids[entity as usize];
        }
        ids.truncate(if block.ids { block.len } else { 0 });
        let (size, deviation) = ([k + triples + 1, k + triples], self.deviation);
        let [ids, shared] =
            [ids, shared].map(|counts| Vectors::new(&counts, size, deviation, &mut self.random));
        let zeros = vec![0.0; (block.len + 1) * self.layout.width()];
        Side { ids, shared, apart: zeros.clone(), sums: zeros }
    }

    /// The learning rate and λ of vectors and of weights, in proportion to how much the loss bends.
    fn numbers(&self, rate: f32) -> [f32; 3] {
        let [pull, weight_pull] = self.pulls.map(|pull| self.curvature * pull);
        [rate, pull, weight_pull]
    }

    /// The share of the epoch's rows that are done.
    pub(super) fn share(&self) -> f32 {
        self.at as f32 / self.observed.targets.len().max(1) as f32
    }

    /// True when the epoch's visits are done, and all sums made.
    pub(super) fn complete(&self) -> bool {
        self.next == self.order.len() && self.visit.is_none() && self.stale.is_empty()
    }

    /// True between two epochs.
    pub(super) fn rests(&self) -> bool {
        self.next == 0 && (self.stale.is_empty() || self.epoch == 0)
    }

    /// Passes what epochs have changed, between two of them.
    pub(super) fn checkpoint(&mut self, state: &mut Checkpoint<'_>) {
        state.u32(&mut self.epoch);
        if state.loads() {
            self.begin_epoch();
            if self.epoch > 0 {
                self.stale = 0..0;
            }
        }
        state.order(&mut self.order);
        self.random.checkpoint(state);
        state.f32(&mut self.intercept);
        for Side { ids, shared, apart, sums } in &mut self.sides {
            for Vectors { values, memory, .. } in [ids, shared] {
                state.f32s(values);
                memory.as_flattened_mut().iter_mut().for_each(|memory| state.f32(memory.memory()));
            }
            state.f32s(apart);
            state.f32s(sums);
        }
    }

    fn begin_epoch(&mut self) {
        let shares = |side: usize| self.design.blocks[side].rows.width() > 0;
        self.visited = match (shares(USERS), shares(ITEMS)) {
            (true, false) => USERS,
            (false, true) => ITEMS,
            _ if self.epoch.is_multiple_of(2) => USERS,
            _ => ITEMS,
        };
        self.order.clear();
        self.order.extend(0..self.layout.lens[self.visited] as u32);
        self.random.shuffle(&mut self.order);
        (self.next, self.at, self.loss) = (0, 0, 0.0);
    }

    /// Mean loss of the epoch; begins the next one.
    pub(super) fn end_epoch(&mut self) -> f32 {
        let mean = self.loss / self.observed.targets.len().max(1) as f64;
        self.epoch += 1;
        self.begin_epoch();
        (if self.logistic { mean } else { mean.sqrt() }) as f32
    }

    /// Goes on until about `budget` multiply-adds are used up or the epoch is complete; returns how many were used.
    pub(super) fn advance(&mut self, budget: u64) -> u64 {
        let width = self.layout.width() as u64;
        let mut work = 0;
        while work < budget && !self.complete() {
            work += 160;
            if let Some(at) = self.stale.next() {
                work += 10 * width * (1 + self.sum(at) as u64);
            } else if let Some(mut visit) = self.visit.take() {
                let rows = (1 + (budget - work.min(budget)) / (80 * width)).min(1 << 20) as usize;
                let end = visit.rows.len().min(visit.done + rows);
                let rate = self.rate();
                for at in visit.done..end {
                    self.learn(&mut visit, at, rate);
                }
                work += 80 * width * (end - visit.done) as u64;
                visit.done = end;
                if end < visit.rows.len() {
                    self.visit = Some(visit);
                } else {
                    let numbers = self.numbers(rate);
                    let (side, block) = (&mut self.sides[self.visited], &self.design.blocks[self.visited]);
                    let stepped = side.step_shared(self.layout, block, &visit, numbers);
                    work += 20 * width * stepped as u64;
                    if self.next == self.order.len() {
                        // The sums of those visited early are out of date, as others have moved what they share.
                        let before = (0..self.visited).map(|b| self.layout.lens[b] + 1).sum::<usize>();
                        self.stale = before..before + self.layout.lens[self.visited];
                    }
                }
            } else {
                work += self.begin_visit();
            }
        }
        work
    }

    /// The learning rate now: it falls to zero along a straight line.
    fn rate(&self) -> f32 {
        self.learning_rate * (1.0 - (self.epoch as f32 + self.share()) / self.epochs as f32)
    }

    /// Makes the sums of an entity, counted through all sides; returns how many features it shares.
    fn sum(&mut self, mut at: usize) -> usize {
        let mut b = 0;
        while at > self.layout.lens[b] {
            at -= self.layout.lens[b] + 1;
            b += 1;
        }
        self.sides[b].sum(self.layout, &self.design.blocks[b], at as u32, &mut self.scratch.slope)
    }

    /// Begins the visit of the next entity with rows; returns the work.
    fn begin_visit(&mut self) -> u64 {
        let entity = self.order[self.next];
        self.next += 1;
        let mut rows: Vec<u32> = if self.visited == USERS {
            let users = &self.observed.entities[USERS];
            let first = users.partition_point(|&user| user < entity) as u32;
            let n = users[first as usize..].partition_point(|&user| user == entity) as u32;
            (first..first + n).collect()
        } else {
            let (rows, starts) = &self.by_item;
            let [from, to] = [0, 1].map(|next| starts[entity as usize + next]);
            rows[from..to].to_vec()
        };
        self.random.shuffle(&mut rows);
        let b = self.visited;
        let n = self.sides[b].sum(self.layout, &self.design.blocks[b], entity, &mut self.scratch.slope);
        let width = self.layout.width();
        self.visit = Some(Visit { entity, rows, done: 0, due: vec![0.0; width], bends: [0.0; 2] });
        (20 * width * (1 + n)) as u64
    }

    /// Learns one row of a visit.
    fn learn(&mut self, visit: &mut Visit, at: usize, rate: f32) {
        let Layout { pairs: k, triples, .. } = self.layout;
        let (layout, width) = (self.layout, self.layout.width());
        let numbers = self.numbers(rate);
        let row = visit.rows[at] as usize;
        let entities = [USERS, ITEMS, DAYS].map(|b| self.observed.entities[b][row] as usize);
        let Scratch { context, by_sums, slope } = &mut self.scratch;
        let [us, is, ds] = [USERS, ITEMS, DAYS].map(|b| &self.sides[b].sums[entities[b] * width..][..width]);
        let own = layout.context(us, ds, context);
        let sum = self.intercept + own + kernel::dot(context, is);
        let y = self.observed.targets[row];
        let g = if self.logistic {
            self.loss += f64::from(kernel::log_loss(sum, y));
            kernel::sigmoid(sum) - y
        } else {
            self.loss += f64::from((sum - y) * (sum - y));
            sum - y
        };
        derivatives(layout, g, [us, is, ds], by_sums);
        let (due, by, sums) = (&mut visit.due[..], &by_sums[self.visited], [us, is, ds][self.visited]);
        // What multiplies g in G and A is how the prediction goes with the sums of pairs and of triples.
        let curvature = self.curvature;
        let slope = &mut slope[..width];
        for (slope, q) in slope.iter_mut().zip(us.iter().zip(is).zip(ds)).take(k) {
            *slope = q.0.0 + q.0.1 + q.1;
        }
        visit.bends[0] += curvature * kernel::dot(&slope[..k], &slope[..k]);
        kernel::axpy(g, &slope[..k], &mut due[..k]);
        if triples > 0 {
            let (s, t) = (k..k + triples, k + triples..k + 2 * triples);
            for f in 0..triples {
                slope[f] = by[k + f] + by[k + triples + f] * sums[k + f] + g * sums[k + triples + f];
            }
            let square = kernel::dot(&slope[..triples], &slope[..triples]);
            visit.bends[1] += curvature * square / (g * g).max(1e-12);
            kernel::axpy(1.0, &slope[..triples], &mut due[s.clone()]);
            kernel::axpy(1.0, &by[t.clone()], &mut due[t.clone()]);
            kernel::axpy(g, &sums[s], &mut due[t]);
        }
        due[width - 1] += g;
        for ((side, entity), by) in self.sides.iter_mut().zip(entities).zip(by_sums) {
            side.step_id(layout, entity, by, slope, numbers);
        }
        self.at += 1;
    }

    /// The sums of all entities, as the model answers from them.
    pub(super) fn snapshot(&mut self) -> Vec<f32> {
        (0..self.layout.rows()).for_each(|at| {
            self.sum(at);
        });
        self.sides.iter().flat_map(|side| &side.sums).copied().collect()
    }
}

/// The loss's derivatives by the sums of user, item and day, where `g` is that by the prediction.
#[inline]
fn derivatives(layout: Layout, g: f32, sums: [&[f32]; 3], by_sums: &mut [Vec<f32>; 3]) {
    let Layout { pairs: k, triples, .. } = layout;
    let width = layout.width();
    for (b, by) in by_sums.iter_mut().enumerate() {
        let (one, other) = (&sums[(b + 1) % 3][..width], &sums[(b + 2) % 3][..width]);
        let by = &mut by[..width];
        for f in 0..k {
            by[f] = g * (one[f] + other[f]);
        }
        for s in k..k + triples {
            let t = s + triples;
            by[s] = g * (one[t] + other[t] + one[s] * other[s]);
            by[t] = g * (one[s] + other[s]);
        }
        by[width - 1] = g;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Params;
    use crate::model::fm::{ENTRY, tests::ratings};

    fn descent(degree: u32, logistic: bool) -> Descent {
        let mut params = FmParams::read(ENTRY.name, &crate::model::Values::new()).unwrap();
        (params.factors, params.degree, params.deviation) = (3, degree, 0.4);
        let mut random = Random::new(3);
        let design = crate::model::fm::blocks::tests::design(&ratings(), &params.features);
        let mut observed = Observations::new(&ratings(), &design, 1, &mut random);
        if logistic {
            observed.targets.iter_mut().for_each(|y| *y /= 5.0);
        }
        let mut descent = Descent::new(design, observed, &params, logistic, random);
        while !descent.prepare() {}
        descent.snapshot();
        descent
    }

    /// The features of a row: block, whether shared, position and x.
    fn features(descent: &Descent, row: usize) -> Vec<(usize, bool, usize, f32)> {
        let mut features = Vec::new();
        for (b, block) in descent.design.blocks.iter().enumerate() {
            let entity = descent.observed.entities[b][row];
            if block.ids && (entity as usize) < block.len {
                features.push((b, false, entity as usize, 1.0));
            }
            let (columns, xs) = block.rows.row(entity);
            features.extend(columns.iter().zip(xs).map(|(&column, &x)| (b, true, column as usize, x)));
        }
        features
    }

    fn vectors(descent: &mut Descent, b: usize, shared: bool) -> &mut Vectors {
        let side = &mut descent.sides[b];
        if shared { &mut side.shared } else { &mut side.ids }
    }

    /// The machine's sum by its definition: over all pairs and triples of features.
    fn by_definition(descent: &mut Descent, row: usize) -> f64 {
        let Layout { pairs: k, triples, .. } = descent.layout;
        let d = k + triples + 1;
        let terms: Vec<Vec<f64>> = features(descent, row)
            .into_iter()
            .map(|(b, shared, at, x)| {
                let value = &vectors(descent, b, shared).values[at * d..][..d];
                value.iter().map(|v| f64::from(x) * f64::from(*v)).collect()
            })
            .collect();
        let mut sum = f64::from(descent.intercept);
        for (i, a) in terms.iter().enumerate() {
            sum += a[d - 1];
            for (j, b) in terms[..i].iter().enumerate() {
                sum += (0..k).map(|f| a[f] * b[f]).sum::<f64>();
                for c in &terms[..j] {
                    sum += (k..k + triples).map(|f| a[f] * b[f] * c[f]).sum::<f64>();
                }
            }
        }
        sum
    }

    /// The loss of one entity's rows with what they bring of the regularization.
    fn objective(descent: &mut Descent, b: usize, entity: u32) -> f64 {
        let d = descent.layout.pairs + descent.layout.triples + 1;
        let mut total = 0.0;
        for row in 0..descent.observed.targets.len() {
            if descent.observed.entities[b][row] != entity {
                continue;
            }
            let (sum, y) = (by_definition(descent, row), descent.observed.targets[row]);
            total += if descent.logistic {
                f64::from(kernel::log_loss(sum as f32, y))
            } else {
                0.5 * (sum - f64::from(y)).powi(2)
            };
            for (b, shared, at, x) in features(descent, row) {
                let pulls = descent.pulls.map(|pull| descent.curvature * pull);
                let vectors = vectors(descent, b, shared);
                let value = &vectors.values[at * d..][..d];
                let own: f32 =
                    value.iter().enumerate().map(|(f, v)| pulls[usize::from(f == d - 1)] * v * v).sum();
                total += 0.5 * f64::from(own * x.abs() * vectors.shares[at]);
            }
        }
        total
    }

    #[test]
    fn sums_are_the_machine_by_its_definition_and_stay_so_with_the_steps() {
        for (degree, logistic) in [(2, false), (3, false), (3, true)] {
            let mut descent = descent(degree, logistic);
            for epoch in 0..4 {
                while !descent.complete() {
                    descent.advance(1);
                }
                let layout = descent.layout;
                let mut context = vec![0.0; layout.width()];
                for row in 0..descent.observed.targets.len() {
                    let sums = [USERS, ITEMS, DAYS].map(|b| {
                        let at = descent.observed.entities[b][row] as usize * layout.width();
                        &descent.sides[b].sums[at..][..layout.width()]
                    });
                    let own = layout.context(sums[0], sums[2], &mut context);
                    let sum = f64::from(descent.intercept + own + kernel::dot(&context, sums[1]));
                    let expected = by_definition(&mut descent, row);
                    assert!(
                        (sum - expected).abs() < 1e-4,
                        "degree {degree}, epoch {epoch}: {sum}, {expected}"
                    );
                }
                let (before, after) = (descent.loss, descent.end_epoch());
                assert!(before.is_finite() && after.is_finite());
            }
        }
    }

    #[test]
    fn what_is_due_to_shared_features_is_the_slope_of_the_objective() {
        for (degree, logistic) in [(2, false), (3, false), (3, true)] {
            // At so small a rate the rows of a visit move nothing that matters, and all slopes are those at its beginning.
            let rate = 1e-4;
            let mut moved = descent(degree, logistic);
            moved.begin_visit();
            let mut visit = moved.visit.take().unwrap();
            let entity = visit.entity;
            (0..visit.rows.len()).for_each(|at| moved.learn(&mut visit, at, 0.0));
            // Memories so large that what the visit adds is nothing beside them: every rate is `rate`.
            for memory in &mut moved.sides[USERS].shared.memory {
                *memory = [AdaGrad::new(1e12); 3];
            }
            let numbers = moved.numbers(1e6 * rate);
            let block = &moved.design.blocks[USERS];
            moved.sides[USERS].step_shared(moved.layout, block, &visit, numbers);
            let mut before = descent(degree, logistic);
            for at in (0..before.sides[USERS].shared.values.len()).step_by(3) {
                let [was, is] = [&before, &moved].map(|d| d.sides[USERS].shared.values[at]);
                let gradient = f64::from(was - is) / f64::from(rate);
                let h = 1e-2;
                before.sides[USERS].shared.values[at] = was + h;
                let up = objective(&mut before, USERS, entity);
                before.sides[USERS].shared.values[at] = was - h;
                let slope = (up - objective(&mut before, USERS, entity)) / f64::from(2.0 * h);
                before.sides[USERS].shared.values[at] = was;
                let close = (gradient - slope).abs() < 2e-2 * slope.abs().max(1.0);
                assert!(close, "degree {degree}, value {at}: gradient {gradient}, slope {slope}");
            }
        }
    }

    #[test]
    fn a_row_moves_what_its_entities_are_down_the_slope() {
        for (degree, logistic) in [(2, false), (3, false), (3, true)] {
            let rate = 1e-3;
            let mut moved = descent(degree, logistic);
            moved.begin_visit();
            let mut visit = moved.visit.take().unwrap();
            visit.rows.truncate(1);
            let row = visit.rows[0] as usize;
            moved.learn(&mut visit, 0, rate);
            let mut before = descent(degree, logistic);
            // Leaves only that row.
            for b in [USERS, ITEMS, DAYS] {
                before.observed.entities[b] = vec![before.observed.entities[b][row]];
            }
            before.observed.targets = vec![before.observed.targets[row]];
            let user = before.observed.entities[USERS][0];
            for b in [USERS, ITEMS, DAYS] {
                for at in 0..before.sides[b].ids.values.len() {
                    let [was, is] = [&before, &moved].map(|d| d.sides[b].ids.values[at]);
                    let gradient = f64::from(was - is) / f64::from(rate);
                    let h = 1e-2;
                    before.sides[b].ids.values[at] = was + h;
                    let up = objective(&mut before, USERS, user);
                    before.sides[b].ids.values[at] = was - h;
                    let slope = (up - objective(&mut before, USERS, user)) / f64::from(2.0 * h);
                    before.sides[b].ids.values[at] = was;
                    let close = (gradient - slope).abs() < 2e-2 * slope.abs().max(1.0);
                    assert!(
                        close,
                        "degree {degree}, block {b}, value {at}: gradient {gradient}, slope {slope}"
                    );
                }
            }
        }
    }
}
