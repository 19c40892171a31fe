//! Lines → fields.
//!
//! Fields are split at the separator. A field that begins with a quote ends at the next one, and may
//! hold separators, line ends and, doubled, quotes (RFC 4180). A quote inside a field that did not begin with one
//! is text.

use crate::error::Result;
use crate::format::text::{ByLine, MAX_LINE};
use crate::format::{Head, LineParser, Parser, Sink};
use crate::kernel;
use std::borrow::Cow;

/// How a line is split into fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialect {
    /// What stands between fields: one byte, or a few (`::`, TAB TAB). One blank stands for any number
    /// of them, also before the first field and after the last; two for any number of them from two on.
    pub separator: Cow<'static, str>,
    /// Whether `"` encloses fields. Only with a separator of one byte.
    pub quote: bool,
    /// Whether `\` takes the meaning from a quote that follows, beside `""`.
    pub escape: bool,
    /// Whether each line stands in quotes as a whole, as a spreadsheet writes a table in one column.
    pub wrapped: bool,
    /// Whether `;` stand behind each line for the empty cells of a spreadsheet in whose first cell the line is.
    pub padded: bool,
}

impl Dialect {
    /// Fields separated by this, without quotes.
    pub fn plain(separator: impl Into<Cow<'static, str>>) -> Self {
        Dialect { separator: separator.into(), quote: false, escape: false, wrapped: false, padded: false }
    }

    /// Fields separated by this byte, perhaps in quotes.
    pub fn quoted(separator: impl Into<Cow<'static, str>>) -> Self {
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
    /// A row of this text and these ranges of it, without a number.
    pub(super) fn new(text: &'a str, ends: &'a [(u32, u32)]) -> Self {
        Row { text, ends, line: 0 }
    }

    /// The text of which the fields are parts.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Where in it they begin and end.
    pub(super) fn ends(&self) -> &'a [(u32, u32)] {
        self.ends
    }

    /// The field at this index, counted from 0, without white space around it; empty past the end.
    #[inline(never)]
    pub fn get(&self, index: usize) -> &'a str {
        match self.ends.get(index) {
            Some(&(start, end)) => trim(&self.text[start as usize..end as usize]),
            None => "",
        }
    }

    /// An id at this index: what stands there, without quotes that others put around it.
    #[inline]
    pub fn id(&self, index: usize) -> &'a str {
        let id = self.get(index);
        if id.as_bytes().first() == Some(&b'"') { unquoted(id) } else { id }
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

/// `str::trim` with a short way for text that has nothing to trim.
#[inline]
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        [only] if only.is_ascii_graphic() => text,
        _ => trimmed(text),
    }
}

#[cold]
#[inline(never)]
fn trimmed(text: &str) -> &str {
    text.trim()
}

#[cold]
#[inline(never)]
fn unquoted(id: &str) -> &str {
    id.trim_matches('"')
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
    open: Option<Open>,
    quoted: Quoted,
}

/// A row whose quotes have not closed yet: its lines as they came, to start again from if they
/// never close.
struct Open {
    lines: String,
    first_line: u64,
}

impl Table {
    /// A table whose first `header` lines that are not empty are dropped; rows of several lines must
    /// have `width` fields.
    pub fn new(dialect: Dialect, header: usize, width: usize, rows: Box<dyn RowParser>) -> Self {
        Table { dialect, header, width, rows, ends: Vec::new(), open: None, quoted: Quoted::default() }
    }

    /// The table as a parser of text.
    pub fn into_parser(self, head: &Head<'_>) -> Box<dyn Parser> {
        let header = head.preamble + self.header;
        Box::new(ByLine::new(head.line_end, Box::new(Table { header, ..self })))
    }

