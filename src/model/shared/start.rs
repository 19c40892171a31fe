//! The factors that a training begins with.

use crate::matrix::row_mut;
use crate::random::Random;
use crate::ratings::Ratings;
use ndarray::Array2;

/// Multiply-adds in whose time a number is drawn.
pub const DRAW_WORK: usize = 32;

/// Draws factors in slices, the users' and then the items'; those without ratings keep zeros.
pub struct Start {
    /// Rows that have been drawn, and that there are.
    drawn: usize,
    all: usize,
}

impl Start {
    /// With nothing drawn.
    pub fn new(ratings: &Ratings) -> Self {
        Start { drawn: 0, all: ratings.n_users() + ratings.n_items() }
    }

    /// Of factors that are known already.
    pub fn skip(&mut self) {
        self.drawn = self.all;
    }

    /// Whether all have been drawn.
    pub fn is_over(&self) -> bool {
        self.drawn == self.all
    }

    /// Draws the next factors of users and items, `(rows, k)`, evenly with this deviation, until about `budget` multiply-adds are spent;
    /// returns what was spent.
    #[inline(never)]
    pub fn step(
        &mut self,
        ratings: &Ratings,
        [users, items]: [&mut Array2<f32>; 2],
        deviation: f32,
        budget: u64,
        random: &mut Random,
    ) -> u64 {
        let n_users = ratings.n_users();
        let mut work = 0;
        while !self.is_over() && work < budget {
            let (factors, by, row) = if self.drawn < n_users {
                (&mut *users, ratings.by_user(), self.drawn)
            } else {
                (&mut *items, ratings.by_item(), self.drawn - n_users)
            };
            if by.row_len(row as u32) > 0 {
                random.fill_even(row_mut(factors, row), deviation);
                work += (DRAW_WORK * factors.ncols()) as u64;
            }
            work += 1;
            self.drawn += 1;
        }
        work
    }
}
