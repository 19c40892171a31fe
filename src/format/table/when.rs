//! The column that says when, where its name is none of those that are known: by the times that stand in it.

use super::evidence::Column;
use super::roles::Roles;
use super::sample::Sample;
use crate::format::words::{Words, words};

/// Parts of names for when an item came out, since when somebody is there, and when a row was changed.
const OTHERS: Words = words!(
    "release publi birth dob born expir start end due join signup regist since update delete modif deliver"
);

/// The one column of times that says when a row came about, and whether its name says so: `rated_at`, `date_watched`.
#[inline(never)]
pub(super) fn when(
    sample: &Sample<'_>,
    roles: &Roles,
    names: usize,
    name: &dyn Fn(usize) -> String,
) -> Option<(usize, bool)> {
    let (user, item) = roles.user.zip(roles.item).filter(|_| roles.time.is_none())?;
    let times = |&at: &usize| {
        !roles.claims(at)
            && Column::one(sample, at).are_times()
            && !OTHERS.stand_in(&name(at))
            && !sample.depends(user, at)
            && !sample.depends(item, at)
    };
    let found: Vec<usize> = (0..names).filter(times).collect();
    let dated = |at: usize| name(at).starts_with("date") || words!("edat date edon created").end(&name(at));
    let mut named = found.iter().filter(|&&at| dated(at));
    match (named.next(), named.next(), &found[..]) {
        (Some(&at), None, _) => Some((at, true)),
        (None, _, &[at]) => Some((at, false)),
        _ => None,
    }
}
