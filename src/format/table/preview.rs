//! The first rows of a table, for a person to say what its columns mean.

use super::chosen::{self, likeliest};
use super::columns::Columns;
use super::layout::looks_like_header;
use super::split::fields;
use crate::format::Head;
use crate::format::text::Encoding;
use std::borrow::Cow;

/// The first rows of a table and what its columns seem to mean, for a person to choose from.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Preview {
    /// The file's name, with its archive's in front.
    pub file: String,
    /// The guess, or what the person chose before.
    pub columns: Columns,
    /// The first lines, split into fields; the header is the first of them if there is one.
    pub rows: Vec<Vec<String>>,
}

/// How many rows a [`Preview`] shows.
const PREVIEW: usize = 8;

impl Preview {
    /// A preview of this file's head; `None` when it is not a table.
    pub fn of(file: &str, head: &Head<'_>, encoding: Encoding) -> Option<Self> {
        let given = head.columns().cloned().unwrap_or_default();
        // As the file is read, or would be.
        let chosen = head.columns().and_then(|columns| chosen::layout(head, columns));
        let layout = if head.columns().is_some() { chosen.as_ref() } else { head.layout() };
        let guess = layout.map_or_else(|| likeliest(head, &given), |layout| layout.guess.clone());
        let rows: Vec<_> =
            head.lines().iter().take(PREVIEW).map(|line| fields(line, &guess.dialect)).collect();
        let first = rows.first()?;
        if first.len() < 2 && given.separator.is_none() {
            return None;
        }
        let names = layout.map(|layout| layout.header_lines() > 0);
        let header = given.header.or(names).unwrap_or_else(|| looks_like_header(first));
        let matrix = layout.and_then(|layout| layout.matrix.as_ref());
        let roles = layout.map(|layout| layout.roles.clone()).unwrap_or_default();
        let unrated = |value| {
            let unrated =
                roles.unrated == Some(value) || matrix.is_some_and(|matrix| matrix.leaves_out(value));
            unrated.then_some(true)
        };
        let index = |column: Option<usize>| column.map(|column| column as u32);
        let columns = Columns {
            file: Some(file.to_owned()),
            separator: Some(guess.dialect.separator.clone().into_owned()),
            quote: Some(guess.dialect.quote),
            header: Some(header),
            encoding: Some(encoding),
            user: given.user.or(index(roles.user)),
            item: given.item.or(index(roles.item)),
            rating: given.rating.or(index(roles.rating)),
            count: given.count.or(index(roles.count.filter(|_| roles.rating.is_none()))),
            mine: given.mine.or(roles.mine.then_some(true)),
            wide: given.wide.or(matrix.map(|_| true)),
            zero_is_unrated: given.zero_is_unrated.or(unrated(0.0)),
            minus_one_is_unrated: given.minus_one_is_unrated.or(unrated(-1.0)),
            time: given.time.or(index(roles.time)),
            title: given.title.or(index(roles.title)),
        };
        let rows = rows.into_iter().map(|row| row.into_iter().map(Cow::into_owned).collect()).collect();
        Some(Preview { file: file.to_owned(), columns, rows })
    }
}
