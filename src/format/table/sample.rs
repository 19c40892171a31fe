//! The head of a table as rows, from which a column tells how its numbers are written.

use super::grid::{Grid, NOWHERE};
use super::lists::list_parts;
use super::names::{column_name, names_user};
use super::separators::SAMPLE;
use super::split::{Dialect, Row, Splitter};
use crate::format::Head;
use crate::format::head::LINES;
use crate::format::time::{Calendar, time};
use crate::format::value::{Notation, grade, is_number, mark};
use crate::ratings::Ids;
use std::cell::OnceCell;
use std::rc::Rc;

/// How many cells tell whether a column holds sentences, and most words of a person's name.
const SEVERAL: usize = 20;
const LONGEST_NAME: usize = 4;

/// How many cells tell whether a column holds numbers.
pub(super) const FEW: usize = 4;

/// Longest name of an item among several in a cell, in bytes.
const LONGEST_PART: usize = 60;

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
    grid: Rc<Grid>,
    /// All lines at hand, split so.
    whole: OnceCell<Rc<Grid>>,
}

/// True for a yes or a no in words.
pub(super) fn is_yes_or_no(cell: &str) -> bool {
    !is_number(cell) && mark(cell).is_some_and(|(value, _)| value == 0.0 || value == 1.0)
}

impl<'a> Sample<'a> {
    /// The head, split so, with so many lines of names.
    #[inline(never)]
    pub fn of(head: &'a Head<'a>, dialect: &'a Dialect, header: usize) -> Self {
        Sample { head, dialect, header, grid: head.grid(dialect), whole: OnceCell::new() }
    }

