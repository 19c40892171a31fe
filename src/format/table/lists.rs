//! Cells that hold lists of items.

use super::evidence::Column;
use super::header::Header;
use super::names::{NEITHER, is_bare_name, is_form, occasion};
use super::sample::{FEW, Sample};
use super::several::rated_cells;
use crate::format::words::{Words, words};
use crate::ratings::Noun;

/// What stands in the names of lists of what was chosen.
const LIKED: Words = words!("like favo watched bought purchase read");

/// Who, what and what parts the items, where a column has several items in a cell.
pub(super) fn lists(sample: &Sample<'_>, header: &Header) -> Option<(usize, usize, char)> {
    let roles = &header.roles;
    let neither = |at: usize| NEITHER.end(&header.names[at]);
    // Nobody chooses what is disliked.
    let disliked = |at: usize| words!("hate dislike avoid recommend").stand_in(&header.names[at]);
    let open =
        |&at: &usize| !roles.claims(at) && !header.names[at].is_empty() && !neither(at) && !disliked(at);
    let braces = || sample.rows().next().is_some_and(|row| row.text().contains('{'));
    if roles.item.is_none()
        && braces()
        && let Some((user, item)) = rated_cells(sample, header)
    {
        return Some((user, item, ','));
    }
    if let (Some(user), Some(item)) = (roles.user, roles.item) {
        let valued = roles.rating.is_some_and(|at| !sample.holds_lists(at))
            || roles.count.is_some()
            || roles.tag.is_some();
        let ordered = || words!("order cart basket").stand_in(sample.head.stem());
        let parts = if valued { None } else { sample.list(item, ordered()) };
        return parts.map(|parts| (user, item, parts));
    }
    // Lists of what a catalogue tells of its items are no choices.
    let items = |&at: &usize| {
        let name = header.names[at].as_str();
        Noun::of_items(name).is_some() || words!("item product basket purchase").stand_in(name)
    };
    let people = roles.user.or_else(|| occasion(&header.names)).or(roles.id);
    // Names that come again beside lists are those of people.
    let name = roles.title.filter(|&at| is_bare_name(&header.names[at]) && roles.item.is_none());
    let liked = |at: usize| LIKED.stand_in(&header.names[at]) && !header.names[at].ends_with("by");
    let again = name.filter(|&at| {
        let only = || header.names.len() == 2 && liked(1 - at.min(1));
        people.is_none() && (is_form(&header.names) || only() || Column::one(sample, at).repeats())
    });
    let orders = people.is_some() && people == occasion(&header.names);
    // Few rows tell enough below the name of several things, or of what was ordered.
    let numbers = |cell: &&str| {
        cell.contains(", ") && cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b' '))
    };
    let called = |at: usize| {
        let name = &header.names[at];
        name.ends_with("ids")
            || name.ends_with("ordered")
            || liked(at) && sample.cells(at, FEW).iter().all(numbers)
    };
    // A data frame's index has no name, and is somebody beside what these like.
    let neither_named = roles.user.is_none() && roles.item.is_none() && roles.title.is_none();
    let led = neither_named && header.names.first().is_some_and(String::is_empty);
    let user = again
        .or_else(|| people.filter(|_| roles.item.is_none() && roles.title.is_none()))
        .or(led.then_some(0).filter(|&at| !Column::one(sample, at).repeats()))?;
    let found = (0..header.names.len())
        .filter(|&at| at != user)
        .filter(open)
        .filter(|at| roles.user.is_some() || again.is_some() || orders || items(at) || led && liked(*at))
        .filter_map(|at| Some((at, sample.list(at, called(at))?)));
    let mut found: Vec<(usize, char)> = found.collect();
    // Nobody chooses the same twice at one time in each row: these are numbers of something.
    let twice = |&(at, parts): &(usize, char)| {
        sample.cells(at, FEW).iter().all(|cell| {
            let parts: Vec<&str> = list_parts(cell, parts).collect();
            (1..parts.len()).any(|place| parts[..place].contains(&parts[place]))
        })
    };
    if found.len() > 1 {
        found.retain(|list| !twice(list));
    }
    // Of several lists, that of what was chosen.
    let mut chosen = found.iter().filter(|(at, _)| liked(*at));
    let &(item, parts) = match &found[..] {
        [one] => one,
        _ => chosen.next().filter(|_| chosen.next().is_none())?,
    };
    Some((user, item, parts))
}

/// The items of a list in one cell, without the brackets around it and the quotes around each.
pub(super) fn list_parts(cell: &str, parts: char) -> Parts<'_> {
    let inner = cell.trim_start_matches(['[', '{', '(']).trim_end_matches([']', '}', ')']);
    Parts { rest: Some(inner), parts }
}

/// What [`list_parts`] gives.
pub(super) struct Parts<'a> {
    rest: Option<&'a str>,
    parts: char,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        loop {
            let rest = self.rest?;
            let (part, rest) =
                rest.split_once(self.parts).map_or((rest, None), |(part, rest)| (part, Some(rest)));
            self.rest = rest;
            let part = bare(part);
            if !part.is_empty() {
                return Some(part);
            }
        }
    }
}

/// An item without what stands around it in a cell of several.
#[inline(never)]
pub(super) fn bare(part: &str) -> &str {
    part.trim_matches([' ', '"', '\''])
}
