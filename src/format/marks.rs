//! People with their marks on lines of their own: `ann 12:4 31:5`, or a name and behind or below it a mark for each item.

use super::personal::marked;
use super::table::names_marks;
use super::text::ByLine;
use super::value::{is_number, number};
use super::{Format, Head, LineParser, Match, Sink, shown};
use crate::error::Result;
use crate::ratings::Ids;

/// Such lines.
pub struct Marks;

/// Fewest lines of them.
const FEWEST_LINES: usize = 4;

/// Fewest marks below a name.
const FEWEST_MARKS: usize = 5;

/// The highest mark, and below 0 the lowest.
const HIGHEST: f32 = 10.0;

/// What is told of lines that begin with whoever gave the marks in them.
const BESIDE: &str = "each line was taken for a person, who stands first, and the marks of that person";

/// What stands between separators.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t', ',', ';', '|']).filter(|cell| !cell.is_empty())
}

/// The marks of a line that holds nothing else.
fn marks(line: &str) -> Option<Vec<f32>> {
    cells(line).map(|cell| number(cell).filter(|value| value.abs() <= HIGHEST)).collect()
}

impl Format for Marks {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let lines = head.lines();
        if head.columns().is_some() || head.nested || head.preamble > 0 || lines.len() < FEWEST_LINES {
            return None;
        }
        let called = names_marks(head.stem());
        let (people, told) = below(lines)
            .or_else(|| beside(lines))
            .or_else(|| if called { behind(lines) } else { None })
            .or_else(|| if called { alone(lines) } else { None })?;
        let parser = Box::new(ByLine::new(head.line_end, Box::new(people)));
        Some(Match::likely("marks of people, on lines of their own", parser).told(told))
    }
}

/// Lines of marks below the names of those who gave them, the same number each.
fn below(lines: &[&str]) -> Option<(People, String)> {
    let width = cells(lines[1]).count();
    let (mut zeros, mut all) = (0, 0);
    for pair in lines.chunks_exact(2) {
        let marks = marks(pair[1]).filter(|marks| marks.len() == width && width >= FEWEST_MARKS)?;
        if cells(pair[0]).all(is_number) {
            return None;
        }
        zeros += marks.iter().filter(|&&mark| mark == 0.0).count();
        all += width;
    }
    let unrated = zeros * 4 >= all;
    let zero = if unrated { ", 0 for “not rated”" } else { "" };
    let told = format!("each line of marks was taken for those of the person above{zero}");
    Some((People { place: Place::Below, unrated, ..People::new(true)? }, told))
}

/// Fewest items whose marks stand in lines without a name.
const FEWEST_ALONE: usize = 3;

/// Names with the same number of marks behind each.
fn behind(lines: &[&str]) -> Option<(People, String)> {
    let mut people = Ids::default();
    let (mut zeros, mut all, mut width) = (0, 0, 0usize);
    for line in lines {
        let (name, rest) = name_and_marks(line)?;
        let marks = marks(rest).filter(|marks| marks.len() >= FEWEST_MARKS)?;
        // Whoever counted wrong gave a mark more or less.
        let uneven = width > 0 && width.abs_diff(marks.len()) * 10 > width;
        if is_number(name) || uneven || marks.iter().any(|mark| mark.fract() != 0.0) {
            return None;
        }
        people.intern(name);
        zeros += marks.iter().filter(|&&mark| mark == 0.0).count();
        width = marks.len();
        all += width;
    }
    let unrated = zeros * 4 >= all;
    let zero = if unrated { ", 0 for “not rated”" } else { "" };
    let told = format!("{BESIDE}{zero}");
    let people =
        People { place: Place::Behind, unrated, ..People::new(people.len() * 10 > lines.len() * 9)? };
    Some((people, told))
}

