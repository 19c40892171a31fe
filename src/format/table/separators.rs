//! The head of a table → its separator.

use super::split::{Dialect, Splitter, without_padding};

/// Separators in the order in which they are tried; the longer ones before those they contain.
const SEPARATORS: [&str; N] = ["::", "\t\t", "\t", "|", ";", ",", "$", "~", "#", " ", "  "];
const N: usize = 11;

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

/// All separators that could be, or this one if it could, the likelier ones first; [`Head::guesses`] keeps them.
#[inline(never)]
pub(in crate::format) fn guesses(lines: &[&str], only: Option<&str>) -> Vec<Guess> {
    let lines = &lines[..lines.len().min(SAMPLE)];
    let begins_quoted = lines.first().is_some_and(|line| line.starts_with('"'));
    // Book-Crossing quotes every field and escapes quotes with a backslash, first far down.
    let backslashes = lines.iter().any(|line| line.contains("\\\""));
    let padded = lines.iter().filter(|line| line.ends_with(";;")).count() * 10 > lines.len() * 9;
    let begins = |line: &&str| line.starts_with('"');
    let wrapped = (padded || lines.iter().take(2).any(begins)) && are_wrapped(lines, padded);
    let dialects = SEPARATORS.map(|separator| {
        let quote = separator.len() == 1 && (matches!(separator, "," | ";") || begins_quoted);
        let escape = quote && ((begins_quoted && separator == ";") || backslashes);
        let (wrapped, padded) = (wrapped && quote, padded && separator != ";");
        Dialect { separator: separator.into(), quote, escape, wrapped, padded }
    });
    // How many lines have how many fields.
    let mut widths: [Vec<(usize, usize)>; N] = Default::default();
    let mut splitter = Splitter::default();
    for line in lines {
        let quotes = memchr::memchr(b'"', line.as_bytes()).is_some();
        let plain = match only {
            Some("\t") => tabs_in(line),
            _ => separators_in(line),
        };
        for i in (0..N).filter(|&i| only.is_none_or(|only| only == SEPARATORS[i])) {
            let width = if quotes && dialects[i].quote {
                splitter.row(line, &dialects[i]).len()
            } else {
                plain[i] + 1
            };
            // A line without the separator says nothing of it.
            if width < 2 {
                continue;
            }
            match widths[i].iter_mut().find(|(w, _)| *w == width) {
                Some((_, n)) => *n += 1,
                None => widths[i].push((width, 1)),
            }
        }
    }
    let mut found: Vec<Guess> = Vec::new();
    for (dialect, widths) in dialects.into_iter().zip(widths) {
        if let Some((width, n)) = widths.into_iter().max_by_key(|&(_, n)| n) {
            found.push(Guess { dialect, width, share: n as f64 / lines.len() as f64 });
        }
    }
    crate::order::sort_by(&mut found, &|a: &Guess, b| b.share.total_cmp(&a.share));
    found
}

/// True when lines stand in quotes as a whole, as a spreadsheet writes those with quotes that are in one cell each: all of
/// them, all below a header, or, where other cells follow, those with quotes.
#[inline(never)]
fn are_wrapped(lines: &[&str], padded: bool) -> bool {
    let is_wrapped = |line: &&str| {
        let line = if padded { without_padding(line) } else { line };
        let [b'"', inner @ .., b'"'] = line.as_bytes() else { return false };
        // Several fields in quotes of their own have quotes that are not doubled.
        let mut runs = inner.chunk_by(|a, b| a == b).filter(|run| run[0] == b'"');
        runs.all(|run| run.len().is_multiple_of(2))
    };
    let has_quotes = |line: &&str| memchr::memchr(b'"', line.as_bytes()).is_some();
    let Some((first, others)) = lines.split_first() else { return false };
    if padded {
        lines.iter().any(has_quotes) && lines.iter().filter(|line| has_quotes(line)).all(is_wrapped)
    } else {
        let below =
            !has_quotes(first) && !others.is_empty() && others.iter().all(|line| line.contains("\"\""));
        (is_wrapped(first) || below) && others.iter().all(is_wrapped)
    }
}

/// How often a TAB stands in the line, at its place among [`SEPARATORS`].
fn tabs_in(line: &str) -> [usize; N] {
    SEPARATORS.map(|separator| match separator {
        "\t" => memchr::memchr_iter(b'\t', line.as_bytes()).count(),
        _ => 0,
    })
}

/// How often each of [`SEPARATORS`] stands in the line.
fn separators_in(line: &str) -> [usize; N] {
    let mut counts = [0; N];
    // A byte that may be the first half of a double separator; how many blanks stand before.
    let (mut half, mut blanks) = (0, 2);
    for &b in line.trim_end_matches(' ').as_bytes() {
        if b == b' ' {
            // The first is a separator, and so are two.
            if blanks < 2 {
                counts[9 + blanks] += 1;
            }
            (blanks, half) = (blanks + 1, 0);
            continue;
        }
        blanks = 0;
        let (single, double) = match b {
            b':' => (None, Some(0)),
            b'\t' => (Some(2), Some(1)),
            b'|' => (Some(3), None),
            b';' => (Some(4), None),
            b',' => (Some(5), None),
            b'$' => (Some(6), None),
            b'~' => (Some(7), None),
            b'#' => (Some(8), None),
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

/// How a table is written: by its separator, unless it was a parquet file or a workbook before it became text.
pub fn notation(name: &str, separator: &str) -> String {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "parquet" => "parquet".into(),
        "xlsx" | "xlsm" | "sheet" => "Excel".into(),
        _ => separator_name(separator),
    }
}

/// The separator in words.
pub fn separator_name(separator: &str) -> String {
    match separator {
        "\t" => "TAB-separated".into(),
        "\t\t" => "TAB TAB-separated".into(),
        "," => "comma-separated".into(),
        " " => "separated by blanks".into(),
        "  " => "in columns of one width".into(),
        ";" => "semicolon-separated".into(),
        other => format!("{other}-separated"),
    }
}
