//! A factorization machine of degree 2 over the blocks of a [`Design`], one coordinate at a time.
//!
//! ```text
//! ŷ(x) = w₀ + Σⱼ wⱼ xⱼ + Σ_f ½ [(Σⱼ vⱼf xⱼ)² − Σⱼ vⱼf² xⱼ²]
//! ```
//!
//! In each coordinate θ the prediction is linear, ŷ = g + h θ with h free of θ, so with squared
//! errors and a normal prior the coordinate's conditional distribution is normal with
//!
//! ```text
//! precision = λ + α Σ h²,   mean = (λ μ + α Σ h (y − g)) / precision        (Rendle, 2012)
//! ```
//!
//! [`Rule`] sets the coordinate to a draw from it (Gibbs sampling) or to its mean (coordinate
//! descent). Within a block the rows of one entity differ only in o, the factor sums of the
//! other blocks: h = xⱼ (a + o) with a the entity's own sum without j. One pass over the rows
//! gathers what all side features of a block need to know of them: n, Σo, Σo², Σe, Σeo
//! (Rendle, 2013). Ids need no such sums: they touch the rows of one entity only, so all factors
//! of one id are set with its rows in cache.

use super::answers::Layout;
use super::blocks::{Block, DAYS, Design, ITEMS, Observations, USERS, grouped};
use crate::checkpoint::Checkpoint;
use crate::kernel;
use crate::model::STEP_WORK;
use crate::random::Random;
use std::ops::Range;

/// Mean and precision of each group's normal prior. Groups stand block after block, a block's
/// ids before its side features.
#[derive(Debug, Clone)]
pub struct Priors {
    /// `(groups, k + 1)`: of the factors and, last, of the weight.
    pub means: Vec<f32>,
    /// `(groups, k + 1)`.
    pub precisions: Vec<f32>,
}

/// How a coordinate is set.
pub struct Rule<'a> {
    /// The coordinates' priors.
    pub priors: &'a Priors,
    /// Precision of the errors.
    pub alpha: f64,
    /// A coordinate's precision is that of its group times (Σ |xⱼ| over all rows) to this power.
    pub frequency: f64,
    /// Where draws come from; without, each coordinate goes to its conditional mean.
    pub noise: Option<&'a mut Random>,
}

impl Rule<'_> {
    /// The new value of a coordinate of this prior, given Σ|x|, Σh² and Σhe with e = ŷ − y.
    #[inline]
    fn set(&mut self, prior: usize, mass: f32, value: f32, square: f64, product: f64) -> f32 {
        let mut lambda = f64::from(self.priors.precisions[prior]);
        if self.frequency != 0.0 {
            lambda *= libm::pow(f64::from(mass), self.frequency);
        }
        let mu = f64::from(self.priors.means[prior]);
        let precision = lambda + self.alpha * square;
        if precision <= 0.0 {
            return value;
        }
        let mean = (lambda * mu + self.alpha * (f64::from(value) * square - product)) / precision;
        match &mut self.noise {
            Some(random) => (mean + random.normal() / precision.sqrt()) as f32,
            None => mean as f32,
        }
    }
}

/// Parameters of one block and the rows by entity.
#[derive(Debug, Default)]
struct State {
    /// First of the block's groups.
    group: usize,
    /// `(len, k + 1)`: each id's factors and, last, its weight. Zero without ids.
    ids: Vec<f32>,
    /// `(k + 1, columns)`: the side features' factors and, last, their weights.
    sides: Vec<f32>,
    /// `(len + 1, k)`: Σⱼ vⱼ xⱼ per entity; zero for the unknown entity.
    sums: Vec<f32>,
    /// Rows of entity i are `order[starts[i]..starts[i + 1]]`.
    starts: Vec<usize>,
    order: Vec<u32>,
    /// For each other block the entity of each row, in the order of `order`.
    partners: Vec<(usize, Vec<u32>)>,
    /// Σ |x| over all rows for each side feature; 0 when none of its entities has a row.
    masses: Vec<f32>,
}

/// What the side features of one entity need to know of its rows, for one factor.
#[derive(Debug, Default, Clone, Copy)]
struct Moments {
    n: f32,
    o: f32,
    oo: f32,
    e: f32,
    eo: f32,
    sum: f32,
    /// The prediction of each row of the entity has changed by shift + slope · o.
    shift: f32,
    slope: f32,
}

