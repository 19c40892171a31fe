//! What somebody marked in the books on a Kindle: `My Clippings.txt`.

use super::Opinion;
use super::lines::own;
use crate::error::Result;
use crate::format::text::ByLine;
use crate::format::time::time;
use crate::format::{Format, Head, LineParser, Match, Sink};
use crate::ratings::Noun;

/// Of each passage the book, where it stands and when it was marked, the passage, and a line of signs.
pub struct Clippings;

/// The line below each passage.
const BELOW: &str = "==========";

impl Format for Clippings {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let place = head.text.lines().nth(1)?;
        (place.starts_with("- ") && head.columns().is_none() && head.text.contains(BELOW)).then(|| {
            let parser = Box::new(ByLine::new(head.line_end, Box::new(Passages::default())));
            Match::sure("Kindle export", parser).calling(None, Noun::BOOK)
        })
    }
}

/// Reads such passages, each of which counts for its book.
#[derive(Default)]
struct Passages {
    book: String,
    /// How many lines of the passage came.
    lines: u32,
}

impl LineParser for Passages {
    fn line(&mut self, text: &str, _number: u64, sink: &mut Sink) -> Result<()> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        match self.lines {
            _ if text == BELOW => {
                self.lines = 0;
                return Ok(());
            }
            0 => self.book = text.to_owned(),
            1 if !self.book.is_empty() => {
                // What was done stands before the day, in any language; an hour alone is no time.
                let days = text.match_indices(' ').map(|(at, _)| &text[at + 1..]);
                let moment = days.filter(|day| day.len() > 19).find_map(time);
                let title = self.book.rsplit_once(" (").map_or(&*self.book, |(title, _)| title);
                own(self.book.clone(), title, Opinion::Seen, moment, sink);
            }
            _ => {}
        }
        self.lines += 1;
        Ok(())
    }
}