/// Marks alone, as many on each line, with fractions: whole numbers may be anything's.
fn alone(lines: &[&str]) -> Option<(People, String)> {
    let width = cells(lines[0]).count();
    let mut fractions = 0;
    for line in lines {
        let marks = marks(line).filter(|marks| marks.len() == width && width >= FEWEST_ALONE)?;
        if marks.iter().any(|mark| !(0.0..=5.0).contains(mark)) {
            return None;
        }
        fractions += marks.iter().filter(|mark| mark.fract() != 0.0).count();
    }
    let told = "each line was taken for the marks of one person";
    let people = People { place: Place::Alone, ..People::new(fractions * 2 > width * lines.len())? };
    Some((people, told.to_owned()))
}

/// The name that a line begins with, and what follows it.
fn name_and_marks(line: &str) -> Option<(&str, &str)> {
    let parted = ['\t', ',', ';', '|', ':'].into_iter().find_map(|sign| line.split_once(sign));
    let (name, rest) = parted.or_else(|| line.split_once(' '))?;
    Some((name.trim(), rest)).filter(|(name, _)| !name.is_empty())
}

/// Lines of somebody and what that person gives to each of some items.
fn beside(lines: &[&str]) -> Option<(People, String)> {
    let (mut people, mut items, mut all) = (Ids::default(), Ids::default(), 0);
    // Others count what follows.
    let mut counts = true;
    for line in lines {
        let mut cells = cells(line);
        let person = cells.next()?;
        people.intern(person);
        let before = all;
        for cell in cells {
            items.intern(marked(cell)?.0);
            all += 1;
        }
        counts &= person.parse() == Ok(all - before);
    }
    let fits = all > lines.len() && people.len() == lines.len() && items.len() * 10 <= all * 8 && !counts;
    Some((People::new(fits)?, BESIDE.to_owned()))
}

/// Where the marks of a line stand.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Each behind its item, behind whoever gave them.
    Beside,
    /// Below whoever gave them.
    Below,
    /// Behind whoever gave them.
    Behind,
    /// Nobody is named.
    Alone,
}

/// Reads such lines.
struct People {
    place: Place,
    /// True when 0 is no mark.
    unrated: bool,
    /// Lines so far.
    lines: u32,
    /// Whose marks come next, if that is known.
    name: String,
}

impl People {
    /// Lines that fit.
    fn new(fits: bool) -> Option<Self> {
        let (place, unrated, lines, name) = (Place::Beside, false, 0, String::new());
        fits.then_some(People { place, unrated, lines, name })
    }

    /// The marks of one person.
    fn marks(&self, person: &str, marks: Vec<f32>, sink: &mut Sink) {
        for (item, value) in (1u32..).zip(marks).filter(|(_, value)| !self.unrated || *value != 0.0) {
            sink.rating(person, &item.to_string(), value, None);
        }
    }
}

impl LineParser for People {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        let text = text.trim();
        let mut cells = cells(text);
        let Some(person) = cells.next() else { return Ok(()) };
        self.lines += 1;
        if matches!(self.place, Place::Behind | Place::Alone) {
            let row = sink.row_id(self.lines);
            let (name, rest) = if self.place == Place::Alone {
                (&*row, text)
            } else {
                name_and_marks(text).unwrap_or_default()
            };
            match marks(rest).filter(|marks| !marks.is_empty()) {
                Some(marks) => self.marks(name, marks, sink),
                None => sink.skip(number, 0, "marks from −10 to 10", shown(rest)),
            }
            return Ok(());
        }
        if self.place == Place::Beside {
            for cell in cells {
                match marked(cell) {
                    Some((item, value)) => sink.rating(person.trim_end_matches(':'), item, value, None),
                    None => sink.skip(number, 0, "an item, a colon and a mark from 0 to 10", shown(cell)),
                }
            }
            return Ok(());
        }
        if self.name.is_empty() {
            self.name.push_str(text);
            return Ok(());
        }
        match marks(text) {
            Some(marks) => {
                self.marks(&self.name, marks, sink);
                self.name.clear();
            }
            None => {
                sink.skip(
                    number,
                    0,
                    format_args!("marks of “{}” from −10 to 10", shown(&self.name)),
                    shown(text),
                );
                self.name.clear();
                self.name.push_str(text);
            }
        }
        Ok(())
    }
}
