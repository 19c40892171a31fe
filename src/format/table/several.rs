//! Several items in a row: in columns of their own, or in one cell, each with its rating.

use super::header::Header;
use super::layout::{ALONE, Layout};
use super::lists::{bare, list_parts};
use super::matrix::MANY_MARKS;
use super::names::{before_number, is_bare_name, names_deeds, names_item, names_marks, names_rating};
use super::roles::Roles;
use super::rows::nobody;
use super::sample::{FEW, Sample};
use super::separators::Guess;
use super::split::{Row, RowParser};
use crate::format::Sink;
use crate::format::personal::marked;
use crate::format::time::Calendar;
use crate::format::value::{Notation, is_blank, is_number, mark};
use crate::ratings::Noun;

/// A table whose rows have several items in columns of their own.
pub(super) fn of_several(sample: &Sample<'_>, guess: &Guess, header: &Header) -> Option<Layout> {
    let (user, several) = several(sample, header)?;
    let Header { fields: header, mut roles, .. } = header.clone();
    (roles.user, roles.item, roles.rating) = (Some(user), Some(several[0].0), several[0].1);
    roles.several = several;
    Some(Layout::told(guess, header, roles))
}

/// Who chose, and the columns of items with that of the rating of each, where a row has several:
/// `user,item1,rating1,item2,rating2` and `user,movie_1,movie_2`.
fn several(sample: &Sample<'_>, header: &Header) -> Option<(usize, Vec<ItemColumns>)> {
    let names = &header.names;
    let user = somebody(sample, header)?;
    let numbered = |fits: fn(&str) -> bool| -> Vec<usize> {
        let of = |&at: &usize| at != user && before_number(&names[at]).is_some_and(fits);
        (0..names.len()).filter(of).collect()
    };
    // Two numbers of a book are of one.
    let items = numbered(|stem| stem != "isbn" && (names_item(stem) || Noun::of_items(stem).is_some()));
    let ratings = numbered(|stem| Roles::of(&[stem]).rating.is_some() || names_rating(stem));
    if items.len() < FEWEST_SEVERAL {
        return None;
    }
    if ratings.len() == items.len() {
        return Some((user, items.into_iter().zip(ratings.into_iter().map(Some)).collect()));
    }
    // Marks come again in a row; what is chosen does not.
    let (mut cells, mut again, mut most) = (0, false, 0.0f32);
    for row in sample.rows() {
        for (place, &at) in items.iter().enumerate().filter(|(_, at)| !row.get(**at).is_empty()) {
            cells += 1;
            again |= items[..place].iter().any(|&before| row.get(before) == row.get(at));
            most = most.max(mark(row.get(at)).map_or(f32::INFINITY, |(value, _)| value));
        }
    }
    let chosen = ratings.is_empty() && !again && most > MANY_MARKS as f32 && cells >= ALONE;
    chosen.then(|| (user, items.into_iter().map(|at| (at, None)).collect()))
}

/// Fewest columns of items of which a row has several.
const FEWEST_SEVERAL: usize = 2;

/// Who rated, and the column whose cells hold items with the rating of each.
#[inline(never)]
pub(super) fn rated_cells(sample: &Sample<'_>, header: &Header) -> Option<(usize, usize)> {
    let user = somebody(sample, header)?;
    let mut others = (0..header.names.len()).filter(|&at| at != user);
    others.find(|&at| holds_ratings(sample, at, ',')).map(|item| (user, item))
}

/// Who chose or rated: a bare id or name may be anything's but in a file that is called by that.
#[inline(never)]
fn somebody(sample: &Sample<'_>, header: &Header) -> Option<usize> {
    let (Header { names, roles, .. }, file) = (header, sample.head.stem());
    let bare = || roles.id.or(roles.title.filter(|&at| is_bare_name(&names[at])));
    let called = || names_deeds(file) || names_marks(file);
    roles.user.or_else(|| bare().filter(|_| called()))
}

