//! ARFF, as Weka writes it: attributes with their kinds, then rows, in full or of what is not zero only
//! (<https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/>).

use super::{Flat, column_title, line_of, shown};
use crate::error::Result;
use crate::format::head::LINES;
use crate::format::text::ByLine;
use crate::format::{Head, LineParser, Parser, Sink};

/// Most attributes that are read.
const MOST: usize = 512;

/// The table that the rows make.
pub(super) fn flatten(head: &Head<'_>) -> Option<Flat> {
    let mut rows = Rows::default();
    let mut text = String::new();
    // Attributes stand on a line each, and may be many.
    let mut taken = 0;
    for line in head.all_lines() {
        if let Ok(true) = rows.take(line) {
            text.push_str(&rows.line);
            taken += 1;
        }
        if taken == LINES {
            break;
        }
    }
    if !rows.begun || rows.attributes.is_empty() || rows.relational {
        return None;
    }
    let header = rows.header();
    let end = head.line_end;
    let reading = move |table| {
        let lines = Arff { rows: Rows::default(), table };
        Box::new(ByLine::new(end, Box::new(lines))) as Box<dyn Parser>
    };
    let (text, known, found) = (header + &text, Default::default(), Default::default());
    Some(Flat { text, known, found, notation: "ARFF", told: None, unread: None, reading: Box::new(reading) })
}

/// An attribute: its name, and what a row has that leaves it out.
struct Attribute {
    name: String,
    zero: String,
}

/// Lines → lines of a table.
#[derive(Default)]
struct Rows {
    attributes: Vec<Attribute>,
    relational: bool,
    /// The rows have begun.
    begun: bool,
    fields: Vec<String>,
    /// The row as a line of a table.
    line: String,
}

impl Rows {
    fn header(&self) -> String {
        let mut header = String::new();
        for attribute in &self.attributes {
            header.push_str(&column_title(&attribute.name));
            header.push('\t');
        }
        header.pop();
        header + "\n"
    }

    /// Takes the next line: true when it was a row, which then stands in `line`; an error tells what should have stood
    /// there.
    fn take(&mut self, text: &str) -> std::result::Result<bool, &'static str> {
        let text = text.trim();
        if text.is_empty() || text.starts_with('%') {
            return Ok(false);
        }
        if !self.begun {
            let mut word = text.split(char::is_whitespace);
            match word.next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "@attribute" => self.attribute(text["@attribute".len()..].trim()),
                "@data" => self.begun = true,
                _ => {}
            }
            return Ok(false);
        }
        self.line.clear();
        match text.strip_prefix('{') {
            Some(sparse) => {
                let Some((sparse, _)) = sparse.rsplit_once('}') else {
                    return Err("a row that closes with “}”");
                };
                self.fields.clear();
                self.fields.extend(self.attributes.iter().map(|attribute| attribute.zero.clone()));
                let mut rest = sparse.trim();
                while !rest.is_empty() {
                    let (number, value) = field(rest, ' ');
                    let value = value.map_or("", |value| rest[value..].trim_start());
                    let (value, next) = (field(value, ','), value);
                    let place = number.parse().ok().and_then(|at: usize| self.fields.get_mut(at));
                    *place.ok_or("the number of an attribute and its value")? = value.0;
                    rest = value.1.map_or("", |at| next[at..].trim_start());
                }
            }
            None => {
                self.fields.clear();
                let mut rest = Some(text);
                while let Some(text) = rest
                    && self.fields.len() < MOST
                {
                    let (value, next) = field(text, ',');
                    rest = next.map(|next| &text[next..]);
                    self.fields.push(value);
                }
            }
        }
        for (i, value) in self.fields.iter().enumerate() {
            if i > 0 {
                self.line.push('\t');
            }
            self.line.push_str(&line_of(value));
        }
        self.line.push('\n');
        Ok(true)
    }

    fn attribute(&mut self, text: &str) {
        let (name, kind) = field(text, ' ');
        let kind = kind.map_or("", |kind| text[kind..].trim());
        self.relational |= kind.get(..10).is_some_and(|kind| kind.eq_ignore_ascii_case("relational"));
        // A row of what is not zero leaves out the first of named values.
        let zero = match kind.strip_prefix('{') {
            Some(values) => field(values.trim_end_matches('}'), ',').0,
            None => "0".to_owned(),
        };
        if self.attributes.len() < MOST {
            self.attributes.push(Attribute { name, zero });
        }
    }
}

/// The first field without its quotes, and where the next one begins. A question mark stands for nothing.
fn field(text: &str, separator: char) -> (String, Option<usize>) {
    let mut found = String::new();
    let (mut quote, mut quoted, mut escaped) = (None, false, false);
    let mut next = None;
    for (at, c) in text.char_indices() {
        if escaped {
            found.push(c);
            escaped = false;
        } else if quote == Some(c) {
            quote = None;
        } else if quote.is_some() {
            escaped = c == '\\';
            if !escaped {
                found.push(c);
            }
        } else if c == separator || c == '\t' {
            next = Some(at + 1);
            break;
        } else if matches!(c, '\'' | '"') && !quoted && found.trim().is_empty() {
            quote = Some(c);
            quoted = true;
        } else {
            found.push(c);
        }
    }
    let plain = found.trim();
    (if plain == "?" && !quoted { String::new() } else { plain.to_owned() }, next)
}

/// Hands the rows to the reader of a table.
struct Arff {
    rows: Rows,
    table: Box<dyn Parser>,
}

impl LineParser for Arff {
    fn line(&mut self, text: &str, number: u64, sink: &mut Sink) -> Result<()> {
        sink.set_place(number);
        let begun = self.rows.begun;
        match self.rows.take(text) {
            Ok(true) => self.table.push(self.rows.line.as_bytes(), sink),
            Ok(false) if self.rows.begun && !begun => self.table.push(self.rows.header().as_bytes(), sink),
            Ok(false) => Ok(()),
            Err(expected) => {
                sink.skip(number, 0, expected, shown(text));
                Ok(())
            }
        }
    }

    fn end(&mut self, sink: &mut Sink) -> Result<()> {
        self.table.finish(sink)
    }
}
