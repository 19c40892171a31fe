//! XML: elements and attributes are keys, texts are values. Comments, instructions and declarations are passed over.

use super::{Reader, Step, Walk};
use crate::format::html::resolved;
use crate::format::text::{MAX_LINE, line_text};

/// Cuts XML into elements.
pub struct Xml {
    line: u64,
    /// How many elements are open.
    depth: usize,
    state: State,
    token: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Text,
    /// Between `<` and `>`; the quote in which it is, or 0.
    Tag(u8),
    Comment,
    Cdata,
}

impl Xml {
    /// A reader of a document.
    pub fn new() -> Self {
        Xml { line: 1, depth: 0, state: State::Text, token: Vec::new() }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.token.len());
        self.token.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// The text before a tag.
    fn text(&mut self, walk: &mut dyn Walk) {
        // What stands between elements for the eye is no text.
        if self.depth > 0 && !self.token.trim_ascii().is_empty() && walk.wants() {
            walk.text(&resolved(line_text(&self.token).trim()));
        }
        self.token.clear();
    }

    /// What stood between `<` and `>`.
    fn tag(&mut self, walk: &mut dyn Walk) {
        let token = std::mem::take(&mut self.token);
        let tag = line_text(&token);
        let tag = tag.trim();
        if tag.starts_with('/') {
            if self.depth > 0 {
                self.depth -= 1;
                walk.close();
            }
        } else if !tag.starts_with(['?', '!']) && !tag.is_empty() {
            let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, mut rest) = tag.split_once(|c: char| c.is_whitespace()).unwrap_or((tag, ""));
            walk.open(Step::Key(name), self.line);
            while let Some((key, value)) = rest.split_once('=') {
                let value = value.trim_start();
                let quote = if value.starts_with('\'') { '\'' } else { '"' };
                let Some((value, more)) = value.strip_prefix(quote).and_then(|value| value.split_once(quote))
                else {
                    break;
                };
                walk.open(Step::Key(key.trim()), self.line);
                walk.text(&resolved(value));
                walk.close();
                rest = more;
            }
            if empty { walk.close() } else { self.depth += 1 }
        }
        self.token = token;
        self.token.clear();
        self.state = State::Text;
    }
}

impl Reader for Xml {
    fn push(&mut self, mut bytes: &[u8], walk: &mut dyn Walk) {
        while let Some((&b, rest)) = bytes.split_first() {
            match self.state {
                State::Text => {
                    let end = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
                    let (text, rest) = bytes.split_at(end);
                    self.keep(text);
                    self.line += memchr::memchr_iter(b'\n', text).count() as u64;
                    if !rest.is_empty() {
                        self.text(walk);
                        self.state = State::Tag(0);
                    }
                    bytes = rest.get(1..).unwrap_or_default();
                    continue;
                }
                State::Tag(0) if b == b'>' => self.tag(walk),
                State::Tag(quote) => {
                    self.keep(&[b]);
                    self.state = match (quote, b, self.token.as_slice()) {
                        (0, _, b"!--") => State::Comment,
                        (0, _, b"![CDATA[") => State::Cdata,
                        (0, b'"' | b'\'', _) => State::Tag(b),
                        _ if quote == b => State::Tag(0),
                        _ => State::Tag(quote),
                    };
                    if matches!(self.state, State::Comment | State::Cdata) {
                        self.token.clear();
                    }
                }
                State::Comment | State::Cdata => {
                    let end = if self.state == State::Comment { b"--" } else { b"]]" };
                    if b == b'>' && self.token.ends_with(end) {
                        if self.state == State::Cdata && self.depth > 0 && walk.wants() {
                            let text = &self.token[..self.token.len() - 2];
                            let text = line_text(text);
                            if !text.trim().is_empty() {
                                walk.text(text.trim());
                            }
                        }
                        self.token.clear();
                        self.state = State::Text;
                    } else {
                        if self.token.len() >= MAX_LINE {
                            // Only the end matters of what is this long.
                            self.token.drain(..MAX_LINE / 2);
                        }
                        self.token.push(b);
                    }
                }
            }
            self.line += u64::from(b == b'\n');
            bytes = rest;
        }
    }

    fn finish(&mut self, walk: &mut dyn Walk) {
        if self.depth > 0 || self.state != State::Text {
            walk.broken(self.line, "an element that is closed", "the end of the file", true);
        }
    }
}
