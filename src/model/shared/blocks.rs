//! Training by blocks, of which several can be learned at once.
//!
//! An epoch has strata, one after the other, and a stratum has parts: blocks that change nothing in common, so that each can be learned
//! by another worker. Who learns one changes its rows and no others. The blocks and the random stream of each rest on the seed alone,
//! so that the result has the same bits for any number of workers. What is in a block is up to the [`Blocks`].

use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::matrix::{flat_mut, row_mut, zeros};
use crate::memory::Need;
use crate::model::{Model, Progress, STEP_WORK, Trainer};
use crate::random::Random;
use crate::ratings::Ratings;
use crate::rounds::{PART_WORK, Round, Rounds, nothing_shared};
use ndarray::Array2;
use std::ops::Range;

/// Most parts of a stratum.
pub const PARTS: usize = 4;

/// Least rows of a group, and multiply-adds of a block: few are not kept apart from one another, which costs them some accuracy
/// and saves no time.
const LEAST_ROWS: usize = 64;
const LEAST_WORK: u64 = 2 * STEP_WORK;

/// What is learned of people, of items or of products.
#[derive(Clone)]
pub struct Table {
    /// `(rows, k)`.
    pub factors: Array2<f32>,
    /// `(rows)`.
    pub biases: Vec<f32>,
    /// `(rows, width)`: what an optimizer remembers.
    pub memory: Array2<f32>,
}

impl Table {
    /// Zeros, but in the memory, which begins with the same for each row.
    pub fn new(rows: usize, k: usize, memory: &[f32]) -> Table {
        let mut table =
            Table { factors: zeros(rows, k), biases: vec![0.0; rows], memory: zeros(rows, memory.len()) };
        if !memory.is_empty() {
            let rows = flat_mut(&mut table.memory).chunks_exact_mut(memory.len());
            rows.for_each(|row| row.copy_from_slice(memory));
        }
        table
    }

    /// Those of the people and of the items.
    pub fn both(ratings: &Ratings, k: usize, [users, items]: [&[f32]; 2]) -> [Table; 2] {
        [Table::new(ratings.n_users(), k, users), Table::new(ratings.n_items(), k, items)]
    }

    /// What one needs, with so many numbers of memory a row.
    pub fn need(rows: usize, k: usize, memory: usize) -> Need {
        Need::NONE.matrix(rows, k).matrix(rows, 1).matrix(rows, memory)
    }

    /// What those of the people and of the items need.
    pub fn need_both(ratings: &Ratings, k: usize, [users, items]: [usize; 2]) -> Need {
        Table::need(ratings.n_users(), k, users).bytes(Table::need(ratings.n_items(), k, items).bytes)
    }

    /// Numbers of a row.
    pub fn width(&self) -> usize {
        self.factors.ncols() + 1 + self.memory.ncols()
    }

    /// Passes these rows.
    pub fn pass(&mut self, rows: &[u32], state: &mut Checkpoint<'_>) {
        let rows = rows.iter().map(|&row| row as usize);
        rows.clone().for_each(|at| state.f32s(row_mut(&mut self.factors, at)));
        rows.clone().for_each(|at| state.f32(&mut self.biases[at]));
        if self.memory.ncols() > 0 {
            rows.for_each(|at| state.f32s(row_mut(&mut self.memory, at)));
        }
    }

    /// Passes all rows.
    pub fn checkpoint(&mut self, state: &mut Checkpoint<'_>) {
        state.f32s(flat_mut(&mut self.factors));
        state.f32s(&mut self.biases);
        state.f32s(flat_mut(&mut self.memory));
    }
}

/// A sum over samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    /// Of their losses.
    pub loss: f64,
    /// How many there were.
    pub samples: f64,
}

impl Sums {
    pub fn add(&mut self, other: Sums) {
        self.loss += other.loss;
        self.samples += other.samples;
    }

    /// Passes both.
    pub fn pass(&mut self, state: &mut Checkpoint<'_>) {
        state.f64(&mut self.loss);
        state.f64(&mut self.samples);
    }
}

