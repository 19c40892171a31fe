//! The head of a table → its separator, and its columns when no header names them.

use super::columns::Columns;
use super::split::{Dialect, Splitter};
use crate::format::Head;
use crate::format::value::{is_number, number, time};
use std::borrow::Cow;

/// Separators in the order in which they are tried; the longer ones before those they contain.
const SEPARATORS: [&str; 6] = ["::", "\t\t", "\t", "|", ";", ","];

/// How many lines of the head are looked at to guess.
pub(super) const SAMPLE: usize = 100;

/// A separator by which nearly all lines of the head have the same number of fields.
#[derive(Debug, Clone)]
pub struct Guess {
    /// How lines are split.
    pub dialect: Dialect,
    /// The most frequent number of fields, two or more.
    pub width: usize,
    /// The share of lines with that number of fields, 0 to 1.
    pub share: f64,
}

/// All separators that could be, the likelier ones first; [`Head::guesses`] keeps them.
pub(in crate::format) fn guesses(lines: &[&str]) -> Vec<Guess> {
    let lines = &lines[..lines.len().min(SAMPLE)];
    let begins_quoted = lines.first().is_some_and(|line| line.starts_with('"'));
    // Book-Crossing quotes every field and escapes quotes with a backslash, first far down.
    let backslashes = lines.iter().any(|line| line.contains("\\\""));
    let dialects = SEPARATORS.map(|separator| {
        let quote = separator.len() == 1 && (matches!(separator, "," | ";") || begins_quoted);
        let escape = quote && ((begins_quoted && separator == ";") || backslashes);
        Dialect { separator: separator.to_owned(), quote, escape }
    });
    // How many lines have how many fields.
    let mut widths: [Vec<(usize, usize)>; 6] = Default::default();
    let mut splitter = Splitter::default();
    for line in lines {
        let quotes = memchr::memchr(b'"', line.as_bytes()).is_some();
        let plain = separators_in(line);
        for i in 0..SEPARATORS.len() {
            let width = if quotes && dialects[i].quote {
                splitter.row(line, &dialects[i]).len()
            } else {
                plain[i] + 1
            };
            match widths[i].iter_mut().find(|(w, _)| *w == width) {
                Some((_, n)) => *n += 1,
                None => widths[i].push((width, 1)),
            }
        }
    }
    let mut found: Vec<Guess> = Vec::new();
    for (dialect, widths) in dialects.into_iter().zip(widths) {
        let several = widths.into_iter().filter(|&(width, _)| width > 1);
        if let Some((width, n)) = several.max_by_key(|&(_, n)| n) {
            found.push(Guess { dialect, width, share: n as f64 / lines.len() as f64 });
        }
    }
    crate::order::sort_by(&mut found, &|a: &Guess, b| b.share.total_cmp(&a.share));
    found
}

/// How often each of [`SEPARATORS`] stands in the line.
fn separators_in(line: &str) -> [usize; 6] {
    let mut counts = [0; 6];
    // A byte that may be the first half of a double separator.
    let mut half = 0;
    for &b in line.as_bytes() {
        let (single, double) = match b {
            b':' => (None, Some(0)),
            b'\t' => (Some(2), Some(1)),
            b'|' => (Some(3), None),
            b';' => (Some(4), None),
            b',' => (Some(5), None),
            _ => {
                half = 0;
                continue;
            }
        };
        if let Some(single) = single {
            counts[single] += 1;
        }
        match double {
            Some(double) if half == b => {
                counts[double] += 1;
                half = 0;
            }
            Some(_) => half = b,
            None => half = 0,
        }
    }
    counts
}

/// The likeliest way to split the lines, with what the person said about it.
pub(super) fn likeliest(head: &Head<'_>, columns: &Columns) -> Guess {
    let mut guesses = head.guesses().to_vec();
    if let Some(separator) = columns.separator.as_deref().filter(|s| !s.is_empty()) {
        guesses.retain(|guess| guess.dialect.separator == separator);
        if guesses.is_empty() {
            let dialect =
                if separator.len() == 1 { Dialect::quoted(separator) } else { Dialect::plain(separator) };
            guesses.push(Guess { dialect, width: 0, share: 0.0 });
        }
    }
    let none = Guess { dialect: Dialect::quoted(","), width: 1, share: 0.0 };
    let mut guess = guesses.into_iter().next().unwrap_or(none);
    if let Some(quote) = columns.quote {
        guess.dialect.quote = quote && guess.dialect.separator.len() == 1;
    }
    guess
}

/// True when no field is a number and none is empty.
pub(super) fn looks_like_header(fields: &[Cow<'_, str>]) -> bool {
    fields.iter().all(|field| !field.is_empty() && !is_number(field) && time(field).is_none())
}

/// The time's column, beside those of user, item and rating in this order, when the numbers look like it.
pub(super) fn headerless(head: &Head<'_>, guess: &Guess) -> Option<Option<usize>> {
    if !(3..=4).contains(&guess.width) {
        return None;
    }
    let id = |field: &str| !field.is_empty() && field.len() <= 64 && !field.contains(' ');
    let rating = |field: &str| number(field).is_some_and(|value| (-100.0..=100.0).contains(&value));
    // From 1990 on, in seconds, milliseconds or as a date.
    let timed = |field: &str| time(field).is_some_and(|seconds| seconds > 631_152_000);
    let mut any = false;
    let mut splitter = Splitter::default();
    for line in head.lines().iter().take(SAMPLE) {
        let row = splitter.row(line, &guess.dialect);
        if row.len() != guess.width {
            continue;
        }
        any = true;
        if !(id(row.get(0)) && id(row.get(1)) && rating(row.get(2)) && (row.len() < 4 || timed(row.get(3)))) {
            return None;
        }
    }
    any.then_some((guess.width == 4).then_some(3))
}

/// The separator in words.
pub fn separator_name(separator: &str) -> String {
    match separator {
        "\t" => "TAB-separated".into(),
        "\t\t" => "TAB TAB-separated".into(),
        "," => "comma-separated".into(),
        ";" => "semicolon-separated".into(),
        other => format!("{other}-separated"),
    }
}
