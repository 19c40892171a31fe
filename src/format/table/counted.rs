//! Rows that begin with numbers of their own.

use super::evidence::Column;
use super::nameless::unnamed;
use super::roles::Roles;
use super::sample::Sample;
use super::separators::Guess;
use crate::format::Head;

/// Fewest columns of people, items and times behind a number.
const FEWEST: usize = 4;

/// The roles of columns that nothing names, behind one that numbers the rows, where they have times.
#[inline(never)]
pub(super) fn behind_numbers(head: &Head<'_>, guess: &Guess) -> Option<Roles> {
    let sample = Sample::of(head, &guess.dialect, 0);
    let first = Column::one(&sample, 0);
    if guess.width < FEWEST || !first.grows || first.repeats() {
        return None;
    }
    unnamed(head, guess, 0, 1).filter(|roles| roles.time.is_some())
}