    /// The rows of the head.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        let lines = self.head.lines();
        (self.header.min(lines.len())..lines.len()).map(move |at| self.grid.row(lines, at))
    }

    /// The cells of this column that are not empty.
    fn filled(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows().map(move |row| row.get(column)).filter(|cell| !cell.is_empty())
    }

    /// How the numbers of this column are written; `counts` says what the column holds.
    pub fn notation(&self, column: usize, counts: bool) -> Notation {
        if let Some(marks) = self.marks(column) {
            return marks;
        }
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

impl Sample<'_> {
    /// The first cells of this column that are not empty.
    #[inline(never)]
    pub fn cells(&self, column: usize, most: usize) -> Vec<&str> {
        self.filled(column).take(most).collect()
    }

    /// True when all texts of the second column, none of which is a number, stand in the first as well.
    #[inline(never)]
    pub fn holds_all(&self, column: usize, of: usize) -> bool {
        let cells = self.cells(column, SAMPLE);
        self.cells(of, SAMPLE).iter().all(|cell| !is_number(cell) && cells.contains(cell))
    }

    /// True when this column says yes or no in words.
    #[inline(never)]
    pub fn says_yes_or_no(&self, column: usize) -> bool {
        let cells = self.cells(column, FEW);
        !cells.is_empty() && cells.iter().all(|cell| is_yes_or_no(cell))
    }

    /// True when this column holds what was said at length, which names nobody.
    #[inline(never)]
    pub fn holds_sentences(&self, column: usize) -> bool {
        let cells = self.cells(column, SEVERAL);
        let long = cells.iter().filter(|cell| cell.split_whitespace().count() > LONGEST_NAME);
        long.count() * 2 > cells.len()
    }

    /// True when this column holds addresses of people, or numbers behind a word for them: `u12`, `user_7`.
    #[inline(never)]
    pub fn shows_people(&self, column: usize) -> bool {
        let is_person = |cell: &&str| {
            let digits = cell.bytes().rev().take_while(u8::is_ascii_digit).count();
            // Few are told apart by a letter: `User_A`.
            let lettered =
                matches!(cell.as_bytes(), [.., b'_' | b' ', letter] if letter.is_ascii_alphabetic());
            let end = digits.max(usize::from(lettered));
            let word = column_name(&cell[..cell.len() - end]);
            cell.contains('@') || (end > 0 && (word == "u" || names_user(&word)))
        };
        let cells = self.cells(column, LINES);
        cells.iter().filter(|cell| is_person(cell)).count() * 10 > cells.len() * 9
    }

    /// True when this column holds objects of several values each, which name nothing.
    #[inline(never)]
    pub fn holds_objects(&self, column: usize) -> bool {
        let cells = self.cells(column, FEW);
        !cells.is_empty() && cells.iter().all(|cell| cell.starts_with("{\"") || cell.starts_with("[{"))
    }

    /// True when this column holds lists in brackets, or of marks with signs between them.
    #[inline(never)]
    pub fn holds_lists(&self, column: usize) -> bool {
        let cells = self.cells(column, FEW);
        let marks = |cell: &&str| cell.split(['|', ';']).all(is_number);
        cells.len() > 1
            && (cells.iter().all(|cell| cell.starts_with('[') && cell.ends_with(']'))
                || cells.iter().any(|cell| cell.contains(['|', ';'])) && cells.iter().all(marks))
    }

    /// True when rows with the same text in the first column mostly have the same in the second, which so says something
    /// of what stands in the first.
    #[inline(never)]
    pub fn depends(&self, on: usize, of: usize) -> bool {
        let (again, other) = self.again(on, of);
        again >= FEW && other * 10 <= again
    }

    /// The same, by rows that do not have the same text in the third column as well: what each says of an item again and
    /// again is no more the item's.
    #[inline(never)]
    pub fn depends_whoever(&self, on: usize, of: usize, apart: usize) -> bool {
        let (ons, ofs, others) = (self.first(on), self.first(of), self.first(apart));
        let differs = |column: &[u32], at: usize| column[ons[at] as usize] != column[at];
        let again = (0..ons.len()).filter(|&at| (ons[at] as usize) < at && differs(&others, at));
        let (again, other) =
            again.fold((0, 0), |(again, other), at| (again + 1, other + usize::from(differs(&ofs, at))));
        again >= FEW && other * 10 <= again
    }

    /// How many texts this column has in the whole head, and in how many rows there is one.
    #[inline(never)]
    pub fn texts(&self, column: usize) -> (usize, usize) {
        let first = self.first(column);
        (
            first.iter().zip(0..).filter(|(row, at)| *row == at).count(),
            first.iter().filter(|&&row| row != NOWHERE).count(),
        )
    }

    /// In how many rows of the whole head the first column has a text that it had before, and in how many of these the
    /// second has another than it had then. Sorted files begin with the same for long.
    #[inline(never)]
    pub fn again(&self, on: usize, of: usize) -> (usize, usize) {
        let (ons, ofs) = (self.first(on), self.first(of));
        let before = ons.iter().zip(0..).filter(|&(&before, at)| before < at);
        before.fold((0, 0), |(again, other), (&before, at)| {
            (again + 1, other + usize::from(ofs[before as usize] != ofs[at as usize]))
        })
    }

    /// For each row of the whole head, in which of them its text in this column stood first.
    fn first(&self, column: usize) -> Rc<Vec<u32>> {
        let whole = self.whole.get_or_init(|| self.head.whole_grid(self.dialect));
        whole.first(self.head.lines(), column, self.header)
    }

    /// What parts the items, where most cells of this column hold several; of one that is `called` so, few cells tell.
    pub fn list(&self, column: usize, called: bool) -> Option<char> {
        let cells = self.cells(column, LINES);
        let is_list = |cell: &&&str| {
            ["[]", "{}", "()"].iter().any(|pair| cell.starts_with(&pair[..1]) && cell.ends_with(&pair[1..]))
        };
        let bracketed = cells.iter().filter(is_list).count() == cells.len();
        if cells.len() < if bracketed || called { 2 } else { FEW } {
            return None;
        }
        ['|', ';', ',', ' '].into_iter().find(|&parts| {
            // How many cells have one item, two, three and so on, and which items there are.
            let (mut lengths, mut several, mut all) = (0u64, 0, 0);
            let (mut items, mut texts) = (Ids::default(), Ids::default());
            for cell in &cells {
                let before = all;
                for part in list_parts(cell, parts) {
                    let digits = part.bytes().all(|b| b.is_ascii_digit());
                    let fraction = part.contains('.') && is_number(part);
                    if part.len() > LONGEST_PART || fraction || (parts == ' ' && !digits) {
                        return false;
                    }
                    items.intern(part);
                    all += 1;
                }
                lengths |= 1 << (all - before).min(63);
                several += usize::from(all - before > 1);
                texts.intern(cell);
            }
            // A place and its country are two of two each time, and come again together.
            let lists =
                lengths.count_ones() > 2 && items.len() * 10 <= all * 8 && texts.len() * 2 > cells.len();
            // Signs that nobody writes in a name; numbers between them may be a measure.
            let parted = several == cells.len() && matches!(parts, '|' | ';') && items.len() < all;
            let few = called && (parted || lengths.count_ones() > 1)
                || parted && items.len() * 2 <= all && !is_number(items.get(0));
            several * 2 >= cells.len() && (bracketed || lists || few)
        })
    }

    /// How dates are written in this column.
    pub fn calendar(&self, column: usize) -> Calendar {
        if self.cells(column, FEW).iter().all(|cell| time(cell).is_some()) {
            return Calendar::default();
        }
        let cells = self.cells(column, LINES);
        Calendar::of(cells.into_iter())
    }

    /// True when this column holds several marks in words, as yes and no are.
    #[inline(never)]
    pub fn says_marks(&self, column: usize) -> bool {
        self.texts(column).0 > 1 && matches!(self.marks(column), Some(Notation::Marks(_) | Notation::Swipes))
    }

    /// The notation of a column of marks; `None` for one of numbers, and for words that are no marks.
    fn marks(&self, column: usize) -> Option<Notation> {
        if self.cells(column, FEW).iter().all(|cell| is_number(cell)) {
            return None;
        }
        if self.cells(column, LINES).iter().all(|cell| grade(cell).is_some()) {
            return Some(Notation::Letters);
        }
        let cells = self.cells(column, LINES);
        let said = |word: &str| cells.iter().any(|cell| cell.eq_ignore_ascii_case(word));
        if said("left") && said("right") || said("pass") && said("like") {
            return Some(Notation::Swipes);
        }
        let mut best = 0;
        let (mut marks, mut all) = (0, 0);
        for cell in cells {
            all += 1;
            if let Some((_, of)) = mark(cell) {
                best = best.max(of);
                marks += usize::from(!is_number(cell));
            }
        }
        (marks * 2 > all).then_some(Notation::Marks(best))
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
