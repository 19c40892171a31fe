//! Tables of delimited text: CSV, TSV and their relatives, with or without a header.

mod columns;
mod guess;
mod preview;
mod roles;
mod rows;
mod sample;
mod split;

pub use columns::Columns;
pub(super) use guess::guesses;
pub use guess::{Guess, separator_name};
pub use preview::Preview;
pub use roles::{Roles, column_name};
pub use rows::{ItemRows, RatingRows, TagRows, UserRows, ValueColumn};
pub use sample::Sample;
pub use split::{Dialect, Row, RowParser, Table, fields};

use super::{Format, Head, Match, jester, movielens};
use crate::ratings::Noun;
use guess::{headerless, likeliest, looks_like_header};
use std::borrow::Cow;

/// Any delimited table whose columns a person or its header named, or whose numbers look like ratings.
pub struct Delimited;

impl Format for Delimited {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        // Lists of wishes are choices of a kind, but no sign that the person had the item.
        if head.columns().is_some() || matches!(head.stem(), "to_read" | "wishlist" | "watchlist") {
            return None;
        }
        if let Some((guess, header)) = named(head) {
            let sample = Sample { head, dialect: &guess.dialect, header: 1 };
            let roles = Roles::of(&header);
            let (rows, what) = roles.rows(&sample)?;
            let table = Table::new(guess.dialect.clone(), 1, header.len(), rows);
            let format = format!("{what}, {}, with a header", separator_name(&guess.dialect.separator));
            let (people, items) = roles.nouns(&header);
            return Some(Match::likely(format, table.into_parser(head)).calling(people, items));
        }
        let guess = head.guesses().first().filter(|g| g.share >= 0.9)?;
        let rows = headerless_rows(head, guess)?;
        let table = Table::new(guess.dialect.clone(), 0, guess.width, rows);
        let format = format!("ratings, {}, without a header", separator_name(&guess.dialect.separator));
        let parser = table.into_parser(head);
        Some(if movielens::has_ratings(head, &guess.dialect.separator) {
            Match::sure(format, parser).calling(None, Noun::FILM)
        } else if jester::has_ratings(&guess.dialect.separator) {
            Match::sure(format, parser).calling(None, Noun::JOKE)
        } else {
            Match::likely(format, parser)
        })
    }
}

/// The first way of splitting by which the first line names the columns, and their names.
fn named<'a>(head: &'a Head<'_>) -> Option<(&'a Guess, Vec<Cow<'a, str>>)> {
    let first = head.lines().first()?;
    head.guesses().iter().find_map(|guess| {
        let header = fields(first, &guess.dialect);
        let sample = Sample { head, dialect: &guess.dialect, header: 1 };
        Roles::of(&header).rows(&sample).is_some().then_some((guess, header))
    })
}

fn headerless_rows(head: &Head<'_>, guess: &Guess) -> Option<Box<dyn RowParser>> {
    let time = headerless(head, guess)?;
    let sample = Sample { head, dialect: &guess.dialect, header: 0 };
    Some(Box::new(RatingRows::new(0, 1, Some(ValueColumn::rating(2, &sample)), time)))
}

/// A table whose columns the person named; what was left open is guessed.
pub struct Chosen;

impl Format for Chosen {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let columns = head.columns()?;
        let guess = likeliest(head, columns);
        let first = fields(head.lines().first()?, &guess.dialect);
        let header = columns.header.unwrap_or_else(|| looks_like_header(&first));
        let index = |column: Option<u32>| column.map(|column| column as usize);
        let mut roles = if header { Roles::of(&first) } else { Roles::default() };
        if columns.user.is_some() && columns.item.is_some() {
            // The person's choice is the whole choice.
            roles = Roles {
                user: index(columns.user),
                item: index(columns.item),
                rating: index(columns.rating),
                time: index(columns.time),
                title: index(columns.title),
                ..Roles::default()
            };
            if let (true, Some(rating)) = (header, roles.rating) {
                let name = first.get(rating).map(|field| column_name(field)).unwrap_or_default();
                if roles::names_count(&name) {
                    roles.count = roles.rating.take();
                }
            }
        }
        let lines = usize::from(header);
        let sample = Sample { head, dialect: &guess.dialect, header: lines };
        let (rows, what) = match roles.rows(&sample) {
            Some(found) => found,
            None => (headerless_rows(head, &guess)?, "ratings"),
        };
        let format = format!("{what}, {}, as chosen", separator_name(&guess.dialect.separator));
        let (people, items) = if header { roles.nouns(&first) } else { (None, None) };
        let parser = Table::new(guess.dialect, lines, first.len(), rows).into_parser(head);
        Some(Match::likely(format, parser).calling(people, items))
    }
}
