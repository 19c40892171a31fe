//! Stochastic gradient descent by blocks of people and items that share neither, so that several can learn at once.
//!
//! For each epoch people and items are put into as many groups. An epoch has as many strata, and in a stratum each
//! group of people meets another group of items: Gemulla, Haas, Nijkamp and Sismanis, “Large-scale matrix factorization with
//! distributed stochastic gradient descent” (2011).
//!
//! The samples of a block come in chunks: people in random order, as many as fill a chunk, then the chunk's samples in random order.

use super::blocks::{Block, Blocks, Ended, InBlocks, PARTS, Place, Size, Sums, Table, parts};
use super::start::Start;
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel::LINE;
use crate::memory::Need;
use crate::model::Model;
use crate::order;
use crate::random::Random;
use crate::ratings::{Csr, Ratings};
use crate::rounds::PART_WORK;
use std::ops::Range;
use std::sync::Arc;

/// Runs of items of a group: some of the popular ones and some of the others.
const RUNS: usize = 4;

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
        let longest = order::permutation(groups * RUNS, &|a, b| items(b).len().cmp(&items(a).len()));
        let (mut sizes, mut group_of) = (vec![0; groups], vec![groups; groups * RUNS]);
        for run in longest.into_iter().map(|run| run as usize) {
            let has = |group: usize| group_of.iter().filter(|&&of| of == group).count();
            let open = (0..groups).filter(|&group| has(group) < RUNS);
            let group = open.min_by_key(|&group| sizes[group]).unwrap_or(0);
            group_of[run] = group;
            sizes[group] += items(run).len();
        }
        group_of.into_iter().enumerate().for_each(|(run, group)| self.runs[group].push(run));
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
    fn again(&mut self, users: &[u32], random: &mut Random) {
        self.users.copy_from_slice(users);
        random.shuffle(&mut self.users);
        shuffled(&mut self.order, random);
        if self.grouping == Grouping::Numbers {
            return;
        }
        shuffled(&mut self.items, random);
        for ends in self.bounds.windows(2) {
            order::sort_indices(&mut self.items[ends[0]..ends[1]]);
            for place in ends[0]..ends[1] {
                self.places[self.items[place] as usize] = place as u32;
            }
        }
    }

    /// The people and the items of a block.
    fn cut(&self, Place { stratum, part, .. }: Place) -> Cut<'_> {
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
        let work = self.samples.saturating_mul(self.sample_work);
        parts(work, self.users.len().min(self.ratings.n_items())).min(self.most)
    }
}

/// A training by the blocks of a grid.
pub struct Grid<L: Learner> {
    learner: L,
    plan: Plan,
    tables: [Table; 2],
    /// For the factors that it begins with.
    start: Start,
    deal: Deal,
    /// The samples of a chunk.
    samples: Vec<L::Sample>,
}

impl<L: Learner + 'static> Grid<L> {
    /// A training with nothing drawn, nothing learned.
    pub fn training(learner: L, plan: Plan, tables: [Table; 2]) -> InBlocks {
        let groups = plan.groups() as u32;
        let work = plan.samples.saturating_mul(plan.sample_work);
        let size = Size { epochs: plan.epochs, strata: groups, parts: groups, work, seed: plan.seed };
        let (deal, start) = (Deal::new(&plan), Start::new(&plan.ratings));
        InBlocks::new(Grid { learner, tables, start, deal, samples: Vec::new(), plan }, size)
    }

    /// Memory for the tables and what is beside them, with chunks of so many samples, of which each rating brings some.
    pub fn need(ratings: &Ratings, tables: Need, chunk: u64, each: usize) -> Need {
        let (users, items) = (ratings.n_users(), ratings.n_items());
        let longest = (0..users as u32).map(|user| ratings.by_user().row_len(user)).max().unwrap_or(0);
        let samples = chunk as usize + longest.saturating_mul(each);
        // Who is in which group and where rows are split, the samples of a chunk, and two answers, each with a quarter of the rows.
        let answer = tables.bytes / PARTS as u64;
        tables
            .matrix(users, 1 + PARTS * RUNS + 1)
            .matrix(items, 2)
            .bytes((samples as u64).saturating_mul(size_of::<L::Sample>() as u64))
            .bytes(answer)
            .bytes(answer)
    }
}

