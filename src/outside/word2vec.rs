//! The word2vec format, text and binary: a line with the number of rows and of numbers in each, then a key and its
//! vector a row. A key may hold blanks: in the text form the vector is counted from the line's end, in the binary one
//! letters taken for numbers are far beyond those of vectors.

use super::{LONGEST, Outside, Vectors, unknown};
use crate::decimal::decimal;
use crate::error::{Error, Result};

/// Vectors of items from text or bytes.
///
/// # Errors
/// When the file is something else, or damaged.
pub fn word2vec(bytes: &[u8]) -> Result<Outside> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(64)]);
    let head = end.and_then(|end| std::str::from_utf8(&bytes[..end]).ok()).and_then(|head| {
        let mut numbers = head.split_ascii_whitespace().map(str::parse::<usize>);
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(Ok(rows)), Some(Ok(k)), None) if rows > 0 && k <= LONGEST => Some((rows, k)),
            _ => None,
        }
    });
    let (Some(end), Some((rows, k))) = (end, head) else {
        let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]);
        return Err(unknown(format!("a file that begins “{}”", begin.escape_debug())));
    };
    let body = &bytes[end + 1..];
    let (keys, numbers) = text(body, k).or_else(|| binary(body, k)).unwrap_or_default();
    if keys.len() != rows {
        let found = format!("{} that can be read", keys.len());
        return Err(Error::model_file(format!("{rows} rows of a key and {k} numbers"), found));
    }
    Vectors::new("vectors", &mut keys.into_iter(), k, &numbers).map(Outside::Vectors)
}

/// Beyond this is no number of a vector: four letters, the last of them from `a` on, are at least 1e19.
const LARGEST: f32 = 1e15;

/// Most blanks in a key.
const MOST_BLANKS: usize = 32;

type Rows = (Vec<String>, Vec<f32>);

fn text(body: &[u8], k: usize) -> Option<Rows> {
    let (mut keys, mut numbers) = (Vec::new(), Vec::new());
    for line in std::str::from_utf8(body).ok()?.lines().filter(|line| !line.is_empty()) {
        let mut rest = line.trim_end();
        let start = numbers.len();
        for _ in 0..k {
            let (before, number) = rest.rsplit_once([' ', '\t'])?;
            numbers.push(decimal(number)?);
            rest = before;
        }
        numbers[start..].reverse();
        keys.push(rest.to_owned());
    }
    Some((keys, numbers))
}

fn binary(mut body: &[u8], k: usize) -> Option<Rows> {
    let (mut keys, mut numbers) = (Vec::new(), Vec::new());
    loop {
        // The original tool ends a row with a line's end, gensim does not.
        body = body.strip_prefix(b"\n").unwrap_or(body);
        if body.is_empty() {
            return Some((keys, numbers));
        }
        let vector = |blank: usize| {
            let bytes = body.get(blank + 1..blank + 1 + 4 * k)?;
            Some(bytes.as_chunks().0.iter().map(|&x| f32::from_le_bytes(x)))
        };
        let is_vector = |blank: &usize| vector(*blank).is_some_and(|mut xs| xs.all(|x| x.abs() < LARGEST));
        let mut blanks = memchr::memchr_iter(b' ', body);
        let first = blanks.next()?;
        let blank = std::iter::once(first).chain(blanks).take(MOST_BLANKS).find(is_vector).unwrap_or(first);
        keys.push(String::from_utf8_lossy(&body[..blank]).into_owned());
        numbers.extend(vector(blank)?);
        body = &body[blank + 1 + 4 * k..];
    }
}
