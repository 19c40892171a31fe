//! Training: epochs of examples in blocks, whose parts learn side by side.

use super::HashedLrParams;
use super::answers::HashedLr;
use super::hashing::{Hashing, Place, scale_of, sum, update, weight};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::InLines;
use crate::model::shared::blocks::Sums;
use crate::model::{Model, Progress, STEP_WORK, Trainer};
use crate::random::Random;
use crate::ratings::Ratings;
use crate::rounds::{PART_WORK, Round, Rounds, nothing_shared};
use std::ops::Range;
use std::sync::Arc;

/// Examples of a block that is learned in one part.
const BLOCK: usize = 1 << 15;

/// Parts of a block, where there are several.
pub(super) const PARTS: usize = 2;

/// Multiply-adds of a block that is learned in parts: so many for each weight, as all weights go from one worker to the other, and
/// so many at least.
const WORK_PER_WEIGHT: u64 = 512;
const LEAST_WORK: u64 = 4 * STEP_WORK;

/// Least blocks of an epoch that are learned in parts, most examples of each and most bits.
const LEAST_BLOCKS: u64 = 4;
const MOST_EXAMPLES: u64 = 1 << 19;
const MOST_BITS: u32 = 22;

/// How epochs are cut; follows from the data and the parameters alone.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// Parts of a block.
    pub(super) parts: usize,
    /// Examples of a block, about.
    pub(super) examples: usize,
    /// Multiply-adds of an epoch.
    pub(super) work: u64,
}

impl Plan {
    pub(super) fn new(ratings: &Ratings, params: &HashedLrParams) -> Self {
        let rows = ratings.by_user();
        // A choice makes a pair with each other one, an item that was not chosen with all; and each has a weight of its own.
        let features = |n: u64| 2 * n * n + n;
        let all: u64 = (0..rows.rows() as u32).map(|user| features(rows.row_len(user) as u64)).sum();
        let work = WORK_PER_FEATURE * all;
        let blocks = work / (WORK_PER_WEIGHT << params.bits).max(LEAST_WORK);
        let examples = 2 * rows.nnz() as u64 / blocks.max(1);
        if blocks >= LEAST_BLOCKS && examples <= MOST_EXAMPLES && params.bits <= MOST_BITS {
            Plan { parts: PARTS, examples: examples as usize, work }
        } else {
            Plan { parts: 1, examples: BLOCK, work }
        }
    }

    /// Whether there are several parts.
    pub(super) fn is_parted(&self) -> bool {
        self.parts > 1
    }
}

/// What a person did with an item: chose it (1) or not (0).
#[derive(Clone, Copy)]
pub(super) struct Example {
    pub(super) user: u32,
    pub(super) candidate: u32,
    pub(super) target: f32,
}

/// What is learned.
pub(super) struct Table {
    /// `(2^bits)`: what features of value 1 add to the log odds.
    pub(super) weights: InLines<f32>,
    pub(super) intercept: f32,
}

impl Table {
    pub(super) fn zeros(n: usize) -> Self {
        Table { weights: InLines::new(n), intercept: 0.0 }
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) {
        state.f32s(self.weights.all_mut());
        state.f32(&mut self.intercept);
    }

    fn copy_from(&mut self, other: &Table) {
        self.weights.all_mut().copy_from_slice(other.weights.all());
        self.intercept = other.intercept;
    }

    /// Adds what has changed since `before`.
    fn add_change(&mut self, before: &Table, weights: impl Iterator<Item = f32>, intercept: f32) {
        let sums = self.weights.all_mut().iter_mut().zip(before.weights.all());
        sums.zip(weights).for_each(|((sum, before), weight)| *sum += weight - before);
        self.intercept += intercept;
    }
}

/// A place in an epoch between two blocks.
#[derive(Clone)]
pub(super) struct Position {
    /// People who are in blocks already, and choices of these.
    users: u32,
    chosen: u32,
    random: Random,
}

/// A part that is being learned, or has been but is not joined yet.
pub(super) struct Own {
    pub(super) part: Option<usize>,
    pub(super) table: Table,
    /// The next example of the block, which may be one of another part.
    pub(super) next: usize,
    pub(super) sums: Sums,
}