/// What an epoch ends with.
pub struct Ended {
    /// The training loss.
    pub loss: Option<f32>,
    /// The loss on what is held out.
    pub validation: Option<f32>,
    /// Whether training stops early.
    pub is_over: bool,
}

/// Which block it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Epochs before its own.
    pub epoch: u32,
    /// Strata before its own, of the epoch.
    pub stratum: u32,
    /// Which one of the stratum.
    pub part: u32,
}

/// A block that is being learned.
pub struct Block {
    pub place: Place,
    /// Its own.
    pub random: Random,
    /// How many of what it goes through have been.
    pub next: usize,
    pub sums: Sums,
}

/// What a training by blocks is about.
pub struct Size {
    /// Passes over all samples.
    pub epochs: u32,
    /// Strata of an epoch, and parts of a stratum.
    pub strata: u32,
    pub parts: u32,
    /// Multiply-adds of an epoch.
    pub work: u64,
    pub seed: u64,
}

/// A model that learns by blocks.
pub trait Blocks {
    /// Makes what it begins with, for about so many multiply-adds; what was spent.
    fn start(&mut self, budget: u64, random: &mut Random) -> u64;

    /// Whether all of that has been made.
    fn is_started(&self) -> bool;

    /// All of that is known already.
    fn skip_start(&mut self);

    /// Deals the blocks of the next epoch, whatever was before; the multiply-adds that it took.
    fn deal(&mut self, random: &mut Random) -> u64;

    /// Gets ready for a block, which may be begun anew: its rows are then as they were before it.
    fn begin(&mut self, place: Place);

    /// How many things a block goes through.
    fn len(&self, place: Place) -> usize;

    /// Learns from the next of these, with so many samples in the strata before; the multiply-adds that it took.
    fn learn(&mut self, block: &mut Block, seen: f64) -> u64;

