//! The kinds of splits: what each does in a sentence, what it needs, and its numbers with their ranges.

use crate::decimal::decimal;
use crate::error::{Error, Result};
use serde::Serialize;

/// What a split has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SplitNumber {
    /// What it is: `share`, `parts`.
    pub name: &'static str,
    /// True for a share, above 0 and below 1; otherwise it is a whole number.
    pub share: bool,
    /// Smallest whole number.
    pub least: u32,
    /// What is usual; what is taken where it is left out, if it may be.
    pub usual: f64,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What data a split needs beside people's ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum SplitNeed {
    /// Nothing; pairs of products will do, too.
    Nothing,
    /// People.
    People,
    /// When each rating was given.
    Times,
    /// Ids that are whole numbers.
    Numbers,
    /// A file of test ratings.
    TestFile,
}

/// All that is known of a kind of split.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SplitInfo {
    /// Its name in calls; its numbers follow, each after a colon.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it does, in one sentence; `{0}` and `{1}` stand for its numbers, and brackets around what is only said with
    /// the last of them.
    pub help: &'static str,
    /// What it needs.
    pub needs: SplitNeed,
    /// Its numbers.
    pub numbers: &'static [SplitNumber],
    /// How it is written, with the ranges.
    #[serde(skip)]
    form: &'static str,
}

const fn share(name: &'static str, usual: f64) -> SplitNumber {
    SplitNumber { name, share: true, least: 0, usual, optional: false }
}

const fn count(name: &'static str, least: u32, usual: f64) -> SplitNumber {
    SplitNumber { name, share: false, least, usual, optional: false }
}

const fn optional(number: SplitNumber) -> SplitNumber {
    SplitNumber { optional: true, ..number }
}

/// The split that came with the files.
pub const GIVEN: &str = "given";

/// Every kind of split, the usual ones first.
pub const SPLITS: &[SplitInfo] = &[
    SplitInfo {
        name: "random",
        title: "At random",
        help: "{0} of all ratings, drawn at random, are hidden from training and are the test[; {1} belong to neither].",
        needs: SplitNeed::Nothing,
        numbers: &[share("share", 0.2), optional(share("set aside", 0.0))],
        form: "random:TEST or random:TEST:VALIDATION with shares above 0 that are below 1 together",
    },
    SplitInfo {
        name: "per-user",
        title: "Of each person",
        help: "{0} of each person's ratings, drawn at random, are the test, and one at least stays in training.",
        needs: SplitNeed::People,
        numbers: &[share("share", 0.2)],
        form: "per-user:SHARE with a share above 0 and below 1",
    },
    SplitInfo {
        name: "time",
        title: "By time",
        help: "The latest {0} of all ratings are the test, so that the past has to tell the future.",
        needs: SplitNeed::Times,
        numbers: &[share("share", 0.2)],
        form: "time:SHARE with a share above 0 and below 1",
    },
    SplitInfo {
        name: "last",
        title: "The last of each person",
        help: "Of each person's ratings the latest {0} are the test, if the person has more than that.",
        needs: SplitNeed::Times,
        numbers: &[count("ratings", 1, 1.0)],
        form: "last:N with N from 1",
    },
    SplitInfo {
        name: "kfold",
        title: "Folds",
        help: "The ratings are dealt at random into {0} equal parts, each of which is the test once[: here part {1}, counted from 0].",
        needs: SplitNeed::Nothing,
        numbers: &[count("parts", 2, 5.0), count("part", 0, 0.0)],
        form: "kfold:K:FOLD with K from 2 and FOLD from 0 to K - 1",
    },
    SplitInfo {
        name: "people",
        title: "New people",
        help: "{0} of the people are kept out of training; each of them then shows {1} of their ratings, and the rest is the test.",
        needs: SplitNeed::People,
        numbers: &[share("share", 0.2), optional(share("shown", 0.8))],
        form: "people:SHARE or people:SHARE:SHOWN with shares above 0 and below 1",
    },
    SplitInfo {
        name: "items",
        title: "New items",
        help: "All ratings of {0} of the items are the test: only what is known of an item beside its ratings can help.",
        needs: SplitNeed::People,
        numbers: &[share("share", 0.1)],
        form: "items:SHARE with a share above 0 and below 1",
    },
    SplitInfo {
        name: "blocks",
        title: "Blocks",
        help: "People and items are dealt into {0} groups each, and what a group of people rated of the items of one group is the test: for data in which nearly everything is rated.",
        needs: SplitNeed::People,
        numbers: &[count("groups", 2, 5.0)],
        form: "blocks:K with K from 2",
    },
    SplitInfo {
        name: "users",
        title: "People as a whole",
        help: "All ratings of {0} people, drawn at random, are the test, and those of {1} others are trained on.",
        needs: SplitNeed::People,
        numbers: &[count("tested", 1, 100.0), count("trained on", 1, 800.0)],
        form: "users:TEST:TRAIN with both from 1",
    },
    SplitInfo {
        name: "ids",
        title: "By ids",
        help: "A sum of the ids, taken modulo {0}, says what is the test, where it is below {1}: the same for everybody, without chance.",
        needs: SplitNeed::Numbers,
        numbers: &[count("modulus", 2, 10.0), count("below", 1, 2.0)],
        form: "ids:MODULUS:BELOW with BELOW from 1 to MODULUS - 1",
    },
    SplitInfo {
        name: GIVEN,
        title: "As the files say",
        help: "The test is what the files themselves keep apart.",
        needs: SplitNeed::TestFile,
        numbers: &[],
        form: GIVEN,
    },
];

