//! The head of a table → its separator, and its columns when no header names them.

use super::columns::Columns;
use super::rows::RatingRows;
use super::split::{Dialect, fields};
use crate::format::Head;
use crate::format::value::{number, time};

/// Separators in the order in which they are tried; the longer ones before those they contain.
pub const SEPARATORS: &[&str] = &["::", "\t\t", "\t", "|", ";", ","];

/// How many lines of the head are looked at to guess.
const SAMPLE: usize = 100;

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

/// All separators that could be, the likelier ones first.
pub fn guesses(head: &Head<'_>) -> Vec<Guess> {
    let lines: Vec<&str> = head.lines().take(SAMPLE).collect();
    let mut found: Vec<Guess> = Vec::new();
    for separator in SEPARATORS {
        let begins_quoted = lines.first().is_some_and(|line| line.starts_with('"'));
        let quote = separator.len() == 1 && (matches!(*separator, "," | ";") || begins_quoted);
        // Book-Crossing quotes every field and escapes quotes with a backslash, first far down.
        let backslashes = || lines.iter().any(|line| line.contains("\\\""));
        let escape = quote && ((begins_quoted && *separator == ";") || backslashes());
        let dialect = Dialect { separator: (*separator).to_owned(), quote, escape };
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for line in &lines {
            let width = fields(line, &dialect).len();
            match counts.iter_mut().find(|(w, _)| *w == width) {
                Some((_, n)) => *n += 1,
                None => counts.push((width, 1)),
            }
        }
        counts.retain(|&(width, _)| width > 1);
        if let Some(&(width, n)) = counts.iter().max_by_key(|(_, n)| *n) {
            found.push(Guess { dialect, width, share: n as f64 / lines.len() as f64 });
        }
    }
    crate::order::sort_by(&mut found, &|a: &Guess, b| b.share.total_cmp(&a.share));
    found
}

/// The likeliest way to split the lines, with what the person said about it.
pub(super) fn likeliest(head: &Head<'_>, columns: &Columns) -> Guess {
    let mut guesses = guesses(head);
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
pub(super) fn looks_like_header(fields: &[String]) -> bool {
    fields.iter().all(|field| !field.is_empty() && number(field).is_none() && time(field).is_none())
}

/// Columns of user, item, rating and perhaps time, when the numbers look like it.
pub(super) fn headerless(head: &Head<'_>, guess: &Guess) -> Option<RatingRows> {
    if !(3..=4).contains(&guess.width) {
        return None;
    }
    let rows = head.lines().take(SAMPLE).map(|line| fields(line, &guess.dialect));
    let rows: Vec<Vec<String>> = rows.filter(|fields| fields.len() == guess.width).collect();
    let id = |field: &String| !field.is_empty() && field.len() <= 64 && !field.contains(' ');
    let rating = |field: &String| number(field).is_some_and(|value| (-100.0..=100.0).contains(&value));
    // From 1990 on, in seconds, milliseconds or as a date.
    let timed = |field: &String| time(field).is_some_and(|seconds| seconds > 631_152_000);
    let fits = rows.iter().all(|row| {
        matches!(row.as_slice(), [user, item, value, rest @ ..]
            if id(user) && id(item) && rating(value) && rest.iter().all(timed))
    });
    let time = (guess.width == 4).then_some(3);
    (fits && !rows.is_empty()).then(|| RatingRows::new(0, 1, Some(2), time))
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