    /// One line at a time; `strict` when a quote must close on its line.
    fn take(&mut self, text: &str, number: u64, strict: bool, sink: &mut Sink) {
        if self.open.is_none() {
            if trim(text).is_empty() {
                return;
            }
            if split(text, &self.dialect, &mut self.ends) {
                if self.header > 0 {
                    self.header -= 1;
                    return;
                }
                return self.rows.row(Row { text, ends: &self.ends, line: number }, sink);
            }
            self.quoted.begin();
            self.open = Some(Open { lines: String::new(), first_line: number });
        }
        let closed = self.quoted.line(text, &self.dialect);
        let Some(open) = &mut self.open else { return };
        if !closed || !open.lines.is_empty() {
            open.lines.push_str(text);
            open.lines.push('\n');
        }
        if !closed {
            if strict || open.lines.len() > MAX_LINE {
                self.give_up(strict, sink);
            }
            return;
        }
        let several = !open.lines.is_empty();
        let line = open.first_line;
        if several && self.width > 0 && self.quoted.ends.len() != self.width {
            return self.give_up(false, sink);
        }
        self.open = None;
        if self.header > 0 {
            self.header -= 1;
            return;
        }
        self.rows.row(Row { text: &self.quoted.text, ends: &self.quoted.ends, line }, sink);
    }

    /// The quotes did not close: the first line is reported, the others are read again, each by
    /// itself. `last` when there are no others.
    fn give_up(&mut self, last: bool, sink: &mut Sink) {
        let Some(Open { lines, first_line: first }) = self.open.take() else { return };
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

impl LineParser for Table {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        self.take(text, number, false, sink);
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        if self.open.is_some() {
            self.give_up(false, sink);
        }
        self.rows.end(sink);
        Ok(())
    }
}

/// The line without `;` behind it.
#[inline(never)]
pub(super) fn without_padding(line: &str) -> &str {
    line.trim_end_matches(';')
}

impl Dialect {
    /// True when quotes matter in this line.
    #[inline]
    fn quotes(&self, text: &str) -> bool {
        self.quote && memchr::memchr(b'"', text.as_bytes()).is_some()
    }

    /// The line without the empty cells behind it.
    #[inline]
    fn bare<'a>(&self, line: &'a str) -> &'a str {
        if self.padded { without_padding(line) } else { line }
    }

    /// The separator of a dialect with quotes.
    fn separator_byte(&self) -> u8 {
        self.separator.bytes().next().unwrap_or(b',')
    }
}

/// The fields of a line as ranges of its bytes. False when a field is not a part of the line as it
/// stands, or goes on in the next: then [`Quoted`] reads it.
#[inline]
fn split(text: &str, dialect: &Dialect, ends: &mut Vec<(u32, u32)>) -> bool {
    ends.clear();
    if dialect.wrapped {
        return false;
    }
    let text = dialect.bare(text);
    let bytes = text.as_bytes();
    match dialect.separator.as_bytes() {
        [b' ', ..] => {
            if dialect.quotes(text) {
                return split_quoted(bytes, dialect, ends);
            }
            let fields = text.split(&*dialect.separator).map(|field| field.trim_start_matches(' '));
            let fields = fields.filter(|field| !field.is_empty());
            ends.extend(fields.map(|field| {
                let start = field.as_ptr() as usize - text.as_ptr() as usize;
                (start as u32, (start + field.len()) as u32)
            }));
            true
        }
        &[separator] => {
            let quote = if dialect.quote { b'"' } else { separator };
            let plain = kernel::fields(bytes, separator, quote, ends);
            plain || split_quoted(bytes, dialect, ends)
        }
        separator => {
            let mut start = 0;
            for at in separator.first().into_iter().flat_map(|&first| memchr::memchr_iter(first, bytes)) {
                if at >= start && bytes[at..].starts_with(separator) {
                    ends.push((start as u32, at as u32));
                    start = at + separator.len();
                }
            }
            ends.push((start as u32, bytes.len() as u32));
            true
        }
    }
}

