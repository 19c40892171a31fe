//! Jester: ratings of jokes from −10 to 10.
//!
//! The list of ratings is a table like others. Here are the jokes themselves (`1:`, then HTML, then
//! an empty line) and the dense matrix: a row for each user, first the number of jokes rated, then one
//! column for each joke, 99 where there is no rating (<https://eigentaste.berkeley.edu/dataset/>).

use super::html::plain_text;
use super::table::{Row, RowParser, Table, fields};
use super::text::ByLine;
use super::value::{expected_number, number};
use super::{Format, Head, LineParser, Match, Sink};
use crate::error::Result;
use crate::ratings::Noun;

/// The jokes and the matrix.
pub struct Jester;

/// What stands for a missing rating in the matrix.
const MISSING: f32 = 99.0;

/// A table with fewer columns is not taken for the matrix.
const FEWEST_COLUMNS: usize = 10;

impl Format for Jester {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let &[first, second, ..] = head.lines() else { return None };
        if item_number(first).is_some() && second.trim_start().starts_with('<') {
            let parser = ByLine::new(head.line_end, Box::<Jokes>::default());
            return Some(Match::sure("Jester jokes", Box::new(parser)).calling(None, Noun::JOKE));
        }
        let guess = head.guesses().iter().find(|g| g.width > FEWEST_COLUMNS && g.share == 1.0)?;
        let fits = head.lines().iter().take(20).all(|line| {
            let row: Option<Vec<f32>> = fields(line, &guess.dialect).iter().map(|f| number(f)).collect();
            row.is_some_and(|row| {
                row.split_first().is_some_and(|(&n, values)| {
                    values.iter().filter(|&&v| v != MISSING).count() as f32 == n
                        && values.iter().all(|&v| v == MISSING || (-10.0..=10.0).contains(&v))
                })
            })
        });
        let parser =
            Table::new(guess.dialect.clone(), 0, guess.width, Box::<Matrix>::default()).into_parser(head);
        fits.then(|| Match::sure("Jester matrix", parser).calling(None, Noun::JOKE))
    }
}

/// True for the list of ratings, which is the only one with two TABs between fields.
pub(super) fn has_ratings(separator: &str) -> bool {
    separator == "\t\t"
}

/// The number of a line like `12:`.
pub(super) fn item_number(line: &str) -> Option<&str> {
    let number = line.trim().strip_suffix(':')?;
    let digits = !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(number)
}

#[derive(Default)]
struct Jokes {
    item: String,
    html: String,
}

impl LineParser for Jokes {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        if let Some(item) = item_number(text) {
            self.end(sink)?;
            self.item = item.to_owned();
        } else if self.item.is_empty() && !text.trim().is_empty() {
            sink.skip(number, 0, "the number of a joke", text);
        } else if self.html.len() < super::text::MAX_LINE {
            self.html.push_str(text);
            self.html.push('\n');
        }
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        if !self.item.is_empty() {
            sink.item_title(&self.item, &plain_text(&self.html));
            sink.described();
        }
        self.html.clear();
        Ok(())
    }
}

/// Users are numbered by row, jokes by column, both from 1.
#[derive(Default)]
struct Matrix {
    user: u32,
}

impl RowParser for Matrix {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        self.user += 1;
        let user = sink.row_id(self.user);
        for column in 1..row.len() {
            match number(row.get(column)) {
                Some(MISSING) => {}
                Some(value) => sink.rating(&user, &column.to_string(), value, None),
                None => {
                    sink.skip(row.line, column as u32 + 1, expected_number(row.get(column)), row.get(column))
                }
            }
        }
    }
}
