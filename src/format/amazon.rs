//! Amazon's product data: descriptions of products with what is bought and viewed together, reviews, and
//! ratings without a header.
//!
//! Layouts: <https://cseweb.ucsd.edu/~jmcauley/datasets/amazon/links.html> (2014: one Python literal or JSON
//! object a line), <https://nijianmo.github.io/amazon/> (2018: JSON) and
//! <https://amazon-reviews-2023.github.io/> (2023: JSON). A description's related products become pairs,
//! weighted as [`super::pairs`] tells.

use super::html::plain_text;
use super::pairs::RELATIONSHIPS;
use super::table::{self, Dialect, RatingRows, Table, fields};
use super::text::{ByLine, line_text};
use super::time::time;
use super::value::{Notation, bounded, expected_number, number};
use super::{Format, Head, LineParser, Match, Sink};
use crate::decimal::decimal;
use crate::error::Result;
use crate::ratings::{FeatureKind, Noun};
use serde_json::Value;

/// Longest name of a category in bytes; some descriptions have whole paragraphs in their place.
const LONGEST_CATEGORY: usize = 80;

/// Product descriptions, reviews, and ratings without a header.
pub struct Amazon;

impl Format for Amazon {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let first = head.lines().first()?.trim_start();
        if first.starts_with('{') {
            let has = |key: &str| {
                [format!("'{key}'"), format!("\"{key}\"")]
                    .iter()
                    .any(|quoted| first.contains(quoted.as_str()))
            };
            if !has("asin") && !has("parent_asin") {
                return None;
            }
            let format =
                if has("reviewerID") || has("user_id") { "Amazon reviews" } else { "Amazon products" };
            let parser = Box::new(ByLine::new(head.line_end, Box::new(Objects)));
            return Some(Match::sure(format, parser).calling(None, Noun::PRODUCT));
        }
        let [user, item] = columns_of_ratings(head)?;
        let value = table::ValueColumn { column: 2, counts: false, notation: Notation::Plain, unrated: None };
        let rows = RatingRows::new(user, item, Some(value), Some(3));
        let parser = Table::new(Dialect::plain(","), 0, 4, Box::new(rows)).into_parser(head);
        let order = if user == 0 { "user first" } else { "product first" };
        Some(Match::sure(format!("Amazon ratings, {order}"), parser).calling(None, Noun::PRODUCT))
    }
}

/// The columns of user and product in `user,product,rating,time` (2014) or `product,user,rating,time`
/// (2018), told by the ids: products have ten characters, people have more and begin with A.
fn columns_of_ratings(head: &Head<'_>) -> Option<[usize; 2]> {
    let capitals = |id: &str| id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let product = |id: &str| id.len() == 10 && capitals(id);
    let person = |id: &str| (11..=24).contains(&id.len()) && id.starts_with('A') && capitals(id);
    // A few people have ids as short as a product's.
    let either = |id: &str| person(id) || (id.len() == 10 && id.starts_with('A') && capitals(id));
    let mut votes = [0usize; 2];
    for line in head.lines() {
        let row = fields(line, &Dialect::plain(","));
        let [a, b, rating, at] = row.as_slice() else { return None };
        let stars = number(rating).is_some_and(|value| (0.0..=5.0).contains(&value));
        if !stars || time(at).is_none() {
            return None;
        }
        match (product(b) && either(a), product(a) && either(b)) {
            (true, true) => {}
            (true, false) => votes[0] += 1,
            (false, true) => votes[1] += 1,
            (false, false) => return None,
        }
    }
    match votes {
        [_, 0] if votes[0] > 0 => Some([0, 1]),
        [0, _] if votes[1] > 0 => Some([1, 0]),
        _ => None,
    }
}

/// Lines that are objects: products and reviews are told apart line by line.
struct Objects;

impl LineParser for Objects {
    fn line(&mut self, text: &str, line: u64, sink: &mut Sink) -> Result<()> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let object = match serde_json::from_str(text) {
            Ok(object) => object,
            // Python writes strings between single quotes, None and True.
            Err(json) => match python_literal(text) {
                Ok(object) => object,
                Err(wrong) => {
                    let column = wrong.at.max(json.column().saturating_sub(1));
                    let found = text.get(column..).filter(|rest| !rest.is_empty());
                    let expected = if wrong.at == column { wrong.expected } else { "a JSON object" };
                    sink.skip(line, column as u32 + 1, expected, found.unwrap_or("the end of the line"));
                    return Ok(());
                }
            },
        };
        let Some(product) = text_of(&object, &["parent_asin", "asin"]) else {
            sink.skip(line, 0, "an object with “asin”", text);
            return Ok(());
        };
        match text_of(&object, &["reviewerID", "user_id"]) {
            Some(user) => review(&object, user, product, line, sink),
            None => describe(&object, product, sink),
        }
        Ok(())
    }
}

