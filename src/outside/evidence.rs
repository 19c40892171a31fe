//! Whether a model is of the items that ratings are of, and of the people.
//!
//! Names that coincide do so for a reason. Numbers that count from 1 coincide by themselves: films of one data set and
//! jokes of another are both 1, 2, 3 …. Then the ratings have to bear the model out. What is compared are the model's
//! scores and the ratings of the same pairs, both without what is so for a person or an item as a whole, because small
//! numbers often stand for what is popular:
//!
//! | | the model says | the ratings say |
//! |---|---|---|
//! | by people | `(x_u − x̄)·(y_i − ȳ)` | `r − r̄_u − r̄_i + r̄`; of choices, 1 and for another person's choice −1 |
//! | by items alone | mean over others of the person's items `j` of `cos(y_i − ȳ, y_j − ȳ)`, weighted by what the ratings say of `j` | the same |
//!
//! Over unrelated data their correlation is 0, give or take 1 / √n over `n` pairs.

use super::{Outside, Vectors};
use crate::matrix::{flat, row};
use crate::random::Random;
use crate::ratings::{Csr, Ids, Ratings, UNKNOWN};
use ndarray::Array2;

/// Pairs that are looked at.
const PAIRS: u32 = 4096;

/// Others of a person's items that are looked at for each.
const OTHERS: usize = 16;

/// Least correlation of a model with its data, beyond four deviations of chance. Numbers are given out in some order, by
/// kind or by date, which alone has made 0.13 between films and musicians; models and their own data have 0.2 to 0.6.
const LEAST: f32 = 0.15;

/// Numbers that coincide say nothing when so large a share of all numbers up to theirs is taken.
const DENSE: f32 = 0.1;

/// Whether ids mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kinship {
    /// They do.
    Same,
    /// They may: numbers that coincide, and too few pairs to tell.
    Open,
    /// The numbers coincide, and the ratings are of something else.
    Chance,
    /// They are other ids.
    Other,
}

/// What ratings are to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kin {
    /// Whether they are of its items.
    pub items: Kinship,
    /// Whether they are of its people; [`Kinship::Other`] where it has none.
    pub people: Kinship,
}

/// What the ids by themselves say: half of those that one side has, the other has too.
pub(crate) fn of_ids(model: &Ids, data: &Ids) -> Kinship {
    let (fewer, more) = if model.len() < data.len() { (model, data) } else { (data, model) };
    let number = |id: &str| id.parse::<u32>().ok();
    let (mut common, mut names, mut last) = (0, 0, 0);
    for id in fewer.iter().filter(|id| more.find(id).is_some()) {
        common += 1;
        match number(id) {
            Some(n) => last = last.max(n),
            None => names += 1,
        }
    }
    if common == 0 || 2 * common < fewer.len() {
        return Kinship::Other;
    }
    let taken = more.iter().filter_map(number).filter(|&n| n <= last).count();
    if 2 * names >= common || (taken as f32) < DENSE * last as f32 { Kinship::Same } else { Kinship::Open }
}

/// Correlation of what a model and ratings say of pairs, and over how many.
#[derive(Debug, Clone, Copy)]
struct Support {
    /// From −1 to 1.
    correlation: f32,
    pairs: u32,
}

impl Support {
    /// What follows from it for numbers that coincide.
    fn kinship(self) -> Kinship {
        let chance = 4.0 / (self.pairs.max(1) as f32).sqrt();
        if self.correlation > LEAST + chance {
            Kinship::Same
        } else if self.correlation < chance && chance < LEAST {
            Kinship::Chance
        } else {
            Kinship::Open
        }
    }
}

/// Where a model has the data's ids.
fn places(model: &Ids, data: &Ids) -> Vec<u32> {
    data.iter().map(|id| model.find(id).unwrap_or(UNKNOWN)).collect()
}

/// Vectors in the places of the data's ids, and their mean.
struct Placed<'a> {
    rows: &'a Array2<f32>,
    at: Vec<u32>,
    mean: Vec<f32>,
}

impl<'a> Placed<'a> {
    fn new(vectors: &'a Vectors, data: &Ids) -> Self {
        let at = places(&vectors.ids, data);
        let share = 1.0 / vectors.rows.nrows() as f32;
        let mut mean = vec![0.0; vectors.rows.ncols()];
        let k = mean.len().max(1);
        for row in flat(&vectors.rows).chunks_exact(k) {
            mean.iter_mut().zip(row).for_each(|(mean, x)| *mean += share * x);
        }
        Placed { rows: &vectors.rows, at, mean }
    }

    fn get(&self, index: u32) -> Option<&'a [f32]> {
        let at = *self.at.get(index as usize)?;
        (at != UNKNOWN).then(|| row(self.rows, at as usize))
    }
}

