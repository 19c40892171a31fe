//! Tables of delimited text: CSV, TSV and their relatives, with or without a header.

mod columns;
mod guess;
mod preview;
mod roles;
mod rows;
mod split;

pub use columns::Columns;
pub use guess::{Guess, SEPARATORS, guesses, separator_name};
pub use preview::Preview;
pub use roles::{Roles, column_name};
pub use rows::{ItemRows, RatingRows, TagRows, UserRows, genres};
pub use split::{Dialect, Row, RowParser, Table, fields};

use super::{Format, Head, Match};
use guess::{headerless, likeliest, looks_like_header};

/// Any delimited table whose columns its header names, or whose numbers look like ratings.
pub struct Delimited;

impl Format for Delimited {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if let Some(columns) = head.columns() {
            return chosen(head, columns);
        }
        // Lists of wishes are choices of a kind, but no sign that the person had the item.
        if matches!(head.stem(), "to_read" | "wishlist" | "watchlist") {
            return None;
        }
        let guesses = guesses(head);
        let first = head.lines().next()?;
        for guess in &guesses {
            let header = fields(first, &guess.dialect);
            if let Some((rows, what)) = Roles::of(&header).rows() {
                let table = Table::new(guess.dialect.clone(), 1, header.len(), rows);
                return Some(Match {
                    confidence: 50,
                    format: format!("{what}, {}, with a header", separator_name(&guess.dialect.separator)),
                    parser: table.into_parser(head),
                });
            }
        }
        let guess = guesses.first().filter(|g| g.share >= 0.9)?;
        let rows = headerless(head, guess)?;
        let table = Table::new(guess.dialect.clone(), 0, guess.width, Box::new(rows));
        Some(Match {
            confidence: 20,
            format: format!("ratings, {}, without a header", separator_name(&guess.dialect.separator)),
            parser: table.into_parser(head),
        })
    }
}

/// A table whose columns the person named; what was left open is guessed.
fn chosen(head: &Head<'_>, columns: &Columns) -> Option<Match> {
    let guess = likeliest(head, columns);
    let first = fields(head.lines().next()?, &guess.dialect);
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
    let (rows, what): (Box<dyn RowParser>, _) = match roles.rows() {
        Some(found) => found,
        None => (Box::new(headerless(head, &guess)?), "ratings"),
    };
    let lines = usize::from(header);
    let format = format!("{what}, {}, as chosen", separator_name(&guess.dialect.separator));
    let parser = Table::new(guess.dialect, lines, first.len(), rows).into_parser(head);
    Some(Match { confidence: 100, format, parser })
}