/// Where a sweep stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum At {
    /// The blocks' states are still to be made, with factors of this deviation.
    Blocks(f32),
    /// Of so many factors, block after block, the sums are there.
    Sums(usize),
    /// The snapshot from which the residuals are found is being taken.
    Rows,
    /// All but the residuals is there, and those of so many rows.
    Residuals(usize),
    Intercept,
    Ids(usize, usize),
    Sides(usize, usize),
}

/// The machine while it is trained.
pub struct Machine {
    k: usize,
    design: Design,
    /// w₀, in the unit of the targets.
    pub intercept: f32,
    /// Whether w₀ is free; its prior is normal with mean 0 and deviation 1.
    pub free_intercept: bool,
    states: Vec<State>,
    /// What is to be reproduced, per row.
    pub targets: Vec<f32>,
    /// Prediction minus target, per row.
    pub residuals: Vec<f32>,
    entities: [Vec<u32>; 3],
    at: At,
    buffers: Buffers,
}

#[derive(Default)]
struct Buffers {
    /// A snapshot, while the residuals are found.
    rows: Vec<f32>,
    ones: Vec<f32>,
    residuals: Vec<f32>,
    slopes: Vec<f32>,
    compact: Vec<f32>,
    others: Vec<f32>,
    moments: Vec<Moments>,
}

impl Machine {
    /// A machine that begins with normal factors of this deviation (zero where nothing is observed) and weights of zero, once it
    /// is prepared.
    pub fn new(design: Design, observed: Observations, k: usize, deviation: f32) -> Self {
        let Observations { targets, entities } = observed;
        Machine {
            k,
            design,
            intercept: 0.0,
            free_intercept: true,
            states: Vec::new(),
            residuals: vec![0.0; targets.len()],
            targets,
            entities,
            at: At::Blocks(deviation),
            buffers: Buffers::default(),
        }
    }

    /// Makes what is to be known of the next block, or the residuals; true when all is there.
    pub fn prepare(&mut self, random: &mut Random) -> bool {
        if matches!(self.at, At::Blocks(_)) && self.find_partner() {
            return false;
        }
        match self.at {
            At::Blocks(deviation) if self.states.len() < self.design.blocks.len() => {
                let state = self.state(self.states.len(), deviation, random);
                self.states.push(state);
                false
            }
            At::Blocks(_) => {
                let longest = self.states.iter().flat_map(|s| s.starts.windows(2)).map(|w| w[1] - w[0]).max();
                self.buffers.ones = vec![1.0; longest.unwrap_or(0)];
                self.at = At::Sums(0);
                false
            }
            At::Sums(mut next) => {
                let mut work = 0;
                while next < self.states.len() * self.k && work < STEP_WORK {
                    work += self.sum_up(next / self.k, next % self.k);
                    next += 1;
                }
                let all = next == self.states.len() * self.k;
                self.at = if all { At::Rows } else { At::Sums(next) };
                false
            }
            At::Rows => {
                let mut rows = std::mem::take(&mut self.buffers.rows);
                if self.snap(None, &mut rows, STEP_WORK) {
                    self.at = At::Residuals(0);
                }
                self.buffers.rows = rows;
                false
            }
            At::Residuals(next) => {
                let end = self.targets.len().min(next + STEP_WORK as usize / (256 + 8 * self.k));
                self.find_residuals(next..end);
                let all = end == self.targets.len();
                if all {
                    self.buffers.rows = Vec::new();
                }
                self.at = if all { At::Intercept } else { At::Residuals(end) };
                all
            }
            _ => true,
        }
    }

    /// What a block begins with.
    fn state(&self, b: usize, deviation: f32, random: &mut Random) -> State {
        let (k, design, entities) = (self.k, &self.design, &self.entities);
        let block = &design.blocks[b];
        let (order, starts) = grouped(&entities[b], block.len);
        let seen = |entity: usize| starts[entity + 1] > starts[entity];
        let mut ids = vec![0.0; block.len * (k + 1)];
        if block.ids {
            for (_, id) in ids.chunks_exact_mut(k + 1).enumerate().filter(|(i, _)| seen(*i)) {
                random.fill_normal(&mut id[..k], deviation);
            }
        }
        let width = block.rows.width();
        let count = |entity: u32| (starts[entity as usize + 1] - starts[entity as usize]) as f32;
        let mass = |column: u32| {
            let (entities, xs) = block.columns.row(column);
            entities.iter().zip(xs).map(|(&entity, x)| x.abs() * count(entity)).sum()
        };
        let masses: Vec<f32> = (0..width as u32).map(mass).collect();
        let mut sides = vec![0.0; (k + 1) * width];
        for factor in sides.chunks_exact_mut(width.max(1)).take(k) {
            for (value, _) in factor.iter_mut().zip(&masses).filter(|(_, mass)| **mass > 0.0) {
                *value = random.normal() as f32 * deviation;
            }
        }
        let sums = vec![0.0; (block.len + 1) * k];
        let group = design.blocks[..b].iter().map(Block::n_groups).sum();
        State { group, ids, sides, sums, starts, order, partners: Vec::new(), masses }
    }