/// [`split`] for a line with quotes.
fn split_quoted(bytes: &[u8], dialect: &Dialect, ends: &mut Vec<(u32, u32)>) -> bool {
    ends.clear();
    let separator = dialect.separator_byte();
    let mut at = 0;
    loop {
        let end;
        at = quote_at(bytes, at, separator);
        if bytes.get(at) == Some(&b'"') {
            let inside = &bytes[at + 1..];
            let Some(close) = memchr::memchr(b'"', inside) else { return false };
            end = at + 1 + close + 1;
            let follows = bytes.get(end).is_none_or(|&b| b == separator);
            if !follows || dialect.escape && memchr::memchr(b'\\', &inside[..close]).is_some() {
                return false;
            }
            ends.push((at as u32 + 1, end as u32 - 1));
        } else {
            end = bytes[at..].iter().position(|&b| b == separator).map_or(bytes.len(), |n| at + n);
            ends.push((at as u32, end as u32));
        }
        if end == bytes.len() {
            return true;
        }
        at = end + 1;
    }
}

/// Where a field that begins here has its quote, behind blanks or not; without one, where it begins.
#[inline]
fn quote_at(bytes: &[u8], at: usize, separator: u8) -> usize {
    if bytes.get(at) == Some(&b' ') { quote_behind(bytes, at, separator) } else { at }
}

#[cold]
fn quote_behind(bytes: &[u8], at: usize, separator: u8) -> usize {
    let blanks = bytes[at..].iter().take_while(|&&b| b == b' ' && separator != b' ').count();
    if bytes.get(at + blanks) == Some(&b'"') { at + blanks } else { at }
}

/// A line without the quotes around it, and what was doubled because of them single again.
fn unwrapped(line: &str) -> String {
    let inner = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
    inner.map_or_else(|| line.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// The fields of a row whose quoted fields hold quotes or line ends, put together anew.
#[derive(Default)]
struct Quoted {
    text: String,
    ends: Vec<(u32, u32)>,
    /// True inside a quoted field.
    inside: bool,
}

impl Quoted {
    fn begin(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.inside = false;
    }

    /// Takes one more line; true when the row is complete.
    fn line(&mut self, line: &str, dialect: &Dialect) -> bool {
        let line = dialect.bare(line);
        let inner = dialect.wrapped.then(|| unwrapped(line));
        let line = inner.as_deref().unwrap_or(line);
        let bytes = line.as_bytes();
        let separator = dialect.separator_byte();
        let mut at = 0;
        loop {
            // Here a field begins, or one goes on that a line end stands in.
            if !self.inside {
                at = quote_at(bytes, at, separator);
            }
            if !self.inside && bytes.get(at) == Some(&b'"') {
                self.inside = true;
                at += 1;
            }
            if self.inside {
                let mark = bytes[at..]
                    .iter()
                    .position(|&b| b == b'"' || (dialect.escape && b == b'\\'))
                    .map_or(bytes.len(), |n| at + n);
                self.text.push_str(&line[at..mark]);
                at = mark + 1;
                match bytes.get(mark) {
                    None => {
                        self.text.push('\n');
                        return false;
                    }
                    // The character after a backslash, or a quote after a quote, is itself.
                    Some(b'\\') => match line[at..].chars().next() {
                        Some(c) => {
                            self.text.push(c);
                            at += c.len_utf8();
                            continue;
                        }
                        None => {
                            self.text.push('\n');
                            return false;
                        }
                    },
                    _ if bytes.get(at) == Some(&b'"') => {
                        self.text.push('"');
                        at += 1;
                        continue;
                    }
                    _ => self.inside = false,
                }
            }
            // What stands outside of quotes, or after them, up to the separator.
            let end = bytes[at..].iter().position(|&b| b == separator).map_or(bytes.len(), |n| at + n);
            self.text.push_str(&line[at..end]);
            self.end_field();
            if end == bytes.len() {
                return true;
            }
            at = end + 1;
        }
    }

    fn end_field(&mut self) {
        let start = self.ends.last().map_or(0, |&(_, end)| end);
        self.ends.push((start, self.text.len() as u32));
    }
}

/// The fields of one line by itself, without white space around them, for guessing and for previews.
/// Quotes that do not close end with the line.
pub fn fields<'a>(line: &'a str, dialect: &Dialect) -> Vec<Cow<'a, str>> {
    let mut ends = Vec::new();
    if split(line, dialect, &mut ends) {
        return ends.iter().map(|&(a, b)| Cow::Borrowed(trim(&line[a as usize..b as usize]))).collect();
    }
    let mut quoted = Quoted::default();
    if !quoted.line(line, dialect) {
        quoted.end_field();
    }
    let text = &quoted.text;
    quoted.ends.iter().map(|&(a, b)| trim(&text[a as usize..b as usize]).to_owned().into()).collect()
}

