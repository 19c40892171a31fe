//! The first lines of a table, split once for all who look at them.

use super::split::{Dialect, Row, Splitter};
use crate::ratings::Ids;
use std::cell::RefCell;
use std::rc::Rc;

/// Where a text stood first that is none.
pub(in crate::format) const NOWHERE: u32 = u32::MAX;

/// The rows of a head, split in one way.
#[derive(Debug, Default)]
pub struct Grid {
    /// Of each row its text, where it is not the line as it stands, and how many fields end before the next row.
    rows: Vec<(Option<Box<str>>, u32)>,
    /// The fields of all rows.
    ends: Vec<(u32, u32)>,
    /// What was compared so far.
    firsts: RefCell<Vec<First>>,
}

/// Where the texts of a column stood first.
#[derive(Debug)]
struct First {
    column: usize,
    header: usize,
    rows: Rc<Vec<u32>>,
}

impl Grid {
    /// These lines, split so.
    #[inline(never)]
    pub fn of(lines: &[&str], dialect: &Dialect) -> Self {
        Grid::split(lines.iter().copied(), dialect, false)
    }

    /// These lines, split so, with a copy of each: no lines are needed to read its rows.
    pub fn owned<'a>(lines: impl Iterator<Item = &'a str>, dialect: &Dialect) -> Self {
        Grid::split(lines, dialect, true)
    }

    fn split<'a>(lines: impl Iterator<Item = &'a str>, dialect: &Dialect, owned: bool) -> Self {
        let mut grid = Grid::default();
        let mut splitter = Splitter::default();
        for line in lines {
            let row = splitter.row(line, dialect);
            grid.ends.extend_from_slice(row.ends());
            let own = (owned || !std::ptr::eq(row.text(), line)).then(|| row.text().into());
            grid.rows.push((own, grid.ends.len() as u32));
        }
        grid
    }

    /// The row of the line at this place among those lines; rows have no numbers.
    #[inline(never)]
    pub fn row<'a>(&'a self, lines: &[&'a str], at: usize) -> Row<'a> {
        let (own, end) = &self.rows[at];
        let start = if at == 0 { 0 } else { self.rows[at - 1].1 };
        Row::new(own.as_deref().unwrap_or_else(|| lines[at]), &self.ends[start as usize..*end as usize])
    }

    /// For each row behind the header, in which of them the text that it has in this column stood first; `NOWHERE` for
    /// those with none.
    #[inline(never)]
    pub fn first(&self, lines: &[&str], column: usize, header: usize) -> Rc<Vec<u32>> {
        let mut firsts = self.firsts.borrow_mut();
        let known = firsts.iter().find(|first| (first.column, first.header) == (column, header));
        if let Some(first) = known {
            return first.rows.clone();
        }
        let mut texts = Ids::default();
        let mut stood: Vec<u32> = Vec::new();
        let mut rows = Vec::new();
        for at in header..self.rows.len() {
            let text = self.row(lines, at).get(column);
            if text.is_empty() {
                rows.push(NOWHERE);
                continue;
            }
            let id = texts.intern(text) as usize;
            if id == stood.len() {
                stood.push((at - header) as u32);
            }
            rows.push(stood[id]);
        }
        let rows = Rc::new(rows);
        firsts.push(First { column, header, rows: rows.clone() });
        rows
    }
}