    /// Finds the rows' entities of one more block that the last state's block meets; false when it has all of them.
    fn find_partner(&mut self) -> bool {
        let Some(b) = self.states.len().checked_sub(1) else { return false };
        let State { partners, order, .. } = &mut self.states[b];
        let from = partners.last().map_or(0, |(last, _)| last + 1);
        let mut others = from..self.design.blocks.len();
        let Some(other) = others.find(|&other| other != b && self.design.blocks[other].n_groups() > 0) else {
            return false;
        };
        partners.push((other, order.iter().map(|&row| self.entities[other][row as usize]).collect()));
        true
    }

    /// Passes what sweeps have changed, between two of them.
    pub fn checkpoint(&mut self, state: &mut Checkpoint<'_>) {
        for State { ids, sides, sums, .. } in &mut self.states {
            [ids, sides, sums].into_iter().for_each(|numbers| state.f32s(numbers));
        }
        state.f32(&mut self.intercept);
        state.f32s(&mut self.targets);
        state.f32s(&mut self.residuals);
    }

    /// How [`Machine::snapshot`] is laid out.
    pub fn layout(&self) -> Layout {
        let lens = [USERS, ITEMS, DAYS].map(|b| self.design.blocks[b].len);
        Layout { pairs: self.k, triples: 0, lens }
    }

    /// The blocks.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// Number of groups of features.
    pub fn n_groups(&self) -> usize {
        self.design.blocks.iter().map(Block::n_groups).sum()
    }

    /// Recomputes factor sums and residuals from the parameters.
    #[cfg(test)]
    pub fn refresh(&mut self) {
        for at in 0..self.states.len() * self.k {
            self.sum_up(at / self.k, at % self.k);
        }
        self.buffers.rows = self.snapshot(None);
        self.find_residuals(0..self.targets.len());
    }

    /// Sums up one factor of a block's entities; about how many multiply-adds that takes.
    fn sum_up(&mut self, b: usize, f: usize) -> u64 {
        let (k, block) = (self.k, &self.design.blocks[b]);
        let State { ids, sides, sums, .. } = &mut self.states[b];
        let width = block.rows.width();
        let factor = &sides[f * width..][..width];
        for (entity, sums) in sums.chunks_exact_mut(k).enumerate() {
            let own = ids.get(entity * (k + 1) + f).copied().unwrap_or(0.0);
            let (columns, xs) = block.rows.row(entity as u32);
            sums[f] = columns.iter().zip(xs).fold(own, |sum, (&column, x)| sum + x * factor[column as usize]);
        }
        (16 * block.rows.nnz() + 32 * block.len) as u64
    }

    /// Predicts these rows from the snapshot in the buffers.
    fn find_residuals(&mut self, range: Range<usize>) {
        let (layout, rows) = (self.layout(), &self.buffers.rows);
        let mut context = vec![0.0; layout.width()];
        let [users, items, days] = &self.entities;
        for at in range {
            let (user, day) = (layout.row(rows, USERS, users[at]), layout.row(rows, DAYS, days[at]));
            let own = layout.context(user, day, &mut context);
            let sum = self.intercept + own + kernel::dot(&context, layout.row(rows, ITEMS, items[at]));
            self.residuals[at] = sum - self.targets[at];
        }
    }

    /// About how many multiply-adds one sweep over all coordinates takes.
    pub fn sweep_work(&self) -> u64 {
        let k1 = self.k as u64 + 1;
        let ids =
            |b: usize| 8 * self.states[b].order.len() as u64 * k1 + 16 * self.design.blocks[b].len as u64;
        let of_block =
            |b: usize| if self.design.blocks[b].ids { ids(b) } else { 1 } + k1 * self.sides_work(b);
        2 * self.targets.len() as u64 + (0..self.states.len()).map(of_block).sum::<u64>()
    }

