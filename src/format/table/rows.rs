//! What a row of a table says: a rating, the description of an item or of a user, a tag.

use super::sample::Sample;
use super::split::{Row, RowParser};
use crate::format::Sink;
use crate::format::html::resolved;
use crate::format::personal::ME;
use crate::format::time::Calendar;
use crate::format::value::{Notation, expected_number, imdb_id, is_year, year_of_title};
use crate::ratings::FeatureKind;

/// The column with a row's value.
#[derive(Debug, Clone, Copy)]
pub struct ValueColumn {
    /// Its index.
    pub column: usize,
    /// Whether values are counts, which cannot be negative, and not ratings.
    pub counts: bool,
    /// How numbers are written in it.
    pub notation: Notation,
    /// The value that says that someone had the item without rating it; such rows are left out unless
    /// every row is taken as a plain yes.
    pub unrated: Option<f32>,
}

impl ValueColumn {
    /// A column of ratings in a table that begins like this.
    pub fn rating(column: usize, sample: &Sample<'_>) -> Self {
        ValueColumn { column, counts: false, notation: sample.notation(column, false), unrated: None }
    }

    /// A column of counts in a table that begins like this.
    pub fn count(column: usize, sample: &Sample<'_>) -> Self {
        ValueColumn { column, counts: true, notation: sample.notation(column, true), unrated: None }
    }
}

/// Ratings, counts or plain choices, one a row.
#[derive(Debug, Clone)]
pub struct RatingRows {
    /// Index of the user's column; without one all rows are of one person, [`ME`].
    pub user: Option<usize>,
    /// Index of the item's column.
    pub item: usize,
    /// The value's column; without one every row is a choice.
    pub value: Option<ValueColumn>,
    /// Index of the time's column.
    pub time: Option<usize>,
    /// How dates are written in it.
    pub calendar: Calendar,
    /// Index of a column with the item's title.
    pub title: Option<usize>,
    /// Index of the column of who made the item, where its title alone does not tell which it is.
    pub maker: Option<usize>,
    /// The item of both.
    both: String,
    /// Rows without a rating so far, and times that were not understood.
    left_out: (u64, u64),
}

impl RatingRows {
    /// Rows of user, item, value and time.
    pub fn new(
        user: impl Into<Option<usize>>,
        item: usize,
        value: Option<ValueColumn>,
        time: Option<usize>,
    ) -> Self {
        let (user, calendar) = (user.into(), Calendar::default());
        RatingRows {
            user,
            item,
            value,
            time,
            calendar,
            title: None,
            maker: None,
            both: String::new(),
            left_out: (0, 0),
        }
    }
}

/// Skips a row in which this column has no id.
#[cold]
pub(super) fn nobody(row: Row<'_>, column: usize, expected: &str, sink: &mut Sink) {
    // A spreadsheet's empty rows are separators alone.
    if (0..row.len()).all(|column| row.get(column).is_empty()) {
        return;
    }
    let found = if column < row.len() { "nothing" } else { "the end of the line" };
    sink.skip(row.line, column as u32 + 1, expected, found);
}

impl RowParser for RatingRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let user = self.user.map_or(ME, |column| row.id(column));
        let mut item = row.id(self.item);
        if user.is_empty() {
            return nobody(row, self.user.unwrap_or(0), "the id of a user", sink);
        }
        if item.is_empty() {
            return nobody(row, self.item, "the id of an item", sink);
        }
        if let Some(maker) = self.maker.map(|column| row.id(column)).filter(|maker| !maker.is_empty()) {
            self.both.clear();
            [maker, ": ", item].iter().for_each(|part| self.both.push_str(part));
            item = &self.both;
        }
        let (mut value, mut counts) = (1.0, true);
        if let Some(column) = self.value {
            counts = column.counts;
            let text = row.get(column.column);
            match column.notation.number(text) {
                Some(number) if column.unrated == Some(number) && !sink.is_binary() => {
                    self.left_out.0 += 1;
                    return;
                }
                Some(count) if counts && count < 0.0 => {
                    return sink.skip(row.line, column.column as u32 + 1, "a count, zero or more", text);
                }
                Some(number) => value = number,
                None => {
                    let found = if column.column >= row.len() {
                        "the end of the line"
                    } else if text.is_empty() {
                        "nothing"
                    } else {
                        text
                    };
                    return sink.skip(row.line, column.column as u32 + 1, expected_number(text), found);
                }
            }
        }
        let time = self.time.and_then(|column| {
            let text = row.get(column);
            let time = self.calendar.time(text);
            self.left_out.1 += u64::from(time.is_none() && !text.is_empty());
            time
        });
        if counts {
            sink.choice(user, item, value, time);
        } else {
            sink.rating(user, item, value, time);
        }
        if let Some(title) = self.title {
            sink.item_title(item, row.get(title));
        }
    }

    fn end(&mut self, sink: &mut Sink) {
        let (unrated, untimed) = self.left_out;
        if unrated > 0 {
            let value = self.value.and_then(|column| column.unrated).unwrap_or(0.0);
            sink.note(format_args!("{unrated} rows with value {value} (had, not rated) left out"));
        }
        if untimed > 0 {
            sink.note(format_args!("{untimed} times were not understood and are left open"));
        }
    }
}