/// The first of these fields that is text and not empty.
fn text_of<'a>(object: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().filter_map(|key| object.get(key)?.as_str()).map(str::trim).find(|text| !text.is_empty())
}

fn review(object: &Value, user: &str, product: &str, line: u64, sink: &mut Sink) {
    let rating = object.get("overall").or_else(|| object.get("rating"));
    let value = match rating {
        Some(Value::Number(value)) => value.as_f64().and_then(bounded),
        Some(Value::String(text)) => number(text),
        _ => None,
    };
    let Some(value) = value else {
        let found = rating.map_or_else(|| "nothing".to_owned(), shown_value);
        let expected = expected_number(&found);
        return sink.skip(line, 0, format_args!("{expected} as “overall” or “rating”"), found);
    };
    let at = object.get("unixReviewTime").or_else(|| object.get("timestamp"));
    let at = at.and_then(|at| match at {
        Value::String(text) => time(text),
        other => time(&shown_value(other)),
    });
    sink.rating(user, product, value, at);
}

fn describe(object: &Value, product: &str, sink: &mut Sink) {
    sink.described();
    if let Some(title) = text_of(object, &["title"]) {
        sink.item_title(product, &plain_text(title));
    }
    for key in ["categories", "category", "main_cat", "main_category"] {
        if let Some(categories) = object.get(key) {
            each_text(categories, &mut |name| {
                let name = plain_text(name);
                if name.len() <= LONGEST_CATEGORY {
                    sink.item_feature(product, "category", FeatureKind::Category, &name);
                }
            });
        }
    }
    for (key, weight) in RELATIONSHIPS.into_iter().filter(|&(_, weight)| weight > 0.0) {
        let list = object.get("related").and_then(|related| related.get(key)).or_else(|| object.get(key));
        if let Some(list) = list {
            each_text(list, &mut |other| {
                if !other.is_empty() {
                    sink.pair(product, other, weight);
                }
            });
        }
    }
}

/// Every text in a list, in lists of lists, or the text itself.
fn each_text(value: &Value, take: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => take(text.trim()),
        Value::Array(list) => list.iter().for_each(|value| each_text(value, take)),
        _ => {}
    }
}

/// Where a literal is wrong.
#[derive(Debug, PartialEq)]
struct Wrong {
    /// Byte in the text.
    at: usize,
    expected: &'static str,
}

/// Deepest nesting of a literal.
const DEEPEST: usize = 32;

/// A literal of Python: dict, list, tuple, string (also `u'…'`), number, `None`, `True`, `False`.
fn python_literal(text: &str) -> std::result::Result<Value, Wrong> {
    let mut literal = Literal { bytes: text.as_bytes(), at: 0 };
    let value = literal.value(0)?;
    literal.space();
    if literal.at == text.len() { Ok(value) } else { literal.wrong("the end of the line") }
}

