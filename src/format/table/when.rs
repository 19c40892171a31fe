//! The column that says when, where its name is none of those that are known: by the times that stand in it.

use super::evidence::Column;
use super::layout::ALONE;
use super::roles::Roles;
use super::sample::Sample;
use crate::format::words::{Words, words};

/// Parts of names for when an item came out, since when somebody is there, and when a row was changed.
const OTHERS: Words = words!(
    "release publi birth dob born expir start end due join signup regist since update delete modif deliver"
);

/// Parts of names for when somebody began what the row says: a loan, a course, an order.
const BEGUN: Words = words!(
    "borrow loan lent rent enrol order purchas bought start begin prest empr inicio inici matricul inscri pedido \
    compra pinjam emprunt achat commande"
);

/// Parts of names for when that was over, or is to be.
const OVER: Words = words!(
    "return due devol kembali deliver entrega entreg enddate fin fim conclus complet expir batas retour update modif"
);

/// The one column of times that says when a row came about, and whether its name says so: `rated_at`, `date_watched`. Of
/// several, when it began says that.
#[inline(never)]
pub(super) fn when(
    sample: &Sample<'_>,
    roles: &Roles,
    names: usize,
    name: &dyn Fn(usize) -> String,
) -> Option<(usize, bool)> {
    // When a row was written may be long after what it says.
    let written = roles.time.is_none_or(|at| name(at) == "createdat");
    let (user, item) = roles.user.zip(roles.item).filter(|_| written)?;
    let times = |&at: &usize| {
        !roles.claims(at)
            && Column::one(sample, at).are_times()
            && !sample.depends(user, at)
            && !sample.depends(item, at)
    };
    let all: Vec<usize> = (0..names).filter(times).collect();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = all.iter().copied().filter(|&at| fits(&name(at)));
        found.next().filter(|_| found.next().is_none())
    };
    // The number of an order may look like a time.
    let number = |name: &str| words!("id number num no nr code").end(name);
    let begins = |name: &str| BEGUN.stand_in(name) && !OVER.stand_in(name) && !number(name);
    let begun = || only(&begins).map(|at| (at, true));
    if roles.time.is_some() {
        return begun();
    }
    let of_row = |name: &str| !OTHERS.stand_in(name);
    let dated = |name: &str| name.starts_with("date") || words!("edat date edon created").end(name);
    let several = all.iter().filter(|&&at| of_row(&name(at)) && dated(&name(at))).count() > 1;
    let named = only(&|name| of_row(name) && dated(name)).map(|at| (at, true));
    let one = || only(&of_row).filter(|_| !several).map(|at| (at, false));
    let left = || only(&|name| of_row(name) && !OVER.stand_in(name)).map(|at| (at, false));
    // The year of what happens every year is none of the item's.
    let year = || {
        let at = roles.year.filter(|&at| all.is_empty() && name(at) == "year")?;
        let (again, other) = sample.again(item, at);
        let of_row = again >= ALONE && other * 2 > again && !sample.depends(user, at);
        (of_row && Column::one(sample, at).are_years()).then_some((at, false))
    };
    named.or_else(begun).or_else(one).or_else(left).or_else(year)
}
