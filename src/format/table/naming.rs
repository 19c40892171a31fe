//! What the names of a matrix's columns and of its file say.

use super::evidence::Column;
use super::names::{column_name, names_deeds, names_item, names_no_rating, names_rating};
use crate::format::value::year_of_title;
use crate::format::words::{Words, words};

/// True when a file is called by what people did or gave, by what is bought together, or, where columns are only
/// `numbered`, by items: `courses2`.
#[inline(never)]
pub(super) fn is_of_choices(stem: &str, numbered: bool) -> bool {
    let items =
        || stem.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('s').is_some_and(names_item);
    names_deeds(stem)
        || words!("basket grocer market cart rating lastfm user_item prefer attend").stand_in(stem)
        || (numbered && items())
}

/// True for titles that all have their years.
#[inline(never)]
pub(super) fn are_films<S: AsRef<str>>(names: &[S]) -> bool {
    names.iter().all(|name| year_of_title(name.as_ref()).is_some())
}

/// True for words that begin as names do, and are none of those for sides of an item or for measures of somebody.
#[inline(never)]
pub(super) fn are_own_names<S: AsRef<str>>(names: &[S]) -> bool {
    const SIDES: Words = words!(
        "story acting music sound graphics gameplay taste aroma service food ambience value imdb critics \
        users audience age"
    );
    names.iter().all(|name| {
        let (shown, name) = (name.as_ref(), column_name(name.as_ref()));
        shown.starts_with(char::is_uppercase)
            && !shown.contains(|c: char| c.is_ascii_digit())
            && !SIDES.contain(&name)
            && !names_rating(&name)
            && !names_no_rating(&name)
    })
}

/// True for whole marks below what a form asks of one item each: `How do you like these? [Heat]`, `Rate Heat` and `Heat`.
#[inline(never)]
pub(super) fn are_answers<S: AsRef<str>>(columns: &[Column], names: &[S]) -> bool {
    let asked = |name: &S| name.as_ref().ends_with(']') || column_name(name.as_ref()).starts_with("rat");
    columns.iter().all(|column| column.whole == column.numbers)
        && (names.iter().all(asked) || are_own_names(names))
}