pub(super) struct HashedLrTrainer {
    pub(super) params: HashedLrParams,
    pub(super) plan: Plan,
    pub(super) ratings: Arc<Ratings>,
    pub(super) hashing: Hashing,
    epoch: u32,
    /// Users in the order of this epoch.
    pub(super) order: Vec<u32>,
    /// Where the block begins, and where it ends.
    pub(super) begun: Position,
    pub(super) end: Position,
    /// Empty between two blocks.
    pub(super) block: Vec<Example>,
    /// Where there are several parts, which of them learns each candidate of the block.
    pub(super) groups: Vec<u8>,
    /// As it was at the beginning of the block.
    pub(super) table: Table,
    pub(super) own: Own,
    /// The parts of the block that are joined, and what they have changed.
    joined: usize,
    pub(super) sum: Table,
    /// Of this epoch.
    pub(super) sums: Sums,
    pub(super) loss: Option<f32>,
    /// The present example's pairs.
    pub(super) places: Vec<Place>,
    /// What has been learned, once that is over, and the item whose row of pairs comes next.
    pub(super) learned: Option<(HashedLr, u32)>,
}

impl HashedLrTrainer {
    pub(super) fn new(ratings: &Arc<Ratings>, params: HashedLrParams, seed: u64) -> Self {
        let order = (0..ratings.n_users() as u32).filter(|&u| ratings.by_user().row_len(u) > 0).collect();
        let plan = Plan::new(ratings, &params);
        let (n, n_items) = (1 << params.bits, ratings.n_items());
        let [beside, grouped] = if plan.is_parted() { [n, n_items] } else { [0, 0] };
        let begin = Position { users: 0, chosen: 0, random: Random::part(seed, 0) };
        HashedLrTrainer {
            hashing: Hashing::new(&params),
            table: Table::zeros(n),
            own: Own { part: None, table: Table::zeros(beside), next: 0, sums: Sums::default() },
            sum: Table::zeros(beside),
            groups: vec![0; grouped],
            params,
            plan,
            ratings: Arc::clone(ratings),
            epoch: 0,
            order,
            begun: begin.clone(),
            end: begin,
            block: Vec::new(),
            joined: 0,
            sums: Sums::default(),
            loss: None,
            places: Vec::new(),
            learned: None,
        }
    }

    /// Goes on to the next block; false where the epoch has no more.
    pub(super) fn next_block(&mut self) -> bool {
        if self.end.users == 0 {
            self.end.random.shuffle(&mut self.order);
        }
        self.fill_block();
        !self.block.is_empty()
    }

    /// Fills the block with the next users' choices and as many others, in random order.
    fn fill_block(&mut self) {
        self.begun = self.end.clone();
        let Position { users, chosen, random } = &mut self.end;
        let n_items = self.ratings.n_items() as u32;
        for &user in &self.order[*users as usize..] {
            if self.block.len() >= self.plan.examples {
                break;
            }
            *users += 1;
            let (items, _) = self.ratings.by_user().row(user);
            *chosen += items.len() as u32;
            self.block.extend(items.iter().map(|&candidate| Example { user, candidate, target: 1.0 }));
            let others = random.others(items, n_items, items.len());
            self.block.extend(others.into_iter().map(|candidate| Example { user, candidate, target: 0.0 }));
        }
        random.shuffle(&mut self.block);
        if self.plan.is_parted() {
            self.group();
        }
    }

    /// Gives each candidate of the block, as it comes up in it, to the part that has the least work so far.
    pub(super) fn group(&mut self) {
        let mut work = [0; PARTS];
        self.groups.fill(PARTS as u8);
        for &Example { user, candidate, .. } in &self.block {
            let group = &mut self.groups[candidate as usize];
            if *group == PARTS as u8 {
                *group = (0..PARTS as u8).min_by_key(|&part| work[part as usize]).unwrap_or(0);
            }
            work[*group as usize] += self.ratings.by_user().row_len(user) + 1;
        }
    }

