//! Lines → fields.
//!
//! Lines without a quote are split at the separator; a line with one goes through `csv-core`, so
//! that quoted fields may hold separators, quotes and line ends.

use crate::error::Result;
use crate::format::text::{ByLine, MAX_LINE};
use crate::format::{Head, LineParser, Parser, Sink};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

/// How a line is split into fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialect {
    /// What stands between fields: one byte, or a few (`::`, TAB TAB).
    pub separator: String,
    /// Whether `"` encloses fields. Only with a separator of one byte.
    pub quote: bool,
    /// Whether `\` takes the meaning from a quote that follows, beside `""`.
    pub escape: bool,
}

impl Dialect {
    /// Fields separated by this, without quotes.
    pub fn plain(separator: &str) -> Self {
        Dialect { separator: separator.to_owned(), quote: false, escape: false }
    }

    /// Fields separated by this byte, perhaps in quotes.
    pub fn quoted(separator: &str) -> Self {
        Dialect { quote: true, ..Dialect::plain(separator) }
    }
}

/// One row's fields.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    text: &'a str,
    ends: &'a [(u32, u32)],
    /// The line on which the row begins, counted from 1.
    pub line: u64,
}

impl<'a> Row<'a> {
    /// The field at this index, counted from 0, without white space around it; empty past the end.
    #[inline]
    pub fn get(&self, index: usize) -> &'a str {
        match self.ends.get(index) {
            Some(&(start, end)) => trim(&self.text[start as usize..end as usize]),
            None => "",
        }
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no field.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// `str::trim`, with a short way for text that has nothing to trim.
#[inline]
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Takes the rows of a table.
pub trait RowParser {
    /// The next row.
    fn row(&mut self, row: Row<'_>, sink: &mut Sink);

    /// The last row has come.
    fn end(&mut self, _sink: &mut Sink) {}
}

/// Splits lines into rows.
pub struct Table {
    dialect: Dialect,
    /// Lines still to be dropped: the header.
    header: usize,
    /// Number of fields by which a row of several lines is told from a stray quote.
    width: usize,
    rows: Box<dyn RowParser>,
    ends: Vec<(u32, u32)>,
    quoted: Quoted,
}

/// The state of a row whose quotes have not closed yet.
struct Quoted {
    reader: Reader,
    /// The lines as they came, to start again from if the quotes never close.
    lines: String,
    first_line: u64,
    n_lines: u64,
    open: bool,
    text: Vec<u8>,
    n_text: usize,
    ends: Vec<usize>,
    n_ends: usize,
}

impl Table {
    /// A table whose first `header` lines that are not empty are dropped; rows of several lines must
    /// have `width` fields.
    pub fn new(dialect: Dialect, header: usize, width: usize, rows: Box<dyn RowParser>) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(dialect.separator.bytes().next().unwrap_or(b','));
        builder.quoting(dialect.quote).escape(dialect.escape.then_some(b'\\'));
        // Lines come one by one; a CR inside one is text.
        builder.terminator(Terminator::Any(b'\n'));
        let quoted = Quoted {
            reader: builder.build(),
            lines: String::new(),
            first_line: 0,
            n_lines: 0,
            open: false,
            text: vec![0; 256],
            n_text: 0,
            ends: vec![0; 16],
            n_ends: 0,
        };
        Table { dialect, header, width, rows, ends: Vec::new(), quoted }
    }

    /// The table as a parser of text.
    pub fn into_parser(self, head: &Head<'_>) -> Box<dyn Parser> {
        Box::new(ByLine::new(head.line_end, Box::new(self)))
    }

