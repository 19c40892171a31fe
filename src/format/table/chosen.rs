//! Tables of which somebody says how they are read.

use super::columns::Columns;
use super::header::Header;
use super::layout::{Layout, looks_like_header};
use super::matrix::Matrix;
use super::nameless::unnamed;
use super::names::{column_name, names_count};
use super::roles::Roles;
use super::separators::{Guess, notation};
use super::split::{Dialect, Table};
use crate::format::{Format, Head, Match};
use crate::report::Sureness;

/// A table whose columns the person named; what was left open is guessed.
pub struct Chosen;

impl Format for Chosen {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let mut layout = layout(head, head.columns()?)?;
        if layout.rows(head).is_none() {
            layout.roles = {
                let lines = layout.header_lines();
                unnamed(head, &layout.guess, lines, lines)?
            };
        }
        let (rows, what) = layout.rows(head)?;
        let format = format!("{what}, {}, as chosen", notation(&head.name, &layout.guess.dialect.separator));
        let (people, items) = layout.roles.nouns(&layout.header);
        let (lines, width) = (layout.header_lines(), layout.guess.width);
        let parser = Table::new(layout.guess.dialect, lines, width, rows).into_parser(head);
        Some(Match::likely(format, parser).calling(people, items))
    }
}

/// A table whose columns the person named; what was left open is guessed.
pub(super) fn layout(head: &Head<'_>, columns: &Columns) -> Option<Layout> {
    let guess = likeliest(head, columns);
    let first = Header::of(head.lines().first()?, &guess.dialect);
    let first = first.over(head, &guess);
    let Header { fields: names, roles: named, .. } = first.clone().into_owned();
    let has_header = columns.header.unwrap_or_else(|| looks_like_header(&names));
    let index = |column: Option<u32>| column.map(|column| column as usize);
    let mut roles = if has_header { named } else { Roles::default() };
    let mut matrix = None;
    if columns.wide == Some(true) {
        matrix = Some(Matrix::chosen(head, &guess, &first, has_header, columns));
    } else if columns.item.is_some() && (columns.user.is_some() || columns.mine == Some(true)) {
        // The person's choice is the whole choice.
        roles = Roles {
            user: index(columns.user),
            item: index(columns.item),
            rating: index(columns.rating),
            count: index(columns.count),
            time: index(columns.time),
            title: index(columns.title),
            mine: columns.mine == Some(true),
            unrated: if columns.minus_one_is_unrated == Some(true) {
                Some(-1.0)
            } else {
                columns.zero_is_unrated.and_then(|unrated| unrated.then_some(0.0))
            },
            ..Roles::default()
        };
    }
    if matrix.is_none() {
        several_as_found(head, &mut roles);
    }
    let header = if has_header { names } else { Vec::new() };
    let rating = roles.rating.and_then(|rating| header.get(rating));
    if rating.is_some_and(|name| names_count(&column_name(name))) {
        roles.count = roles.rating.take();
    }
    Some(Layout { guess, header, roles, sureness: Sureness::Named, told: None, matrix })
}

/// The likeliest way to split the lines, with what the person said about it.
pub(super) fn likeliest(head: &Head<'_>, columns: &Columns) -> Guess {
    let mut guesses = head.guesses().to_vec();
    if let Some(separator) = columns.separator.as_deref().filter(|s| !s.is_empty()) {
        guesses.retain(|guess| guess.dialect.separator == separator);
        if guesses.is_empty() {
            let one = separator.len() == 1;
            let separator = separator.to_owned();
            let dialect = if one { Dialect::quoted(separator) } else { Dialect::plain(separator) };
            guesses.push(Guess { dialect, width: 0, share: 0.0 });
        }
    }
    let none = Guess { dialect: Dialect::quoted(","), width: 1, share: 0.0 };
    let mut guess = guesses.into_iter().next().unwrap_or(none);
    if let Some(quote) = columns.quote {
        guess.dialect.quote = quote && guess.dialect.separator.len() == 1;
    }
    guess
}

/// Where a cell or a row has several items, as was found, the choice of the first stands for the others.
#[inline(never)]
fn several_as_found(head: &Head<'_>, roles: &mut Roles) {
    let first = |roles: &Roles| (roles.user, roles.item, roles.rating);
    if let Some(found) = head.layout().filter(|found| first(&found.roles) == first(roles)) {
        (roles.list, roles.refused, roles.ranked) =
            (found.roles.list, found.roles.refused, found.roles.ranked);
        roles.several.clone_from(&found.roles.several);
    }
}
