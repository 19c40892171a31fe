//! Ratings → training and test, seeded. All parts share one catalog, so indices agree and a
//! user or item of one part may have no ratings in the other.

mod dividing;
mod known;
mod places;

pub use dividing::{Dividing, Parts};
pub use known::{GIVEN, SPLITS, SplitInfo, SplitNeed, SplitNumber, explain};

use crate::error::{Error, Result};
use crate::ratings::Ratings;
use dividing::{Part, taken};
use known::read;

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
    /// `time:SHARE`: the latest of all ratings, whoever gave them; what is trained on lies before what is tested.
    Time {
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
    /// `people:SHARE` or `people:SHARE:SHOWN`: this share of the people is not trained on. Of each of them a part is shown
    /// when lists are asked for, 0.8 unless said, and the rest is the test: strong generalization (Marlin, 2004, “Modeling
    /// user rating profiles for collaborative filtering”; Liang et al., 2018, “Variational autoencoders for collaborative
    /// filtering”).
    People {
        /// Share of the people, above 0 and below 1.
        test: f32,
        /// Share of their ratings that is shown, above 0 and below 1.
        shown: f32,
    },
    /// `items:SHARE`: all ratings of this share of the items are the test, so that only what is known of an item
    /// beside its ratings can say whom it is for.
    Items {
        /// Share of the items, above 0 and below 1.
        test: f32,
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

impl Split {
    /// Reads the forms named at the variants, such as `random:0.2`.
    ///
    /// # Errors
    /// For an unknown form or a number outside its range; the error says the ranges.
    pub fn parse(text: &str) -> Result<Self> {
        let (info, numbers) = read(text, false)?;
        let whole = |at: usize| numbers.get(at).map_or(0, |&n| n as u32);
        // A usize has 32 bits at least.
        let count = |at: usize| whole(at) as usize;
        let share = |at: usize| numbers.get(at).map_or(0.0, |&n| n as f32);
        Ok(match info.name {
            "random" => Split::Random { test: share(0), aside: share(1) },
            "per-user" => Split::PerUser { test: share(0) },
            "time" => Split::Time { test: share(0) },
            "last" => Split::Last { n: count(0) },
            "kfold" => Split::KFold { k: count(0), fold: count(1) },
            "people" => Split::People { test: share(0), shown: share(1) },
            "items" => Split::Items { test: share(0) },
            "blocks" => Split::Blocks { k: count(0) },
            "users" => Split::Users { test: count(0), train: count(1) },
            "ids" => Split::Ids { modulus: whole(0).into(), below: whole(1).into() },
            _ => {
                let found = format!("“{text}”, which divides nothing");
                return Err(Error::parameter("split", "split", "one that divides the ratings", found));
            }
        })
    }

    /// The split to divide a training part by once more, so that settings can be compared before the test is looked at: of
    /// the same kind where what is left still allows it.
    #[must_use]
    pub fn inside(&self) -> Split {
        let random = |test: f64| Split::Random { test: test as f32, aside: 0.0 };
        match *self {
            Split::Random { test, .. } => Split::Random { test, aside: 0.0 },
            Split::KFold { k, .. } => random(1.0 / k as f64),
            Split::Ids { modulus, below } => random(below as f64 / modulus as f64),
            Split::Users { test, train } => {
                let held_out = (test as f64 / (test as f64 + train as f64) * train as f64).round() as usize;
                let held_out = held_out.clamp(1, train.saturating_sub(1).max(1));
                Split::Users { test: held_out, train: train.saturating_sub(held_out).max(1) }
            }
            ref split => split.clone(),
        }
    }

    /// Whether another seed gives other parts.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        !matches!(self, Split::Time { .. } | Split::Last { .. } | Split::Ids { .. })
    }

    /// Divides ratings into training and test.
    ///
    /// # Errors
    /// As [`Dividing::step`], and for a split that has a third part.
    pub fn apply(&self, ratings: &Ratings, seed: u64) -> Result<(Ratings, Ratings)> {
        if let Split::People { .. } = self {
            let found = "“people”, which has a third one";
            return Err(Error::parameter("split", "split", "one into training and test alone", found));
        }
        let part = self.parts(ratings, seed)?;
        Ok((taken(ratings, &part, Part::Train, "training")?, taken(ratings, &part, Part::Test, "test")?))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::ratings::Builder;
    use std::sync::Arc;

    /// All slices of a division.
    pub fn divided(split: &Split, ratings: &Arc<Ratings>, seed: u64) -> Result<Parts> {
        let mut dividing = Dividing::new(split.clone(), ratings, seed);
        loop {
            if let Some(parts) = dividing.step()? {
                return Ok(parts);
            }
        }
    }

    /// 40 users with 1 to 40 ratings, times falling with the item's number.
    fn ratings() -> Arc<Ratings> {
        let mut b = Builder::default();
        for user in 0..40u32 {
            for item in 0..=user {
                b.rating(&user.to_string(), &item.to_string(), (item % 5) as f32, Some(1000 - item));
            }
        }
        Arc::new(b.build().unwrap().ratings)
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
    fn every_split_says_in_a_sentence_what_it_does() {
        for (text, words) in [
            (
                "random:0.2",
                "20 % of all ratings, drawn at random, are hidden from training and are the test.",
            ),
            ("random:0.15:0.25", "the test; 25 % belong to neither."),
            ("kfold:5", "into 5 equal parts, each of which is the test once."),
            ("kfold:5:2", "once: here part 2, counted from 0."),
            ("people:0.1", "10 % of the people are kept out of training; each of them then shows 80 %"),
            ("given", "what the files themselves keep apart"),
        ] {
            let sentence = explain(text).unwrap();
            assert!(sentence.contains(words), "{text}: {sentence}");
        }
        for info in SPLITS {
            let usual = info.numbers.iter().filter(|number| !number.optional);
            let text = usual.fold(info.name.to_owned(), |text, number| format!("{text}:{}", number.usual));
            let sentence = explain(&text).unwrap();
            let whole = sentence.ends_with('.') && !sentence.contains(['{', '}', '[', ']']);
            assert!(whole && sentence.chars().next().unwrap().is_alphanumeric(), "{text}: {sentence}");
            assert_eq!(Split::parse(&text).is_ok(), info.name != GIVEN, "{text}");
        }
        assert!(Split::parse("kfold:5").is_err() && explain("kfold:1").is_err() && explain("u1").is_err());
    }

    #[test]
    fn the_latest_of_all_are_the_test_by_time() {
        let mut b = Builder::default();
        for at in 0..100u32 {
            // Some times fall together: those that stand later in the catalog are later.
            b.rating(&(at % 7).to_string(), &at.to_string(), 3.0, Some((at * 37) % 100 / 2));
        }
        let r = Arc::new(b.build().unwrap().ratings);
        let parts = divided(&Split::parse("time:0.3").unwrap(), &r, 1).unwrap();
        assert_eq!((parts.train.len(), parts.test.len(), parts.shown.is_none()), (70, 30, true));
        let (first, last) = (parts.test.times().iter().min(), parts.train.times().iter().max());
        assert_eq!((first, last), (Some(&35), Some(&34)));
        assert_eq!(parts.test.by_user(), divided(&Split::Time { test: 0.3 }, &r, 2).unwrap().test.by_user());
        let mut b = Builder::default();
        b.rating("u", "x", 1.0, None);
        let error =
            divided(&Split::Time { test: 0.5 }, &Arc::new(b.build().unwrap().ratings), 1).unwrap_err();
        assert!(error.to_string().contains("“time”, on ratings that have no times"), "{error}");
    }

    #[test]
    fn new_people_show_a_part_and_are_not_trained_on() {
        let r = ratings();
        let parts = divided(&Split::parse("people:0.25:0.5").unwrap(), &r, 7).unwrap();
        let shown = parts.shown.unwrap();
        let mut people = 0;
        for user in 0..40 {
            let [train, test, shown] =
                [&parts.train, &parts.test, &shown].map(|part| part.by_user().row(user).0);
            assert_eq!(
                train.len() + test.len() + shown.len(),
                user as usize + 1,
                "every rating is somewhere"
            );
            assert!(train.is_empty() || test.is_empty() && shown.is_empty(), "person {user}");
            assert_eq!(test.is_empty(), shown.is_empty());
            assert!(test.iter().all(|item| !shown.contains(item)));
            assert!(test.len().abs_diff(shown.len()) <= 1, "{} and {}", test.len(), shown.len());
            people += usize::from(!test.is_empty());
        }
        assert_eq!(people, 10, "a quarter of the 39 with more than one rating");
        let refused = Split::parse("people:0.25").unwrap().apply(&r, 7).unwrap_err();
        assert_eq!(refused.name(), "ParameterError");
    }

    #[test]
    fn new_items_are_in_the_test_with_all_their_ratings() {
        let r = ratings();
        let parts = divided(&Split::parse("items:0.2").unwrap(), &r, 7).unwrap();
        let of = |part: &Ratings, item| part.by_item().row_len(item);
        assert!((0..40).all(|item| of(&parts.train, item) == 0 || of(&parts.test, item) == 0));
        assert_eq!((0..40).filter(|&item| of(&parts.test, item) > 0).count(), 8);
        assert_eq!(parts.train.len() + parts.test.len(), r.len());
    }

    #[test]
    fn a_training_part_is_divided_once_more_in_its_own_way() {
        let r = ratings();
        for (text, inside) in [
            ("random:0.2:0.1", Split::Random { test: 0.2, aside: 0.0 }),
            ("kfold:4:3", Split::Random { test: 0.25, aside: 0.0 }),
            ("ids:10:3", Split::Random { test: 0.3, aside: 0.0 }),
            ("last:1", Split::Last { n: 1 }),
            ("people:0.2", Split::People { test: 0.2, shown: 0.8 }),
            ("users:8:32", Split::Users { test: 6, train: 26 }),
        ] {
            let split = Split::parse(text).unwrap();
            assert_eq!(split.inside(), inside, "{text}");
            let train = divided(&split, &r, 3).unwrap().train;
            let parts = divided(&split.inside(), &train, 3).unwrap();
            let both = parts.train.len() + parts.test.len() + parts.shown.map_or(0, |shown| shown.len());
            assert_eq!(both, train.len(), "{text}");
        }
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
        let pairs = Arc::new(b.build().unwrap().ratings);
        for text in [
            "per-user:0.2",
            "users:3:9",
            "last:1",
            "blocks:2",
            "ids:10:2",
            "people:0.2",
            "items:0.2",
            "time:0.2",
        ] {
            let error = divided(&Split::parse(text).unwrap(), &pairs, 7).unwrap_err();
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
