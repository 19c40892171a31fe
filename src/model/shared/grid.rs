//! Stochastic gradient descent by blocks that share neither a person nor an item, so that several can learn at once.
//!
//! For each epoch people and items are put into up to [`GROUPS`] groups each. An epoch has as many strata, and in a stratum each
//! group of people meets another group of items: Gemulla, Haas, Nijkamp and Sismanis, “Large-scale matrix factorization with
//! distributed stochastic gradient descent” (2011). Who learns a block changes its rows and no others. The grid and the random stream of
//! each block rest on the seed alone, so that the result has the same bits for any number of workers.
//!
//! The samples of a block come in chunks: people in random order, as many as fill a chunk, then the chunk's samples in random order.

use super::start::Start;
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel::LINE;
use crate::matrix::{flat_mut, row_mut, zeros};
use crate::memory::Need;
use crate::model::{Model, Progress, STEP_WORK, Trainer};
use crate::random::Random;
use crate::ratings::{Csr, Ratings};
use crate::rounds::{PART_WORK, Round, Rounds, nothing_shared};
use ndarray::Array2;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// Most groups of people, and of items.
pub const GROUPS: usize = 4;

/// Least people and items of a group, and multiply-adds of a block: few are not kept apart from one another, which costs them some accuracy
/// and saves no time.
const LEAST_ROWS: usize = 64;
const LEAST_WORK: u64 = STEP_WORK;

/// Runs of items of a group: some of the popular ones and some of the others.
const RUNS: usize = 4;

/// What is learned of the people or of the items.
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
    /// Of the people and of the items. Zeros, but in the memory, which begins with the same for each row of one side.
    pub fn both(ratings: &Ratings, k: usize, [users, items]: [&[f32]; 2]) -> [Table; 2] {
        [(ratings.n_users(), users), (ratings.n_items(), items)].map(|(rows, memory)| {
            let mut table =
                Table { factors: zeros(rows, k), biases: vec![0.0; rows], memory: zeros(rows, memory.len()) };
            if !memory.is_empty() {
                let rows = flat_mut(&mut table.memory).chunks_exact_mut(memory.len());
                rows.for_each(|row| row.copy_from_slice(memory));
            }
            table
        })
    }

    /// What both need, with so many numbers of memory a row.
    pub fn need(ratings: &Ratings, k: usize, [users, items]: [usize; 2]) -> Need {
        let sides = [(ratings.n_users(), users), (ratings.n_items(), items)].into_iter();
        sides.fold(Need::NONE, |need, (rows, memory)| {
            need.matrix(rows, k).matrix(rows, 1).matrix(rows, memory)
        })
    }

    /// Numbers of a row.
    fn width(&self) -> usize {
        self.factors.ncols() + 1 + self.memory.ncols()
    }

    /// Passes these rows.
    fn pass(&mut self, rows: &[u32], state: &mut Checkpoint<'_>) {
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

/// What items are put into groups by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Their numbers: each has some runs of neighbours, with about as many ratings, so that those of a row are found at once. For samples that
    /// rest on nothing else.
    Numbers,
    /// Chance, anew in each epoch, as many items in each: for samples with items that are drawn from all.
    Chance,
}

/// The groups that an epoch's people and items are in.
struct Deal {
    grouping: Grouping,
    /// The epoch that they are of, counted from 1.
    epoch: u32,
    /// People, a group behind the other, in random order.
    users: Vec<u32>,
    /// Items, a group behind the other, ascending in each; where groups begin and end; and, when chance deals, where each item stands.
    items: Vec<u32>,
    bounds: Vec<usize>,
    places: Vec<u32>,
    /// Otherwise the runs that each group has, and where in each person's row all of them begin and end.
    runs: Vec<Vec<usize>>,
    splits: Vec<u32>,
    /// Which group of items each group of people meets first.
    order: Vec<u32>,
}

/// Where groups of as many begin and end.
fn even(n: usize, groups: usize) -> Vec<usize> {
    (0..=groups).map(|group| (n as u64 * group as u64 / groups as u64) as usize).collect()
}

/// Puts as many numbers from 0 on in random order.
fn shuffled(numbers: &mut [u32], random: &mut Random) {
    numbers.iter_mut().zip(0..).for_each(|(number, at)| *number = at);
    random.shuffle(numbers);
}

