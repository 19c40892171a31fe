//! Items in the order in which somebody prefers them: ranks below their names, and columns of first, second and further choices.

use super::header::Header;
use super::layout::{ALONE, Layout};
use super::matrix::is_missing;
use super::names::{before_number, is_bare_name};
use super::sample::Sample;
use super::separators::Guess;
use crate::format::value::{is_blank, number};
use crate::format::words::{Words, words};

/// Fewest rows of ranks, and fewest items of which a row ranks some.
const FEWEST: usize = 3;

/// Most ranks of a row.
const MOST: u32 = 63;

const ORDINALS: Words = words!("first second third fourth fifth sixth seventh eighth ninth tenth");
const SHORT: Words = words!("1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th");

/// What columns are called that hold what somebody prefers, behind the place that it has.
const CHOICES: Words = words!("choice rank pick preference pref");

/// The place that such a word says, and what follows it.
fn ordinal(text: &str) -> Option<(u32, &str)> {
    let lists = [ORDINALS, SHORT];
    lists.iter().flat_map(|words| (1..).zip(words.iter())).find_map(|(place, word)| {
        let begin = text.get(..word.len())?;
        begin.eq_ignore_ascii_case(word).then(|| (place, text[word.len()..].trim_start()))
    })
}

/// The rank of “First choice”, “2nd” and the like.
#[inline(never)]
pub(super) fn rank(cell: &str) -> Option<f32> {
    let (place, rest) = ordinal(cell)?;
    let fits = rest.is_empty() || CHOICES.contain(&rest.to_ascii_lowercase());
    fits.then_some(place as f32)
}

/// The lowest rank below the names of these columns, where nearly each row has 1, 2, 3 and so on, each once, and rows differ.
#[inline(never)]
pub(super) fn lowest(sample: &Sample<'_>, (first, end): (usize, usize)) -> Option<f32> {
    let (mut rows, mut others, mut most) = (0, 0, 0);
    let (mut before, mut differ) = (None, false);
    for row in sample.rows() {
        let (mut seen, mut several) = (0u64, 0);
        for at in first..end.min(row.len()) {
            let cell = row.get(at);
            let value = number(cell).or_else(|| rank(cell)).filter(|&value| value != 0.0);
            let Some(value) = value else {
                // Another word is no rank.
                several += if is_missing(cell) || number(cell).is_some() { 0 } else { MOST };
                continue;
            };
            let whole = value.fract() == 0.0 && (1.0..=MOST as f32).contains(&value);
            seen |= if whole { 1 << (value as u32) } else { 1 };
            several += 1;
        }
        if several == 0 {
            continue;
        }
        // Bits 1 to `several`, and no others.
        let ranked = several < MOST && seen == (1 << (several + 1)) - 2;
        rows += 1;
        others += usize::from(!ranked);
        most = most.max(if ranked { several } else { 0 });
        let cells: Vec<&str> = (first..end).map(|at| row.get(at)).collect();
        differ |= before.as_ref().is_some_and(|before| *before != cells);
        before = Some(cells);
    }
    let fits = rows >= FEWEST && most as usize >= FEWEST && others * ALONE <= rows && differ;
    fits.then_some(most as f32)
}

/// The place that a column's name says: 2 of `rank2`, `choice_2`, `second choice`.
fn place(name: &str) -> Option<u32> {
    match before_number(name) {
        Some(of) if CHOICES.contain(of) => name[of.len()..].parse().ok(),
        _ => ordinal(name).filter(|(_, rest)| CHOICES.contain(rest)).map(|(place, _)| place),
    }
}

/// A table whose columns hold the first, second and further of what each person prefers.
#[inline(never)]
pub(super) fn in_order(sample: &Sample<'_>, guess: &Guess, header: &Header) -> Option<Layout> {
    let Header { fields, names, roles } = header;
    let bare = || roles.id.or(roles.title.filter(|&at| is_bare_name(&names[at])));
    let user = roles.user.or_else(bare)?;
    let at_place = |nth| (0..names.len()).find(|&at| at != user && place(&names[at]) == Some(nth));
    let columns: Vec<usize> = (1..).map_while(at_place).collect();
    // Hardly anybody names one twice, and others name it at another place; numbers up to that of the columns may be ranks.
    let (mut again, mut elsewhere, mut beyond) = (0, false, false);
    let rows = sample.rows().len();
    for row in sample.rows() {
        let mut twice = false;
        for (before, &at) in columns.iter().enumerate() {
            let cell = row.get(at);
            if is_blank(cell) {
                continue;
            }
            beyond |= number(cell).is_none_or(|value| value > columns.len() as f32 || value.fract() != 0.0);
            twice |= columns[..before].iter().any(|&other| row.get(other) == cell);
            elsewhere |= before > 0 && sample.cells(columns[0], MOST as usize).contains(&cell);
        }
        again += usize::from(twice);
    }
    if columns.len() < FEWEST - 1 || again * ALONE > rows || !elsewhere || !beyond {
        return None;
    }
    let mut roles = roles.clone();
    (roles.user, roles.item, roles.title) = (Some(user), Some(columns[0]), None);
    (roles.rating, roles.count, roles.tag, roles.ranked) = (None, None, None, true);
    roles.several = columns.into_iter().map(|at| (at, None)).collect();
    Some(Layout::told(guess, fields.clone(), roles))
}