    /// The share of this epoch that is done, with this share of the block.
    pub(super) fn share(&self, of_block: f32) -> f32 {
        let waiting = (1.0 - of_block) * self.block.len() as f32 / 2.0;
        ((self.end.chosen as f32 - waiting) / self.ratings.by_user().nnz().max(1) as f32).clamp(0.0, 1.0)
    }

    /// The share of its examples that a part has seen.
    fn of_part(&self) -> f32 {
        self.own.next as f32 / self.block.len().max(1) as f32
    }

    pub(super) fn rate(&self) -> f32 {
        let done = (self.epoch as f32 + self.share(self.of_part())) / self.params.epochs as f32;
        self.params.learning_rate * (1.0 - done)
    }

    fn progress(&self) -> Progress {
        let begun = if self.own.part == Some(self.joined) { self.of_part() } else { 0.0 };
        let share = self.share((self.joined as f32 + begun) / self.plan.parts as f32);
        Progress::within(self.epoch, self.params.epochs, share, self.loss)
    }

    /// Learns from the examples of a part, for about so many multiply-adds; true once there are no more.
    pub(super) fn work_on(&mut self, part: usize, budget: &mut u64) -> bool {
        if self.own.part != Some(part) {
            self.begin_part(part);
            *budget = budget.saturating_sub(self.moved(COPY_WORK));
        }
        let mut rate = self.rate();
        while let Some(&example) = self.block.get(self.own.next) {
            if *budget == 0 {
                return false;
            }
            let group = self.groups.get(example.candidate as usize);
            if group.is_none_or(|&group| usize::from(group) == part) {
                // Where several learn, slices end elsewhere for each, so that nothing may rest on them.
                if self.plan.is_parted() {
                    rate = self.rate();
                }
                *budget = budget.saturating_sub(WORK_PER_FEATURE * self.learn(example, rate));
            }
            self.own.next += 1;
        }
        true
    }

    /// Multiply-adds that moving all weights takes, where several parts do.
    fn moved(&self, work: u64) -> u64 {
        if self.plan.is_parted() { work << self.params.bits } else { 0 }
    }

    fn begin_part(&mut self, part: usize) {
        if self.plan.is_parted() {
            self.own.table.copy_from(&self.table);
        } else {
            // Nobody else begins with what the block began with.
            std::mem::swap(&mut self.own.table, &mut self.table);
        }
        (self.own.part, self.own.next, self.own.sums) = (Some(part), 0, Sums::default());
    }

    /// Joins the part that was learned here.
    pub(super) fn join_own(&mut self) {
        let Own { table, sums, .. } = &mut self.own;
        if self.joined == 0 {
            std::mem::swap(&mut self.sum, table);
        } else {
            let weights = table.weights.all().iter().copied();
            self.sum.add_change(&self.table, weights, table.intercept);
        }
        let sums = *sums;
        self.end_part(sums);
    }

    /// Joins the next part from its answer.
    fn join_answer(&mut self, answer: &[u8]) -> Result<()> {
        let (weights, rest) = answer.split_at_checked(4 << self.params.bits).ok_or_else(nothing_shared)?;
        let (mut intercept, mut sums) = (0.0, Sums::default());
        let mut state = Checkpoint::loading(rest);
        pass_rest(&mut intercept, &mut sums, &mut state);
        if !state.is_whole() || self.block.is_empty() {
            return Err(nothing_shared());
        }
        let weights = weights.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        if self.joined == 0 {
            self.sum.weights.all_mut().iter_mut().zip(weights).for_each(|(sum, weight)| *sum = weight);
            self.sum.intercept = intercept;
        } else {
            self.sum.add_change(&self.table, weights, intercept);
        }
        self.end_part(sums);
        Ok(())
    }

    /// Goes on to the next part, and from the last one to the end of the block.
    fn end_part(&mut self, sums: Sums) {
        self.sums.add(sums);
        self.own.part.take_if(|part| *part == self.joined);
        self.joined += 1;
        if self.joined == self.plan.parts {
            std::mem::swap(&mut self.table, &mut self.sum);
            self.table.intercept /= self.plan.parts as f32;
            self.joined = 0;
            self.own.part = None;
            self.block.clear();
        }
    }

