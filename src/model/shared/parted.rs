//! The lists of all items, made in parts: what models have in common that keep each item's nearest ones.

use super::lists::{Lists, Met};
use crate::error::Result;
use crate::model::Progress;
use crate::ratings::{Csr, Ratings, Transposing};
use crate::rounds::{Parts, Round};
use std::collections::VecDeque;
use std::ops::Range;

/// About as many multiply-adds as one neighbour takes to be turned round: it goes anywhere in memory.
const TURN_WORK: u64 = 64;

/// Lists so far, and the parts of the items, each of about as many entries to add up. Once all are there, they are turned round.
#[derive(Debug, Default)]
pub struct Parted {
    /// Those of each part by themselves, until they are turned: as one they would be moved while they grow, and need their room in
    /// one piece.
    lists: VecDeque<Csr>,
    turned: Transposing,
    /// How many items there are.
    items: usize,
    /// None before they are cut.
    parts: Parts,
    /// Multiply-adds of all parts.
    work: u64,
}

impl Parted {
    /// Cuts the items into parts.
    pub fn cut(&mut self, ratings: &Ratings) {
        let (by_user, by_item) = (ratings.by_user(), ratings.by_item());
        let work = |item: u32| {
            let entries = by_item.row(item).0.iter().map(|&user| by_user.row_len(user) as u64).sum();
            // Even an item without ratings costs a little.
            Met { entries, things: entries.min(by_item.rows() as u64) }.work() + 64
        };
        self.items = by_item.rows();
        self.turned = Transposing::new(self.items);
        self.work = (0..by_item.rows() as u32).map(work).sum();
        self.parts = Parts::cut(by_item.rows(), &work);
    }

    /// True once there are parts.
    pub fn is_cut(&self) -> bool {
        self.parts.all() > 0
    }

    /// The part that is next.
    pub fn next(&self) -> Option<Range<u32>> {
        self.parts.next()
    }

    /// The parts that are left.
    pub fn round(&self) -> Option<Round> {
        self.next()?;
        let bounds = self.parts.left();
        let work = self.work / self.parts.all() as u64 * (bounds.len() - 1) as u64;
        Some(Round { bounds, work, is_learned: false, is_begun: false })
    }

    /// Adds the lists of the next part, as bytes.
    ///
    /// # Errors
    /// As [`Lists::read`].
    pub fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        let lists = Lists::read(answer, self.items)?;
        self.turned.count(&lists);
        self.lists.push_back(lists);
        self.parts.advance();
        Ok(self.progress())
    }

    /// Turns lists round, for about so many multiply-adds.
    pub fn turn(&mut self, budget: u64) {
        let mut work = 0;
        while work < budget
            && let Some(lists) = self.lists.pop_front()
        {
            self.turned.write(&lists);
            work = work.saturating_add(TURN_WORK * lists.nnz() as u64);
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        if self.is_cut() && self.next().is_none() && self.lists.is_empty() {
            return Progress::epochs(1, 1, None);
        }
        Progress::within(0, 1, self.parts.done() as f32 / self.parts.all().max(1) as f32, None)
    }

    /// The lists turned round, `(n, n)`: row j has the items i that count j among their neighbours, with s_ij. So a
    /// person's scores cost as much as the person has items. Items without a list so far have no neighbours.
    pub fn neighbour_of(mut self, n: usize) -> Csr {
        if !self.is_cut() {
            return Csr::empty(n, n);
        }
        self.turn(u64::MAX);
        self.turned.finish(n)
    }
}