/// Descriptions of items, one a row.
#[derive(Debug, Clone, Default)]
pub struct ItemRows {
    /// Index of the item's column.
    pub item: usize,
    /// Index of the title's column.
    pub title: Option<usize>,
    /// Index of the column with genres, separated by `|` (or `,` or `;` when there is no `|`).
    pub genres: Option<usize>,
    /// Index of the year's column; without one the year is taken from a title that ends in `(1995)`.
    pub year: Option<usize>,
    /// Index of the column with an IMDb id.
    pub imdb: Option<usize>,
}

impl RowParser for ItemRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let item = row.id(self.item);
        if item.is_empty() {
            return sink.skip(row.line, self.item as u32 + 1, "the id of an item", "nothing");
        }
        let title = self.title.map_or("", |column| row.get(column));
        sink.item_title(item, &resolved(title));
        if let Some(column) = self.genres {
            genres(item, row.get(column), sink);
        }
        let year = match self.year {
            Some(column) => row.get(column).trim_end_matches(".0"),
            None => year_of_title(title).map_or("", |(_, year)| year),
        };
        if is_year(year) {
            sink.item_feature(item, "year", FeatureKind::Attribute, year);
        }
        if let Some(id) = self.imdb.and_then(|column| imdb_id(row.get(column))) {
            sink.item_feature(item, "imdb", FeatureKind::Link, &id);
        }
        sink.described();
    }
}

/// The genres of an item, from a list in one field.
fn genres(item: &str, list: &str, sink: &mut Sink) {
    let separator = if list.contains('|') {
        '|'
    } else if list.contains(';') {
        ';'
    } else {
        ','
    };
    for genre in list.split(separator).map(str::trim) {
        if genre != "(no genres listed)" {
            sink.item_feature(item, "genre", FeatureKind::Category, genre);
        }
    }
}

/// Words that people attached to items, one a row.
#[derive(Debug, Clone)]
pub struct TagRows {
    /// Index of the column of those who attached them.
    pub user: usize,
    /// Index of the item's column.
    pub item: usize,
    /// Index of the tag's column.
    pub tag: usize,
    /// Index of the time's column, and how dates are written in it.
    pub time: Option<(usize, Calendar)>,
}

impl RowParser for TagRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let (item, tag) = (row.id(self.item), row.get(self.tag));
        if item.is_empty() || tag.is_empty() {
            return sink.skip(row.line, 0, "an item and a tag", "less");
        }
        // Where no other file says what people chose, who put a tag on something chose that.
        let user = row.id(self.user);
        if sink.is_alone() && !user.is_empty() {
            sink.tell("each row was taken for a choice by whoever put the tag there");
            let time = self.time.and_then(|(column, calendar)| calendar.time(row.get(column)));
            return sink.choice(user, item, 1.0, time);
        }
        // People write one word in many ways; case is the most frequent difference.
        sink.item_feature(item, "tag", FeatureKind::Tag, &tag.to_lowercase());
        sink.described();
    }
}

/// Descriptions of users, one a row.
#[derive(Debug, Clone)]
pub struct UserRows {
    /// Index of the user's column.
    pub user: usize,
    /// Names of attributes and the indices of their columns.
    pub attributes: Vec<(String, usize)>,
}

impl RowParser for UserRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let user = row.id(self.user);
        if user.is_empty() {
            return sink.skip(row.line, self.user as u32 + 1, "the id of a user", "nothing");
        }
        for (name, column) in &self.attributes {
            let value = row.get(*column);
            if value != "NULL" {
                sink.user_feature(user, name, FeatureKind::Attribute, value);
            }
        }
        sink.described();
    }
}
