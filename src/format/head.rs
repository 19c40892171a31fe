//! The beginning of a file, by which formats tell whether it is theirs.

use super::table::{Columns, Guess, Header, Layout, guesses};
use std::cell::OnceCell;

/// How many bytes of a file are looked at to tell its format. Always the same number (or the whole
/// file), so the answer does not depend on how the bytes arrive, and no format needs to ask for more.
pub const HEAD: usize = 1 << 16;

/// How many lines of a head are looked at, at most.
pub const LINES: usize = 200;

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
    /// True for rows made of nested values, under a header of their keys.
    pub(super) nested: bool,
    /// What the person said about columns.
    columns: Option<&'a Columns>,
    lines: Vec<&'a str>,
    // What several formats ask for is found once, when the first one asks.
    guesses: OnceCell<Vec<Guess>>,
    headers: OnceCell<Vec<OnceCell<Header>>>,
    layout: OnceCell<Option<Layout>>,
}

impl<'a> Head<'a> {
    /// The head of a file called `name` whose decoded text begins with `text`.
    pub fn new(path: &str, text: &'a str, whole: bool, columns: Option<&'a Columns>) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
        let name = name.strip_suffix(".gz").map(str::to_owned).unwrap_or(name);
        let line_end = if text.contains('\r') && !text.contains('\n') { b'\r' } else { b'\n' };
        let text = match text.rfind(char::from(line_end)) {
            Some(end) if !whole => &text[..=end],
            _ => text,
        };
        let columns = columns.filter(|columns| columns.apply_to(path));
        let lines = whole_first(text, char::from(line_end)).take(LINES).collect();
        let (guesses, headers, layout) = Default::default();
        let nested = false;
        Head { name, text, whole, line_end, nested, columns, lines, guesses, headers, layout }
    }

    /// The head of a table whose fields are known to be separated by TAB.
    pub(super) fn of_table(path: &str, text: &'a str, whole: bool, columns: Option<&'a Columns>) -> Self {
        let head = Head::new(path, text, whole, columns);
        let mut guesses = guesses(&head.lines);
        guesses.retain(|guess| guess.dialect.separator == "\t");
        Head { guesses: guesses.into(), nested: true, ..head }
    }

    /// The first lines that are not empty, without their ends; at most `LINES`.
    pub fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// All lines that are not empty, without their ends.
    pub fn all_lines(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        whole_first(self.text, char::from(self.line_end))
    }

    /// All separators that could be, the likelier ones first.
    pub fn guesses(&self) -> &[Guess] {
        self.guesses.get_or_init(|| guesses(&self.lines))
    }

    /// All ways to split the lines, the likelier ones first, each with what the first line then is.
    pub fn ways(&self) -> impl Iterator<Item = (&Guess, &Header)> {
        let guesses = self.guesses();
        let headers = self.headers.get_or_init(|| vec![OnceCell::new(); guesses.len()]);
        guesses.iter().zip(headers).map(|(guess, header)| {
            let first = self.lines.first().copied().unwrap_or_default();
            (guess, header.get_or_init(|| Header::of(first, &guess.dialect)))
        })
    }

    /// How the lines are read as a table, by what names its columns or stands in them.
    pub(super) fn layout(&self) -> Option<&Layout> {
        self.layout.get_or_init(|| Layout::of(self)).as_ref()
    }

    /// What the person said about this file's columns.
    pub fn columns(&self) -> Option<&'a Columns> {
        self.columns
    }

    /// The file name without its last extension.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

/// Most lines over which the names of columns stand.
const HEADER: usize = 20;

/// The lines that are not empty, without their ends. The first one is a whole row of a table: a header's
/// names may stand in quotes over several lines.
fn whole_first(text: &str, line_end: char) -> impl Iterator<Item = &str> {
    let mut first = 0;
    if text.starts_with('"') {
        let mut open = false;
        for line in text.split_inclusive(line_end).take(HEADER) {
            first += line.len();
            open ^= line.bytes().filter(|&b| b == b'"').count() % 2 == 1;
            if !open {
                break;
            }
        }
        if open {
            first = 0;
        }
    }
    let (first, rest) = text.split_at(first);
    let first = Some(first).filter(|first| !first.is_empty());
    let lines = first
        .into_iter()
        .chain(rest.split(line_end))
        .map(move |line| line.trim_end_matches(['\r', line_end]));
    lines.filter(|line| !line.trim().is_empty())
}
