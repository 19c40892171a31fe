//! Bytes → UTF-8 text → lines, in chunks of any size.
//!
//! Most ratings files are UTF-8, UTF-16 with a byte order mark, or Windows-1252 (of which the
//! printable part of ISO-8859-1 is a subset). The standard library decodes the first two and 27
//! characters make the third, so no table of other encodings weighs on the page: of those the browser
//! makes UTF-8 before the bytes come here (`www/engine/tables/encoding.ts`).

use super::{LineParser, Parser, Sink};
use crate::error::Result;
use std::borrow::Cow;

/// Longest line in bytes; longer ones are skipped and reported, so that memory stays bounded.
pub const MAX_LINE: usize = 1 << 20;

/// How bytes stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8; a line that is not valid UTF-8 is read as Windows-1252.
    Utf8,
    /// UTF-16, low byte first.
    Utf16le,
    /// UTF-16, high byte first.
    Utf16be,
    /// Windows-1252, which includes ISO-8859-1.
    Windows1252,
}

impl Encoding {
    /// The encoding of a head that is read as [`Encoding::Utf8`]: Windows-1252 when no line with more
    /// than ASCII in it is UTF-8.
    pub fn of_lines(head: &[u8]) -> Self {
        if std::str::from_utf8(head).is_ok() {
            return Encoding::Utf8;
        }
        let mut western = false;
        for line in lines(head).filter(|line| !line.is_ascii()) {
            match std::str::from_utf8(line) {
                Ok(_) => return Encoding::Utf8,
                Err(_) => western = true,
            }
        }
        if western { Encoding::Windows1252 } else { Encoding::Utf8 }
    }

    /// The encoding that a byte order mark announces, and the mark's length; UTF-8 without one.
    pub fn of(head: &[u8]) -> (Self, usize) {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16be, 2),
            _ => (Encoding::Utf8, 0),
        }
    }
}

/// The characters of Windows-1252 from 0x80 to 0x9F; the five that it leaves open are those of
/// ISO-8859-1, as the WHATWG encoding standard has it.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8], into: &mut String) {
    into.extend(bytes.iter().map(|&b| match b {
        0x80..=0x9F => WINDOWS_1252[usize::from(b - 0x80)],
        _ => char::from(b),
    }));
}

/// A line as text: UTF-8, else Windows-1252.
pub fn line_text(line: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let mut text = String::with_capacity(line.len() + 8);
            windows_1252(line, &mut text);
            Cow::Owned(text)
        }
    }
}

/// Several lines as text, each by itself.
pub fn text_of_lines(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(lines(bytes).map(line_text).collect()),
    }
}

/// Lines with their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&b| matches!(b, b'\n' | b'\r'))
}

/// Turns bytes of a file into bytes of UTF-8 (or, for [`Encoding::Utf8`], passes them on as they
/// are: which of its lines are Windows-1252 is told line by line).
#[derive(Debug)]
pub struct Decoder {
    encoding: Encoding,
    /// Bytes of the byte order mark still to be dropped.
    mark: usize,
    odd: Option<u8>,
    high: Option<u16>,
    text: String,
}

impl Decoder {
    /// For a file that begins like this. `forced` overrules what the head says.
    pub fn new(head: &[u8], forced: Option<Encoding>) -> Self {
        let (found, mark) = Encoding::of(head);
        let encoding = forced.unwrap_or(found);
        // A mark of another encoding than the forced one is text.
        let mark = if encoding == found { mark } else { 0 };
        Decoder { encoding, mark, odd: None, high: None, text: String::new() }
    }

    /// The encoding in use.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The next bytes as text.
    pub fn decode<'a>(&'a mut self, bytes: &'a [u8]) -> &'a [u8] {
        let dropped = self.mark.min(bytes.len());
        self.mark -= dropped;
        let bytes = &bytes[dropped..];
        match self.encoding {
            Encoding::Utf8 => return bytes,
            Encoding::Windows1252 => {
                self.text.clear();
                windows_1252(bytes, &mut self.text);
            }
            Encoding::Utf16le | Encoding::Utf16be => {
                self.text.clear();
                for &b in bytes {
                    match self.odd.take() {
                        None => self.odd = Some(b),
                        Some(first) if self.encoding == Encoding::Utf16le => {
                            self.unit(u16::from_le_bytes([first, b]));
                        }
                        Some(first) => self.unit(u16::from_be_bytes([first, b])),
                    }
                }
            }
        }
        self.text.as_bytes()
    }

    /// What a file that ends inside a character leaves.
    pub fn finish(&mut self) -> &[u8] {
        self.text.clear();
        if self.odd.take().is_some() | self.high.take().is_some() {
            self.text.push(char::REPLACEMENT_CHARACTER);
        }
        self.text.as_bytes()
    }

