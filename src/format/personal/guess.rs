//! Lists of services that are not known: titles with a rating or a date, and nobody named.

use super::rows::ExportRows;
use super::services::{RATING, Service, TIME, Unrated};
use super::{columns, table};
use crate::format::table::{Guess, Header, fields};
use crate::format::value::number;
use crate::format::{Format, Head, Match};
use crate::ratings::{Ids, Noun};

/// A table of one person's, by its look: the rows name nobody, and each item once.
pub struct Guessed;

/// What the titles may be called; the more telling ones first.
const TITLES: &[&str] = &[
    "title",
    "movietitle",
    "filmtitle",
    "booktitle",
    "showtitle",
    "name",
    "film",
    "movie",
    "book",
    "show",
    "series",
    "game",
    "album",
    "artist",
    "song",
    "anime",
    "wine",
    "beer",
    "itemname",
    "itemtitle",
    "item",
    "product",
];

/// Ratings that say whose they are.
const MINE: &[&str] = &["yourrating", "yourated", "myrating", "myscore", "yourscore"];

/// Dates that say what somebody did then.
const DONE: &[&str] = &[
    "watcheddate",
    "datewatched",
    "watchedat",
    "watchedon",
    "seenon",
    "dateseen",
    "dateread",
    "readon",
    "datefinished",
    "finished",
    "playedat",
    "lastplayed",
];

/// What else is known of an item, or of the person's visit to it; none of these names somebody.
const ABOUT: &[&str] = &[
    "year",
    "releaseyear",
    "director",
    "author",
    "authors",
    "artist",
    "album",
    "type",
    "format",
    "status",
    "notes",
    "note",
    "review",
    "comment",
    "comments",
    "url",
    "link",
    "imdbid",
    "tmdbid",
    "isbn",
    "isbn13",
    "position",
    "rank",
    "tags",
    "platform",
    "genre",
    "genres",
    "publisher",
    "rewatch",
    "shelf",
    "date",
    "created",
    "season",
];

/// Words of a catalogue, which describes items to everybody.
const CATALOGUE: &[&str] = &[
    "genres",
    "votes",
    "numvotes",
    "votecount",
    "ratingcount",
    "ratingscount",
    "description",
    "plot",
    "price",
];

/// A table that is this narrow has no room for columns that are not understood: one of them may name people.
const NARROW: usize = 4;

impl Format for Guessed {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if head.columns().is_some() {
            return None;
        }
        head.ways().find_map(|(guess, Header { names: header, roles, .. })| {
            let title = *columns(header, TITLES).first()?;
            // Rows that name people are those of many.
            if roles.user.is_some() || !is_personal(head, guess, header, title) {
                return None;
            }
            let service = Service {
                name: "",
                items: Noun::of_items(header[title].trim_end_matches("title")).unwrap_or(Noun::ITEM),
                marks: &[],
                id: &[],
                title: &[],
                best: 0.0,
                unrated: Unrated::Seen,
            };
            let mut rows = ExportRows::new(&service, header, head.stem());
            rows.title = vec![title];
            let parser = table(head, guess, header.len(), rows);
            Some(Match::likely("one person's list (guessed)", parser).calling(None, service.items))
        })
    }
}

/// True when the columns hold what one person thinks of each title, or when it was seen.
fn is_personal(head: &Head<'_>, guess: &Guess, header: &[String], title: usize) -> bool {
    let has = |names: &[&str]| header.iter().any(|column| names.contains(&column.as_str()));
    let understood = |(at, column): (usize, &String)| {
        at == title || [RATING, TIME, DONE, ABOUT].iter().any(|names| names.contains(&column.as_str()))
    };
    if header.len() <= NARROW && !header.iter().enumerate().all(understood) {
        return false;
    }
    let Some(&rating) = columns(header, RATING).first() else {
        return has(DONE);
    };
    if has(MINE) {
        return true;
    }
    if has(CATALOGUE) {
        return false;
    }
    // An average has any decimals, what a person gives has few; and a person names an item once.
    let rows = head.lines().iter().skip(1).map(|line| fields(line, &guess.dialect));
    let mut titles = Ids::default();
    let (mut n, mut steps) = (0, 0);
    for row in rows {
        let (Some(title), Some(text)) = (row.get(title), row.get(rating)) else { continue };
        n += 1;
        titles.intern(title);
        steps +=
            usize::from(text.is_empty() || number(text).is_some_and(|value| (value * 4.0).fract() == 0.0));
    }
    n > 0 && titles.len() * 10 >= n * 9 && steps * 10 >= n * 9
}