    /// Learns from one example; returns the number of its features.
    pub(super) fn learn(&mut self, example: Example, rate: f32) -> u64 {
        let (watched, _) = self.ratings.by_user().row(example.user);
        self.hashing.pairs(example.candidate, watched, &mut self.places);
        let scale = scale_of(self.places.len());
        let Own { table: Table { weights, intercept }, sums, .. } = &mut self.own;
        let weights = weights.all_mut();
        let own = self.params.biases.then(|| self.hashing.item(example.candidate));
        let bias = own.map_or(0.0, |own| weight(weights, own));
        let logit = *intercept + bias + scale * sum(weights, &self.places);
        let gradient = kernel::sigmoid(logit) - example.target;
        sums.loss += f64::from(kernel::log_loss(logit, example.target));
        sums.samples += 1.0;
        let keep = 1.0 - (rate * self.params.regularization).min(1.0);
        let step = -rate * gradient;
        let pair_step = step * scale;
        for &place in &self.places {
            update(weights, place, keep, pair_step);
        }
        if let Some(own) = own {
            update(weights, own, keep, step);
        }
        // The one weight that every example moves goes slowly, or it would follow each of them.
        *intercept += INTERCEPT_SHARE * step;
        self.places.len() as u64 + 1
    }

    pub(super) fn model(&self) -> HashedLr {
        HashedLr::new(&self.params, self.table.weights.all(), self.table.intercept, &self.ratings)
    }

    /// Whether the last block of the epoch has been learned.
    fn is_epoch_over(&self) -> bool {
        self.block.is_empty() && self.end.users as usize == self.order.len()
    }

    /// Ends the epoch behind its last block.
    fn go_on(&mut self) -> Progress {
        if self.is_epoch_over() { self.end_epoch() } else { self.progress() }
    }

    fn end_epoch(&mut self) -> Progress {
        self.epoch += 1;
        let Sums { loss, samples } = std::mem::take(&mut self.sums);
        self.loss = Some((loss / samples.max(1.0)) as f32);
        (self.end.users, self.end.chosen) = (0, 0);
        let epochs = self.params.epochs;
        if self.epoch == epochs { self.make_rows() } else { Progress::epochs(self.epoch, epochs, self.loss) }
    }

    /// Makes the next rows that the model keeps, so that nobody's first list has to wait for them. The last epoch ends with these.
    fn make_rows(&mut self) -> Progress {
        (self.own.table, self.sum) = (Table::zeros(0), Table::zeros(0));
        let (model, mut next) = self.learned.take().unwrap_or_else(|| (self.model(), 0));
        let (n_items, mut work) = (model.rows.len() as u32, 0);
        while next < n_items && work < STEP_WORK {
            if model.keep_row(next) {
                work += LOOK_UP_WORK * u64::from(n_items);
            }
            next += 1;
        }
        self.learned = Some((model, next));
        let epochs = self.params.epochs;
        if next < n_items {
            return Progress::within(epochs - 1, epochs, 1.0, self.loss);
        }
        Progress::epochs(epochs, epochs, self.loss)
    }

    /// Passes where the block begins and, if asked for, what was learned before it and of it.
    fn position(&mut self, whole: bool, state: &mut Checkpoint<'_>) {
        state.u32(&mut self.epoch);
        let Position { users, chosen, random } = &mut self.begun;
        state.u32(users);
        state.u32(chosen);
        random.checkpoint(state);
        if whole || *users == 0 {
            state.order(&mut self.order);
        }
        if whole {
            let mut joined = self.joined as u32;
            state.u32(&mut joined);
            self.joined = joined as usize;
            self.table.checkpoint(state);
            if joined > 0 {
                self.sum.checkpoint(state);
            }
        }
    }
}

/// Passes what an answer has behind the weights.
fn pass_rest(intercept: &mut f32, sums: &mut Sums, state: &mut Checkpoint<'_>) {
    state.f32(intercept);
    sums.pass(state);
}

