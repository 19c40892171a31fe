//! Logistic regression on hashed pairs of items: `p = σ(w₀ + w[h(c)] + Σ_{i ∈ W \ c} w[h(c, i)] / √|W \ c|)`.
//!
//! The probability that a person who watched the items W chooses the candidate c. Every pair of a
//! candidate and a watched item is a feature; so is the candidate itself, which learns its
//! popularity. Features have no dictionary: the hashing trick (Weinberger et al., “Feature hashing for
//! large scale multitask learning”, 2009) puts each at place h of 2^[`bits`](HashedLrParams::bits)
//! weights, and features that fall on one place share its weight. With
//! [`signed`](HashedLrParams::signed), one more bit of the hash is the feature's sign, so that what
//! collides cancels out on average instead of adding up. A pair has no order, (c, i) and (i, c) are
//! one feature, and an item makes no pair with itself. Division by the square root of the number of
//! pairs gives every person a feature vector of the same length.
//!
//! Training minimizes the mean log loss plus `½ λ |w|²` over the touched weights by stochastic
//! gradient descent whose rate falls linearly to 0. Each epoch shows every choice of a person once, the
//! candidate left out of the watched items, and as many items drawn evenly from those the person has not
//! chosen. So the probability is that of a draw in which both are equally frequent.
//!
//! Long trainings go block by block, and two can learn a block at once. The block's candidates are put into two groups, by chance:
//! each, as it first comes up in the block, into the one with less work so far. Either part learns one group's examples one after
//! the other, beginning with the weights as they were before the block; in the end what both have changed is added up. So all
//! steps of a candidate know of one another, pairs within a group are learned by one part alone, and a pair across both gets two
//! changes that do not know of one another. The intercept becomes the mean of what both make of it (parameter mixing: McDonald,
//! Hall and Mann, “Distributed training strategies for the structured perceptron”, 2010), because either alone brings it to where
//! it belongs, and both changes together past that.
//!
//! What was learned is kept to 8 bits of precision (bfloat16), which scores do not feel and which is half the memory to look
//! through.
//!
//! Values are not looked at: every rated item counts as watched.

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::blocks::Sums;
use super::shared::kept::Kept;
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel;
use crate::matrix::InLines;
use crate::memory::Need;
use crate::params;
use crate::random::Random;
use crate::ratings::{Ratings, UNKNOWN};
use crate::rounds::{PART_WORK, Round, Rounds, nothing_shared};
use crate::tensors::Arrays;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