impl Deal {
    fn new(plan: &Plan) -> Self {
        let (by_user, by_item) = (plan.ratings.by_user(), plan.ratings.by_item());
        let (n, groups) = (by_item.rows(), plan.groups());
        let mut deal = Deal {
            grouping: plan.grouping,
            epoch: 0,
            users: plan.users.clone(),
            items: (0..n as u32).collect(),
            bounds: even(n, groups),
            places: Vec::new(),
            runs: vec![Vec::new(); groups],
            splits: Vec::new(),
            order: (0..groups as u32).collect(),
        };
        match plan.grouping {
            Grouping::Numbers => deal.run(by_user, by_item),
            Grouping::Chance => deal.places.resize(n, 0),
        }
        deal
    }

    /// Cuts the items into runs of about as many ratings, and gives each group as many runs and about as many items.
    fn run(&mut self, by_user: &Csr, by_item: &Csr) {
        let (n, groups) = (by_item.rows(), self.order.len());
        let mut ends = even(by_item.nnz(), groups * RUNS);
        ends.iter_mut().for_each(|end| *end = by_item.starts().partition_point(|start| start < end).min(n));
        ends[groups * RUNS] = n;
        let items = |run: usize| ends[run]..ends[run + 1];
        let mut longest: Vec<usize> = (0..groups * RUNS).collect();
        longest.sort_unstable_by_key(|&run| (Reverse(items(run).len()), run));
        let mut sizes = vec![0; groups];
        for run in longest {
            let open = (0..groups).filter(|&group| self.runs[group].len() < RUNS);
            let group = open.min_by_key(|&group| sizes[group]).unwrap_or(0);
            self.runs[group].push(run);
            sizes[group] += items(run).len();
        }
        self.runs.iter_mut().for_each(|runs| runs.sort_unstable());
        self.items = self.runs.iter().flatten().flat_map(|&run| items(run)).map(|item| item as u32).collect();
        self.bounds = vec![0];
        self.bounds.extend(sizes.iter().scan(0, |sum, size| {
            *sum += size;
            Some(*sum)
        }));
        for user in 0..by_user.rows() as u32 {
            let row = by_user.row(user).0;
            let before = |&end: &usize| row.partition_point(|&item| (item as usize) < end) as u32;
            self.splits.extend(ends.iter().map(before));
        }
    }

    /// How many groups there are.
    fn groups(&self) -> u32 {
        self.order.len() as u32
    }

    /// Where what somebody rated of a group of items stands in the person's row.
    #[inline]
    fn own(&self, user: u32, group: usize) -> impl Iterator<Item = Range<usize>> {
        let at = user as usize * (self.order.len() * RUNS + 1);
        let splits = &self.splits[at..];
        self.runs[group].iter().map(|&run| splits[run] as usize..splits[run + 1] as usize)
    }

    /// Deals these people, and all items, for an epoch, whatever was before.
    fn again(&mut self, epoch: u32, users: &[u32], random: &mut Random) {
        self.epoch = epoch + 1;
        self.users.copy_from_slice(users);
        random.shuffle(&mut self.users);
        shuffled(&mut self.order, random);
        if self.grouping == Grouping::Numbers {
            return;
        }
        shuffled(&mut self.items, random);
        for ends in self.bounds.windows(2) {
            self.items[ends[0]..ends[1]].sort_unstable();
            for place in ends[0]..ends[1] {
                self.places[self.items[place] as usize] = place as u32;
            }
        }
    }

    /// The people and the items of a block.
    fn cut(&self, stratum: u32, part: u32) -> Cut<'_> {
        let users = even(self.users.len(), self.order.len());
        let group = self.order[((part + stratum) % self.groups()) as usize] as usize;
        let (first, end) = (self.bounds[group], self.bounds[group + 1]);
        Cut {
            users: &self.users[users[part as usize]..users[part as usize + 1]],
            items: &self.items[first..end],
            first: first as u32,
            group,
            deal: self,
        }
    }
}

/// The people and the items of a block.
#[derive(Clone, Copy)]
pub struct Cut<'a> {
    /// People, in random order.
    pub users: &'a [u32],
    /// Items, ascending.
    pub items: &'a [u32],
    /// Which group they are; in each epoch the same ones, if they are put into groups by their numbers.
    pub group: usize,
    /// Where it begins in the list of all.
    first: u32,
    deal: &'a Deal,
}

