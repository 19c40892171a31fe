//! People with their marks on lines of their own: `ann 12:4 31:5`, or a name and below it a mark for each item.

use super::personal::marked;
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
        let (people, told) = below(lines).or_else(|| beside(lines))?;
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
    Some((People { below: true, unrated, name: String::new() }, told))
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
    let told = "each line was taken for a person, who stands first, and the marks of that person";
    let fits = all > lines.len() && people.len() == lines.len() && items.len() * 10 <= all * 8 && !counts;
    fits.then(|| (People { below: false, unrated: false, name: String::new() }, told.to_owned()))
}

/// Reads such lines.
struct People {
    /// True when marks stand below a name, and not behind it.
    below: bool,
    /// True when 0 is no mark.
    unrated: bool,
    /// Whose marks come next, if that is known.
    name: String,
}

impl LineParser for People {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        let text = text.trim();
        let mut cells = cells(text);
        let Some(person) = cells.next() else { return Ok(()) };
        if !self.below {
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
                for (item, value) in (1u32..).zip(marks).filter(|(_, value)| !self.unrated || *value != 0.0) {
                    sink.rating(&self.name, &item.to_string(), value, None);
                }
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
