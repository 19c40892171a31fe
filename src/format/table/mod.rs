//! Tables of delimited text: CSV, TSV and their relatives, with or without a header.

mod chosen;
mod columns;
mod counted;
mod doubt;
mod evidence;
mod feedback;
mod grid;
mod header;
mod layout;
mod lists;
mod maker;
mod matrix;
mod misnomer;
mod nameless;
mod names;
mod naming;
mod preview;
mod ranks;
mod refused;
mod roles;
mod rows;
mod sample;
mod separators;
mod several;
mod split;
mod when;

pub use chosen::Chosen;
pub use columns::Columns;
pub use grid::Grid;
pub(super) use grid::NOWHERE;
pub use header::Header;
pub(in crate::format) use layout::Layout;
pub use names::column_name;
pub(in crate::format) use names::{
    ends_as_item, names_marks, names_overall, names_rating, names_weakly, occasion, says_count,
};
pub use preview::Preview;
pub use roles::Roles;
pub use rows::{ItemRows, RatingRows, TagRows, UserRows, ValueColumn};
pub use sample::Sample;
pub(super) use separators::guesses;
use separators::notation;
pub use separators::{Guess, separator_name};
pub use split::{Dialect, Row, RowParser, Table, fields};

use super::{Format, Head, Match, jester, movielens, personal};
use crate::ratings::Noun;
use crate::report::Sureness;

/// Any delimited table whose header names its columns, or whose columns show what they are.
pub struct Delimited;

impl Format for Delimited {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        if head.columns().is_some() {
            return None;
        }
        // Lists of wishes are choices of a kind, but no sign that the person had the item.
        let wished = matches!(head.stem(), "wishlist" | "watchlist" | "to_read");
        let layout = head.layout().filter(|layout| layout.sureness != Sureness::Asked)?;
        if wished && layout.roles.user.is_none() {
            return None;
        }
        let (rows, what) = layout.rows(head)?;
        // Where nothing else was opened, what describes items may be one person's list.
        if head.alone
            && what == "items"
            && let Some(own) = personal::Alone.open(head)
        {
            return Some(own);
        }
        let Layout { guess, header, roles, told, matrix, .. } = layout;
        let separator = &guess.dialect.separator;
        let lines = usize::from(!header.is_empty());
        let with = if lines > 0 { "with" } else { "without" };
        let format = format!("{what}, {}, {with} a header", notation(&head.name, separator));
        let (people, items) = if matrix.is_none() { roles.nouns(header) } else { (None, None) };
        let rated = lines == 0 && roles.rating.is_some();
        let known = if rated && movielens::has_ratings(head, separator) {
            Some(Noun::FILM)
        } else {
            Some(Noun::JOKE).filter(|_| rated && jester::has_ratings(separator))
        };
        let width = if header.is_empty() { guess.width } else { header.len() };
        let parser = Table::new(guess.dialect.clone(), lines, width, rows).into_parser(head);
        Some(match known {
            Some(items) => Match::sure(format, parser).calling(None, items),
            None => {
                let wishes = || wished.then(|| "what people want was taken for what they chose".to_owned());
                Match::likely(format, parser).calling(people, items).told(told.clone().or_else(wishes))
            }
        })
    }
}
