//! Dividing ratings by a split, in slices: drawing which part each belongs to, then taking the parts.

use super::Split;
use super::places::Places;
use crate::error::{Error, Result};
use crate::order;
use crate::random::Random;
use crate::ratings::{Ratings, Shape};
use std::sync::Arc;

/// What a split makes of ratings.
#[derive(Debug, Clone)]
pub struct Parts {
    /// To train on.
    pub train: Arc<Ratings>,
    /// To measure on.
    pub test: Arc<Ratings>,
    /// What people who are not in training show of themselves when they are asked about; mostly there are none such.
    pub shown: Option<Arc<Ratings>>,
}

impl Parts {
    /// Of nobody new.
    pub fn of(train: &Arc<Ratings>, test: &Arc<Ratings>) -> Self {
        Parts { train: Arc::clone(train), test: Arc::clone(test), shown: None }
    }

    /// The same parts, each changed in the same way.
    #[must_use]
    pub fn map(self, change: impl Fn(&Arc<Ratings>) -> Arc<Ratings>) -> Self {
        Parts { train: change(&self.train), test: change(&self.test), shown: self.shown.as_ref().map(change) }
    }
}

/// Ratings that are being divided, in slices.
#[derive(Debug)]
pub struct Dividing {
    split: Split,
    ratings: Arc<Ratings>,
    seed: u64,
    /// Which part each rating belongs to, once that is drawn.
    of: Option<Vec<Part>>,
    shown: Option<Arc<Ratings>>,
    train: Option<Arc<Ratings>>,
}

impl Dividing {
    /// Begins; nothing is divided yet.
    pub fn new(split: Split, ratings: &Arc<Ratings>, seed: u64) -> Self {
        Dividing { split, ratings: Arc::clone(ratings), seed, of: None, shown: None, train: None }
    }

    /// One slice: draws, or takes the ratings of a part; returns training, test and what new people show when all are there.
    ///
    /// # Errors
    /// When a part would be empty, there are fewer ratings or people than the split divides, or the data lack what it
    /// needs (times, whole-number ids).
    pub fn step(&mut self) -> Result<Option<Parts>> {
        let Some(of) = &self.of else {
            self.of = Some(self.split.parts(&self.ratings, self.seed)?);
            return Ok(None);
        };
        let taken = |kind, name| taken(&self.ratings, of, kind, name).map(Arc::new);
        if matches!(self.split, Split::People { .. }) && self.shown.is_none() {
            self.shown = Some(taken(Part::Shown, "shown")?);
            return Ok(None);
        }
        let Some(train) = &self.train else {
            self.train = Some(taken(Part::Train, "training")?);
            return Ok(None);
        };
        let (train, shown) = (Arc::clone(train), self.shown.clone());
        Ok(Some(Parts { train, test: taken(Part::Test, "test")?, shown }))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Train,
    Test,
    Shown,
    Aside,
}

/// The ratings of one part; an error names it when there are none.
pub(super) fn taken(ratings: &Ratings, part: &[Part], kind: Part, name: &str) -> Result<Ratings> {
    let taken = ratings.filtered(|at| part[at] == kind);
    if taken.is_empty() {
        let expected = format!("at least one {name} rating after the split");
        return Err(Error::data(expected, format!("none, of {} in all", ratings.len())));
    }
    Ok(taken)
}

/// The times of all ratings.
fn timed<'a>(ratings: &'a Ratings, split: &str) -> Result<&'a [u32]> {
    if ratings.times().is_empty() {
        let found = format!("“{split}”, on ratings that have no times");
        return Err(Error::parameter("split", "split", "one without times", found));
    }
    Ok(ratings.times())
}

