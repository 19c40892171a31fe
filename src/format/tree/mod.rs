//! Nested values → rows of a table: JSON, XML and ARFF are read by the same guesses as tables, and by the same choice
//! of columns.
//!
//! The head tells what stands where (`survey`), which keys are names of people or items (`naming`), and which tables the
//! values may make (`plans`); the one that says most is taken (`flatten`). Then each row is handed on as a line of a table
//! whose header are the keys (`rows`), to whatever format takes such a table. What stands around a row, as a person around
//! the person's ratings, is a column of it.

mod arff;
mod flatten;
mod json;
mod naming;
mod path;
mod plans;
mod rows;
mod survey;
mod xml;

use super::head::Known;
use super::personal::Alone;
use super::{Format, Head, Match, Parser, amazon, baskets, boardgames, recognize, shown};
use crate::format::words::words;
use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

/// Nested values as a table.
pub struct Flat {
    /// The head's rows under a header, separated by TAB.
    text: String,
    /// What was found of these rows.
    known: Rc<Known>,
    /// What reads the table, where that is known already.
    found: Cell<Option<Option<Match>>>,
    /// How the values are written.
    notation: &'static str,
    /// What keys were taken for.
    told: Option<String>,
    /// Which of its lists is not read, though it says as much.
    unread: Option<String>,
    /// Reads the whole file, and hands its rows to what reads the table.
    reading: Reading,
}

/// The reader of a file, from the reader of its table.
type Reading = Box<dyn FnOnce(Box<dyn Parser>) -> Box<dyn Parser>>;

impl Flat {
    /// The table that the head's values make; `None` when it holds none, or such as only another format knows.
    pub fn of(head: &Head<'_>) -> Option<Flat> {
        let start = head.text.trim_start();
        match start.as_bytes().first()? {
            b'{' | b'[' => {
                let known = amazon::Amazon.open(head).or_else(|| baskets::JsonLists.open(head));
                let known = known.or_else(|| boardgames::BoardGames.open(head));
                // YAML comes as the JSON that it would be.
                let yaml = words!(".yml .yaml").end(&head.name);
                if known.is_some() {
                    None
                } else {
                    flatten::flatten(head, if yaml { "YAML" } else { "JSON" })
                }
            }
            b'<' => {
                let page = start.get(..9).unwrap_or(start).to_ascii_lowercase();
                let page = page.starts_with("<html")
                    || page == "<!doctype" && start.to_lowercase().contains("<html");
                if page { None } else { flatten::flatten(head, "XML") }
            }
            b'@' | b'%' => arff::flatten(head),
            _ => None,
        }
    }

    /// The head of the table.
    pub fn head<'a>(&'a self, head: &'a Head<'_>) -> Head<'a> {
        // Columns that are about one file are about this one.
        let columns = head.columns();
        let name = columns.and_then(|columns| columns.file.as_deref()).unwrap_or(&head.name);
        let mut table = Head::of_table(name, &self.text, head.whole, columns, self.known.clone());
        table.alone = head.alone;
        table
    }

    /// What reads this table of the file's, if anything does.
    pub fn recognize(&self, table: &Head<'_>) -> Option<Match> {
        let found = self.found.take().filter(|_| table.columns().is_none());
        let Some(found) = found else { return recognize(table) };
        // The table was looked at without knowing whether it is all that was opened.
        match found {
            Some(found) if !found.format.starts_with("items") => Some(found),
            other => Alone.open(table).or(other),
        }
    }

    /// What reads the file, where `found` reads its table.
    pub fn open(self, found: Match) -> Match {
        let plain = found.format.replace("TAB-separated", self.notation).replace(", with a header", "");
        // Of what describes items nothing was guessed.
        let said = words!("ratings counts choices").begin(&plain);
        let told = found.told.or(self.told.filter(|_| said));
        let told = match (told, self.unread) {
            (Some(told), Some(unread)) => Some(format!("{told}; {unread}")),
            (told, unread) => told.or(unread),
        };
        Match { format: plain, parser: (self.reading)(found.parser), told, ..found }
    }
}

/// A name of a column: it must not look like nested values again.
fn column_title(name: &str) -> Cow<'_, str> {
    let name = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    if name.is_empty() { Cow::Borrowed("value") } else { line_of(name) }
}

/// The text without what would end a field or a line.
fn line_of(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b >= b' ') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c < ' ' { ' ' } else { c }).collect())
}

/// Takes what stands in nested values. Every value is opened, perhaps given a text, and closed.
trait Walk {
    /// A value begins here, on this line of the file.
    fn open(&mut self, step: Step<'_>, line: u64);
    /// True when the text of the value here is asked for.
    fn wants(&mut self) -> bool;
    /// The value's text.
    fn text(&mut self, text: &str);
    /// The value has ended.
    fn close(&mut self);
    /// Something is wrong: all values that are open end here, and count for nothing when `lost`.
    fn broken(&mut self, line: u64, expected: &str, found: &str, lost: bool);
}

/// Where a value stands in the one that was opened before.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// Nowhere: it is a whole document, or one of several.
    Root,
    /// Under this key.
    Key(&'a str),
    /// In a list.
    Element,
}

/// Reads one notation, in chunks cut anywhere.
trait Reader {
    /// The next bytes.
    fn push(&mut self, bytes: &[u8], walk: &mut dyn Walk);
    /// There are no more.
    fn finish(&mut self, walk: &mut dyn Walk);
}
