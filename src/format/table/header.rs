//! The first line of a table, split in one way: what its columns are called, if it names them.

use super::evidence::Column;
use super::names::column_name;
use super::roles::Roles;
use super::sample::Sample;
use super::separators::Guess;
use super::split::{Dialect, fields};
use crate::format::Head;
use std::borrow::Cow;

/// The names of columns as they stand, as they are compared, and what they mean.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// The fields of the line.
    pub fields: Vec<Cow<'static, str>>,
    /// The fields without case, spaces and punctuation.
    pub names: Vec<String>,
    /// What the names mean.
    pub roles: Roles,
}

impl Header {
    /// The header that this line is.
    pub fn of(line: &str, dialect: &Dialect) -> Self {
        let fields: Vec<_> =
            fields(line, dialect).into_iter().map(|field| Cow::Owned(field.into_owned())).collect();
        let names: Vec<String> = fields.iter().map(|field| column_name(field)).collect();
        let roles = Roles::of_names(&names);
        Header { fields, names, roles }
    }

    /// True when the names are in their places, though rows have one field more: ids of people come again, and what is
    /// called a date is one.
    #[inline(never)]
    fn fits(&self, head: &Head<'_>, guess: &Guess) -> bool {
        let sample = Sample::of(head, &guess.dialect, 1);
        let column = |at| Column::one(&sample, at);
        let dated = |(at, name): (usize, &String)| name.ends_with("date") && column(at).are_times();
        self.roles.user == Some(0) && column(0).repeats() || self.names.iter().enumerate().any(dated)
    }

    /// The header of rows that are split so. R leaves out the name of a first column that holds the rows' names, which are
    /// all different.
    pub fn over(&self, head: &Head<'_>, guess: &Guess) -> Cow<'_, Self> {
        if self.fields.len() + 1 != guess.width || self.fields.len() < 2 {
            return Cow::Borrowed(self);
        }
        if self.fits(head, guess) {
            return Cow::Borrowed(self);
        }
        let mut header = self.clone();
        header.fields.insert(0, Cow::Borrowed(""));
        header.names.insert(0, String::new());
        header.roles = Roles::of_names(&header.names);
        Cow::Owned(header)
    }
}