impl Split {
    /// Which part each rating belongs to, in the order of [`Ratings::once`].
    pub(super) fn parts(&self, ratings: &Ratings, seed: u64) -> Result<Vec<Part>> {
        let n = ratings.len();
        if ratings.shape() == Shape::Pairs && !matches!(self, Split::Random { .. } | Split::KFold { .. }) {
            let expected = "random or kfold, as pairs have no people to divide by";
            return Err(Error::parameter("split", "split", expected, "one by people, on data of pairs"));
        }
        let mut random = Random::part(seed, 0x5011);
        let mut part = vec![Part::Train; n];
        let rows = || (0..ratings.n_users() as u32).map(|user| ratings.by_user().range(user));
        match *self {
            Split::Random { test, aside } => {
                let count = |share: f32| (f64::from(share) * n as f64).round() as usize;
                deal(&mut part, &mut [(Part::Test, count(test)), (Part::Aside, count(aside))], &mut random);
            }
            Split::PerUser { test } => {
                for row in rows() {
                    let count = (f64::from(test) * row.len() as f64).round() as usize;
                    let count = count.min(row.len().saturating_sub(1));
                    deal(&mut part[row], &mut [(Part::Test, count)], &mut random);
                }
            }
            Split::Time { test } => {
                let times = timed(ratings, "time")?;
                let mut keys: Vec<u64> =
                    times.iter().zip(0..).map(|(&time, at)| order::pair(time, at)).collect();
                order::sort(&mut keys);
                let count = (f64::from(test) * n as f64).round() as usize;
                for &key in &keys[n - count.min(n)..] {
                    part[order::halves(key).1 as usize] = Part::Test;
                }
            }
            Split::Last { n } => {
                timed(ratings, "last")?;
                for row in rows().filter(|row| row.len() > n) {
                    let keys = row.clone().zip(0..).map(|(at, i)| order::pair(ratings.times()[at], i));
                    let mut keys: Vec<u64> = keys.collect();
                    order::sort(&mut keys);
                    for &key in &keys[keys.len() - n..] {
                        part[row.start + order::halves(key).1 as usize] = Part::Test;
                    }
                }
            }
            Split::KFold { k, fold } => {
                if k < 2 || k > n || fold >= k {
                    let expected =
                        format!("from 2 to {n} parts, as many as there are ratings, numbered from 0");
                    return Err(Error::parameter("split", "kfold", expected, format!("{k} and part {fold}")));
                }
                // Every part's size is fixed beforehand, so the K tests cover each rating once.
                let mut left = Places::new((0..k).map(|i| n / k + usize::from(i < n % k)).collect());
                for (at, part) in part.iter_mut().enumerate() {
                    if left.take((random.uniform() * (n - at) as f64) as usize) == fold {
                        *part = Part::Test;
                    }
                }
            }
            Split::Blocks { k } => {
                let (people, items) = (ratings.n_users(), ratings.n_items());
                let mut groups = |n: usize| {
                    let mut groups: Vec<usize> = (0..n).map(|at| at % k).collect();
                    random.shuffle(&mut groups);
                    groups
                };
                let (of_person, of_item) = (groups(people), groups(items));
                for ((person, item, _), part) in ratings.once().zip(&mut part) {
                    if of_person[person as usize] == of_item[item as usize] {
                        *part = Part::Test;
                    }
                }
            }
            Split::People { test, shown } => {
                // Who has a single rating has nothing to show beside it.
                let mut people: Vec<_> = rows().filter(|row| row.len() > 1).collect();
                random.shuffle(&mut people);
                let count = (f64::from(test) * people.len() as f64).round() as usize;
                people.truncate(count.max(1));
                for row in people {
                    let count = (f64::from(shown) * row.len() as f64).round() as usize;
                    let count = row.len() - count.clamp(1, row.len() - 1);
                    let row = &mut part[row];
                    row.fill(Part::Shown);
                    deal(row, &mut [(Part::Test, count)], &mut random);
                }
            }
            Split::Items { test } => {
                let rated = |&item: &u32| ratings.by_item().row_len(item) > 0;
                let mut items: Vec<u32> = (0..ratings.n_items() as u32).filter(rated).collect();
                random.shuffle(&mut items);
                let count = (f64::from(test) * items.len() as f64).round() as usize;
                let mut cold = vec![false; ratings.n_items()];
                items.iter().take(count.max(1)).for_each(|&item| cold[item as usize] = true);
                for ((_, item, _), part) in ratings.once().zip(&mut part) {
                    if cold[item as usize] {
                        *part = Part::Test;
                    }
                }
            }
            Split::Users { test, train } => {
                let mut people: Vec<_> = rows().filter(|row| !row.is_empty()).collect();
                // In 64 bits: the sum need not fit in 32.
                let wanted = test as u64 + train as u64;
                if (people.len() as u64) < wanted {
                    let expected = format!("at most {} people in all", people.len());
                    return Err(Error::parameter("split", "users", expected, wanted.to_string()));
                }
                random.shuffle(&mut people);
                for (at, row) in people.into_iter().enumerate() {
                    let kind = match at {
                        at if at < test => Part::Test,
                        at if at < test + train => Part::Train,
                        _ => Part::Aside,
                    };
                    part[row].fill(kind);
                }
            }
            Split::Ids { modulus, below } => {
                let number = |id: &str| {
                    id.parse::<u64>().map_err(|_| {
                        let expected = "one that does not compute with ids";
                        Error::parameter("split", "split", expected, format!("“ids”, with the id “{id}”"))
                    })
                };
                for (user, row) in rows().enumerate() {
                    for at in row {
                        let item = ratings.by_user().columns()[at];
                        let user = number(ratings.catalog().users.ids.get(user as u32))?;
                        let item = number(ratings.catalog().items.ids.get(item))?;
                        let hash = u128::from(user) * 1_000_003 + u128::from(item) * 7919;
                        if hash % u128::from(modulus) < u128::from(below) {
                            part[at] = Part::Test;
                        }
                    }
                }
            }
        }
        Ok(part)
    }
}

/// Deals exactly so many places of each kind to random positions, in one pass without a
/// permutation (selection sampling, Knuth, TAOCP vol. 2, 3.4.2 S).
fn deal(part: &mut [Part], counts: &mut [(Part, usize)], random: &mut Random) {
    let n = part.len();
    for (at, place) in part.iter_mut().enumerate() {
        let mut draw = (random.uniform() * (n - at) as f64) as usize;
        for (kind, left) in counts.iter_mut() {
            if draw < *left {
                *left -= 1;
                *place = *kind;
                break;
            }
            draw -= *left;
        }
    }
}
