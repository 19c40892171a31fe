//! Bytes of a file → rows, titles and features.
//!
//! Every family of formats has its own file and stands once in [`FORMATS`]. A format looks at the
//! [`Head`] of a file and, if it knows it, returns a [`Match`] with a parser; the surest match
//! reads the file. A parser takes the text in chunks and puts what it finds into a [`Sink`]. How
//! the text is cut into chunks makes no difference to the result.
//!
//! To add a format: implement [`Format`] in a file of its own, and add it to [`FORMATS`].

pub mod amazon;
pub mod baskets;
pub mod delimited;
pub mod jester;
pub mod lastfm;
pub mod movielens;
pub mod netflix;
pub mod pairs;
pub mod personal;
pub mod text;
pub mod unpack;
pub mod value;
pub mod zip;

use crate::error::{ErrorKind, Position, Result};
use crate::load::{Columns, LoadOptions};
use crate::ratings::{Builder, FeatureKind};
use crate::report::{FileReport, Skipped, SkippedLine};
use std::fmt::Display;

/// All formats. Of matches that are equally sure the first one counts.
pub static FORMATS: &[&dyn Format] = &[
    &movielens::MovieLens,
    &jester::Jester,
    &netflix::Netflix,
    &lastfm::LastFm,
    &personal::Personal,
    &amazon::Amazon,
    &pairs::Pairs,
    &baskets::JsonLists,
    &delimited::Delimited,
    &baskets::Baskets,
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
    /// 0 (a guess) to 100 (certain): 90 for a layout that only this format has, 50 for a table
    /// whose header names the columns, 20 for a table whose columns were guessed.
    pub confidence: u8,
    /// What the file was taken for, for the report.
    pub format: String,
    /// Reads the file from its beginning.
    pub parser: Box<dyn Parser>,
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

/// How many bytes of a file are looked at to tell its format. Always the same number (or the whole
/// file), so the answer does not depend on how the bytes arrive, and no format needs to ask for more.
pub const HEAD: usize = 1 << 16;

/// The beginning of a file.
#[derive(Debug)]
pub struct Head<'a> {
    /// The file's own name, in lower case, without folders and without `.gz`.
    pub name: String,
    /// The first [`HEAD`] bytes as text, cut after the last whole line.
    pub text: &'a str,
    /// True when `text` is the whole file.
    pub whole: bool,
    /// The byte that ends lines: LF, or CR when there is a CR and no LF.
    pub line_end: u8,
    /// The file's whole name.
    path: String,
    /// What the person asked for.
    options: &'a LoadOptions,
}

impl<'a> Head<'a> {
    /// The head of a file called `name` whose decoded text begins with `text`.
    pub fn new(path: &str, text: &'a str, whole: bool, options: &'a LoadOptions) -> Self {
        let name = path;
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
        let name = name.strip_suffix(".gz").map(str::to_owned).unwrap_or(name);
        let line_end = if text.contains('\r') && !text.contains('\n') { b'\r' } else { b'\n' };
        let text = match text.rfind(char::from(line_end)) {
            Some(end) if !whole => &text[..=end],
            _ => text,
        };
        Head { name, text, whole, line_end, path: path.to_owned(), options }
    }

    /// The head's lines that are not empty, without their ends.
    pub fn lines(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let lines = self.text.split(char::from(self.line_end));
        lines.map(|line| line.trim_end_matches('\r')).filter(|line| !line.trim().is_empty())
    }

    /// What the person said about this file's columns.
    pub fn columns(&self) -> Option<&'a Columns> {
        self.options.columns.as_ref().filter(|columns| columns.apply_to(&self.path))
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

/// Where parsers put what they find: rows into the [`Builder`], the account into the report.
#[derive(Debug, Default)]
pub struct Sink {
    pub(crate) builder: Builder,
    pub(crate) files: Vec<FileReport>,
    pub(crate) skipped: Skipped,
    pub(crate) own: Vec<personal::Entry>,
    /// The file being read.
    file: FileReport,
    /// The file broke off: what is incomplete at its end cannot be trusted.
    cut: bool,
    /// Users whose hash lies above are left out.
    keep_below: Option<u64>,
    implicit: Option<bool>,
    /// Every value of this file is taken as a plain yes.
    binary: bool,
}

impl Sink {
    /// An empty sink.
    pub fn new(options: &LoadOptions) -> Self {
        let keep_below = options.keep_users.map(|share| (f64::from(share) * u64::MAX as f64) as u64);
        let mut sink = Sink { keep_below, implicit: options.implicit, ..Sink::default() };
        if options.implicit == Some(true) {
            sink.builder.set_implicit();
        }
        sink
    }