    /// The same for one factor of all side features of a block. Rows and entities stand far apart.
    fn sides_work(&self, b: usize) -> u64 {
        match self.design.blocks[b].rows.nnz() {
            0 => 1,
            nnz => 24 * self.targets.len() as u64 + 64 * nnz as u64,
        }
    }

    /// Sets coordinates until about `budget` multiply-adds are spent or all have been set once.
    /// Returns the work done and whether the sweep is complete.
    pub fn advance(&mut self, rule: &mut Rule<'_>, budget: u64) -> (u64, bool) {
        let mut work = 0;
        while work < budget {
            let (spent, next) = match self.at {
                // A machine is prepared before it advances.
                At::Blocks(_) | At::Sums(_) | At::Rows | At::Residuals(_) | At::Intercept => {
                    (self.set_intercept(rule), At::Ids(0, 0))
                }
                At::Ids(b, entity) => {
                    let (spent, next) = self.set_ids(b, entity, rule, budget - work);
                    (spent, if next < self.design.blocks[b].len { At::Ids(b, next) } else { At::Sides(b, 0) })
                }
                // It is done in one go, which may take a whole slice.
                At::Sides(b, _) if work > 0 && work + self.sides_work(b) > budget => break,
                At::Sides(b, f) => {
                    let spent = self.set_sides(b, f, rule);
                    (spent, if f < self.k { At::Sides(b, f + 1) } else { At::Ids(b + 1, 0) })
                }
            };
            work += spent;
            self.at = next;
            if let At::Ids(b, _) = next
                && b == self.states.len()
            {
                self.at = At::Intercept;
                return (work, true);
            }
        }
        (work, false)
    }

    fn set_intercept(&mut self, rule: &mut Rule<'_>) -> u64 {
        let n = self.residuals.len();
        if self.free_intercept {
            let sum: f64 = self.residuals.chunks(1 << 12).map(|c| f64::from(c.iter().sum::<f32>())).sum();
            let precision = 1.0 + rule.alpha * n as f64;
            let mut value = rule.alpha * (f64::from(self.intercept) * n as f64 - sum) / precision;
            if let Some(random) = &mut rule.noise {
                value += random.normal() / precision.sqrt();
            }
            let change = value as f32 - self.intercept;
            self.residuals.iter_mut().for_each(|e| *e += change);
            self.intercept = value as f32;
        }
        2 * n as u64
    }

    /// Sets the ids of a block from `first` on: per entity its weight, then factor by factor.
    fn set_ids(&mut self, b: usize, first: usize, rule: &mut Rule<'_>, budget: u64) -> (u64, usize) {
        let len = self.design.blocks[b].len;
        if !self.design.blocks[b].ids {
            return (1, len);
        }
        let k = self.k;
        // Taken out, so that the other blocks can be read meanwhile.
        let mut state = std::mem::take(&mut self.states[b]);
        let prior = state.group * (k + 1);
        let Buffers { ones, residuals, slopes, .. } = &mut self.buffers;
        let (mut work, mut entity) = (0, first);
        while entity < len && work < budget {
            let rows = state.starts[entity]..state.starts[entity + 1];
            let n = rows.len();
            if n > 0 {
                let order = &state.order[rows.clone()];
                residuals.clear();
                residuals.extend(order.iter().map(|&row| self.residuals[row as usize]));
                let id = &mut state.ids[entity * (k + 1)..][..k + 1];
                let sums = &mut state.sums[entity * k..][..k];

                let total = f64::from(kernel::dot(&ones[..n], residuals));
                let weight = rule.set(prior + k, n as f32, id[k], n as f64, total);
                let change = weight - id[k];
                residuals.iter_mut().for_each(|e| *e += change);
                id[k] = weight;

                slopes.clear();
                slopes.resize(n * k, 0.0);
                for f in 0..k {
                    slopes[f * n..][..n].fill(sums[f] - id[f]);
                }
                for (other, partners) in state.partners.iter().filter(|_| k > 0) {
                    let others = &self.states[*other].sums;
                    for (j, &partner) in partners[rows.clone()].iter().enumerate() {
                        let sums = &others[partner as usize * k..][..k];
                        for (slope, sum) in slopes[j..].iter_mut().step_by(n).zip(sums) {
                            *slope += sum;
                        }
                    }
                }
                for f in 0..k {
                    let slopes = &slopes[f * n..][..n];
                    let square = f64::from(kernel::dot(slopes, slopes));
                    let product = f64::from(kernel::dot(slopes, residuals));
                    let value = rule.set(prior + f, n as f32, id[f], square, product);
                    let change = value - id[f];
                    kernel::axpy(change, slopes, residuals);
                    sums[f] += change;
                    id[f] = value;
                }
                for (&row, &residual) in order.iter().zip(&*residuals) {
                    self.residuals[row as usize] = residual;
                }
            }
            work += 8 * (n * (k + 1)) as u64 + 16;
            entity += 1;
        }
        self.states[b] = state;
        (work, entity)
    }