params! {
    /// Parameters of the regression on hashed pairs.
    pub struct HashedLrParams {
        /// The number of weights is 2 to this power. Fewer save memory and let more pairs share a weight.
        bits: u32 = 20 => 1..=26, "bits";
        /// Passes over the choices.
        epochs: u32 = 2 => 1..=1000, "epochs";
        /// How far the first steps go; the rate falls linearly to 0 at the end of training.
        learning_rate: f32 = 2.0 => 0.000001..=100.0, "";
        /// Pull of the weights towards 0.
        regularization: f32 = 0.0 => 0.0..=1.0, "", search 1e-7..=1e-3;
        /// Whether a bit of the hash decides each pair's sign, so that pairs on one place do not add up.
        signed: bool = false;
        /// Whether the candidate itself is a feature, which learns how popular it is.
        biases: bool = true;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "hashed_lr",
    title: "Hashed pairs",
    summary: "Learns for each pair of items whether having one makes the other likely, in a table of fixed size. Takes in new people as they are; memory does not grow with the number of items.",
    purpose: &[Purpose::Choices],
    score: [ScoreMeaning::Probability, ScoreMeaning::Probability],
    rates_beside: false,
    loss_name: "log loss",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: true,
        similar_users: false,
        explain: true,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("learning_rate"),
    params: Schema::of::<HashedLrParams>(),
    memory: |ratings, values| {
        let params = HashedLrParams::read(ENTRY.name, values)?;
        let (plan, bits) = (Plan::new(ratings, &params), params.bits);
        let longest = (0..ratings.n_users() as u32).map(|u| ratings.by_user().row_len(u)).max().unwrap_or(0);
        let block = Need::NONE.matrix(plan.examples + 2 * longest, 3).bytes(ratings.n_items() as u64);
        let block = block.matrix(longest, 8).matrix(ratings.n_users(), 1);
        // Where several parts learn, the weights as they were, as they become and those of a part, and two answers.
        let learning = Need::NONE.bytes(if plan.is_parted() { 20 << bits } else { 0 });
        // In the end the weights, of which there are halves beside them, the rows of halves that are kept, and what each item brings
        // by itself.
        let rows = most_kept(ratings.n_items()).div_ceil(2) + 1;
        let learned = Need::NONE.bytes(6 << bits).matrix(rows, ratings.n_items());
        Ok(block.and(if learning.bytes > learned.bytes { learning } else { learned }))
    },
    fit: |ratings, values, seed| {
        let params = HashedLrParams::read(ENTRY.name, values)?;
        Ok(Box::new(HashedLrTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, values| {
        let params = HashedLrParams::read(ENTRY.name, values)?;
        let weights = tensors.f32("hashed_lr.tiles", &[1 << params.bits])?;
        let intercept = tensors.f32("hashed_lr.intercept", &[1])?[0];
        Ok(Box::new(HashedLr::new(&params, &weights, intercept, ratings)))
    },
};

/// Examples of a block that is learned in one part.
const BLOCK: usize = 1 << 15;

/// Parts of a block, where there are several.
const PARTS: usize = 2;

/// Multiply-adds of a block that is learned in parts: so many for each weight, as all weights go from one worker to the other, and
/// so many at least.
const WORK_PER_WEIGHT: u64 = 512;
const LEAST_WORK: u64 = 2 * STEP_WORK;

/// Least blocks of an epoch that are learned in parts, most examples of each and most bits.
const LEAST_BLOCKS: u64 = 4;
const MOST_EXAMPLES: u64 = 1 << 19;
const MOST_BITS: u32 = 22;

/// How epochs are cut; follows from the data and the parameters alone.
#[derive(Clone, Copy)]
struct Plan {
    /// Parts of a block.
    parts: usize,
    /// Examples of a block, about.
    examples: usize,
    /// Multiply-adds of an epoch.
    work: u64,
}

impl Plan {
    fn new(ratings: &Ratings, params: &HashedLrParams) -> Self {
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
    fn is_parted(&self) -> bool {
        self.parts > 1
    }
}

/// What a person did with an item: chose it (1) or not (0).
#[derive(Clone, Copy)]
struct Example {
    user: u32,
    candidate: u32,
    target: f32,
}

/// What is learned.
struct Table {
    /// `(2^bits)`: what features of value 1 add to the log odds.
    weights: InLines<f32>,
    intercept: f32,
}

impl Table {
    fn zeros(n: usize) -> Self {
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
struct Position {
    /// People who are in blocks already, and choices of these.
    users: u32,
    chosen: u32,
    random: Random,
}

/// A part that is being learned, or has been but is not joined yet.
struct Own {
    part: Option<usize>,
    table: Table,
    /// The next example of the block, which may be one of another part.
    next: usize,
    sums: Sums,
}

struct HashedLrTrainer {
    params: HashedLrParams,
    plan: Plan,
    ratings: Arc<Ratings>,
    hashing: Hashing,
    epoch: u32,
    /// Users in the order of this epoch.
    order: Vec<u32>,
    /// Where the block begins, and where it ends.
    begun: Position,
    end: Position,
    /// Empty between two blocks.
    block: Vec<Example>,
    /// Where there are several parts, which of them learns each candidate of the block.
    groups: Vec<u8>,
    /// As it was at the beginning of the block.
    table: Table,
    own: Own,
    /// The parts of the block that are joined, and what they have changed.
    joined: usize,
    sum: Table,
    /// Of this epoch.
    sums: Sums,
    loss: Option<f32>,
    /// The present example's pairs.
    places: Vec<Place>,
    /// What has been learned, once that is over, and the item whose row of pairs comes next.
    learned: Option<(HashedLr, u32)>,
}

impl HashedLrTrainer {
    fn new(ratings: &Arc<Ratings>, params: HashedLrParams, seed: u64) -> Self {
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
    fn next_block(&mut self) -> bool {
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
    fn group(&mut self) {
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
    fn share(&self, of_block: f32) -> f32 {
        let waiting = (1.0 - of_block) * self.block.len() as f32 / 2.0;
        ((self.end.chosen as f32 - waiting) / self.ratings.by_user().nnz().max(1) as f32).clamp(0.0, 1.0)
    }

    /// The share of its examples that a part has seen.
    fn of_part(&self) -> f32 {
        self.own.next as f32 / self.block.len().max(1) as f32
    }

    fn rate(&self) -> f32 {
        let done = (self.epoch as f32 + self.share(self.of_part())) / self.params.epochs as f32;
        self.params.learning_rate * (1.0 - done)
    }

    fn progress(&self) -> Progress {
        let begun = if self.own.part == Some(self.joined) { self.of_part() } else { 0.0 };
        let share = self.share((self.joined as f32 + begun) / self.plan.parts as f32);
        Progress::within(self.epoch, self.params.epochs, share, self.loss)
    }

    /// Learns from the examples of a part, for about so many multiply-adds; true once there are no more.
    fn work_on(&mut self, part: usize, budget: &mut u64) -> bool {
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
    fn join_own(&mut self) {
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
    fn learn(&mut self, example: Example, rate: f32) -> u64 {
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

    fn model(&self) -> HashedLr {
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
const LOOK_UP_WORK: u64 = 12;

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

/// The value of each of `n` pairs.
fn scale_of(n: usize) -> f32 {
    1.0 / (n.max(1) as f32).sqrt()
}

/// A feature's hash: its low bits are where its weight stands, and its highest bit, where features
/// have signs, is set when the feature's value is −1. There are at most 26 low ones.
#[derive(Clone, Copy, Default)]
struct Place(u32);

const SIGN: u32 = 1 << 31;

/// Features → places. Four items that stand beside one another in the catalog and four others make sixteen pairs; these are hashed
/// together, to sixteen weights side by side. So whoever looks up one item's pairs with all candidates finds four of them
/// at a place, and waits for memory a quarter as often; what shares a weight by chance is as much as if each were hashed alone.
#[derive(Clone, Copy)]
struct Hashing {
    /// The bits of a place that are used.
    used: u32,
}

/// Items that are hashed together, as a power of 2.
const SIDE: u32 = 2;
/// How many they are.
const BESIDE: u32 = 1 << SIDE;

impl Hashing {
    fn new(params: &HashedLrParams) -> Self {
        let low = (1 << params.bits) - 1;
        Hashing { used: if params.signed { low | SIGN } else { low } }
    }

    /// The place of the first of sixteen pairs, of items `BESIDE a` and following with `BESIDE b` and following.
    #[inline]
    fn tile(self, a: u32, b: u32) -> Place {
        let hash = murmur3(&[a, b]);
        Place((hash << (2 * SIDE) & !SIGN | hash & SIGN) & self.used)
    }

    /// The place of a pair, the lower item first.
    #[inline]
    fn ordered(self, a: u32, b: u32) -> Place {
        let within = ((a % BESIDE) << SIDE) | (b % BESIDE);
        Place(self.tile(a >> SIDE, b >> SIDE).0 | within & self.used)
    }

    #[inline]
    fn pair(self, a: u32, b: u32) -> Place {
        self.ordered(a.min(b), a.max(b))
    }

    #[inline]
    fn item(self, item: u32) -> Place {
        Place(murmur3(&[item]) & self.used)
    }

    /// The candidate's pairs with the watched items (ascending), itself left out.
    #[inline]
    fn pairs(self, candidate: u32, watched: &[u32], places: &mut Vec<Place>) {
        let (before, after) = match watched.binary_search(&candidate) {
            Ok(at) => (&watched[..at], &watched[at + 1..]),
            Err(at) => (&watched[..at], &watched[at..]),
        };
        places.clear();
        places.extend(before.iter().map(|&item| self.ordered(item, candidate)));
        places.extend(after.iter().map(|&item| self.ordered(candidate, item)));
    }
}

/// The weight times the feature's value.
#[inline]
fn weight(weights: &[f32], place: Place) -> f32 {
    // The mask does nothing to a place, but shows that the index lies within.
    let at = (place.0 & !SIGN) as usize & (weights.len() - 1);
    f32::from_bits(weights[at].to_bits() ^ (place.0 & SIGN))
}

/// Sum over features. Four sums side by side hide the latency of addition.
#[inline]
fn sum(weights: &[f32], places: &[Place]) -> f32 {
    let mut sums = [0.0f32; 4];
    let (blocks, rest) = places.as_chunks::<4>();
    for block in blocks {
        for (sum, &place) in sums.iter_mut().zip(block) {
            *sum += weight(weights, place);
        }
    }
    for (sum, &place) in sums.iter_mut().zip(rest) {
        *sum += weight(weights, place);
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}

/// `w ← keep · w + step · value`.
#[inline]
fn update(weights: &mut [f32], place: Place, keep: f32, step: f32) {
    let at = (place.0 & !SIGN) as usize & (weights.len() - 1);
    let weight = &mut weights[at];
    *weight = keep * *weight + f32::from_bits(step.to_bits() ^ (place.0 & SIGN));
}

/// MurmurHash3 (x86, 32 bits, seed 0; Appleby, 2011) of whole little-endian words.
///
/// Written out here because it is the inner loop: the crates hash byte streams through a reader.
#[inline]
fn murmur3<const N: usize>(words: &[u32; N]) -> u32 {
    let mut hash = 0u32;
    for word in words {
        let k = word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
        hash = (hash ^ k).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    hash ^= 4 * N as u32;
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// The trained regression.
struct HashedLr {
    hashing: Hashing,
    /// Whether a candidate itself is a feature.
    biases: bool,
    /// `(2^bits)`: what features of value 1 add to the log odds, the upper half of each.
    weights: InLines<u16>,
    intercept: f32,
    /// What every candidate brings by itself, once somebody has asked.
    item_biases: OnceLock<Box<[f32]>>,
    /// What an item's pairs with all items add, `(n_items)`, looked up in the order of memory, where its pairs are all over the
    /// table of weights; everybody who watched the item shares it. Upper halves, too.
    rows: Kept<u16>,
}

/// Numbers that kept rows may come to: 192 MiB.
const KEPT: usize = 3 << 25;

/// How many rows are kept at most.
fn most_kept(n_items: usize) -> usize {
    n_items.min(KEPT / n_items.max(1))
}

/// No row yet.
fn pair_rows(ratings: &Ratings) -> Kept<u16> {
    Kept::best_known(ratings.by_item(), most_kept(ratings.n_items()))
}

impl HashedLr {
    fn new(params: &HashedLrParams, weights: &[f32], intercept: f32, ratings: &Ratings) -> Self {
        let mut halves = InLines::new(weights.len());
        halves.all_mut().iter_mut().zip(weights).for_each(|(half, &x)| *half = kernel::upper_half(x));
        HashedLr {
            hashing: Hashing::new(params),
            biases: params.biases,
            weights: halves,
            intercept,
            item_biases: OnceLock::new(),
            rows: pair_rows(ratings),
        }
    }

    /// The weight at a place times the feature's value.
    fn weight(&self, Place(place): Place) -> f32 {
        let half = self.weights.all()[(place & !SIGN) as usize];
        f32::from_bits(kernel::of_upper_half(half).to_bits() ^ (place & SIGN))
    }

    /// What an item's pair with another adds to the log odds, before the division by the root.
    #[inline]
    fn pair(&self, a: u32, b: u32) -> f32 {
        self.weight(self.hashing.pair(a, b))
    }

    /// What a candidate brings by itself.
    fn bias(&self, candidate: u32) -> f32 {
        if self.biases { self.weight(self.hashing.item(candidate)) } else { 0.0 }
    }

    /// What each candidate brings by itself, `(n_items)`, looked up once.
    fn item_biases(&self) -> &[f32] {
        let look_up = || (0..self.rows.len() as u32).map(|item| self.bias(item)).collect();
        self.item_biases.get_or_init(look_up)
    }

    /// The probability that somebody who watched these items, but perhaps not the candidate, chooses
    /// the candidate.
    fn probability(&self, watched: &[u32], candidate: u32) -> f32 {
        // In the order of the rows in `add_pairs`, so that one answer is as all.
        let others = watched.iter().filter(|&&item| item != candidate);
        let sum = others.clone().fold(0.0, |sum, &item| sum + self.pair(candidate, item));
        self.finished(candidate, others.count(), sum)
    }

    /// From the sum over so many pairs to the probability.
    fn finished(&self, candidate: u32, pairs: usize, sum: f32) -> f32 {
        kernel::sigmoid(self.intercept + self.bias(candidate) + scale_of(pairs) * sum)
    }

    /// Adds what these items' pairs with the candidates from `first` on add to the log odds; with itself an item makes none.
    fn add_pairs(&self, items: &[u32], first: u32, sums: &mut [f32]) {
        /// Sums that stay in the first cache while all items pass.
        const NEAR: usize = 4096;
        // Whoever asks for a part pauses behind it, and whole rows would take too long.
        if sums.len() == self.rows.len() {
            items.iter().for_each(|&item| _ = self.keep_row(item));
        }
        for (sums, first) in sums.chunks_mut(NEAR).zip((first..).step_by(NEAR)) {
            let kept = |item: &u32| Some(self.rows.made(*item)?.get(first as usize..).unwrap_or_default());
            let mut rest = items;
            while let [item, after @ ..] = rest {
                rest = after;
                // Two rows come from memory side by side.
                match (kept(item), after.first().and_then(kept)) {
                    (Some(row), Some(next)) => {
                        kernel::add_upper_halves([row, next], sums);
                        rest = &after[1..];
                    }
                    (Some(row), None) => kernel::add_upper_halves([row], sums),
                    (None, _) => self.add_hashed(*item, first, sums),
                }
            }
        }
    }

    /// Makes the row of an item where it is to be kept; true where it is.
    fn keep_row(&self, item: u32) -> bool {
        let make = || {
            let mut row = vec![0.0; self.rows.len()];
            self.add_hashed(item, 0, &mut row);
            row.into_iter().map(kernel::upper_half).collect()
        };
        self.rows.get(item, make).is_some()
    }

    /// Adds what one item's pairs with the candidates from `first` on add to the log odds, looked up in the table.
    fn add_hashed(&self, item: u32, first: u32, sums: &mut [f32]) {
        let alone = |from: u32, sums: &mut [f32]| {
            for (other, sum) in (from..).zip(sums).filter(|(other, _)| *other != item) {
                *sum += self.pair(item, other);
            }
        };
        // Up to where tiles begin; then those before the item's own, its own, those behind, and what is left over.
        let (own, begun) = (item >> SIDE, first.wrapping_neg() % BESIDE);
        let (head, rest) = sums.split_at_mut(sums.len().min(begun as usize));
        alone(first, head);
        let (tiles, rest) = rest.as_chunks_mut();
        let mut first = first.next_multiple_of(BESIDE) >> SIDE;
        alone((first + tiles.len() as u32) << SIDE, rest);
        let (before, tiles) = tiles.split_at_mut(tiles.len().min(own.saturating_sub(first) as usize));
        self.add_tiles::<true>(item, first, before);
        first += before.len() as u32;
        let (same, after) = tiles.split_at_mut(usize::from(first == own).min(tiles.len()));
        same.iter_mut().for_each(|sums| alone(own << SIDE, sums));
        self.add_tiles::<false>(item, first + same.len() as u32, after);
    }

    /// The same of candidates of whole tiles that all stand before the item, or all behind it.
    #[inline]
    fn add_tiles<const BEFORE: bool>(&self, item: u32, first: u32, sums: &mut [[f32; BESIDE as usize]]) {
        const TILE: usize = 1 << (2 * SIDE);
        let (own, within) = (item >> SIDE, (item % BESIDE) as usize);
        let weights = self.weights.all();
        let (blocks, few) = weights.as_chunks::<TILE>();
        let last = blocks.len().saturating_sub(1) as u32;
        let (mut at, mut signs) = ([0u32; 64], [0u32; 64]);
        for (sums, first) in sums.chunks_mut(at.len()).zip((first..).step_by(at.len())) {
            for ((at, sign), other) in at.iter_mut().zip(&mut signs).zip(first..) {
                let Place(tile) =
                    if BEFORE { self.hashing.tile(other, own) } else { self.hashing.tile(own, other) };
                *at = (tile & !SIGN) >> (2 * SIDE) & last;
                *sign = tile & SIGN;
            }
            if !blocks.is_empty() {
                kernel::fetch_picked(weights, &at[..sums.len()], TILE);
            }
            for (sums, (&at, &sign)) in sums.iter_mut().zip(at.iter().zip(&signs)) {
                let sign = f32::from_bits(1f32.to_bits() | sign);
                let place = |candidate: usize| {
                    if BEFORE { candidate << SIDE | within } else { within << SIDE | candidate }
                };
                let weights: [u16; BESIDE as usize] = match blocks.get(at as usize) {
                    Some(block) => std::array::from_fn(|candidate| block[place(candidate)]),
                    // A table that is smaller than a tile is all there is.
                    None => std::array::from_fn(|candidate| few[place(candidate) % few.len()]),
                };
                sums.iter_mut()
                    .zip(weights)
                    .for_each(|(sum, half)| *sum += sign * kernel::of_upper_half(half));
            }
        }
    }
}

impl Model for HashedLr {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(Watched { model: self, items: person.items }))
    }

    /// The weight of the pair: how much one item speaks for the other.
    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        for (other, out) in out.iter_mut().enumerate() {
            *out = if other as u32 == item { 0.0 } else { self.pair(item, other as u32) };
        }
        Ok(())
    }

    fn nonzero_weights(&self) -> Option<usize> {
        Some(self.weights.all().iter().filter(|&&half| kernel::of_upper_half(half) != 0.0).count())
    }

    fn save(&self, out: &mut dyn Arrays) {
        let weights: Vec<f32> = self.weights.all().iter().map(|&half| kernel::of_upper_half(half)).collect();
        out.put_f32("hashed_lr.tiles", &[weights.len()], &weights);
        out.put_f32("hashed_lr.intercept", &[1], &[self.intercept]);
    }
}

/// One person's answers.
struct Watched<'a> {
    model: &'a HashedLr,
    items: &'a [u32],
}

impl Watched<'_> {
    /// The probabilities of the candidates from this one on.
    fn score_from(&self, first: u32, out: &mut [f32]) {
        out.fill(0.0);
        self.model.add_pairs(self.items, first, out);
        let Watched { model, items } = self;
        let biases = model.item_biases().get(first as usize..).unwrap_or_default();
        let add_up = |out: &mut [f32], biases: &[f32], scale: f32| {
            for (out, bias) in out.iter_mut().zip(biases) {
                *out = model.intercept + bias + scale * *out;
            }
        };
        // From one watched item to the next; itself makes a pair fewer, as it makes none with itself.
        let [scale, fewer] = [items.len(), items.len().saturating_sub(1)].map(scale_of);
        let mut begun = 0;
        for &item in &items[items.partition_point(|&item| item < first)..] {
            let at = (item - first) as usize;
            let Some(itself) = out.get_mut(at..=at) else { break };
            add_up(itself, &biases[at..], fewer);
            add_up(&mut out[begun..at], &biases[begun..], scale);
            begun = at + 1;
        }
        add_up(&mut out[begun..], biases.get(begun..).unwrap_or_default(), scale);
        kernel::sigmoids(out);
    }
}

impl Answers for Watched<'_> {
    fn one(&self, item: u32) -> f32 {
        let mut out = [0.0];
        self.several(&[item], &mut out);
        out[0]
    }

    fn score(&self, out: &mut [f32]) {
        self.score_from(0, out);
    }

    /// The probability of each target; an unknown item is even odds but for the intercept.
    fn several(&self, items: &[u32], out: &mut [f32]) {
        let n_items = self.model.rows.len();
        if let &[first, _, ..] = items
            && items.windows(2).all(|two| two[0].checked_add(1) == Some(two[1]))
            && items.last().is_some_and(|&last| (last as usize) < n_items)
        {
            return self.score_from(first, out);
        }
        for (&item, out) in items.iter().zip(out) {
            *out = match item {
                UNKNOWN => kernel::sigmoid(self.model.intercept),
                item => self.model.probability(self.items, item),
            };
        }
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        let others = self.items.iter().enumerate().filter(|&(_, &own)| own != item);
        let scale = scale_of(others.clone().count());
        others.map(|(at, &own)| (at, scale * self.model.pair(item, own))).collect()
    }

    /// Of a few answers or of as many as a part of the catalog has.
    fn work(&self, answers: usize) -> u64 {
        let pairs = |n: usize| answers as u64 * (n as u64 + 1);
        if answers < 64 {
            return 40 * pairs(self.items.len());
        }
        let kept = self.items.iter().filter(|&&item| self.model.rows.has(item)).count();
        3 * pairs(kept) + LOOK_UP_WORK * pairs(self.items.len() - kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, Value, Values};
    use crate::ratings::Builder;

    /// Values of the reference implementation, as scikit-learn's `murmurhash3_32` gives them.
    #[test]
    fn murmur3_gives_the_known_values() {
        assert_eq!(murmur3(&[0]), 0x2362_f9de);
        assert_eq!(murmur3(&[0x8765_4321]), 0xf55b_516b);
        assert_eq!(murmur3(&[u32::from_le_bytes(*b"test")]), 0xba6b_d213);
        assert_eq!(murmur3(&[1, 2]), 0xc364_2e86);
    }

    /// Two groups of people, each with items of its own; everybody lacks one of the group's.
    fn groups() -> Arc<Ratings> {
        let mut b = Builder::default();
        b.set_implicit();
        for user in 0..40u32 {
            for item in (0..20).filter(|i| i % 2 == user % 2 && *i != user % 20) {
                b.rating(&user.to_string(), &item.to_string(), 1.0, None);
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn defaults() -> HashedLrParams {
        HashedLrParams::read(ENTRY.name, &Values::new()).unwrap()
    }

    fn trained(params: HashedLrParams) -> HashedLr {
        let mut training = HashedLrTrainer::new(&groups(), params, 1);
        while !training.step().unwrap().done {}
        training.model()
    }

    #[test]
    fn pairs_of_one_group_get_positive_weights_and_others_negative_ones() {
        for signed in [false, true] {
            let model = trained(HashedLrParams { signed, ..defaults() });
            let items = groups().catalog().items.ids.clone();
            let index = |id: &str| items.find(id).unwrap();
            assert!(model.pair(index("2"), index("4")) > 0.0 && model.pair(index("2"), index("5")) < 0.0);
            assert_eq!(model.pair(index("2"), index("4")), model.pair(index("4"), index("2")));
        }
    }

    /// A training in two parts, and its first block.
    fn parted() -> HashedLrTrainer {
        let params = HashedLrParams { bits: 12, ..defaults() };
        let mut training = HashedLrTrainer::new(&groups(), params, 1);
        training.plan.parts = PARTS;
        training.groups = vec![0; 20];
        (training.own.table, training.sum) = (Table::zeros(1 << 12), Table::zeros(1 << 12));
        assert!(training.next_block());
        training
    }

    #[test]
    fn parts_have_as_much_work_and_no_candidate_in_common() {
        let training = parted();
        let mut work = [0; PARTS];
        for example in &training.block {
            work[usize::from(training.groups[example.candidate as usize])] += 1;
        }
        assert!(
            work.iter().sum::<usize>() == training.block.len() && work[0].abs_diff(work[1]) < 80,
            "{work:?}"
        );
    }

    #[test]
    fn what_parts_change_is_added_up_and_the_intercept_is_their_mean() {
        let [mut first, mut second, mut both] = [0; 3].map(|_| parted());
        assert!(first.work_on(0, &mut { u64::MAX }) && second.work_on(1, &mut { u64::MAX }));
        for part in 0..PARTS {
            assert!(both.work_on(part, &mut { u64::MAX }));
            both.join_own();
        }
        let [first, second] = [first, second].map(|training| training.own.table);
        let parts = first.weights.all().iter().zip(second.weights.all());
        assert!(both.table.weights.all().iter().zip(parts).all(|(sum, (a, b))| *sum == a + b));
        assert_eq!(both.table.intercept, (first.intercept + second.intercept) / 2.0);
        assert!(first.intercept != 0.0 && both.block.is_empty());
    }

    #[test]
    fn who_stops_within_a_block_has_what_was_learned_of_it_by_one_part_or_before_it() {
        let mut alone = HashedLrTrainer::new(&groups(), defaults(), 1);
        assert!(alone.next_block());
        for (mut training, learned) in [(alone, true), (parted(), false)] {
            assert!(!training.work_on(0, &mut 9999));
            let model = Box::new(training).finish().unwrap();
            assert_eq!(model.nonzero_weights().unwrap() > 0, learned);
        }
    }

    #[test]
    fn an_item_makes_no_pair_with_itself() {
        let model = trained(defaults());
        let probability = |watched: &[u32]| model.probability(watched, 1);
        assert_eq!(probability(&[0, 1, 2]), probability(&[0, 2]));
        assert_ne!(probability(&[0, 2]), probability(&[0]));
    }

    #[test]
    fn all_scores_are_those_of_one_after_the_other_with_rows_kept_and_without() {
        for (signed, kept, bits) in
            [(false, 20, 20), (true, 20, 6), (true, 3, 20), (false, 0, 4), (false, 0, 2), (true, 0, 7)]
        {
            let mut model = trained(HashedLrParams { signed, bits, ..defaults() });
            model.rows = Kept::best_known(groups().by_item(), kept);
            for watched in [&[][..], &[3], &[0, 2, 5, 7, 19], &[1, 3, 5, 6, 8]] {
                let answers = Watched { model: &model, items: watched };
                let mut scores = vec![0.0; 20];
                answers.score(&mut scores);
                let alone: Vec<f32> = (0..20).map(|item| answers.one(item)).collect();
                assert_eq!(scores, alone, "{watched:?}, {kept} rows");
                for (first, last) in [(0, 7), (1, 20), (3, 5), (6, 17), (8, 12)] {
                    let items: Vec<u32> = (first..last).collect();
                    let mut part = vec![0.0; items.len()];
                    answers.several(&items, &mut part);
                    assert_eq!(part, scores[first as usize..last as usize], "{watched:?}, {first} to {last}");
                }
            }
            let made = (0..20).filter(|&item| model.rows.has(item)).count();
            assert!(made <= kept && (made > 0) == (kept > 0), "{made} of {kept}");
        }
    }

    #[test]
    fn a_high_rate_is_reported_as_divergence_or_stays_finite() {
        let values = [("learning_rate", 100.0), ("bits", 1.0), ("regularization", 1.0)];
        let values: Values = values.map(|(name, x)| (name.to_owned(), Value::Number(x))).into();
        match Fitting::new("hashed_lr", &groups(), &values, 1).unwrap().run() {
            Ok(fitted) => assert!(fitted.model().prepare(Person::new(&[], &[])).unwrap().one(0).is_finite()),
            Err(error) => assert_eq!(error.name(), "DivergedError"),
        }
    }
}
