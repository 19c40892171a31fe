//! What a person says about the columns of a table.

use crate::format::text::Encoding;

/// What the columns of a table mean. Columns are counted from 0; what is absent is guessed.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
pub struct Columns {
    /// The file or archive entry this is about; absent: every file.
    pub file: Option<String>,
    /// What stands between fields.
    pub separator: Option<String>,
    /// Whether `"` encloses fields.
    pub quote: Option<bool>,
    /// Whether the first line names the columns.
    pub header: Option<bool>,
    /// How bytes stand for characters.
    pub encoding: Option<Encoding>,
    /// The column with the user's id.
    pub user: Option<u32>,
    /// The column with the item's id.
    pub item: Option<u32>,
    /// The column with the rating or count; absent: every row counts 1.
    pub rating: Option<u32>,
    /// The column with a count of how often, instead of a rating.
    pub count: Option<u32>,
    /// Whether all rows are one person's, so that no column has the user.
    pub mine: Option<bool>,
    /// Whether each column but the user's is an item; or, with an item's column, a user.
    pub wide: Option<bool>,
    /// Whether 0 says that someone had the item without rating it.
    pub zero_is_unrated: Option<bool>,
    /// Whether -1 says so.
    pub minus_one_is_unrated: Option<bool>,
    /// The column with the time.
    pub time: Option<u32>,
    /// The column with the item's title.
    pub title: Option<u32>,
}

impl Columns {
    /// Says that all rows are one person's, with these columns of items and ratings.
    pub(crate) fn set_own(&mut self, (item, rating): (usize, Option<usize>)) {
        (self.mine, self.user, self.wide) = (Some(true), None, None);
        (self.item, self.rating) = (Some(item as u32), rating.map(|rating| rating as u32));
        self.count = self.count.filter(|_| rating.is_none());
        for other in [&mut self.count, &mut self.time, &mut self.title] {
            *other = other.filter(|at| Some(*at) != self.item && Some(*at) != self.rating);
        }
    }

    /// True when this is about the file of this name.
    pub fn apply_to(&self, name: &str) -> bool {
        self.file.as_ref().is_none_or(|file| file == name)
    }
}
