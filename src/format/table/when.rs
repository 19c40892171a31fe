//! The column that says when, where its name does not: by the times that stand in it.

use super::evidence::Column;
use super::roles::Roles;
use super::sample::Sample;
use crate::format::words::words;

/// The one column of times that says neither when an item came out nor since when somebody is there.
#[inline(never)]
pub(super) fn when(
    sample: &Sample<'_>,
    roles: &Roles,
    names: usize,
    name: &dyn Fn(usize) -> String,
) -> Option<usize> {
    let (user, item) = roles.user.zip(roles.item).filter(|_| roles.time.is_none())?;
    let others =
        words!("release publi birth dob born expir start end due join regist since update modif deliver");
    let times = |&at: &usize| {
        !roles.claims(at)
            && Column::one(sample, at).are_times()
            && !others.stand_in(&name(at))
            && !sample.depends(user, at)
            && !sample.depends(item, at)
    };
    let mut found = (0..names).filter(times);
    found.next().filter(|_| found.next().is_none())
}