    /// Sets factor `f` (the weight, when `f` is k) of all side features of a block.
    fn set_sides(&mut self, b: usize, f: usize, rule: &mut Rule<'_>) -> u64 {
        let k = self.k;
        let block = &self.design.blocks[b];
        if block.rows.nnz() == 0 {
            return 1;
        }
        let mut state = std::mem::take(&mut self.states[b]);
        let width = block.rows.width();
        let Buffers { compact, others, moments, .. } = &mut self.buffers;

        // The sum of the other blocks for each row: first this factor's of each block, side by side in memory.
        others.clear();
        others.resize(state.order.len(), 0.0);
        for (other, partners) in state.partners.iter().filter(|_| f < k) {
            compact.clear();
            compact.extend(self.states[*other].sums.iter().skip(f).step_by(k));
            for (sum, &partner) in others.iter_mut().zip(partners) {
                *sum += compact[partner as usize];
            }
        }
        moments.clear();
        for entity in 0..block.len {
            let rows = state.starts[entity]..state.starts[entity + 1];
            let mut m = Moments { n: rows.len() as f32, ..Moments::default() };
            for (&o, &row) in others[rows.clone()].iter().zip(&state.order[rows]) {
                let e = self.residuals[row as usize];
                m.o += o;
                m.oo += o * o;
                m.e += e;
                m.eo += e * o;
            }
            m.sum = if f < k { state.sums[entity * k + f] } else { 0.0 };
            moments.push(m);
        }

        let values = &mut state.sides[f * width..][..width];
        for (g, group) in block.groups.iter().enumerate() {
            let prior = (state.group + usize::from(block.ids) + g) * (k + 1) + f;
            for j in group.columns.clone() {
                let mass = state.masses[j];
                if mass == 0.0 {
                    continue;
                }
                let (entities, xs) = block.columns.row(j as u32);
                let old = values[j];
                let (mut square, mut product) = (0.0f64, 0.0f64);
                if f == k {
                    for (&entity, &x) in entities.iter().zip(xs) {
                        let m = &moments[entity as usize];
                        square += f64::from(x * x * m.n);
                        product += f64::from(x * m.e);
                    }
                    values[j] = rule.set(prior, mass, old, square, product);
                    let change = values[j] - old;
                    for (&entity, &x) in entities.iter().zip(xs) {
                        let m = &mut moments[entity as usize];
                        m.shift += x * change;
                        m.e += x * change * m.n;
                    }
                } else {
                    // Few at a time in single precision: a step to double precision for each would take as long again.
                    for (entities, xs) in entities.chunks(16).zip(xs.chunks(16)) {
                        let mut part = [0f32; 2];
                        for (&entity, &x) in entities.iter().zip(xs) {
                            let m = &moments[entity as usize];
                            let a = m.sum - old * x;
                            part[0] += x * x * (a * (a * m.n + 2.0 * m.o) + m.oo);
                            part[1] += x * (a * m.e + m.eo);
                        }
                        square += f64::from(part[0]);
                        product += f64::from(part[1]);
                    }
                    values[j] = rule.set(prior, mass, old, square, product);
                    let change = values[j] - old;
                    for (&entity, &x) in entities.iter().zip(xs) {
                        let m = &mut moments[entity as usize];
                        let (a, slope) = (m.sum - old * x, x * change);
                        m.e += slope * (a * m.n + m.o);
                        m.eo += slope * (a * m.o + m.oo);
                        m.shift += slope * a;
                        m.slope += slope;
                        m.sum += slope;
                    }
                }
            }
        }

        for (entity, m) in moments.iter().enumerate() {
            let rows = state.starts[entity]..state.starts[entity + 1];
            for (&o, &row) in others[rows.clone()].iter().zip(&state.order[rows]) {
                self.residuals[row as usize] += m.shift + m.slope * o;
            }
            if f < k {
                state.sums[entity * k + f] = m.sum;
            }
        }
        self.states[b] = state;
        self.sides_work(b)
    }