struct Literal<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Literal<'_> {
    fn wrong<T>(&self, expected: &'static str) -> std::result::Result<T, Wrong> {
        Err(Wrong { at: self.at, expected })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Skips white space, and this byte if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        self.space();
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    fn value(&mut self, depth: usize) -> std::result::Result<Value, Wrong> {
        if depth > DEEPEST {
            return self.wrong("fewer brackets within brackets");
        }
        self.space();
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                let mut object = serde_json::Map::new();
                while !self.eat(b'}') {
                    let Value::String(key) = self.value(depth + 1)? else {
                        return self.wrong("a string as the key");
                    };
                    if !self.eat(b':') {
                        return self.wrong("“:”");
                    }
                    object.insert(key, self.value(depth + 1)?);
                    if !self.eat(b',') && self.peek() != Some(b'}') {
                        return self.wrong("“,” or “}”");
                    }
                }
                Ok(Value::Object(object))
            }
            Some(open @ (b'[' | b'(')) => {
                self.at += 1;
                let close = if open == b'[' { b']' } else { b')' };
                let mut list = Vec::new();
                while !self.eat(close) {
                    list.push(self.value(depth + 1)?);
                    if !self.eat(b',') && self.peek() != Some(close) {
                        return self.wrong("“,” or a closing bracket");
                    }
                }
                Ok(Value::Array(list))
            }
            Some(quote @ (b'\'' | b'"')) => self.string(quote, false).map(Value::String),
            Some(b'u' | b'U') if matches!(self.bytes.get(self.at + 1), Some(b'\'' | b'"')) => {
                let quote = self.bytes[self.at + 1];
                self.at += 1;
                self.string(quote, true).map(Value::String)
            }
            _ => self.word(),
        }
    }

    /// A number or a name.
    fn word(&mut self) -> std::result::Result<Value, Wrong> {
        let rest = &self.bytes[self.at..];
        let inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_');
        let length = rest.iter().take_while(|b| inside(b)).count();
        let word = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        let value = match word {
            "None" | "null" | "nan" => Value::Null,
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            // Python 2 marks long integers.
            _ => match word.strip_suffix('L').unwrap_or(word) {
                number if number.parse::<i64>().is_ok() => Value::from(number.parse::<i64>().unwrap_or(0)),
                number => match decimal::<f64>(number) {
                    Some(number) if number.is_finite() => Value::from(number),
                    _ => return self.wrong("a value"),
                },
            },
        };
        self.at += length;
        Ok(value)
    }

    /// A string between these quotes. In `u'…'`, `\xe9` is a character; otherwise it is a byte of UTF-8.
    fn string(&mut self, quote: u8, unicode: bool) -> std::result::Result<String, Wrong> {
        let start = self.at;
        self.at += 1;
        let mut text = Vec::new();
        let push = |text: &mut Vec<u8>, c: char| {
            text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        };
        let mut high: Option<u32> = None;
        loop {
            let plain = self.bytes[self.at..].iter().position(|&b| b == quote || b == b'\\');
            let Some(plain) = plain else {
                self.at = start;
                return self.wrong("a string that ends");
            };
            if plain > 0 {
                high = None;
            }
            text.extend_from_slice(&self.bytes[self.at..self.at + plain]);
            self.at += plain + 1;
            if self.bytes[self.at - 1] == quote {
                return Ok(line_text(&text).into_owned());
            }
            let escape = self.peek();
            self.at += 1;
            let digits = match escape {
                Some(b'x') => 2,
                Some(b'u') => 4,
                Some(b'U') => 8,
                _ => 0,
            };
            if digits > 0 {
                let hex =
                    self.bytes.get(self.at..self.at + digits).and_then(|hex| std::str::from_utf8(hex).ok());
                let Some(code) = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) else {
                    return self.wrong("hexadecimal digits");
                };
                self.at += digits;
                match (high.take(), code) {
                    (Some(first), 0xDC00..0xE000) => {
                        let code = 0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00);
                        push(&mut text, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    (_, 0xD800..0xDC00) => high = Some(code),
                    (_, 0x80..0x100) if digits == 2 && !unicode => text.push(code as u8),
                    _ => push(&mut text, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
                continue;
            }
            high = None;
            match escape {
                Some(b'n') => text.push(b'\n'),
                Some(b't') => text.push(b'\t'),
                Some(b'r') => text.push(b'\r'),
                Some(b'\\' | b'\'' | b'"' | b'/') => text.extend(escape),
                // Any other backslash is itself.
                Some(other) => text.extend([b'\\', other]),
                None => return self.wrong("a string that ends"),
            }
        }
    }
}

/// A value as a person would write it.
fn shown_value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => super::json_number(number),
        Value::Bool(truth) => truth.to_string(),
        Value::Null => "nothing".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_literals_are_read_as_python_reads_them() {
        for (text, json) in [
            (
                r#"{'a': 1, "b": [1.5, -2, None], u'c': (True, False)}"#,
                r#"{"a":1,"b":[1.5,-2,null],"c":[true,false]}"#,
            ),
            (r#"{'a': 'it\'s', 'b': "it's", 'c': 'say "x"'}"#, r#"{"a":"it's","b":"it's","c":"say \"x\""}"#),
            (r"['\\n\n\t', '\q']", r#"["\\n\n\t","\\q"]"#),
            (
                r"[u'caf\xe9', 'caf\xc3\xa9', 'caf\xe9', u'\u2013\U0001f600']",
                r#"["café","café","café","–😀"]"#,
            ),
            (r"[u'\ud83d\ude00', 12L, 1e3, [], {}, ['x',]]", r#"["😀",12,1000.0,[],{},["x"]]"#),
        ] {
            let expected: Value = serde_json::from_str(json).unwrap();
            assert_eq!(python_literal(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, at) in [
            ("{'a': }", 6),
            ("{'a' 1}", 5),
            ("{'a': 1", 7),
            ("['abc", 1),
            ("{1: 2}", 2),
            ("[1] x", 4),
            (r"['\xg0']", 4),
            ("", 0),
            ("[nonsense]", 1),
        ] {
            assert_eq!(python_literal(text).unwrap_err().at, at, "{text}");
        }
        assert!(python_literal(&"[".repeat(1000)).is_err());
    }
}
