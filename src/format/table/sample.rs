//! The head of a table as rows, from which a column tells how its numbers are written.

use super::split::{Dialect, Splitter};
use crate::format::Head;
use crate::format::value::Notation;

/// Longest text of a number that tells how numbers are written.
const LONGEST_NUMBER: usize = 40;

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
            return Notation::of(std::iter::empty::<&str>(), counts);
        }
        let mut splitter = Splitter::default();
        let cells = self.head.all_lines().skip(self.header).map(|line| {
            let cell = splitter.row(line, self.dialect).get(column);
            // Only numbers tell, and of them those with a sign between digits.
            let tells = cell.contains([',', '.']) && cell.len() <= LONGEST_NUMBER;
            if tells { cell.to_owned() } else { String::new() }
        });
        Notation::of(cells, counts)
    }
}

/// True when points stand three digits apart somewhere: `1.234.567`.
fn has_point_groups(text: &[u8]) -> bool {
    let mut before = None;
    memchr::memchr_iter(b'.', text).any(|at| {
        before
            .replace(at)
            .is_some_and(|before| at - before == 4 && text[before + 1..at].iter().all(u8::is_ascii_digit))
    })
}
