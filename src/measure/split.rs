//! Ratings → training and test, seeded. Both parts share one catalog, so indices agree and a
//! user or item of one part may have no ratings in the other.

use crate::error::{Error, Result};
use crate::order;
use crate::random::Random;
use crate::ratings::{Ratings, Shape};

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
    /// `blocks:K`: people and items are dealt into K groups each, and what a group of people rated of the group of items
    /// with the same number is the test. Of every person one K-th of the items is hidden, the same for all of a group, so
    /// that no model gains by learning which cells are empty (bi-cross-validation; Owen and Perry, 2009): the split for
    /// dense data, where everybody has rated nearly everything.
    Blocks {
        /// Number of groups, 2 at least.
        k: usize,
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

/// Of each form: its name and how it is written, with the ranges.
const FORMS: [(&str, &str); 7] = [
    ("random", "random:TEST or random:TEST:VALIDATION with shares above 0 that are below 1 together"),
    ("per-user", "per-user:SHARE with a share above 0 and below 1"),
    ("last", "last:N with N from 1"),
    ("kfold", "kfold:K:FOLD with K from 2 and FOLD from 0 to K - 1"),
    ("blocks", "blocks:K with K from 2"),
    ("users", "users:TEST:TRAIN with both from 1"),
    ("ids", "ids:MODULUS:BELOW with BELOW from 1 to MODULUS - 1"),
];

impl Split {
    /// Reads the forms named at the variants, such as `random:0.2`.
    ///
    /// # Errors
    /// For an unknown form or a number outside its range; the error says the ranges.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parts = text.trim().split(':');
        let name = parts.next().unwrap_or_default();
        let refuse = || {
            let known = FORMS.iter().find(|(form, _)| *form == name);
            let expected = known.map_or_else(
                || {
                    "random:0.2, random:0.15:0.15, per-user:0.2, last:1, kfold:5:0, blocks:5, users:100:800 or ids:10:2"
                        .into()
                },
                |(_, expected)| format!("{expected}; whole numbers go up to {}", u32::MAX),
            );
            Error::parameter("split", "split", expected, format!("“{text}”"))
        };
        let numbers: Vec<f64> = parts.map(str::parse).collect::<Result<_, _>>().map_err(|_| refuse())?;
        let whole =
            |x: f64| (x.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&x)).then_some(x as u32);
        // A usize has 32 bits at least.
        let count = |x: f64| whole(x).map(|n| n as usize);
        let positive = |x: f64| count(x).filter(|&n| n > 0);
        let share = |x: f64| Some(x as f32).filter(|&x| x > 0.0 && x < 1.0);
        let split = match (name, &numbers[..]) {
            ("random", &[test]) => share(test).map(|test| Split::Random { test, aside: 0.0 }),
            ("random", &[test, aside]) if test + aside < 1.0 => {
                share(test).zip(share(aside)).map(|(test, aside)| Split::Random { test, aside })
            }
            ("per-user", &[test]) => share(test).map(|test| Split::PerUser { test }),
            ("last", &[n]) => positive(n).map(|n| Split::Last { n }),
            ("kfold", &[k, fold]) => count(k)
                .zip(count(fold))
                .filter(|(k, fold)| *k >= 2 && fold < k)
                .map(|(k, fold)| Split::KFold { k, fold }),
            ("blocks", &[k]) => count(k).filter(|&k| k >= 2).map(|k| Split::Blocks { k }),
            ("users", &[test, train]) => {
                positive(test).zip(positive(train)).map(|(test, train)| Split::Users { test, train })
            }
            ("ids", &[modulus, below]) => whole(modulus)
                .zip(whole(below))
                .filter(|(modulus, below)| 0 < *below && below < modulus)
                .map(|(modulus, below)| Split::Ids { modulus: modulus.into(), below: below.into() }),
            _ => None,
        };
        split.ok_or_else(refuse)
    }

    /// Divides ratings into training and test.
    ///
    /// # Errors
    /// When a part would be empty, there are fewer ratings or people than the split divides, or the data lack what it
    /// needs (times, whole-number ids).
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

    /// Which part each rating belongs to, in the order of [`Ratings::once`].
    fn parts(&self, ratings: &Ratings, seed: u64) -> Result<Vec<Part>> {
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

/// How many places some parts have left, in a tree of sums over ranges of parts (Fenwick, 1994, “A new data structure
/// for cumulative frequency tables”): finding a place takes as many steps as the number of parts has binary digits.
struct Places {
    /// Counted from 1: element `i` is the sum over as many parts up to `i` as its lowest binary digit says.
    sums: Vec<usize>,
}

impl Places {
    /// For parts with so many places each.
    fn new(places: Vec<usize>) -> Self {
        let mut sums = [vec![0], places].concat();
        for i in 1..sums.len() {
            let above = i + (i & i.wrapping_neg());
            if above < sums.len() {
                sums[above] += sums[i];
            }
        }
        Places { sums }
    }

    /// Takes a place of the part that has place number `at` (from 0, below the number left in all); returns the part.
    fn take(&mut self, mut at: usize) -> usize {
        let mut part = 0;
        let mut width = self.sums.len().next_power_of_two();
        while width > 0 {
            if let Some(sum) = self.sums.get_mut(part + width) {
                if *sum <= at {
                    at -= *sum;
                    part += width;
                } else {
                    *sum -= 1;
                }
            }
            width /= 2;
        }
        part
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
        for wrong in ["", "random", "random:0.6:0.6", "random:NaN", "last:x", "last:1.5", "last:-1", "u1"] {
            assert_eq!(Split::parse(wrong).unwrap_err().name(), "ParameterError", "{wrong}");
        }
    }

    #[test]
    fn numbers_beyond_their_range_are_refused_with_the_range() {
        for (wrong, range) in [
            ("random:0", "above 0"),
            ("random:1.5", "below 1"),
            ("random:0.99999999999", "below 1"),
            ("per-user:1e-60", "above 0"),
            ("last:0", "N from 1"),
            ("last:4294967297", "up to 4294967295"),
            ("kfold:5:5", "0 to K - 1"),
            ("kfold:1:0", "K from 2"),
            ("kfold:4294967298:0", "up to 4294967295"),
            ("blocks:1", "K from 2"),
            ("users:4294967306:20", "up to 4294967295"),
            ("users:20:4294967306", "up to 4294967295"),
            ("ids:10:10", "1 to MODULUS - 1"),
            ("ids:1e14:10", "up to 4294967295"),
        ] {
            let error = Split::parse(wrong).unwrap_err();
            assert_eq!(error.name(), "ParameterError", "{wrong}");
            assert!(error.to_string().contains(range) && error.to_string().contains(wrong), "{error}");
        }
        assert_eq!(Split::parse("last:4294967295").unwrap(), Split::Last { n: 4_294_967_295 });
    }

    #[test]
    fn more_parts_or_people_than_there_are_is_an_error() {
        let r = ratings();
        for (text, most) in [
            ("kfold:821:0", "820"),
            ("kfold:2000000000:0", "820"),
            ("users:4294967295:4294967295", "at most 40"),
            ("users:21:20", "at most 40"),
        ] {
            let error = Split::parse(text).unwrap().apply(&r, 7).unwrap_err();
            assert_eq!(error.name(), "ParameterError", "{text}");
            assert!(error.to_string().contains(most), "{error}");
        }
        for (k, fold) in [(0, 0), (1, 0), (3, 3)] {
            assert_eq!(Split::KFold { k, fold }.apply(&r, 7).unwrap_err().name(), "ParameterError");
        }
        // As many parts as ratings: each test is one rating.
        let (train, test) = Split::parse("kfold:820:819").unwrap().apply(&r, 7).unwrap();
        assert_eq!((train.len(), test.len()), (819, 1));
        // More than anybody has.
        let error = Split::parse("last:4294967295").unwrap().apply(&r, 7).unwrap_err();
        assert_eq!(error.name(), "DataError", "the test would be empty");
    }

    #[test]
    fn places_are_taken_from_the_part_they_are_in() {
        let mut random = Random::new(4);
        for n in [1, 2, 3, 7, 8, 20] {
            let mut left: Vec<usize> = (0..n).map(|_| random.below(4) as usize).collect();
            let mut places = Places::new(left.clone());
            for all in (1..=left.iter().sum::<usize>()).rev() {
                let at = random.below(all as u32) as usize;
                let up_to = |part: usize| left[..=part].iter().sum::<usize>();
                let part = (0..n).find(|&part| at < up_to(part)).unwrap();
                assert_eq!(places.take(at), part, "{at} in {left:?}");
                left[part] -= 1;
            }
        }
    }

    #[test]
    fn ids_of_any_length_are_divided_by_the_rule() {
        let mut b = Builder::default();
        for user in 0..40 {
            b.rating(&(u64::MAX - user).to_string(), &(u64::MAX - 2 * user).to_string(), 1.0, None);
        }
        let (_, test) = Split::parse("ids:10:2").unwrap().apply(&b.build().unwrap().ratings, 0).unwrap();
        let last_digit = |user: u128| {
            let max = u128::from(u64::MAX);
            ((max - user) * 1_000_003 + (max - 2 * user) * 7919) % 10
        };
        assert_eq!(test.len(), (0..40).filter(|&user| last_digit(user) < 2).count());
    }

    #[test]
    fn every_rating_is_in_one_part_and_sizes_are_exact() {
        let r = ratings();
        for text in ["random:0.2", "per-user:0.3", "last:2", "kfold:4:1", "blocks:4", "ids:10:3"] {
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
    fn blocks_hide_the_same_items_from_all_people_of_a_group() {
        let r = ratings();
        let (_, test) = Split::parse("blocks:3").unwrap().apply(&r, 7).unwrap();
        let of = |user: u32| test.by_user().row(user).0;
        for (a, b) in (0..40).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let rated = |user: u32, item: &u32| r.by_user().row(user).0.contains(item);
            let common = of(a).iter().any(|item| of(b).contains(item));
            // Two people who share a hidden item share all that both have rated.
            assert!(
                !common || of(a).iter().filter(|i| rated(b, i)).all(|i| of(b).contains(i)),
                "{a} and {b}"
            );
        }
        let share = test.len() as f64 / r.len() as f64;
        assert!((share - 1.0 / 3.0).abs() < 0.05, "{share}");
    }

    #[test]
    fn pairs_are_not_divided_by_people() {
        let mut b = Builder::default();
        for product in 1..30u32 {
            b.pair(&product.to_string(), &(product / 2).to_string(), 1.0);
        }
        let pairs = b.build().unwrap().ratings;
        for text in ["per-user:0.2", "users:3:9", "last:1", "blocks:2", "ids:10:2"] {
            let error = Split::parse(text).unwrap().apply(&pairs, 7).unwrap_err();
            assert!(error.to_string().contains("random or kfold"), "{text}: {error}");
        }
        let (train, test) = Split::parse("random:0.2").unwrap().apply(&pairs, 7).unwrap();
        assert_eq!((train.len(), test.len()), (23, 6));
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
