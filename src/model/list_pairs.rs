//! The pairs in people's lists.

use super::STEP_WORK;
use super::shared::preference::least_liked;
use crate::order;
use crate::random::Random;
use crate::ratings::{Csr, Feedback, Ratings, Shape};
use std::mem::take;

/// Most pairs that are derived from people's lists.
const MAX_PAIRS: usize = 1 << 23;

/// Multiply-adds in whose time a pair is drawn, and one is sorted.
const DRAW_WORK: u64 = 128;
const SORT_WORK: u64 = 128;

/// Most pairs that one person's list gives.
pub fn most_per_person(ratings: &Ratings, pairs_per_person: u32) -> usize {
    (pairs_per_person as usize).min((MAX_PAIRS / ratings.n_users().max(1)).max(1))
}

/// Which of a person's items make up the basket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BasketRule {
    /// All items.
    All,
    /// Those rated at or above the own mean.
    Liked,
    /// Rows are products: the row's own product.
    Row,
}

impl BasketRule {
    /// As these data have it.
    pub fn of(ratings: &Ratings) -> Self {
        match (ratings.shape(), ratings.feedback()) {
            (Shape::Pairs, _) => BasketRule::Row,
            (_, Feedback::Explicit) => BasketRule::Liked,
            (_, Feedback::Implicit) => BasketRule::All,
        }
    }

    /// Positions of the items that count.
    pub fn liked(self, values: &[f32]) -> impl Iterator<Item = usize> + '_ {
        let least = match self {
            BasketRule::Liked => least_liked(Feedback::Explicit, values),
            _ => f32::NEG_INFINITY,
        };
        (0..values.len()).filter(move |&at| values[at] >= least)
    }
}

/// The pairs in people's lists, summed over people, found in slices.
pub struct ListPairs {
    per_person: u32,
    random: Random,
    next: Next,
    /// Both items of each pair, the smaller index first, as [`order::pair`] has them: as they were drawn, then in rows.
    keys: Vec<u64>,
    /// Where the rows end, `(n_items + 1)`: those that are summed up, and behind them those that are not.
    ends: Vec<usize>,
    /// How many people share each pair.
    values: Vec<f32>,
}

/// What comes next.
enum Next {
    /// To draw from this person's list.
    Person(u32),
    /// To put the pairs into the rows of their smaller indices.
    Rows,
    /// To sum up this row, whose pairs begin here.
    Row(usize, usize),
}

impl ListPairs {
    /// At most so many random pairs of each person.
    pub fn new(per_person: u32, random: Random) -> Self {
        ListPairs {
            per_person,
            random,
            next: Next::Person(0),
            keys: Vec::new(),
            ends: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Does a slice; the pairs `(n_items, n_items)` come with the last, each in the row of its smaller index.
    pub fn slice(&mut self, ratings: &Ratings) -> Option<Csr> {
        self.next = match self.next {
            Next::Person(user) => match self.draw(ratings, user) {
                user if (user as usize) < ratings.n_users() => Next::Person(user),
                _ => Next::Rows,
            },
            Next::Rows => {
                self.place(ratings.n_items());
                Next::Row(0, 0)
            }
            Next::Row(row, begin) if row + 1 < self.ends.len() => self.sum_up(row, begin),
            Next::Row(n_items, _) => {
                let ListPairs { keys, ends, values, .. } = self;
                values.truncate(ends[n_items]);
                let columns = keys.iter().take(values.len()).map(|&key| order::halves(key).1).collect();
                let pairs = Csr::new(take(ends), columns, take(values), n_items);
                return Some(pairs.expect("rows are sorted and summed up"));
            }
        };
        None
    }

    /// Draws from people's lists until the slice is over; the person whose turn comes then.
    fn draw(&mut self, ratings: &Ratings, mut user: u32) -> u32 {
        let limit = most_per_person(ratings, self.per_person);
        let rule = BasketRule::of(ratings);
        let mut list = Vec::new();
        let mut work = 0;
        while (user as usize) < ratings.n_users() && work < STEP_WORK {
            let before = self.keys.len();
            let (items, values) = ratings.by_user().row(user);
            user += 1;
            list.clear();
            list.extend(rule.liked(values).map(|at| items[at]));
            let all = list.len() * list.len().saturating_sub(1) / 2;
            if all <= limit {
                for (i, &a) in list.iter().enumerate() {
                    self.keys.extend(list[i + 1..].iter().map(|&b| order::pair(a, b)));
                }
            } else {
                let mut taken = rustc_hash::FxHashSet::default();
                while taken.len() < limit {
                    let length = list.len() as u32;
                    let (i, j) = (self.random.below(length) as usize, self.random.below(length) as usize);
                    let pair = order::pair(list[i.min(j)], list[i.max(j)]);
                    if i != j && taken.insert(pair) {
                        self.keys.push(pair);
                    }
                }
            }
            work += DRAW_WORK * (1 + self.keys.len() - before) as u64;
        }
        user
    }

    /// Puts the pairs into rows.
    fn place(&mut self, n_items: usize) {
        self.ends = vec![0; n_items + 1];
        self.keys.iter().for_each(|&key| self.ends[order::halves(key).0 as usize + 1] += 1);
        for row in 0..n_items {
            self.ends[row + 1] += self.ends[row];
        }
        self.values = vec![1.0; self.keys.len()];
        let mut next = self.ends.clone();
        let drawn = std::mem::replace(&mut self.keys, vec![0; self.values.len()]);
        for key in drawn {
            let at = &mut next[order::halves(key).0 as usize];
            self.keys[*at] = key;
            *at += 1;
        }
    }

    /// Sums up rows, each moved up to the one before it, until the slice is over; the row whose turn comes then.
    fn sum_up(&mut self, mut row: usize, mut begin: usize) -> Next {
        let mut work = 0;
        while row + 1 < self.ends.len() && work < STEP_WORK {
            let (first, end) = (self.ends[row], self.ends[row + 1]);
            order::sort(&mut self.keys[begin..end]);
            let mut kept = first;
            for at in begin..end {
                let key = self.keys[at];
                if kept > first && self.keys[kept - 1] == key {
                    self.values[kept - 1] += 1.0;
                } else {
                    (self.keys[kept], self.values[kept]) = (key, 1.0);
                    kept += 1;
                }
            }
            work += SORT_WORK * (1 + end - begin) as u64;
            (row, begin) = (row + 1, end);
            self.ends[row] = kept;
        }
        Next::Row(row, begin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    #[test]
    fn lists_give_the_pairs_that_people_share_within_the_limit() {
        let mut b = Builder::default();
        b.set_implicit();
        for (user, items) in [("u", "abc"), ("v", "bc"), ("w", "d")] {
            items.chars().for_each(|item| b.rating(user, &item.to_string(), 1.0, None));
        }
        let ratings = b.build().unwrap().ratings;
        let pairs = |limit| {
            let mut lists = ListPairs::new(limit, Random::new(1));
            loop {
                if let Some(pairs) = lists.slice(&ratings) {
                    return pairs;
                }
            }
        };
        assert_eq!(pairs(9).iter().collect::<Vec<_>>(), [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 2.0)]);
        assert_eq!(pairs(1).values().iter().sum::<f32>(), 2.0, "one from u, one from v");
    }
}
