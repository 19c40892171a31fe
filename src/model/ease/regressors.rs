//! What each item is predicted from, and the lines of the matrix.

use super::training::{ADD_WORK, LINE_WORK, LOOK_WORK};
use crate::model::Person;
use crate::model::shared::baselines::Baselines;
use crate::model::shared::preference::strength;
use crate::order;
use crate::ratings::{Csr, Ratings};
use std::sync::Arc;

/// The side of the ratings that the matrix is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    Items,
    Users,
}

impl Over {
    /// `(rows of this side, rows of the other)`.
    pub(super) fn of(self, ratings: &Ratings) -> (&Csr, &Csr) {
        match self {
            Over::Items => (ratings.by_item(), ratings.by_user()),
            Over::Users => (ratings.by_user(), ratings.by_item()),
        }
    }
}

/// Where there is no row of the matrix.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The sparse matrix X over the training data, by its formula.
pub(super) struct Regressors {
    pub(super) ratings: Arc<Ratings>,
    pub(super) side: Over,
    pub(super) explicit: bool,
    pub(super) baselines: Baselines,
    /// σ of the ratings around the baselines; 1 for choices.
    pub(super) deviation: f32,
    /// Users or items that have a row in the matrix, those with the most ratings first.
    pub(super) order: Vec<u32>,
    /// The way back: rows of the matrix by user or item, or `NOWHERE`.
    pub(super) place: Vec<u32>,
}

impl Regressors {
    /// x_ui.
    #[inline]
    pub(super) fn x(&self, user: u32, item: u32, value: f32) -> f32 {
        match self.explicit {
            true => self.deviation_of(self.baselines.users[user as usize], item, value),
            false => strength(value),
        }
    }

    #[inline]
    fn deviation_of(&self, user_offset: f32, item: u32, value: f32) -> f32 {
        (value - self.baselines.mean - user_offset - self.baselines.items[item as usize]) / self.deviation
    }

    /// A person's offset and row of X.
    pub(super) fn person(&self, person: &Person<'_>) -> (f32, Vec<f32>) {
        if !self.explicit {
            return (0.0, person.values.iter().map(|&v| strength(v)).collect());
        }
        let offset = self.baselines.user(person.items, person.values);
        let x = |(&item, &value)| self.deviation_of(offset, item, value);
        (offset, person.items.iter().zip(person.values).map(x).collect())
    }

    /// The entries of X in a row of the other side, as (row of the matrix, x), places ascending.
    pub(super) fn line(&self, at: u32) -> Vec<(u32, f32)> {
        let (columns, values) = self.side.of(&self.ratings).1.row(at);
        let entry = |(&column, &value)| {
            let x = match self.side {
                Over::Items => self.x(at, column, value),
                Over::Users => self.x(column, at, value),
            };
            let place = self.place[column as usize];
            (place != NOWHERE).then_some((place, x))
        };
        let mut line: Vec<_> = columns.iter().zip(values).filter_map(entry).collect();
        order::sort_by(&mut line, &|a, b| a.0.cmp(&b.0));
        line
    }

    /// Lets only the first `n` of the order keep their rows.
    pub(super) fn truncate(&mut self, n: usize) {
        for dropped in self.order.drain(n.min(self.order.len())..) {
            self.place[dropped as usize] = NOWHERE;
        }
    }

    pub(super) fn place(order: &[u32], n: usize) -> Vec<u32> {
        let mut place = vec![NOWHERE; n];
        for (at, &one) in order.iter().enumerate() {
            place[one as usize] = at as u32;
        }
        place
    }
}

/// The rows of the other side, as [`Regressors::line`] has them.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) entries: Vec<(u32, f32)>,
    /// Where each line ends.
    ends: Vec<usize>,
    /// For each row of the matrix, how many entries stand up to its own in all lines that have it.
    pub(super) adds: Vec<u64>,
}

impl Lines {
    pub(super) fn all(design: &Regressors) -> Self {
        let mut lines = Lines::default();
        lines.step(design, u64::MAX);
        lines
    }

    /// Takes in lines until `work` is used up; true when there are all.
    pub(super) fn step(&mut self, design: &Regressors, mut work: u64) -> bool {
        let n_lines = design.side.of(&design.ratings).1.rows();
        if self.ends.is_empty() {
            self.entries.reserve_exact(design.ratings.by_user().nnz());
            self.adds.resize(design.order.len(), 0);
        }
        while self.ends.len() < n_lines && work > 0 {
            let line = design.line(self.ends.len() as u32);
            (1..).zip(&line).for_each(|(adds, &(place, _))| self.adds[place as usize] += adds);
            self.entries.extend_from_slice(&line);
            self.ends.push(self.entries.len());
            work = work.saturating_sub(LINE_WORK * (1 + line.len() as u64));
        }
        self.ends.len() == n_lines
    }

    /// The lines that have this row of the matrix, each with its entries up to that row's own.
    pub(super) fn up_to(
        &self,
        design: &Regressors,
        place: u32,
    ) -> impl Iterator<Item = (u32, &[(u32, f32)])> {
        let lines = design.side.of(&design.ratings).0.row(design.order[place as usize]).0;
        lines.iter().map(move |&at| {
            let line = self.get(at);
            (at, &line[..line.partition_point(|entry| entry.0 <= place)])
        })
    }

    /// Multiply-adds in whose time what these lines have up to that row is added up.
    pub(super) fn work(&self, design: &Regressors, place: u32) -> u64 {
        let lines = design.side.of(&design.ratings).0.row_len(design.order[place as usize]);
        ADD_WORK * self.adds[place as usize] + LOOK_WORK * lines as u64
    }

    /// A line; none past the end.
    pub(super) fn get(&self, at: u32) -> &[(u32, f32)] {
        let end = self.ends.get(at as usize).copied().unwrap_or(0);
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before as usize)).copied();
        self.entries.get(begin.unwrap_or(0)..end).unwrap_or_default()
    }
}
