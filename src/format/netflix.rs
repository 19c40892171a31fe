//! Netflix Prize: blocks that begin with `MovieID:` and hold lines `CustomerID,Rating,Date`, and the
//! titles `MovieID,Year,Title`, whose titles may hold commas (README of the data set).

use super::jester::item_number;
use super::text::ByLine;
use super::time::time;
use super::value::{is_year, number};
use super::{Format, Head, LineParser, Match, Sink};
use crate::error::Result;
use crate::ratings::{FeatureKind, Noun};

/// Ratings and titles.
pub struct Netflix;

impl Format for Netflix {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let (first, second) = (head.lines().first()?, head.lines().get(1));
        let (inner, format): (Box<dyn LineParser>, _) =
            if item_number(first).is_some() && second.is_some_and(|line| rating(line).is_some()) {
                (Box::<Blocks>::default(), "Netflix ratings")
            } else if head.stem() == "movie_titles" && title(first).is_some() {
                (Box::new(Titles), "Netflix titles")
            } else {
                return None;
            };
        let parser = Box::new(ByLine::new(head.line_end, inner));
        Some(Match::sure(format, parser).calling(None, Noun::FILM))
    }
}

fn rating(line: &str) -> Option<(&str, f32, Option<u32>)> {
    let mut fields = line.split(',').map(str::trim);
    let (user, value, date) = (fields.next()?, number(fields.next()?)?, fields.next()?);
    (!user.is_empty() && fields.next().is_none()).then(|| (user, value, time(date)))
}

fn title(line: &str) -> Option<(&str, &str, &str)> {
    let mut fields = line.splitn(3, ',').map(str::trim);
    let (item, year, title) = (fields.next()?, fields.next()?, fields.next()?);
    let number = !item.is_empty() && item.bytes().all(|b| b.is_ascii_digit());
    (number && (is_year(year) || year == "NULL")).then_some((item, year, title))
}

#[derive(Default)]
struct Blocks {
    item: String,
}

impl LineParser for Blocks {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        if let Some(item) = item_number(text) {
            self.item = item.to_owned();
        } else if let Some((user, value, time)) = rating(text) {
            if self.item.is_empty() {
                sink.skip(number, 0, "the number of a movie and a colon before its ratings", text);
            } else {
                sink.rating(user, &self.item, value, time);
            }
        } else if !text.trim().is_empty() {
            sink.skip(number, 0, "a customer, a rating and a date, with commas between", text);
        }
        Ok(())
    }
}

struct Titles;

impl LineParser for Titles {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        match title(text) {
            Some((item, year, title)) => {
                sink.item_title(item, title);
                if is_year(year) {
                    sink.item_feature(item, "year", FeatureKind::Attribute, year);
                }
                sink.described();
            }
            None if text.trim().is_empty() => {}
            None => sink.skip(number, 0, "the number of a movie, its year and its title", text),
        }
        Ok(())
    }
}
