//! Ratings → training and test, seeded. Both parts share one catalog, so indices agree and a
//! user or item of one part may have no ratings in the other.

use crate::error::{Error, Result};
use crate::order;
use crate::random::Random;
use crate::ratings::Ratings;

/// How to hold ratings out.
#[derive(Debug, Clone, PartialEq)]
pub enum Split {
    /// `random:TEST` or `random:TEST:VALIDATION`: this share of all ratings is the test, a
    /// further share is left out of both parts.
    Random {
        /// Share of the ratings that is the test, above 0 and below 1.
        test: f32,
        /// Share that belongs to neither part, for figures from three-part splits.
        aside: f32,
    },
    /// `per-user:SHARE`: this share of each person's ratings, one rating at least staying in training.
    PerUser {
        /// Share, above 0 and below 1.
        test: f32,
    },
    /// `last:N`: the N latest ratings of each person who has more than N.
    Last {
        /// How many.
        n: usize,
    },
    /// `kfold:K:FOLD`: part FOLD (from 0) of K equal random parts.
    KFold {
        /// Number of parts.
        k: usize,
        /// Which part is the test.
        fold: usize,
    },
    /// `users:TEST:TRAIN`: all ratings of TEST random people are the test, those of TRAIN others are
    /// the training, the rest belongs to neither part.
    Users {
        /// Number of people held out.
        test: usize,
        /// Number of people to train on.
        train: usize,
    },
    /// `ids:MODULUS:BELOW`: a rating is test when `(user · 1000003 + item · 7919) mod MODULUS`
    /// is below BELOW, for whole-number ids. No seed: everybody gets the same parts.
    Ids {
        /// The modulus.
        modulus: u64,
        /// Remainders below this one are the test.
        below: u64,
    },
}