/// Items that are looked up before any of them is passed on, and people whose rows are.
const AHEAD: usize = 64;

impl Cut<'_> {
    /// Has what these people rated in the block fetched from memory, all together, where each row would be waited for when it is its turn.
    fn fetch(&self, users: &[u32], rows: &Csr) {
        let mut any = 0.0;
        for &user in users.iter().filter(|_| self.deal.grouping == Grouping::Numbers) {
            let (items, values) = rows.row(user);
            for at in self.deal.own(user, self.group).flat_map(|own| own.step_by(LINE / size_of::<f32>())) {
                any += values[at] + items[at] as f32;
            }
        }
        std::hint::black_box(any);
    }

    /// Passes on those items of a person's row that are in this block, each with its value.
    #[inline]
    pub fn each<V: Copy + Default>(
        &self,
        user: u32,
        (items, values): (&[u32], &[V]),
        mut take: impl FnMut(u32, V),
    ) {
        if self.deal.grouping == Grouping::Numbers {
            for own in self.deal.own(user, self.group) {
                items[own.clone()].iter().zip(&values[own]).for_each(|(&item, &value)| take(item, value));
            }
            return;
        }
        // No jump that would be guessed wrong each time.
        let n = self.items.len() as u32;
        let mut kept = [(0, V::default()); AHEAD];
        for (items, values) in items.chunks(AHEAD).zip(values.chunks(AHEAD)) {
            let mut found = 0;
            for (&item, &value) in items.iter().zip(values) {
                kept[found % AHEAD] = (item, value);
                found += usize::from(self.deal.places[item as usize].wrapping_sub(self.first) < n);
            }
            kept[..found].iter().for_each(|&(item, value)| take(item, value));
        }
    }
}

/// When it is, at the beginning of a chunk.
#[derive(Clone, Copy)]
pub struct Moment {
    /// Epochs before this one.
    pub epoch: u32,
    /// Share of the whole training, from 0 to 1, before the chunk and behind it.
    pub share: [f64; 2],
    /// Samples before the chunk: of the strata before, and of its block.
    pub seen: f64,
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

/// How a model learns from the samples of a block.
pub trait Learner {
    /// A sample.
    type Sample: Copy;