/// Index of a column with items, and that of the column with their ratings.
pub type ItemColumns = (usize, Option<usize>);

/// Choices, of which a row has several in one cell.
#[derive(Debug, Clone, Default)]
pub struct ListRows {
    /// Index of the user's column.
    pub user: usize,
    /// Index of the column with the items.
    pub item: usize,
    /// What parts the items.
    pub parts: char,
    /// Index of a column with the ratings, in the same order.
    pub ratings: Option<usize>,
    /// True where each item has its rating behind a colon.
    pub rated: bool,
    /// Index of the time's column, and how dates are written in it.
    pub time: Option<usize>,
    pub calendar: Calendar,
}

impl RowParser for ListRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let user = row.id(self.user);
        if user.is_empty() {
            return nobody(row, self.user, "the id of a user", sink);
        }
        let time = self.time.and_then(|column| self.calendar.time(row.get(column)));
        let mut ratings = self.ratings.map(|column| list_parts(row.get(column), self.parts));
        for part in list_parts(row.get(self.item), self.parts) {
            let (item, rating) = match &mut ratings {
                Some(ratings) => (part, ratings.next().unwrap_or_default()),
                None => rated_part(part).filter(|_| self.rated).unwrap_or((part, "")),
            };
            if rating.is_empty() && self.ratings.is_none() {
                sink.choice(user, item, 1.0, time);
            } else {
                rate(user, (self.item, item), rating, time, row, sink);
            }
        }
    }
}

/// A rating of one of several items in a row, of which the item stands in this column.
#[inline(never)]
fn rate(
    user: &str,
    (column, item): (usize, &str),
    rating: &str,
    time: Option<u32>,
    row: Row<'_>,
    sink: &mut Sink,
) {
    match Notation::Marks(0).number(rating) {
        Some(value) => sink.rating(user, item, value, time),
        None => sink.skip(row.line, column as u32 + 1, "a rating of each item", rating),
    }
}

/// The item and its rating in a part of a cell: `'Heat': 4` of `{'Heat': 4, 'Up': 3}`, and `12:4` of `12:4,31:3`.
#[inline(never)]
pub(super) fn rated_part(part: &str) -> Option<(&str, &str)> {
    let (item, rating) = part.rsplit_once(':')?;
    Some((bare(item), bare(rating)))
}

/// Choices or ratings, of which a row has several in columns of their own.
#[derive(Debug, Clone)]
pub struct SeveralRows {
    /// Index of the user's column.
    pub user: usize,
    /// The columns with items.
    pub items: Vec<ItemColumns>,
    /// True when they stand in the order in which somebody prefers them, the best first.
    pub ranked: bool,
}

impl RowParser for SeveralRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let user = row.id(self.user);
        if user.is_empty() {
            return nobody(row, self.user, "the id of a user", sink);
        }
        for (place, &(column, rating)) in self.items.iter().enumerate() {
            let item = row.id(column);
            match rating {
                _ if is_blank(item) => {}
                Some(rating) => rate(user, (column, item), row.get(rating), None, row, sink),
                None if self.ranked => sink.rating(user, item, (self.items.len() - place) as f32, None),
                None => sink.choice(user, item, 1.0, None),
            }
        }
    }
}

/// True when this column holds items, parted so, with the rating of each: `{'Heat': 4, 'Up': 3}` or `12:4,31:3`.
#[inline(never)]
pub(super) fn holds_ratings(sample: &Sample<'_>, column: usize, parts: char) -> bool {
    let cells = sample.cells(column, FEW);
    let rated = |cell: &str| {
        let number = |part| rated_part(part).is_some_and(|(_, rating)| is_number(rating));
        let braces = cell.starts_with('{') && cell.ends_with('}');
        list_parts(cell, parts).all(|part| if braces { number(part) } else { marked(part).is_some() })
    };
    cells.len() > 1 && cells.iter().all(|cell| rated(cell))
}
