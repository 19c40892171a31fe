//! The head of a table as rows, from which a column tells how its numbers are written.

use super::split::{Dialect, fields};
use crate::format::Head;
use crate::format::value::Notation;

/// The head of a table, split in one way.
pub struct Sample<'a> {
    /// The head.
    pub head: &'a Head<'a>,
    /// How its lines are split.
    pub dialect: &'a Dialect,
    /// How many of its lines name the columns.
    pub header: usize,
}

impl Sample<'_> {
    /// How the numbers of this column are written; `counts` says what the column holds.
    pub fn notation(&self, column: usize, counts: bool) -> Notation {
        let text = self.head.text.as_bytes();
        // Where commas are separators, only quotes keep one in a field.
        let telling = if self.dialect.separator == "," { b'"' } else { b',' };
        if memchr::memchr(telling, text).is_none() && !has_point_groups(text) {
            return Notation::of(std::iter::empty(), counts);
        }
        let rows = self.head.all_lines().skip(self.header).map(|line| fields(line, self.dialect));
        let cells: Vec<_> = rows.filter_map(|row| row.into_iter().nth(column)).collect();
        Notation::of(cells.iter().map(|cell| &**cell), counts)
    }
}

/// True when points stand three digits apart somewhere: `1.234.567`.
fn has_point_groups(text: &[u8]) -> bool {
    let mut before = None;
    memchr::memchr_iter(b'.', text).any(|at| {
        let apart = before
            .replace(at)
            .is_some_and(|before| at - before == 4 && text[before + 1..at].iter().all(u8::is_ascii_digit));
        apart
    })
}