    /// One line at a time; `strict` when a quote must close on its line.
    fn take(&mut self, text: &str, number: u64, strict: bool, sink: &mut Sink) {
        if !self.quoted.open {
            if trim(text).is_empty() {
                return;
            }
            let plain = !self.dialect.quote || memchr::memchr(b'"', text.as_bytes()).is_none();
            if plain {
                if self.header > 0 {
                    self.header -= 1;
                    return;
                }
                split(text, self.dialect.separator.as_bytes(), &mut self.ends);
                self.rows.row(Row { text, ends: &self.ends, line: number }, sink);
                return;
            }
            self.quoted.begin(number);
        }
        if !self.quoted.line(text) {
            let too_long = self.quoted.lines.len() > MAX_LINE;
            if strict || too_long {
                self.give_up(strict, sink);
            }
            return;
        }
        let n_lines = self.quoted.n_lines;
        if n_lines > 1 && self.width > 0 && self.quoted.n_ends != self.width {
            return self.give_up(false, sink);
        }
        self.quoted.open = false;
        if self.header > 0 {
            self.header -= 1;
            return;
        }
        let bytes = &self.quoted.text[..self.quoted.n_text];
        self.ends.clear();
        let mut start = 0;
        for &end in &self.quoted.ends[..self.quoted.n_ends] {
            self.ends.push((start, end as u32));
            start = end as u32;
        }
        // Splitting UTF-8 at ASCII bytes leaves UTF-8.
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                self.rows.row(Row { text, ends: &self.ends, line: self.quoted.first_line }, sink);
            }
            Err(_) => sink.skip(self.quoted.first_line, 0, "text", "bytes that are not text"),
        }
    }

    /// The quotes did not close: the first line is reported, the others are read again, each by
    /// itself. `last` when there are no others.
    fn give_up(&mut self, last: bool, sink: &mut Sink) {
        self.quoted.open = false;
        let lines = std::mem::take(&mut self.quoted.lines);
        let first = self.quoted.first_line;
        let mut lines = lines.lines();
        let begin = lines.next().unwrap_or("");
        if self.header > 0 {
            self.header -= 1;
        } else {
            let quote = begin.rfind('"').map_or(begin, |at| &begin[at..]);
            sink.skip(first, 0, "a quote that closes", format_args!("{quote}"));
        }
        if !last {
            for (i, line) in lines.enumerate() {
                self.take(line, first + 1 + i as u64, true, sink);
            }
        }
    }
}

impl Quoted {
    fn begin(&mut self, line: u64) {
        self.reader.reset();
        self.lines.clear();
        self.first_line = line;
        self.n_lines = 0;
        self.open = true;
        self.n_text = 0;
        self.n_ends = 0;
    }

    /// Takes one more line; true when the row is complete.
    fn line(&mut self, text: &str) -> bool {
        self.lines.push_str(text);
        self.lines.push('\n');
        self.n_lines += 1;
        self.feed(text.as_bytes());
        self.feed(b"\n")
    }

    fn feed(&mut self, mut input: &[u8]) -> bool {
        while !input.is_empty() {
            let (result, used, written, fields) =
                self.reader.read_record(input, &mut self.text[self.n_text..], &mut self.ends[self.n_ends..]);
            input = &input[used..];
            self.n_text += written;
            self.n_ends += fields;
            match result {
                ReadRecordResult::InputEmpty => return false,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return true,
            }
        }
        false
    }
}

impl LineParser for Table {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        self.take(text, number, false, sink);
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        if self.quoted.open {
            self.give_up(false, sink);
        }
        self.rows.end(sink);
        Ok(())
    }
}

/// The fields of a line without quotes, as ranges of bytes.
#[inline]
fn split(text: &str, separator: &[u8], ends: &mut Vec<(u32, u32)>) {
    ends.clear();
    let bytes = text.as_bytes();
    let mut start = 0;
    match separator {
        // Fields are short: a plain loop is faster than a vector search for each.
        [separator] => {
            for (i, b) in bytes.iter().enumerate() {
                if b == separator {
                    ends.push((start, i as u32));
                    start = i as u32 + 1;
                }
            }
        }
        _ => {
            for at in memchr::memmem::find_iter(bytes, separator) {
                ends.push((start, at as u32));
                start = (at + separator.len()) as u32;
            }
        }
    }
    ends.push((start, bytes.len() as u32));
}

/// The fields of one line by itself, for guessing and for previews.
pub fn fields(line: &str, dialect: &Dialect) -> Vec<String> {
    let mut found = Vec::new();
    if dialect.quote && line.contains('"') {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(dialect.separator.bytes().next().unwrap_or(b','));
        builder.escape(dialect.escape.then_some(b'\\'));
        let mut reader = builder.build();
        let (mut text, mut ends) = (vec![0; line.len() + 1], vec![0; line.len() + 2]);
        let (_, _, n_text, n_ends) = reader.read_record(line.as_bytes(), &mut text, &mut ends);
        let mut start = 0;
        // The last field of a line without its end is still open.
        for &end in ends[..n_ends].iter().chain([&n_text]) {
            found.push(String::from_utf8_lossy(&text[start..end]).trim().to_owned());
            start = end;
        }
    } else {
        let mut ends = Vec::new();
        split(line, dialect.separator.as_bytes(), &mut ends);
        found.extend(ends.iter().map(|&(a, b)| line[a as usize..b as usize].trim().to_owned()));
    }
    found
}
