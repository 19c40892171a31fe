//! Who made an item, where titles alone do not tell items apart.

use super::names::is_bare_name;
use super::roles::Roles;
use super::sample::Sample;
use crate::format::words::words;

/// The column of those who made the items, where the items are titles and several who made one that is called so stand beside
/// them: two songs called “Home”.
#[inline(never)]
pub(super) fn maker(
    sample: &Sample<'_>,
    roles: &Roles,
    names: usize,
    name: &dyn Fn(usize) -> String,
) -> Option<usize> {
    let chosen = roles.user.is_some() || roles.mine;
    let plain = roles.list.is_none() && roles.several.is_empty() && roles.tag.is_none();
    let item = roles.item.filter(|&item| chosen && plain && item < names)?;
    let called = name(item);
    let title = is_bare_name(&called)
        || words!("title name").end(&called)
        || words!("track song album whisky whiskey beer wine").contain(&called);
    let makers = words!(
        "artist artistname artists trackartist band author authorname brewery distillery winery brand maker"
    );
    let makes = |&at: &usize| roles.user != Some(at) && at != item && makers.contain(&name(at));
    let at = title.then(|| (0..names).find(makes)).flatten()?;
    (sample.again(item, at).1 > 0).then_some(at)
}