    /// Gets ready for a block.
    fn begin(&mut self, cut: &Cut<'_>, tables: &mut [Table; 2]);

    /// Adds a person's samples in the block.
    fn draw(&mut self, cut: &Cut<'_>, user: u32, random: &mut Random, samples: &mut Vec<Self::Sample>);

    /// Learns from samples, in their order.
    fn learn(
        &mut self,
        cut: &Cut<'_>,
        tables: &mut [Table; 2],
        samples: &[Self::Sample],
        moment: &Moment,
        random: &mut Random,
    ) -> Sums;

    /// What an epoch comes to.
    fn end_epoch(&mut self, epoch: u32, tables: &[Table; 2], sums: Sums) -> Ended;

    /// Passes what it has changed itself at the ends of epochs.
    fn checkpoint(&mut self, _tables: &[Table; 2], _state: &mut Checkpoint<'_>) {}

    /// The model.
    fn finish(self, tables: [Table; 2]) -> Result<Box<dyn Model>>;
}

/// What a training by blocks is about.
pub struct Plan {
    /// Who has what.
    pub ratings: Arc<Ratings>,
    /// People who learn, ascending.
    pub users: Vec<u32>,
    /// What items are put into groups by, and how many groups there are at most.
    pub grouping: Grouping,
    pub most: usize,
    /// Passes over all samples.
    pub epochs: u32,
    /// Standard deviation of the factors at the start.
    pub deviation: f32,
    /// Samples that are shuffled together, about.
    pub chunk: u64,
    /// Samples of an epoch, and multiply-adds of each.
    pub samples: u64,
    pub sample_work: u64,
    pub seed: u64,
}

impl Plan {
    /// How many groups of people there are, and of items.
    pub fn groups(&self) -> usize {
        let by_work = (self.samples.saturating_mul(self.sample_work) / LEAST_WORK).isqrt() as usize;
        let by_rows = self.users.len().min(self.ratings.n_items()) / LEAST_ROWS;
        // As many for each of two workers.
        1 << by_rows.min(by_work).clamp(1, self.most).ilog2()
    }
}

/// A block that is being learned.
struct Block {
    /// Its epoch, stratum and part.
    place: [u32; 3],
    random: Random,
    /// People whose samples have been learned.
    next: usize,
    sums: Sums,
}

/// A training by blocks.
pub struct Gridded<L: Learner> {
    learner: L,
    plan: Plan,
    tables: [Table; 2],
    /// For the factors that it begins with.
    start: Start,
    random: Random,
    deal: Deal,
    epoch: u32,
    stratum: u32,
    part: u32,
    block: Option<Block>,
    /// What those parts of the stratum came to whose rows are as they are to be.
    learned: Vec<Option<Sums>>,
    /// The samples of a chunk.
    samples: Vec<L::Sample>,
    /// Of the present epoch.
    sums: Sums,
    /// Samples of all strata before this one, and of the present one.
    seen: f64,
    fresh: f64,
    loss: Option<f32>,
    is_over: bool,
}

impl<L: Learner> Gridded<L> {
    /// Nothing drawn, nothing learned.
    pub fn new(learner: L, plan: Plan, tables: [Table; 2]) -> Self {
        let deal = Deal::new(&plan);
        Gridded {
            learner,
            tables,
            start: Start::new(&plan.ratings),
            random: Random::part(plan.seed, 0),
            learned: vec![None; deal.order.len()],
            deal,
            epoch: 0,
            stratum: 0,
            part: 0,
            block: None,
            samples: Vec::new(),
            sums: Sums::default(),
            seen: 0.0,
            fresh: 0.0,
            loss: None,
            is_over: plan.epochs == 0 || plan.samples == 0,
            plan,
        }
    }

    /// Memory for the tables and what is beside them, with chunks of so many samples, of which each rating brings some.
    pub fn need(ratings: &Ratings, tables: Need, chunk: u64, each: usize) -> Need {
        let (users, items) = (ratings.n_users(), ratings.n_items());
        let longest = (0..users as u32).map(|user| ratings.by_user().row_len(user)).max().unwrap_or(0);
        let samples = chunk as usize + longest.saturating_mul(each);
        // Who is in which group and where rows are split, the samples of a chunk, and two answers, each with a quarter of the rows.
        let answer = tables.bytes / GROUPS as u64;
        tables
            .matrix(users, 1 + GROUPS * RUNS + 1)
            .matrix(items, 2)
            .bytes((samples as u64).saturating_mul(size_of::<L::Sample>() as u64))
            .bytes(answer)
            .bytes(answer)
    }

    /// Draws the next factors, as many as take a slice; returns what was spent.
    fn draw(&mut self) -> u64 {
        let Gridded { start, plan, random, tables: [users, items], .. } = self;
        start.step(&plan.ratings, [&mut users.factors, &mut items.factors], plan.deviation, STEP_WORK, random)
    }

    /// A random stream of its own, for a block of this epoch or, without one, for how it is dealt.
    fn random_of(&self, block: Option<u32>) -> Random {
        let all = u64::from(self.deal.groups().pow(2)) + 1;
        let at = block.map_or(0, |part| u64::from(1 + self.stratum * self.deal.groups() + part));
        Random::part(self.plan.seed, 2 + u64::from(self.epoch) * all + at)
    }

    /// Sees to it that the groups are those of this epoch.
    fn deal(&mut self) {
        if self.deal.epoch != self.epoch + 1 {
            let mut random = self.random_of(None);
            self.deal.again(self.epoch, &self.plan.users, &mut random);
        }
    }

    /// Learns from a block, for about so many multiply-adds; what it comes to once all of it is learned.
    fn work_on(&mut self, part: u32, budget: &mut u64) -> Option<Sums> {
        self.deal();
        let place = [self.epoch, self.stratum, part];
        let random = self.random_of(Some(part));
        let Gridded { learner, plan, deal, tables, seen, samples, .. } = self;
        let cut = deal.cut(self.stratum, part);
        let mut block = self.block.take().filter(|block| block.place == place).unwrap_or_else(|| {
            learner.begin(&cut, tables);
            Block { place, random, next: 0, sums: Sums::default() }
        });
        let chunk = plan.chunk.min(PART_WORK / plan.sample_work) as usize + 1;
        let share = |next: usize| {
            let of_stratum = next as f64 / cut.users.len() as f64;
            let of_epoch = (f64::from(self.stratum) + of_stratum) / f64::from(deal.groups());
            (f64::from(self.epoch) + of_epoch) / f64::from(plan.epochs)
        };
        while block.next < cut.users.len() {
            if *budget == 0 {
                self.block = Some(block);
                return None;
            }
            let Block { random, next, sums, .. } = &mut block;
            let from = *next;
            samples.clear();
            while samples.len() < chunk && *next < cut.users.len() {
                if next.is_multiple_of(AHEAD) {
                    cut.fetch(&cut.users[*next..cut.users.len().min(*next + AHEAD)], plan.ratings.by_user());
                }
                learner.draw(&cut, cut.users[*next], random, samples);
                *next += 1;
            }
            random.shuffle(samples);
            let moment =
                Moment { epoch: self.epoch, share: [share(from), share(*next)], seen: *seen + sums.samples };
            let learned = learner.learn(&cut, tables, samples, &moment, random);
            sums.add(learned);
            let learned = (learned.samples as u64).max(samples.len() as u64);
            *budget = budget.saturating_sub(learned * plan.sample_work + 1);
        }
        Some(block.sums)
    }

    /// Bytes of an answer.
    fn bytes(&self, cut: &Cut<'_>) -> usize {
        let [users, items] = &self.tables;
        4 * (cut.users.len() * users.width() + cut.items.len() * items.width()) + size_of::<Sums>()
    }

    /// Passes the rows of a part, and what they came to.
    fn pass(&mut self, part: u32, sums: &mut Sums, state: &mut Checkpoint<'_>) {
        let cut = self.deal.cut(self.stratum, part);
        self.tables[0].pass(cut.users, state);
        self.tables[1].pass(cut.items, state);
        state.f64(&mut sums.loss);
        state.f64(&mut sums.samples);
    }

    /// Takes an answer, if this part has not been learned here; what it came to.
    fn take(&mut self, part: u32, answer: &[u8]) -> Result<Sums> {
        self.deal();
        if part >= self.deal.groups() || answer.len() != self.bytes(&self.deal.cut(self.stratum, part)) {
            return Err(nothing_shared());
        }
        let mut sums = self.learned[part as usize].unwrap_or_default();
        if self.learned[part as usize].is_none() {
            // What this worker has begun of it is no longer wanted.
            self.block.take_if(|block| block.place[2] == part);
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
        if self.part == self.deal.groups() {
            self.part = 0;
            self.stratum += 1;
            self.learned.fill(None);
            self.seen += std::mem::take(&mut self.fresh);
        }
        if self.stratum < self.deal.groups() {
            return self.progress();
        }
        self.stratum = 0;
        self.epoch += 1;
        let ended = self.learner.end_epoch(self.epoch, &self.tables, std::mem::take(&mut self.sums));
        self.loss = ended.loss;
        self.is_over = ended.is_over || self.epoch >= self.plan.epochs;
        let progress = self.progress();
        Progress { validation: ended.validation, done: self.is_over, ..progress }
    }

    fn progress(&self) -> Progress {
        let epochs = self.plan.epochs;
        let groups = self.deal.groups();
        let block = self.block.as_ref().filter(|block| block.place[2] == self.part);
        let people = self.plan.users.len() as f32 / groups as f32;
        let of_block = block.map_or(0.0, |block| (block.next as f32 / people).min(1.0));
        let parts = (self.stratum * groups + self.part) as f32 + of_block;
        match parts / groups.pow(2) as f32 {
            0.0 => Progress::epochs(self.epoch, epochs, self.loss),
            share => Progress::within(self.epoch, epochs, share, self.loss),
        }
    }

    /// Passes where it is and, if asked for, what has been learned.
    fn position(&mut self, whole: bool, state: &mut Checkpoint<'_>) {
        state.u32(&mut self.epoch);
        state.u32(&mut self.stratum);
        state.f64(&mut self.seen);
        if whole {
            self.tables.iter_mut().for_each(|table| table.checkpoint(state));
        }
    }
}

impl<L: Learner> Trainer for Gridded<L> {
    fn step(&mut self) -> Result<Progress> {
        let epochs = self.plan.epochs;
        if self.is_over {
            return Ok(Progress::epochs(epochs, epochs, self.loss));
        }
        let mut budget = STEP_WORK.saturating_sub(self.draw());
        if !self.start.is_over() {
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
            self.start.skip();
        }
        if self.stratum > 0 || self.part > 0 || self.block.is_some() || !self.start.is_over() {
            return Ok(false);
        }
        self.position(true, state);
        state.option(&mut self.loss);
        self.learner.checkpoint(&self.tables, state);
        if self.stratum > 0 || self.epoch > self.plan.epochs {
            state.refuse();
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        while !self.start.is_over() {
            self.draw();
        }
        self.learner.finish(self.tables)
    }
}

impl<L: Learner> Rounds for Gridded<L> {
    fn round(&mut self) -> Option<Round> {
        // One block is nothing to share.
        if self.is_over || !self.start.is_over() || self.deal.groups() == 1 {
            return None;
        }
        let groups = self.deal.groups();
        let blocks = groups.pow(2);
        let left = u64::from(self.plan.epochs - self.epoch) * u64::from(blocks)
            - u64::from(self.stratum * groups + self.part);
        let all = self.plan.samples.saturating_mul(self.plan.sample_work);
        let work = left.saturating_mul(all / u64::from(blocks));
        let bounds = (self.part..=groups).collect();
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
        if !state.is_whole() || self.stratum >= self.deal.groups() {
            return Err(nothing_shared());
        }
        self.start.skip();
        self.block = None;
        self.learned.fill(None);
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        if part.len() != 1 || part.start >= self.deal.groups() {
            return Err(nothing_shared());
        }
        let part = part.start;
        let learned = self.learned[part as usize].or_else(|| self.work_on(part, &mut { PART_WORK }));
        let Some(mut sums) = learned else { return Ok(None) };
        self.learned[part as usize] = Some(sums);
        let mut state =
            Checkpoint::saving(Vec::with_capacity(self.bytes(&self.deal.cut(self.stratum, part))));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    #[test]
    fn an_epoch_has_each_rating_once_and_blocks_of_a_stratum_share_nothing() {
        let (mut b, mut random) = (Builder::default(), Random::new(5));
        for user in 0..300 {
            for item in 0..260 {
                // The first ones are rated by most.
                if random.uniform() < 8.0 / f64::from(8 + item) {
                    b.rating(&user.to_string(), &item.to_string(), f32::from(user as u16), None);
                }
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        for grouping in [Grouping::Numbers, Grouping::Chance] {
            let users: Vec<u32> = (0..300).collect();
            let (nnz, plan_ratings) = (ratings.by_user().nnz() as u64, Arc::clone(&ratings));
            let plan = Plan {
                ratings: plan_ratings,
                users,
                grouping,
                most: GROUPS,
                epochs: 2,
                deviation: 0.1,
                chunk: 1,
                samples: 16 * LEAST_WORK,
                sample_work: 1,
                seed: 1,
            };
            let mut deal = Deal::new(&plan);
            assert_eq!(deal.groups(), 4);
            let mut dealt = Vec::new();
            for epoch in 0..2 {
                deal.again(epoch, &plan.users, &mut Random::new(u64::from(epoch)));
                let mut seen = Vec::new();
                for stratum in 0..4 {
                    let (mut users, mut items) = (Vec::<u32>::new(), Vec::<u32>::new());
                    for cut in (0..4).map(|part| deal.cut(stratum, part)) {
                        cut.fetch(cut.users, ratings.by_user());
                        users.extend(cut.users);
                        items.extend(cut.items);
                        let before = seen.len();
                        for &user in cut.users {
                            cut.each(user, ratings.by_user().row(user), |item, value| {
                                assert!(cut.items.contains(&item) && value == user as f32);
                                seen.push((user, item));
                            });
                        }
                        let share = (seen.len() - before) as f64 / nnz as f64;
                        assert!((share - 0.0625).abs() < 0.04, "{grouping:?}: a block has {share} of all");
                    }
                    users.sort_unstable();
                    items.sort_unstable();
                    assert!(users.into_iter().eq(0..300) && items.into_iter().eq(0..260));
                }
                dealt.push((deal.users.clone(), deal.order.clone(), deal.items.clone()));
                seen.sort_unstable();
                assert!(seen.into_iter().eq(ratings.by_user().iter().map(|(user, item, _)| (user, item))));
            }
            assert_ne!(dealt[0], dealt[1]);
            // Whoever comes later deals as the others did.
            let mut late = Deal::new(&plan);
            late.again(1, &plan.users, &mut Random::new(1));
            assert_eq!((late.users, late.order, late.items), dealt[1]);
        }
    }
}