impl<L: Learner> Blocks for Grid<L> {
    fn start(&mut self, budget: u64, random: &mut Random) -> u64 {
        let Grid { start, plan, tables: [users, items], .. } = self;
        start.step(&plan.ratings, [&mut users.factors, &mut items.factors], plan.deviation, budget, random)
    }

    fn is_started(&self) -> bool {
        self.start.is_over()
    }

    fn skip_start(&mut self) {
        self.start.skip();
    }

    fn deal(&mut self, random: &mut Random) -> u64 {
        self.deal.again(&self.plan.users, random);
        0
    }

    fn begin(&mut self, place: Place) {
        let Grid { learner, deal, tables, .. } = self;
        learner.begin(&deal.cut(place), tables);
    }

    /// People.
    fn len(&self, place: Place) -> usize {
        self.deal.cut(place).users.len()
    }

    /// From a chunk.
    fn learn(&mut self, block: &mut Block, seen: f64) -> u64 {
        let Grid { learner, plan, deal, tables, samples, .. } = self;
        let Block { place, random, next, sums } = block;
        let cut = deal.cut(*place);
        let chunk = plan.chunk.min(PART_WORK / plan.sample_work) as usize + 1;
        let share = |next: usize| {
            let of_stratum = next as f64 / cut.users.len() as f64;
            let of_epoch = (f64::from(place.stratum) + of_stratum) / f64::from(deal.groups());
            (f64::from(place.epoch) + of_epoch) / f64::from(plan.epochs)
        };
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
            Moment { epoch: place.epoch, share: [share(from), share(*next)], seen: seen + sums.samples };
        let learned = learner.learn(&cut, tables, samples, &moment, random);
        sums.add(learned);
        let learned = (learned.samples as u64).max(samples.len() as u64);
        learned * plan.sample_work + 1
    }

    fn pass(&mut self, place: Place, state: &mut Checkpoint<'_>) {
        let cut = self.deal.cut(place);
        self.tables[0].pass(cut.users, state);
        self.tables[1].pass(cut.items, state);
    }

    fn bytes(&self, place: Place) -> usize {
        let (cut, [users, items]) = (self.deal.cut(place), &self.tables);
        4 * (cut.users.len() * users.width() + cut.items.len() * items.width())
    }

    fn rows(&mut self, state: &mut Checkpoint<'_>) {
        self.tables.iter_mut().for_each(|table| table.checkpoint(state));
    }

    fn end_epoch(&mut self, epoch: u32, sums: Sums) -> Ended {
        self.learner.end_epoch(epoch, &self.tables, sums)
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) {
        self.learner.checkpoint(&self.tables, state);
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        self.learner.finish(self.tables)
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
                most: PARTS,
                epochs: 2,
                deviation: 0.1,
                chunk: 1,
                samples: 1 << 40,
                sample_work: 1,
                seed: 1,
            };
            let mut deal = Deal::new(&plan);
            assert_eq!(deal.groups(), 4);
            let mut dealt = Vec::new();
            for epoch in 0..2 {
                deal.again(&plan.users, &mut Random::new(u64::from(epoch)));
                let mut seen = Vec::new();
                for stratum in 0..4 {
                    let (mut users, mut items) = (Vec::<u32>::new(), Vec::<u32>::new());
                    for cut in (0..4).map(|part| deal.cut(Place { epoch, stratum, part })) {
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
            late.again(&plan.users, &mut Random::new(1));
            assert_eq!((late.users, late.order, late.items), dealt[1]);
        }
    }
}