    /// Passes the rows of a block, and how many bytes that are.
    fn pass(&mut self, place: Place, state: &mut Checkpoint<'_>);
    fn bytes(&self, place: Place) -> usize;

    /// Takes what the parts of a stratum, all learned, do to what they have in common.
    fn end_stratum(&mut self) {}

    /// Passes what the parts of a stratum have in common as it begins.
    fn common(&mut self, _state: &mut Checkpoint<'_>) {}

    /// Passes all rows.
    fn rows(&mut self, state: &mut Checkpoint<'_>);

    /// What an epoch comes to.
    fn end_epoch(&mut self, epoch: u32, sums: Sums) -> Ended;

    /// Passes what ends of epochs have changed besides.
    fn checkpoint(&mut self, _state: &mut Checkpoint<'_>) {}

    /// The model.
    fn finish(self: Box<Self>) -> Result<Box<dyn Model>>;
}

/// How many parts a stratum has, a power of two: so many that blocks, as many as the square of it, are worth while, of an epoch with so much
/// `work`, in multiply-adds, over so many `rows` for each part to have some of.
pub fn parts(work: u64, rows: usize) -> usize {
    // As many for each of two workers.
    let pays = |parts: &usize| rows / LEAST_ROWS >= *parts && work / LEAST_WORK >= (parts * parts) as u64;
    [PARTS, 2].into_iter().find(pays).unwrap_or(1)
}

/// A training by blocks.
pub struct InBlocks {
    blocks: Box<dyn Blocks>,
    size: Size,
    /// For what it begins with.
    random: Random,
    /// The epoch whose blocks are dealt, counted from 1.
    dealt: u32,
    epoch: u32,
    stratum: u32,
    part: u32,
    block: Option<Block>,
    /// What those parts of the stratum came to whose rows are as they are to be.
    learned: Vec<Option<Sums>>,
    /// Of the present epoch.
    sums: Sums,
    /// Samples of all strata before this one, and of the present one.
    seen: f64,
    fresh: f64,
    loss: Option<f32>,
    is_over: bool,
}

impl InBlocks {
    /// Nothing drawn, nothing learned.
    pub fn new(blocks: impl Blocks + 'static, size: Size) -> Self {
        InBlocks {
            blocks: Box::new(blocks),
            random: Random::part(size.seed, 0),
            dealt: 0,
            epoch: 0,
            stratum: 0,
            part: 0,
            block: None,
            learned: vec![None; size.parts as usize],
            sums: Sums::default(),
            seen: 0.0,
            fresh: 0.0,
            loss: None,
            is_over: size.epochs == 0 || size.work == 0,
            size,
        }
    }

    fn place(&self, part: u32) -> Place {
        Place { epoch: self.epoch, stratum: self.stratum, part }
    }

    /// A random stream of its own, for a block of this epoch or, without one, for how it is dealt.
    fn random_of(&self, part: Option<u32>) -> Random {
        let Size { strata, parts, seed, .. } = self.size;
        let all = u64::from(strata * parts) + 1;
        let at = part.map_or(0, |part| u64::from(1 + self.stratum * parts + part));
        Random::part(seed, 2 + u64::from(self.epoch) * all + at)
    }

    /// Sees to it that the blocks are those of this epoch; the multiply-adds that it took.
    fn deal(&mut self) -> u64 {
        if self.dealt == self.epoch + 1 {
            return 0;
        }
        self.dealt = self.epoch + 1;
        let mut random = self.random_of(None);
        self.blocks.deal(&mut random)
    }

    /// Learns from a block, for about so many multiply-adds; what it comes to once all of it is learned.
    fn work_on(&mut self, part: u32, budget: &mut u64) -> Option<Sums> {
        *budget = budget.saturating_sub(self.deal());
        let place = self.place(part);
        let mut block = self.block.take().filter(|block| block.place == place).unwrap_or_else(|| {
            self.blocks.begin(place);
            Block { place, random: self.random_of(Some(part)), next: 0, sums: Sums::default() }
        });
        let all = self.blocks.len(place);
        while block.next < all {
            if *budget == 0 {
                self.block = Some(block);
                return None;
            }
            *budget = budget.saturating_sub(self.blocks.learn(&mut block, self.seen));
        }
        Some(block.sums)
    }

    /// Passes the rows of a part, and what they came to.
    fn pass(&mut self, part: u32, sums: &mut Sums, state: &mut Checkpoint<'_>) {
        self.blocks.pass(self.place(part), state);
        sums.pass(state);
    }

    /// Bytes of an answer.
    fn bytes(&self, part: u32) -> usize {
        self.blocks.bytes(self.place(part)) + size_of::<Sums>()
    }

    /// Takes an answer, if this part has not been learned here; what it came to.
    fn take(&mut self, part: u32, answer: &[u8]) -> Result<Sums> {
        self.deal();
        if part >= self.size.parts || answer.len() != self.bytes(part) {
            return Err(nothing_shared());
        }
        let mut sums = self.learned[part as usize].unwrap_or_default();
        if self.learned[part as usize].is_none() {
            // What this worker has begun of it is no longer wanted.
            self.block.take_if(|block| block.place.part == part);
            self.pass(part, &mut sums, &mut Checkpoint::loading(answer));
            self.learned[part as usize] = Some(sums);
        }
        Ok(sums)
    }

    /// Goes on to the next part.
    fn end_part(&mut self, sums: Sums) -> Progress {
        self.sums.add(sums);
        self.fresh += sums.samples;
        self.part += 1;
        if self.part == self.size.parts {
            self.part = 0;
            self.stratum += 1;
            self.learned.fill(None);
            self.seen += std::mem::take(&mut self.fresh);
            self.blocks.end_stratum();
        }
        if self.stratum < self.size.strata {
            return self.progress();
        }
        self.stratum = 0;
        self.epoch += 1;
        let ended = self.blocks.end_epoch(self.epoch, std::mem::take(&mut self.sums));
        self.loss = ended.loss;
        self.is_over = ended.is_over || self.epoch >= self.size.epochs;
        let progress = self.progress();
        Progress { validation: ended.validation, done: self.is_over, ..progress }
    }

    /// Blocks of an epoch.
    fn blocks_of_epoch(&self) -> u32 {
        self.size.strata * self.size.parts
    }

    /// Blocks of this epoch that are done.
    fn done(&self) -> u32 {
        self.stratum * self.size.parts + self.part
    }

    fn progress(&self) -> Progress {
        let epochs = self.size.epochs;
        let block = self.block.as_ref().filter(|block| block.place.part == self.part);
        let of_block = block.map_or(0.0, |block| block.next as f32 / self.blocks.len(block.place) as f32);
        match (self.done() as f32 + of_block) / self.blocks_of_epoch() as f32 {
            0.0 => Progress::epochs(self.epoch, epochs, self.loss),
            share => Progress::within(self.epoch, epochs, share, self.loss),
        }
    }

    /// Passes where it is and, if asked for, what has been learned.
    fn position(&mut self, whole: bool, state: &mut Checkpoint<'_>) {
        state.u32(&mut self.epoch);
        state.u32(&mut self.stratum);
        state.f64(&mut self.seen);
        self.blocks.common(state);
        if whole {
            self.blocks.rows(state);
        }
    }
}

impl Trainer for InBlocks {
    fn step(&mut self) -> Result<Progress> {
        let epochs = self.size.epochs;
        if self.is_over {
            return Ok(Progress::epochs(epochs, epochs, self.loss));
        }
        let mut budget = STEP_WORK.saturating_sub(self.blocks.start(STEP_WORK, &mut self.random));
        if !self.blocks.is_started() {
            return Ok(Progress::epochs(0, epochs, None));
        }
        let epoch = self.epoch;
        loop {
            let Some(sums) = self.work_on(self.part, &mut budget) else { return Ok(self.progress()) };
            let progress = self.end_part(sums);
            if self.epoch > epoch {
                return Ok(progress);
            }
        }
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if state.loads() {
            self.blocks.skip_start();
        }
        if self.done() > 0 || self.block.is_some() || !self.blocks.is_started() {
            return Ok(false);
        }
        self.position(true, state);
        state.option(&mut self.loss);
        self.blocks.checkpoint(state);
        if self.stratum > 0 || self.epoch > self.size.epochs {
            state.refuse();
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        while !self.blocks.is_started() {
            self.blocks.start(STEP_WORK, &mut self.random);
        }
        self.blocks.finish()
    }
}

impl Rounds for InBlocks {
    fn round(&mut self) -> Option<Round> {
        let Size { epochs, parts, work, .. } = self.size;
        // One block is nothing to share.
        if self.is_over || !self.blocks.is_started() || parts == 1 {
            return None;
        }
        let blocks = u64::from(self.blocks_of_epoch());
        let left = u64::from(epochs - self.epoch) * blocks - u64::from(self.done());
        let bounds = (self.part..=parts).collect();
        let work = left.saturating_mul(work / blocks);
        Some(Round { bounds, work, is_learned: true, is_begun: self.block.is_some() })
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        // What it begins with is drawn by whoever leads.
        let whole = whole || (self.epoch == 0 && self.stratum == 0);
        let mut state = Checkpoint::saving(vec![u8::from(whole)]);
        self.position(whole, &mut state);
        Ok(state.saved())
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let (&whole, said) = said.split_first().ok_or_else(nothing_shared)?;
        let mut state = Checkpoint::loading(said);
        self.position(whole != 0, &mut state);
        if !state.is_whole() || self.stratum >= self.size.strata {
            return Err(nothing_shared());
        }
        self.blocks.skip_start();
        self.block = None;
        self.learned.fill(None);
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        if part.len() != 1 || part.start >= self.size.parts {
            return Err(nothing_shared());
        }
        let part = part.start;
        let learned = self.learned[part as usize].or_else(|| self.work_on(part, &mut { PART_WORK }));
        let Some(mut sums) = learned else { return Ok(None) };
        self.learned[part as usize] = Some(sums);
        let mut state = Checkpoint::saving(Vec::with_capacity(self.bytes(part)));
        self.pass(part, &mut sums, &mut state);
        Ok(Some(state.saved()))
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        let sums = self.take(self.part, answer)?;
        Ok(self.end_part(sums))
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        self.take(part.start, answer).map(|_| ())
    }
}
