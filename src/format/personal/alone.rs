//! A table that is all that was opened, and names nobody: what it says of items is one person's, where it says anything.

use super::deeds::{DID, is_count, is_date, is_done, is_mine};
use super::guess::{CATALOGUE, TITLES, are_given, noun_of, series, titles, unknown};
use super::rows::{ExportRows, is_of_wishes};
use super::services::{AMOUNT, RATING, TIME};
use super::{columns, table};
use crate::format::table::{Guess, Header, Sample, column_name, names_rating, says_count};
use crate::format::value::{is_number, time};
use crate::format::{Format, Head, Match, shown};
use crate::ratings::Noun;

/// Such a table. Of several files another one may name people, so that only the one file is guessed so.
pub struct Alone;

impl Format for Alone {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if !head.alone || head.columns().is_some() {
            return None;
        }
        alone(head)
    }
}

/// How many cells of a column are looked at.
const CELLS: usize = 50;

#[inline(never)]
fn alone(head: &Head<'_>) -> Option<Match> {
    head.ways().filter(|(guess, _)| guess.share >= 0.8).find_map(|(guess, header)| {
        let sample = Sample::of(head, &guess.dialect, 1);
        let Header { names, roles, fields, .. } = header;
        if roles.user.is_some() {
            return None;
        }
        let title = title(head, &sample, header)?;
        let free = |at: &usize| *at != title;
        let rating = rating(head, &sample, guess, names).filter(free);
        let count = (0..names.len()).filter(free).find(|&at| {
            let counts = AMOUNT.contains(&&*names[at]) || is_count(&names[at]) || says_count(&names[at]);
            counts && !CATALOGUE.contains(&&*names[at]) && all(&sample, at, is_number)
        });
        let date = (0..names.len()).filter(free).find(|&at| {
            let of_work = ["release", "publi", "birth", "start", "original"]
                .iter()
                .any(|word| names[at].contains(word));
            let dates = is_done(&names[at])
                || TIME.contains(&&*names[at])
                || is_date(&names[at]) && !names[at].ends_with("year");
            dates && !of_work && all(&sample, at, |text| time(text).is_some())
        });
        let words: Vec<&str> = head.stem().split(|c: char| !c.is_alphabetic()).collect();
        let kept = ["favo", "like", "wish", "history", "playlist", "order", "purchase", "my"];
        let said = is_of_wishes(head.stem())
            || words.iter().any(|word| DID.contains(word) || kept.iter().any(|kept| word.starts_with(kept)));
        let others = ["recommend", "predict", "popular", "best", "catalog", "dataset"];
        let of_all = others.iter().any(|word| head.stem().contains(word))
            || rating.is_none() && names.iter().filter(|name| CATALOGUE.contains(&&***name)).count() > 1;
        if of_all || !said && rating.or(count).or(date).is_none() {
            return None;
        }
        let items = Noun::of_items(noun_of(&names[title]).unwrap_or(&names[title])).unwrap_or(Noun::ITEM);
        let mut rows = ExportRows::new(&unknown(items), names, head.stem());
        rows.title = series(names).into_iter().chain([title]).collect();
        rows.rating = rating.into_iter().collect();
        rows.amount = count.into_iter().collect();
        rows.time = date.into_iter().collect();
        let named = |at: usize| shown(fields[at].trim());
        let mut told = format!(
            "nothing says whose these are; taken for one person's list: “{}” for the {}",
            named(title),
            items.0
        );
        for (column, what) in [(rating, "rating"), (count, "count"), (date, "time")] {
            if let Some(at) = column {
                told.push_str(&format!(", “{}” for the {what}", named(at)));
            }
        }
        let parser = table(head, guess, names.len(), rows);
        let found = Match::likely("one person's list (guessed)", parser).told(told);
        Some(Match { own: Some((title, rating)), ..found.calling(None, items) })
    })
}

/// True when all filled cells of this column are so, and there is any.
fn all(sample: &Sample<'_>, at: usize, fits: impl Fn(&str) -> bool) -> bool {
    let cells = sample.cells(at, CELLS);
    !cells.is_empty() && cells.iter().all(|cell| fits(cell))
}

/// The column of what the list is of: titles, names or ids of items, or what the file is called by.
fn title(head: &Head<'_>, sample: &Sample<'_>, Header { names, roles, .. }: &Header) -> Option<usize> {
    let stem = column_name(head.stem());
    let called = |name: &String| {
        name.len() > 2
            && (stem.starts_with(name.as_str()) || stem.ends_with(name.strip_suffix('s').unwrap_or(name)))
    };
    let of_items = |name: &String| Noun::of_items(noun_of(name).unwrap_or(name)).is_some();
    let found = columns(names, TITLES).first().copied();
    let found = found.filter(|&at| !matches!(&*names[at], "artist" | "album")).or_else(|| titles(names));
    let found = found.or_else(|| names.iter().position(called)).or(roles.item).or(found);
    let found = found.or_else(|| columns(names, &["album", "artist"]).first().copied());
    let found = found.or_else(|| names.iter().position(of_items))?;
    let is_id = names[found].ends_with("id");
    (is_id || !all(sample, found, is_number)).then_some(found)
}

/// The column of what the person gives: named so, with marks that have few decimals.
fn rating(head: &Head<'_>, sample: &Sample<'_>, guess: &Guess, names: &[String]) -> Option<usize> {
    let mine = |name: &String| {
        is_mine(name)
            || ["mine", "my", "minha", "我的"].iter().any(|whose| name.starts_with(whose))
                && (name == "mine" || names_rating(name))
    };
    let given = |&at: &usize| {
        sample.says_marks(at) || are_given(head, guess, at, 4.0, 9) && all(sample, at, is_number)
    };
    let rated = |&at: &usize| {
        (RATING.contains(&&*names[at]) || names_rating(&names[at]))
            && !names.iter().any(|name| CATALOGUE.contains(&&**name))
    };
    let mut mines = (0..names.len()).filter(|&at| mine(&names[at])).filter(given);
    mines.next().or_else(|| (0..names.len()).filter(rated).find(given))
}