    /// What follows comes from this file.
    pub fn begin_file(&mut self, name: &str) {
        self.file = FileReport { name: name.to_owned(), ..FileReport::default() };
        self.binary = self.implicit == Some(true);
        self.cut = false;
    }

    /// The name of the file being read.
    pub fn file_name(&self) -> &str {
        &self.file.name
    }

    /// The file was taken for this format.
    pub fn set_format(&mut self, format: String) {
        self.file.format = format;
    }

    /// The file broke off here; parsers drop what is incomplete.
    pub fn set_cut(&mut self) {
        self.cut = true;
    }

    /// True when the end of the file is missing.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The file has been read; its report joins the others.
    pub fn end_file(&mut self) {
        self.files.push(std::mem::take(&mut self.file));
    }

    /// From here on values are counts, or plain choices of 1 each: implicit feedback, unless the
    /// person said that they are ratings.
    pub fn counts(&mut self) {
        self.binary = false;
        if self.implicit != Some(false) {
            self.builder.set_implicit();
        }
    }

    /// A rating in rating units, with its time in seconds since 1970 if known.
    #[inline]
    pub fn rating(&mut self, user: &str, item: &str, value: f32, time: Option<u32>) {
        if self.keep_below.is_some_and(|limit| spread(user) > limit) {
            return;
        }
        self.file.rows += 1;
        self.builder.rating(user, item, if self.binary { 1.0 } else { value }, time);
    }

    /// A weighted pair of items; weights of one pair add up.
    pub fn pair(&mut self, a: &str, b: &str, weight: f32) {
        self.file.rows += 1;
        self.builder.pair(a, b, weight);
    }

    /// An entry of a person's export.
    pub fn own(&mut self, entry: personal::Entry) {
        self.file.rows += 1;
        self.own.push(entry);
    }

    /// True when every value is taken as a plain yes, whatever it is.
    pub fn is_binary(&self) -> bool {
        self.binary
    }

    /// A row that describes an item or a user was used.
    pub fn described(&mut self) {
        self.file.rows += 1;
    }

    /// An item's title; an empty one is ignored.
    pub fn item_title(&mut self, item: &str, title: &str) {
        if !title.is_empty() {
            self.builder.item_title(item, title);
        }
    }

    /// A feature of an item, with weight 1: `("260", "genre", Category, "Sci-Fi")`.
    pub fn item_feature(&mut self, item: &str, table: &str, kind: FeatureKind, name: &str) {
        if !name.is_empty() {
            self.builder.item_feature(item, table, kind, name, 1.0);
        }
    }

    /// A feature of a user, with weight 1: `("7", "occupation", Attribute, "writer")`.
    pub fn user_feature(&mut self, user: &str, table: &str, kind: FeatureKind, name: &str) {
        if !name.is_empty() {
            self.builder.user_feature(user, table, kind, name, 1.0);
        }
    }

    /// Reports a line that could not be used. `column` counts from 1; 0 is the whole line.
    #[cold]
    pub fn skip(&mut self, line: u64, column: u32, expected: impl Display, found: impl Display) {
        self.file.skipped += 1;
        let file = &self.file.name;
        self.skipped.add(|| SkippedLine {
            position: Position { file: file.clone(), line, column },
            expected: expected.to_string(),
            found: shown(&found.to_string()),
        });
    }

    /// Adds a sentence to what the report tells about this file.
    pub fn note(&mut self, sentence: impl Display) {
        if !self.file.note.is_empty() {
            self.file.note.push_str("; ");
        }
        self.file.note.push_str(&sentence.to_string());
    }

    /// The error that makes the whole load useless.
    ///
    /// # Errors
    /// Always.
    pub fn fail<T>(&self, line: u64, expected: impl Display, found: impl Display) -> Result<T> {
        let position = Position { file: self.file.name.clone(), line, column: 0 };
        Err(ErrorKind::File { position, expected: expected.to_string(), found: shown(&found.to_string()) }
            .into())
    }
}

/// A share of all 64-bit numbers, the same for the same id in every file (FNV-1a, then the
/// finalizer of SplitMix64 to spread it).
fn spread(id: &str) -> u64 {
    let fnv = id
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3));
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
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

/// The surest format for this file.
pub fn recognize(head: &Head<'_>) -> Option<Match> {
    let mut best: Option<Match> = None;
    for format in FORMATS {
        if let Some(found) = format.open(head)
            && best.as_ref().is_none_or(|b| found.confidence > b.confidence)
        {
            best = Some(found);
        }
    }
    best
}