/// `(a − ā)·(b − b̄)`, in small code: it is asked for some ten thousand times at most.
#[inline(never)]
fn centred(a: &[f32], a_mean: &[f32], b: &[f32], b_mean: &[f32]) -> f32 {
    let both = a.iter().zip(a_mean).zip(b.iter().zip(b_mean));
    both.map(|((a, a_mean), (b, b_mean))| (a - a_mean) * (b - b_mean)).sum()
}

/// What the ratings say of factors of people and items.
pub(crate) fn of_people(users: &Vectors, items: &Vectors, ratings: &Ratings, rates: bool) -> Kinship {
    let catalog = ratings.catalog();
    let (users, items) = (Placed::new(users, &catalog.users.ids), Placed::new(items, &catalog.items.ids));
    support(ratings, rates, &|user, item, _| {
        Some(centred(users.get(user)?, &users.mean, items.get(item)?, &items.mean))
    })
}

/// What the ratings say of the items alone.
pub(crate) fn of_items(outside: &Outside, ratings: &Ratings, rates: bool) -> Kinship {
    let data = &ratings.catalog().items.ids;
    match outside {
        Outside::Factors { items, .. } | Outside::Vectors(items) => {
            let items = Placed::new(items, data);
            let mean = &items.mean;
            support(ratings, rates, &|_, item, others| {
                let own = items.get(item).filter(|_| !others.is_empty())?;
                let length = |a: &[f32]| centred(a, mean, a, mean).max(1e-12).sqrt();
                let all = others.iter().filter_map(|&(other, weight)| {
                    let other = items.get(other)?;
                    Some(weight * centred(own, mean, other, mean) / length(other))
                });
                Some(all.sum::<f32>() / length(own))
            })
        }
        Outside::Similarities(ids, csr) => {
            let at = places(ids, data);
            support(ratings, rates, &|_, item, others| {
                let place = |item: u32| Some(at[item as usize]).filter(|&at| at != UNKNOWN);
                let (columns, values) = csr.row(place(item)?);
                let all = others.iter().filter_map(|&(other, weight)| {
                    Some(weight * values[columns.binary_search(&place(other)?).ok()?])
                });
                Some(all.sum())
            })
        }
    }
}

/// A model's score of an item for a person, of whom some other items are given with what the ratings say of them.
type Score<'a> = &'a dyn Fn(u32, u32, &[(u32, f32)]) -> Option<f32>;

/// How scores go with ratings, or with choices where `rates` is false.
fn support(ratings: &Ratings, rates: bool, score: Score<'_>) -> Kinship {
    let rows = ratings.by_user();
    let n = rows.nnz() as u32;
    let means = |csr: &Csr| -> Vec<f32> {
        let mean = |at| csr.row(at).1.iter().sum::<f32>() / csr.row_len(at).max(1) as f32;
        (0..csr.rows() as u32).map(mean).collect()
    };
    let [people, things] = if rates { [means(rows), means(ratings.by_item())] } else { Default::default() };
    let said = |user: u32, item: u32, value: f32| {
        if rates { value - people[user as usize] - things[item as usize] + ratings.mean() } else { 1.0 }
    };
    let mut random = Random::new(0);
    let (mut sums, mut pairs) = ([0.0f64; 5], 0);
    let mut others = Vec::with_capacity(OTHERS);
    for at in 0..n.min(PAIRS) {
        let at = if n > PAIRS { random.below(n) as usize } else { at as usize };
        let user = rows.starts().partition_point(|&start| start <= at) as u32 - 1;
        let (columns, values) = rows.row(user);
        let own = rows.columns()[at];
        others.clear();
        for _ in 0..OTHERS {
            let j = random.below(columns.len() as u32) as usize;
            if columns[j] != own {
                others.push((columns[j], said(user, columns[j], values[j])));
            }
        }
        let mut compared = [(Some(own), said(user, own, rows.values()[at])), (None, -1.0)];
        if !rates {
            // As likely an item and a person as those of any choice, only not together.
            let mut other = (0..8).map(|_| rows.columns()[random.below(n) as usize]);
            compared[1].0 = other.find(|item| columns.binary_search(item).is_err());
        }
        for (item, value) in compared {
            let Some(score) = item.and_then(|item| score(user, item, &others)) else { continue };
            let (x, y) = (f64::from(score), f64::from(value));
            pairs += 1;
            for (sum, x) in sums.iter_mut().zip([x, y, x * x, y * y, x * y]) {
                *sum += x;
            }
        }
    }
    let [x, y, xx, yy, xy] = sums.map(|sum| sum / f64::from(pairs.max(1)));
    let spread = ((xx - x * x) * (yy - y * y)).max(1e-30).sqrt();
    Support { correlation: ((xy - x * y) / spread) as f32, pairs }.kinship()
}