/// The intercept's learning rate, as a share of that of the weights.
const INTERCEPT_SHARE: f32 = 0.01;

/// Multiply-adds in memory order that take as long as reading and writing one hashed weight.
const WORK_PER_FEATURE: u64 = 16;

/// The same of looking up one weight of an item's pairs with all others.
pub(super) const LOOK_UP_WORK: u64 = 12;

/// The same of copying a weight, of joining one, and of an example before it is learned.
const COPY_WORK: u64 = 2;
const JOIN_WORK: u64 = 4;
const FILL_WORK: u64 = 64;

impl Trainer for HashedLrTrainer {
    fn step(&mut self) -> Result<Progress> {
        if self.epoch >= self.params.epochs {
            return Ok(self.make_rows());
        }
        let mut budget = STEP_WORK;
        loop {
            if self.block.is_empty() {
                if !self.next_block() {
                    return Ok(self.end_epoch());
                }
                if self.plan.is_parted() {
                    budget = budget.saturating_sub(FILL_WORK * self.block.len() as u64);
                }
            }
            if !self.work_on(self.joined, &mut budget) || budget < self.moved(JOIN_WORK) {
                return Ok(self.progress());
            }
            self.join_own();
            if self.is_epoch_over() || self.plan.is_parted() {
                return Ok(self.go_on());
            }
        }
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if self.end.users > 0 {
            return Ok(false);
        }
        self.end.random.checkpoint(state);
        self.table.checkpoint(state);
        state.u32(&mut self.epoch);
        state.order(&mut self.order);
        state.option(&mut self.loss);
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        // One part has changed the weights also where its block is not at its end; of several nothing is joined before.
        if self.own.part.is_some() && !self.plan.is_parted() {
            self.join_own();
        }
        let learned = self.learned.take().map(|(model, _)| model);
        Ok(Box::new(learned.unwrap_or_else(|| self.model())))
    }
}

impl Rounds for HashedLrTrainer {
    fn round(&mut self) -> Option<Round> {
        let left = self.params.epochs.saturating_sub(self.epoch);
        if !self.plan.is_parted() || left == 0 {
            return None;
        }
        let joined = self.joined as f32 / self.plan.parts as f32;
        let work = (f64::from(left) - f64::from(self.share(joined))) * self.plan.work as f64;
        let bounds = (self.joined as u32..=self.plan.parts as u32).collect();
        let is_begun = self.own.part == Some(self.joined);
        Some(Round { bounds, work: work as u64, is_learned: true, is_begun })
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        if self.block.is_empty() {
            self.next_block();
        }
        let mut state = Checkpoint::saving(vec![u8::from(whole)]);
        self.position(whole, &mut state);
        Ok(state.saved())
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let (&whole, said) = said.split_first().ok_or_else(nothing_shared)?;
        let mut state = Checkpoint::loading(said);
        self.position(whole != 0, &mut state);
        if !state.is_whole()
            || self.begun.users as usize >= self.order.len()
            || self.joined >= self.plan.parts
        {
            return Err(nothing_shared());
        }
        self.end = self.begun.clone();
        self.own.part = None;
        self.block.clear();
        self.fill_block();
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        let at = part.start as usize;
        if part.len() != 1 || !(self.joined..self.plan.parts).contains(&at) {
            return Err(nothing_shared());
        }
        if self.block.is_empty() {
            self.next_block();
        }
        if !self.work_on(at, &mut { PART_WORK }) {
            return Ok(None);
        }
        let Own { table: Table { weights, intercept }, sums, .. } = &mut self.own;
        let mut state =
            Checkpoint::saving(Vec::with_capacity((4 << self.params.bits) + 4 + size_of::<Sums>()));
        state.f32s(weights.all_mut());
        pass_rest(intercept, sums, &mut state);
        Ok(Some(state.saved()))
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        self.join_answer(answer)?;
        Ok(self.go_on())
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        if part.start as usize != self.joined {
            return Err(nothing_shared());
        }
        self.join_answer(answer)
    }
}