impl Split {
    /// Reads the forms named at the variants, such as `random:0.2`.
    ///
    /// # Errors
    /// For an unknown form or a number outside its range.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = || {
            let expected =
                "random:0.2, random:0.15:0.15, per-user:0.2, last:1, kfold:5:0, users:100:800 or ids:10:2";
            Error::parameter("split", "split", expected, format!("“{text}”"))
        };
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let numbers: Vec<f64> = parts.map(str::parse).collect::<Result<_, _>>().map_err(|_| refuse())?;
        let whole = |x: f64| (x.fract() == 0.0 && (0.0..1e15).contains(&x)).then_some(x as u64);
        let share = |x: f64| (x > 0.0 && x < 1.0).then_some(x as f32);
        let split = match (name, &numbers[..]) {
            ("random", &[test]) => share(test).map(|test| Split::Random { test, aside: 0.0 }),
            ("random", &[test, aside]) if test + aside < 1.0 => {
                share(test).zip(share(aside)).map(|(test, aside)| Split::Random { test, aside })
            }
            ("per-user", &[test]) => share(test).map(|test| Split::PerUser { test }),
            ("last", &[n]) => whole(n).filter(|&n| n > 0).map(|n| Split::Last { n: n as usize }),
            ("kfold", &[k, fold]) => whole(k)
                .zip(whole(fold))
                .filter(|(k, fold)| *k >= 2 && fold < k)
                .map(|(k, fold)| Split::KFold { k: k as usize, fold: fold as usize }),
            ("users", &[test, train]) => whole(test)
                .zip(whole(train))
                .filter(|&(test, train)| test > 0 && train > 0)
                .map(|(test, train)| Split::Users { test: test as usize, train: train as usize }),
            ("ids", &[modulus, below]) => whole(modulus)
                .zip(whole(below))
                .filter(|(modulus, below)| 0 < *below && below < modulus)
                .map(|(modulus, below)| Split::Ids { modulus, below }),
            _ => None,
        };
        split.ok_or_else(refuse)
    }

    /// Divides ratings into training and test.
    ///
    /// # Errors
    /// When a part would be empty, or the data lack what the split needs (times, whole-number ids).
    pub fn apply(&self, ratings: &Ratings, seed: u64) -> Result<(Ratings, Ratings)> {
        let part = self.parts(ratings, seed)?;
        let train = ratings.filtered(|at| part[at] == Part::Train);
        let test = ratings.filtered(|at| part[at] == Part::Test);
        for (name, part) in [("training", &train), ("test", &test)] {
            if part.is_empty() {
                let expected = format!("at least one {name} rating after the split");
                return Err(Error::data(expected, format!("none, of {} in all", ratings.len())));
            }
        }
        Ok((train, test))
    }

    /// Which part each rating belongs to, in the order of [`Ratings::by_user`].
    fn parts(&self, ratings: &Ratings, seed: u64) -> Result<Vec<Part>> {
        let n = ratings.len();
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
            Split::Last { n } => {
                if ratings.times().is_empty() {
                    return Err(Error::parameter(
                        "split",
                        "split",
                        "one without times",
                        "“last”, on ratings that have no times",
                    ));
                }
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
                // Every part's size is fixed beforehand, so the K tests cover each rating once.
                let mut left: Vec<usize> = (0..k).map(|i| n / k + usize::from(i < n % k)).collect();
                for (at, part) in part.iter_mut().enumerate() {
                    let mut draw = (random.uniform() * (n - at) as f64) as usize;
                    let mut chosen = 0;
                    while chosen + 1 < k && draw >= left[chosen] {
                        draw -= left[chosen];
                        chosen += 1;
                    }
                    left[chosen] = left[chosen].saturating_sub(1);
                    if chosen == fold {
                        *part = Part::Test;
                    }
                }
            }
            Split::Users { test, train } => {
                let mut people: Vec<_> = rows().filter(|row| !row.is_empty()).collect();
                if people.len() < test + train {
                    let expected = format!("at most {} people in all", people.len());
                    return Err(Error::parameter("split", "users", expected, (test + train).to_string()));
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
                        let hash = user.wrapping_mul(1_000_003).wrapping_add(item.wrapping_mul(7919));
                        if hash % modulus < below {
                            part[at] = Part::Test;
                        }
                    }
                }
            }
        }
        Ok(part)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Train,
    Test,
    Aside,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    /// 40 users with 1 to 40 ratings, times falling with the item's number.
    fn ratings() -> Ratings {
        let mut b = Builder::default();
        for user in 0..40u32 {
            for item in 0..=user {
                b.rating(&user.to_string(), &item.to_string(), (item % 5) as f32, Some(1000 - item));
            }
        }
        b.build().unwrap().ratings
    }

    #[test]
    fn forms_are_read_and_nonsense_is_refused() {
        assert_eq!(Split::parse("random:0.2").unwrap(), Split::Random { test: 0.2, aside: 0.0 });
        assert_eq!(Split::parse("kfold:5:4").unwrap(), Split::KFold { k: 5, fold: 4 });
        for wrong in
            ["", "random", "random:0", "random:1.5", "random:0.6:0.6", "kfold:5:5", "last:0", "last:x", "u1"]
        {
            assert_eq!(Split::parse(wrong).unwrap_err().name(), "ParameterError", "{wrong}");
        }
    }

    #[test]
    fn every_rating_is_in_one_part_and_sizes_are_exact() {
        let r = ratings();
        for text in ["random:0.2", "per-user:0.3", "last:2", "kfold:4:1", "ids:10:3"] {
            let (train, test) = Split::parse(text).unwrap().apply(&r, 7).unwrap();
            assert_eq!(train.len() + test.len(), r.len(), "{text}");
            let both = train.by_user().iter().filter(|&(u, i, _)| test.by_user().row(u).0.contains(&i));
            assert_eq!(both.count(), 0, "{text}");
            assert_eq!(train.times().len(), train.len());
        }
        let (train, test) = Split::parse("random:0.15:0.15").unwrap().apply(&r, 7).unwrap();
        assert_eq!((r.len(), train.len(), test.len()), (820, 574, 123));
        let (train, _) = Split::parse("per-user:0.9").unwrap().apply(&r, 7).unwrap();
        assert!((0..40).all(|user| train.by_user().row_len(user) >= 1));
    }

    #[test]
    fn folds_cover_everything_once_and_seeds_decide() {
        let r = ratings();
        let fold = |f, seed| Split::KFold { k: 3, fold: f }.apply(&r, seed).unwrap().1;
        let mut seen: Vec<_> = (0..3).flat_map(|f| fold(f, 1).by_user().iter().collect::<Vec<_>>()).collect();
        seen.sort_by_key(|&(u, i, _)| (u, i));
        assert_eq!(seen, r.by_user().iter().collect::<Vec<_>>());
        assert_eq!(fold(0, 1).by_user(), fold(0, 1).by_user());
        assert_ne!(fold(0, 1).by_user(), fold(0, 2).by_user());
    }

    #[test]
    fn people_are_held_out_as_a_whole() {
        let r = ratings();
        let (train, test) = Split::parse("users:5:20").unwrap().apply(&r, 7).unwrap();
        let people = |part: &Ratings| -> Vec<u32> {
            (0..40).filter(|&user| part.by_user().row_len(user) > 0).collect()
        };
        assert_eq!((people(&test).len(), people(&train).len()), (5, 20));
        assert!(people(&test).iter().all(|user| !people(&train).contains(user)));
        assert!(people(&test).iter().all(|&user| test.by_user().row(user) == r.by_user().row(user)));
        assert_eq!(Split::parse("users:5:36").unwrap().apply(&r, 7).unwrap_err().name(), "ParameterError");
    }

    #[test]
    fn last_takes_the_latest_by_time() {
        let r = ratings();
        let (_, test) = Split::Last { n: 1 }.apply(&r, 0).unwrap();
        // Times fall with the item's number, so the latest rating is that of item 0.
        assert!(test.by_user().iter().all(|(_, item, _)| item == 0));
        assert_eq!(test.len(), 39, "a person with a single rating keeps it");
    }
}