    fn unit(&mut self, unit: u16) {
        let pair = self.high.take().map(|high| (high, char::decode_utf16([high, unit]).next()));
        match pair {
            Some((_, Some(Ok(c)))) => return self.text.push(c),
            Some(_) => self.text.push(char::REPLACEMENT_CHARACTER),
            None => {}
        }
        match unit {
            0xD800..0xDC00 => self.high = Some(unit),
            _ => self.text.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }
}

/// Cuts text into lines and hands them to a [`LineParser`]. Lines end with LF or CR LF, or with a
/// lone CR in a file whose head has no LF.
pub struct ByLine {
    inner: Box<dyn LineParser>,
    end: u8,
    /// The beginning of a line whose end has not come yet.
    carry: Vec<u8>,
    /// True while the rest of a line that is too long is dropped.
    too_long: bool,
    line: u64,
}

impl ByLine {
    /// Lines for `inner`, ended as [`super::Head::line_end`] tells.
    pub fn new(line_end: u8, inner: Box<dyn LineParser>) -> Self {
        ByLine { inner, end: line_end, carry: Vec::new(), too_long: false, line: 0 }
    }

    /// A line by itself.
    fn line(&mut self, line: &[u8], sink: &mut Sink) -> Result<()> {
        match std::str::from_utf8(line) {
            Ok(text) => {
                if sink.watches_utf8() && !text.is_ascii() {
                    sink.saw_utf8();
                }
                self.text(text, line.len(), sink)
            }
            Err(_) => self.text(&line_text(line), line.len(), sink),
        }
    }

    /// A line as text, of so many bytes in the file.
    #[inline]
    fn text(&mut self, text: &str, length: usize, sink: &mut Sink) -> Result<()> {
        self.line += 1;
        if length > MAX_LINE || self.too_long {
            self.too_long = false;
            sink.skip(
                self.line,
                0,
                format_args!("at most {MAX_LINE} bytes in a line"),
                format_args!("a longer line"),
            );
            return Ok(());
        }
        self.inner.line(text.strip_suffix('\r').unwrap_or(text), self.line, sink)
    }
}

impl Parser for ByLine {
    fn push(&mut self, mut bytes: &[u8], sink: &mut Sink) -> Result<()> {
        if !self.carry.is_empty() || self.too_long {
            let Some(end) = memchr::memchr(self.end, bytes) else {
                self.keep(bytes);
                return Ok(());
            };
            self.keep(&bytes[..end]);
            bytes = &bytes[end + 1..];
            let carry = std::mem::take(&mut self.carry);
            self.line(&carry, sink)?;
            // Its memory serves again.
            self.carry = carry;
            self.carry.clear();
        }
        let (mut lines, rest) = bytes.split_at(memchr::memrchr(self.end, bytes).map_or(0, |end| end + 1));
        match std::str::from_utf8(lines) {
            // All lines are checked at once: each by itself takes longer.
            Ok(mut text) if !sink.watches_utf8() => {
                while let Some(end) = memchr::memchr(self.end, text.as_bytes()) {
                    self.text(&text[..end], end, sink)?;
                    text = &text[end + 1..];
                }
            }
            _ => {
                while let Some(end) = memchr::memchr(self.end, lines) {
                    self.line(&lines[..end], sink)?;
                    lines = &lines[end + 1..];
                }
            }
        }
        self.keep(rest);
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink) -> Result<()> {
        if !self.carry.is_empty() || self.too_long {
            let carry = std::mem::take(&mut self.carry);
            if sink.is_cut() {
                sink.skip(self.line + 1, 0, "the rest of the line", "the end of a file that is cut off");
            } else {
                self.line(&carry, sink)?;
            }
        }
        self.inner.end(sink)
    }
}

impl ByLine {
    fn keep(&mut self, bytes: &[u8]) {
        if self.too_long {
            return;
        }
        if self.carry.len() + bytes.len() > MAX_LINE {
            self.too_long = true;
            self.carry = Vec::new();
        } else {
            self.carry.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], step: usize, forced: Option<Encoding>) -> String {
        let mut decoder = Decoder::new(bytes, forced);
        let mut text = Vec::new();
        for chunk in bytes.chunks(step) {
            text.extend_from_slice(decoder.decode(chunk));
        }
        text.extend_from_slice(decoder.finish());
        line_text(&text).into_owned()
    }

    #[test]
    fn the_same_text_comes_from_every_encoding_and_chunk_size() {
        let text = "id;Titel\n1;Amélie – Œuvre €\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| {
            let units = text.encode_utf16().flat_map(bytes);
            mark.into_iter().chain(units).collect::<Vec<u8>>()
        };
        let western: Vec<u8> = text
            .chars()
            .map(|c| match WINDOWS_1252.iter().position(|&w| w == c) {
                Some(at) => 0x80 + at as u8,
                None => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for step in [1, 2, 3, 100] {
            assert_eq!(decoded(text.as_bytes(), step, None), text);
            assert_eq!(decoded(&marked, step, None), text);
            assert_eq!(decoded(&utf16(u16::to_le_bytes, [0xFF, 0xFE]), step, None), text);
            assert_eq!(decoded(&utf16(u16::to_be_bytes, [0xFE, 0xFF]), step, None), text);
            assert_eq!(decoded(&western, step, None), text);
            assert_eq!(decoded(&western, step, Some(Encoding::Windows1252)), text);
        }
        let emoji: Vec<u8> = "\u{FEFF}🦀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&emoji, 1, None), "🦀");
        assert_eq!(decoded(&emoji[..5], 1, None), "\u{FFFD}", "cut inside a surrogate pair");
    }
}
