//! What somebody did on which day, a line each, without names of columns.

use super::Table;
use super::deeds::DID;
use super::guess::{once, unknown};
use super::rows::ExportRows;
use crate::format::table::Sample;
use crate::format::time::time;
use crate::format::value::{is_number, mark, number};
use crate::format::{Format, Head, Match};
use crate::ratings::Noun;

/// What somebody did on which day, a line each, without names of columns: `2021-01-01,Heat,FALSE,4`.
pub struct Diary;

/// Fewest days of a diary.
const FEWEST_DAYS: usize = 4;

impl Format for Diary {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let did = DID.iter().any(|word| head.stem().contains(word));
        if head.columns().is_some() || !did {
            return None;
        }
        diary(head)
    }
}

/// The reader of a diary. Few files come so far, which keeps it out of what every visit loads.
#[inline(never)]
fn diary(head: &Head<'_>) -> Option<Match> {
    head.ways().find_map(|(guess, first)| {
        let (lines, grid) = (head.lines(), head.grid(&guess.dialect));
        let width = first.fields.len();
        let all = |at: usize, fits: fn(&str) -> bool| {
            (0..lines.len()).all(|line| fits(grid.row(lines, line).get(at).trim()))
        };
        // A day may have nothing to tell.
        let titled = |text: &str| !text.is_empty() && !is_number(text);
        let titles = (0..lines.len()).filter(|&line| titled(grid.row(lines, line).get(1).trim())).count();
        let flag = |at: usize| {
            all(at, |text| {
                text.is_empty() || mark(text).is_some_and(|(value, _)| value == 0.0 || value == 1.0)
            })
        };
        let rating = |at: usize| {
            all(at, |text| text.is_empty() || number(text).is_some_and(|value| (0.0..=10.0).contains(&value)))
        };
        // Songs are heard again, and have artists and lengths beside them.
        let heard = head.stem().contains("listen") && !Sample::of(head, &guess.dialect, 0).shows_people(1);
        let fits = lines.len() >= FEWEST_DAYS
            && width > 1
            && all(0, |text| time(text).is_some() && !is_number(text))
            && titles * 2 > lines.len()
            && (heard || once(head, guess, 1) && (2..width).all(|at| flag(at) || rating(at)));
        if !fits {
            return None;
        }
        let mut rows = ExportRows::new(&unknown(Noun::ITEM), &[], head.stem());
        (rows.time, rows.title) = (vec![0], vec![1]);
        let mut ratings = (2..width).filter(|&at| !flag(at));
        rows.rating = ratings.next().filter(|_| ratings.next().is_none()).into_iter().collect();
        let table = Table::new(guess.dialect.clone(), 0, width, Box::new(rows));
        let found = Match::likely("one person's diary (guessed)", table.into_parser(head));
        let told = "each line was taken for a day and what one person saw, heard or read then".to_owned();
        Some(found.told(told).calling(None, Noun::ITEM))
    })
}