/// What a split says, in one sentence with its numbers, such as `random:0.2`; also for `given`, and for `kfold` without
/// saying which part.
///
/// # Errors
/// As [`Split::parse`](super::Split::parse).
pub fn explain(text: &str) -> Result<String> {
    let (info, numbers) = read(text, true)?;
    let mut help = info.help.to_owned();
    if let (Some(open), Some(close)) = (help.find('['), help.find(']')) {
        let last = info.numbers.len() - 1;
        let said = numbers.get(last).filter(|&&n| !info.numbers[last].share || n > 0.0).is_some();
        let inner = if said { help[open + 1..close].to_owned() } else { String::new() };
        help.replace_range(open..=close, &inner);
    }
    for (at, (number, spec)) in numbers.iter().zip(info.numbers).enumerate() {
        let text =
            if spec.share { format!("{} %", (number * 1000.0).round() / 10.0) } else { number.to_string() };
        help = help.replace(&format!("{{{at}}}"), &text);
    }
    Ok(help)
}

/// The kind of split and its numbers, each within its range; what may be left out is filled in. `loose` takes a `kfold`
/// that does not say which part, too.
pub(super) fn read(text: &str, loose: bool) -> Result<(&'static SplitInfo, Vec<f64>)> {
    let mut parts = text.trim().split(':');
    let name = parts.next().unwrap_or_default();
    let known = SPLITS.iter().find(|info| info.name == name);
    let refuse = || {
        let expected = known.map_or_else(
            || {
                "random:0.2, random:0.15:0.15, per-user:0.2, time:0.2, last:1, kfold:5:0, people:0.2, items:0.1, blocks:5, users:100:800 or ids:10:2"
                    .into()
            },
            |info| format!("{}; whole numbers go up to {}", info.form, u32::MAX),
        );
        Error::parameter("split", "split", expected, format!("“{text}”"))
    };
    let info = known.ok_or_else(refuse)?;
    let mut numbers: Vec<f64> = parts.map(decimal).collect::<Option<_>>().ok_or_else(refuse)?;
    let fits = |(number, spec): (&f64, &SplitNumber)| match spec.share {
        true => *number as f32 > 0.0 && (*number as f32) < 1.0,
        false => number.fract() == 0.0 && (f64::from(spec.least)..=f64::from(u32::MAX)).contains(number),
    };
    let each_fold = loose && name == "kfold" && numbers.len() == 1;
    let enough = each_fold || info.numbers.iter().skip(numbers.len()).all(|spec| spec.optional);
    let sound = match (name, &numbers[..]) {
        ("random", &[test, aside]) => test + aside < 1.0,
        ("kfold", &[k, fold]) => fold < k,
        ("ids", &[modulus, below]) => below < modulus,
        _ => true,
    };
    if numbers.len() > info.numbers.len() || !enough || !numbers.iter().zip(info.numbers).all(fits) || !sound
    {
        return Err(refuse());
    }
    let left_out = info.numbers[numbers.len()..].iter().filter(|spec| spec.optional);
    numbers.extend(left_out.map(|spec| spec.usual));
    Ok((info, numbers))
}
