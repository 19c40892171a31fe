//! Bytes of a file → rows, titles and features.
//!
//! Every family of formats has its own file and stands once in [`FORMATS`]. A format looks at the
//! [`Head`] of a file and, if it knows it, returns a [`Match`] with a parser; the first match
//! reads the file. Of nested values the formats are shown the table that they make ([`tree`]). A
//! parser takes the text in chunks and puts what it finds into a [`Sink`]. How the text is cut into
//! chunks makes no difference to the result.
//!
//! To add a format: implement [`Format`] in a file of its own, and add it to [`FORMATS`].

pub mod amazon;
pub mod archive;
pub mod baskets;
pub mod boardgames;
mod html;
pub mod jester;
pub mod lastfm;
pub mod marks;
pub mod movielens;
pub mod netflix;
mod page;
pub mod pairs;
pub mod personal;
pub mod table;
pub mod text;
pub mod time;
pub mod tree;
pub mod value;

mod head;
mod sink;
pub(crate) mod words;

pub use head::{HEAD, Head};
pub(crate) use sink::Kinds;
pub use sink::Sink;

use crate::error::Result;
use crate::ratings::Noun;

/// All formats, the surer ones first: what a person said, layouts that only one format has, tables
/// whose header names the columns, guesses.
pub static FORMATS: &[&dyn Format] = &[
    &table::Chosen,
    &personal::Activity,
    &page::Page,
    &personal::Personal,
    &movielens::MovieLens,
    &jester::Jester,
    &netflix::Netflix,
    &lastfm::LastFm,
    &amazon::Amazon,
    &baskets::JsonLists,
    &pairs::Pairs,
    &personal::Note,
    &personal::Markdown,
    &personal::Clippings,
    &personal::Guessed,
    &table::Delimited,
    &personal::Diary,
    &marks::Marks,
    &baskets::Baskets,
    &personal::Lines,
    &boardgames::BoardGames,
    &personal::Alone,
];

/// A number of a JSON document as text, whole ones without a decimal point.
fn json_number(number: &serde_json::Number) -> String {
    match (number.as_u64(), number.as_i64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(whole)) => whole.to_string(),
        (None, None) => number.as_f64().unwrap_or_default().to_string(),
    }
}

/// A family of formats.
pub trait Format: Sync {
    /// Takes the file, or leaves it to other formats.
    fn open(&self, head: &Head<'_>) -> Option<Match>;
}

/// A format's claim on a file.
pub struct Match {
    /// True for a layout that only this format has; false when a person may know better what the
    /// columns mean.
    pub sure: bool,
    /// What the file was taken for, for the report.
    pub format: String,
    /// What the columns were taken for, where only what stands in them tells.
    pub told: Option<String>,
    /// The columns of items and of ratings in a list that was taken for one person's.
    pub own: Option<(usize, Option<usize>)>,
    /// What the file calls people and items, if it says so.
    pub nouns: (Option<Noun>, Option<Noun>),
    /// Reads the file from its beginning.
    pub parser: Box<dyn Parser>,
}

impl Match {
    /// A layout that only one format has.
    pub fn sure(format: impl Into<String>, parser: Box<dyn Parser>) -> Self {
        Match { sure: true, format: format.into(), told: None, own: None, nouns: (None, None), parser }
    }

    /// A layout of which a person may know better.
    pub fn likely(format: impl Into<String>, parser: Box<dyn Parser>) -> Self {
        Match { sure: false, ..Match::sure(format, parser) }
    }

    /// Says what the columns were taken for, by what stands in them.
    pub fn told(self, sentence: impl Into<Option<String>>) -> Self {
        Match { told: sentence.into(), ..self }
    }

    /// Says what people and items are called.
    pub fn calling(self, people: impl Into<Option<Noun>>, items: impl Into<Option<Noun>>) -> Self {
        Match { nouns: (people.into(), items.into()), ..self }
    }
}

/// Reads the text of one file. The text is UTF-8, save lines of [`text::Encoding::Utf8`] files that
/// are not (see [`text::line_text`]); [`text::ByLine`] sees to that, to line ends and to long lines.
pub trait Parser {
    /// The next bytes, cut anywhere.
    ///
    /// # Errors
    /// Only for what makes the whole file useless; a bad line is skipped through the sink.
    fn push(&mut self, bytes: &[u8], sink: &mut Sink) -> Result<()>;

    /// The file has ended.
    ///
    /// # Errors
    /// As for [`Parser::push`].
    fn finish(&mut self, sink: &mut Sink) -> Result<()>;
}

/// Reads the lines of one file; [`text::ByLine`] makes a [`Parser`] of it.
pub trait LineParser {
    /// The next line, without its end; `number` counts from 1.
    ///
    /// # Errors
    /// As for [`Parser::push`].
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()>;

    /// The last line has come.
    ///
    /// # Errors
    /// As for [`Parser::push`].
    fn end(&mut self, _sink: &mut Sink) -> Result<()> {
        Ok(())
    }
}

/// What was found, in quotes, short enough for a message and without control characters.
pub(crate) fn shown(found: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String =
        found.chars().take(LONGEST).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if found.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// The format of this file.
pub fn recognize(head: &Head<'_>) -> Option<Match> {
    FORMATS.iter().find_map(|format| format.open(head))
}