/// Splits lines by themselves, as [`fields`] does, in memory that serves again.
#[derive(Default)]
pub(super) struct Splitter {
    ends: Vec<(u32, u32)>,
    quoted: Quoted,
}

impl Splitter {
    /// The line's fields; the row has no number.
    pub fn row<'a>(&'a mut self, line: &'a str, dialect: &Dialect) -> Row<'a> {
        if split(line, dialect, &mut self.ends) {
            return Row::new(line, &self.ends);
        }
        self.quoted.begin();
        if !self.quoted.line(line, dialect) {
            self.quoted.end_field();
        }
        Row::new(&self.quoted.text, &self.quoted.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_are_read_as_they_are_written() {
        let mut escaping = Dialect::quoted(";");
        escaping.escape = true;
        for (line, dialect, expected) in [
            (r#"a,"b, c",d"#, Dialect::quoted(","), &["a", "b, c", "d"][..]),
            (r#""say ""x""",2"#, Dialect::quoted(","), &[r#"say "x""#, "2"]),
            (r#"5" disk,"a"b,"#, Dialect::quoted(","), &[r#"5" disk"#, "ab", ""]),
            (r#"1, "a, b",  "c""#, Dialect::quoted(","), &["1", "a, b", "c"]),
            (r#""","","#, Dialect::quoted(","), &["", "", ""]),
            (r#""",a"#, Dialect::quoted(","), &["", "a"]),
            (r#""open, still"#, Dialect::quoted(","), &["open, still"]),
            (r#""a \"b\"; c";é\d"#, escaping, &[r#"a "b"; c"#, "é\\d"]),
            (r#""a","b""#, Dialect::plain(","), &[r#""a""#, r#""b""#]),
            ("a::b::::c", Dialect::plain("::"), &["a", "b", "", "c"]),
        ] {
            assert_eq!(fields(line, &dialect), expected, "{line}");
        }
    }

    proptest! {
        /// Both ways of splitting agree wherever the short one answers.
        #[test]
        fn the_short_way_and_the_long_way_agree(line in "[a \"\\\\, é]{0,12}", escape: bool) {
            let mut dialect = Dialect::quoted(",");
            dialect.escape = escape;
            let mut ends = Vec::new();
            if dialect.quotes(&line) && split(&line, &dialect, &mut ends) {
                let mut quoted = Quoted::default();
                prop_assert!(quoted.line(&line, &dialect));
                let short: Vec<&str> = ends.iter().map(|&(a, b)| &line[a as usize..b as usize]).collect();
                let long = quoted.ends.iter().map(|&(a, b)| &quoted.text[a as usize..b as usize]);
                prop_assert_eq!(short, long.collect::<Vec<_>>());
            }
        }

        /// What is written by the rules comes back, whatever the fields hold.
        #[test]
        fn written_rows_come_back(fields in prop::collection::vec("[a\",\n é]{0,6}", 1..5)) {
            let written: Vec<String> =
                fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            let written = written.join(",");
            let dialect = Dialect::quoted(",");
            let mut quoted = Quoted::default();
            let complete: Vec<bool> = written.split('\n').map(|line| quoted.line(line, &dialect)).collect();
            prop_assert_eq!(complete.iter().position(|&done| done), Some(complete.len() - 1));
            let found: Vec<&str> =
                quoted.ends.iter().map(|&(a, b)| &quoted.text[a as usize..b as usize]).collect();
            prop_assert_eq!(found, fields);
        }
    }
}