    /// Number, sum and sum of squares of the parameters of each group, `(groups, k + 1)`: what
    /// the hyperpriors need. Parameters without any observation do not count.
    pub fn group_moments(&self) -> Vec<[f64; 3]> {
        let k1 = self.k + 1;
        let mut all = vec![[0.0; 3]; self.n_groups() * k1];
        let add = |m: &mut [f64; 3], value: f32| {
            let value = f64::from(value);
            m[0] += 1.0;
            m[1] += value;
            m[2] += value * value;
        };
        for (state, block) in self.states.iter().zip(&self.design.blocks) {
            let mut group = state.group;
            if block.ids {
                let moments = &mut all[group * k1..][..k1];
                for (id, rows) in state.ids.chunks_exact(k1).zip(state.starts.windows(2)) {
                    if rows[0] < rows[1] {
                        moments.iter_mut().zip(id).for_each(|(m, &v)| add(m, v));
                    }
                }
                group += 1;
            }
            for columns in block.groups.iter().map(|g| g.columns.clone()) {
                for (f, values) in state.sides.chunks_exact(block.rows.width()).enumerate() {
                    let active = columns.clone().filter(|&j| state.masses[j] > 0.0);
                    active.for_each(|j| add(&mut all[group * k1 + f], values[j]));
                }
                group += 1;
            }
        }
        all
    }

    /// The rows that predictions need, as [`Machine::layout`] says. Ids without observations take
    /// the mean of their prior, if `priors` are given.
    pub fn snapshot(&self, priors: Option<&Priors>) -> Vec<f32> {
        let mut out = Vec::new();
        self.snap(priors, &mut out, u64::MAX);
        out
    }

    /// The same in slices of about so many multiply-adds: adds the next rows; true when all are there.
    #[inline(never)]
    pub fn snap(&self, priors: Option<&Priors>, out: &mut Vec<f32>, mut budget: u64) -> bool {
        let (k, k1) = (self.k, self.k + 1);
        let mut squares = vec![0.0; k];
        // The row of the block's first entity.
        let mut first = 0;
        for (state, block) in self.states.iter().zip(&self.design.blocks) {
            let prior = priors.filter(|_| block.ids).map(|p| &p.means[state.group * k1..][..k1]);
            for entity in (out.len() / k1).saturating_sub(first)..=block.len {
                if budget == 0 {
                    return false;
                }
                let observed = state.starts.get(entity + 1).is_some_and(|&end| end > state.starts[entity]);
                let mut id = state.ids.get(entity * k1..(entity + 1) * k1).unwrap_or(&[]);
                let at = out.len();
                out.extend_from_slice(&state.sums[entity * k..][..k]);
                out.push(0.0);
                let row = &mut out[at..];
                if !observed && let Some(prior) = prior {
                    row[..k].iter_mut().zip(prior).for_each(|(sum, mean)| *sum += mean);
                    id = prior;
                }
                squares.fill(0.0);
                if let Some((weight, factors)) = id.split_last() {
                    row[k] += weight;
                    squares.iter_mut().zip(factors).for_each(|(s, v)| *s += v * v);
                }
                let (columns, xs) = block.rows.row(entity as u32);
                budget = budget.saturating_sub((SNAP_WORK * k1 * (columns.len() + 1)) as u64);
                for (&column, &x) in columns.iter().zip(xs) {
                    let mut values = state.sides[column as usize..].iter().step_by(block.rows.width());
                    for (square, v) in squares.iter_mut().zip(&mut values) {
                        *square += x * x * v * v;
                    }
                    row[k] += x * values.next().copied().unwrap_or(0.0);
                }
                let own: f32 = row[..k].iter().zip(&squares).map(|(sum, square)| sum * sum - square).sum();
                row[k] += 0.5 * own;
            }
            first += block.len + 1;
        }
        true
    }
}

/// Multiply-adds in whose time a number of a feature far from its neighbours is looked up.
const SNAP_WORK: usize = 16;
