//! MovieLens files that carry no header. Their ratings and the newer CSV files need no parser of their own: any
//! [`super::table`] table of that shape is read.
//!
//! Layouts: the README files of ml-100k, ml-1m and ml-10m (<https://grouplens.org/datasets/movielens/>).

use super::table::{Dialect, ItemRows, Row, RowParser, Table, TagRows, UserRows, fields};
use super::time::Calendar;
use super::value::year_of_title;
use super::{Format, Head, Match, Sink};
use crate::ratings::{FeatureKind, Noun};
use std::borrow::Cow;

/// `u.item`, `u.user`, `movies.dat`, `users.dat`, `tags.dat`.
pub struct MovieLens;

/// The order of the 19 flags at the end of a line of `u.item`.
const GENRES: [&str; 19] = [
    "unknown",
    "Action",
    "Adventure",
    "Animation",
    "Children's",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
];

/// Fields of a line of `u.item` before the flags: id, title, date, date of the video, address.
const BEFORE_FLAGS: usize = 5;

/// Ages of `users.dat` stand for ranges.
const AGES: &[(&str, &str)] = &[
    ("1", "under 18"),
    ("18", "18–24"),
    ("25", "25–34"),
    ("35", "35–44"),
    ("45", "45–49"),
    ("50", "50–55"),
    ("56", "56 and older"),
];

/// Occupations of `users.dat` are numbers, from 0.
const OCCUPATIONS: [&str; 21] = [
    "other",
    "academic/educator",
    "artist",
    "clerical/admin",
    "college/grad student",
    "customer service",
    "doctor/health care",
    "executive/managerial",
    "farmer",
    "homemaker",
    "K-12 student",
    "lawyer",
    "programmer",
    "retired",
    "sales/marketing",
    "scientist",
    "self-employed",
    "technician/engineer",
    "tradesman/craftsman",
    "unemployed",
    "writer",
];

impl Format for MovieLens {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let bars = Dialect::plain("|");
        let colons = Dialect::plain("::");
        let all = |dialect: &Dialect, fits: &dyn Fn(&[Cow<'_, str>]) -> bool| {
            let lines = head.lines();
            let row = |line: &&str| line.contains(&*dialect.separator) && fits(&fields(line, dialect));
            !lines.is_empty() && lines.iter().take(20).all(row)
        };
        let flags = |row: &[Cow<'_, str>]| {
            row.len() == BEFORE_FLAGS + GENRES.len()
                && row[BEFORE_FLAGS..].iter().all(|f| f == "0" || f == "1")
        };
        let person = |row: &[Cow<'_, str>]| {
            row.len() == 5 && row[1].parse::<u8>().is_ok() && matches!(&*row[2], "M" | "F")
        };
        let coded_person = |row: &[Cow<'_, str>]| {
            row.len() == 5 && matches!(&*row[1], "M" | "F") && row[2].parse::<u8>().is_ok()
        };
        let titled = |row: &[Cow<'_, str>]| row.len() == 3 && year_of_title(&row[1]).is_some();
        let tagged = |row: &[Cow<'_, str>]| row.len() == 4 && row[3].parse::<u32>().is_ok();
        let (dialect, rows, format): (_, Box<dyn RowParser>, _) = if all(&bars, &flags) {
            (bars, Box::new(Flags), "MovieLens u.item")
        } else if all(&bars, &person) {
            let columns = [("age", 1), ("gender", 2), ("occupation", 3)];
            let attributes = columns.map(|(name, column)| (name.to_owned(), column)).to_vec();
            (bars, Box::new(UserRows { user: 0, attributes }), "MovieLens u.user")
        } else if all(&colons, &coded_person) {
            (colons, Box::new(CodedUsers), "MovieLens users.dat")
        } else if all(&colons, &titled) {
            let rows = ItemRows { item: 0, title: Some(1), genres: Some(2), ..ItemRows::default() };
            (colons, Box::new(rows), "MovieLens movies.dat")
        } else if head.stem() == "tags" && all(&colons, &tagged) {
            (
                colons,
                Box::new(TagRows { user: 0, item: 1, tag: 2, time: Some((3, Calendar::default())) }),
                "MovieLens tags.dat",
            )
        } else {
            return None;
        };
        let parser = Table::new(dialect, 0, 0, rows).into_parser(head);
        Some(Match::sure(format, parser).calling(None, Noun::FILM))
    }
}

/// True for ratings without a header that only MovieLens has: `u.data` and the halves of its splits, and tables with two
/// colons between fields.
pub(super) fn has_ratings(head: &Head<'_>, separator: &str) -> bool {
    let split = || {
        let (stem, extension) = head.name.split_once('.').unwrap_or_default();
        matches!(stem, "u1" | "u2" | "u3" | "u4" | "u5" | "ua" | "ub") && matches!(extension, "base" | "test")
    };
    separator == "::" || separator == "\t" && (head.name == "u.data" || split())
}

/// Rows of `u.item`.
struct Flags;

impl RowParser for Flags {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let (item, title) = (row.get(0), row.get(1));
        if item.is_empty() || row.len() != BEFORE_FLAGS + GENRES.len() {
            return sink.skip(row.line, 0, "24 fields", format_args!("{}", row.len()));
        }
        sink.item_title(item, title);
        for (i, genre) in GENRES.iter().enumerate() {
            if row.get(BEFORE_FLAGS + i) == "1" {
                sink.item_feature(item, "genre", FeatureKind::Category, genre);
            }
        }
        if let Some((_, year)) = year_of_title(title) {
            sink.item_feature(item, "year", FeatureKind::Attribute, year);
        }
        sink.described();
    }
}

/// Rows of `users.dat`: user, gender, code of the age, code of the occupation, postal code.
struct CodedUsers;

impl RowParser for CodedUsers {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let (user, age, occupation) = (row.get(0), row.get(2), row.get(3));
        if user.is_empty() {
            return sink.skip(row.line, 1, "the id of a user", "nothing");
        }
        let age = AGES.iter().find(|(code, _)| *code == age).map_or(age, |(_, name)| name);
        let named = occupation.parse().ok().and_then(|code: usize| OCCUPATIONS.get(code).copied());
        for (name, value) in
            [("gender", row.get(1)), ("age", age), ("occupation", named.unwrap_or(occupation))]
        {
            sink.user_feature(user, name, FeatureKind::Attribute, value);
        }
        sink.described();
    }
}
