//! JSON, one document or several in a row (RFC 8259), without a document in memory.

use super::{Reader, Step, Walk, shown};
use crate::format::text::{MAX_LINE, line_text};

/// Deepest nesting of which lists and objects are told apart.
const DEEPEST: usize = 128;

/// Cuts JSON into values. What is not JSON is passed over as far as brackets and quotes tell.
#[derive(Default)]
pub struct Json {
    /// Every line is a document, so that a broken one is only itself.
    by_line: bool,
    line: u64,
    /// The line on which the outermost value begins.
    began: u64,
    open: Vec<u8>,
    /// How many brackets are open below the deepest.
    beyond: usize,
    /// A key was read and opened, its value not yet.
    keyed: bool,
    state: State,
    token: Vec<u8>,
    /// The token is a key.
    key: bool,
    /// Whether the token is looked at.
    kept: bool,
    escapes: bool,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum State {
    #[default]
    Between,
    /// In a string; `true` after a backslash.
    Text(bool),
    /// In a number or a word.
    Word,
}

impl Json {
    /// A reader of one document after the other, each on a line of its own if `by_line`.
    pub fn new(by_line: bool) -> Self {
        Json { by_line, line: 1, ..Json::default() }
    }

    /// Reads these bytes, and tells whether nothing is open at their end.
    pub fn ends_with(mut self, bytes: &[u8], walk: &mut dyn Walk) -> bool {
        self.push(bytes, walk);
        self.open.is_empty() && self.state == State::Between
    }

    fn is_key(&self) -> bool {
        self.open.last() == Some(&b'{') && !self.keyed
    }

    /// Opens the value that begins here.
    fn begin(&mut self, walk: &mut dyn Walk) {
        match self.open.last() {
            None => {
                self.began = self.line;
                walk.open(Step::Root, self.line);
            }
            Some(b'[') => walk.open(Step::Element, self.line),
            Some(_) if self.keyed => {}
            Some(_) => walk.open(Step::Key(""), self.line),
        }
        self.keyed = false;
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.kept && self.token.len() + bytes.len() <= MAX_LINE {
            self.token.extend_from_slice(bytes);
        } else {
            // Half a text is none.
            self.kept = false;
            self.token.clear();
        }
    }

    /// A string or a word has ended.
    fn take(&mut self, walk: &mut dyn Walk) {
        let token = std::mem::take(&mut self.token);
        let text = line_text(&token);
        let whole = if self.escapes { serde_json::from_str(&format!("\"{text}\"")).ok() } else { None };
        let text = whole.as_ref().and_then(serde_json::Value::as_str).unwrap_or(&text);
        if self.key {
            walk.open(Step::Key(text), self.line);
            self.keyed = true;
        } else if self.beyond == 0 {
            if self.kept && !(self.state == State::Word && text == "null") {
                walk.text(text);
            }
            walk.close();
        }
        self.state = State::Between;
        self.token = token;
        self.token.clear();
    }

    /// Ends all that is open.
    fn give_up(&mut self, walk: &mut dyn Walk, expected: &str, found: &str, lost: bool) {
        walk.broken(self.line, expected, found, lost);
        self.open.clear();
        self.token.clear();
        (self.beyond, self.keyed, self.state) = (0, false, State::Between);
    }

    fn end_of_line(&mut self, walk: &mut dyn Walk) {
        if self.by_line && (!self.open.is_empty() || matches!(self.state, State::Text(_))) {
            let found = shown(&line_text(&self.token));
            self.give_up(walk, "an object that ends on its line", &found, true);
        }
        self.line += 1;
    }

    fn between(&mut self, b: u8, walk: &mut dyn Walk) {
        match b {
            b'\n' => self.end_of_line(walk),
            b' ' | b'\t' | b'\r' | b':' => {}
            b',' => {
                if self.beyond == 0 && self.keyed {
                    self.keyed = false;
                    walk.close();
                }
            }
            b'{' | b'[' if self.open.len() >= DEEPEST => self.beyond += 1,
            b'{' | b'[' => {
                self.begin(walk);
                self.open.push(b);
            }
            b'}' | b']' if self.beyond > 0 => self.beyond -= 1,
            b'}' | b']' => {
                if self.keyed {
                    self.keyed = false;
                    walk.close();
                }
                if self.open.pop().is_some() {
                    walk.close();
                }
            }
            _ => {
                let quoted = b == b'"';
                self.kept = self.beyond == 0;
                self.escapes = false;
                self.key = quoted && self.beyond == 0 && self.is_key();
                if self.beyond == 0 && !self.key {
                    self.begin(walk);
                    self.kept = walk.wants();
                }
                self.state = if quoted { State::Text(false) } else { State::Word };
                if !quoted {
                    self.keep(&[b]);
                }
            }
        }
    }
}

impl Reader for Json {
    fn push(&mut self, mut bytes: &[u8], walk: &mut dyn Walk) {
        while let Some((&b, rest)) = bytes.split_first() {
            match self.state {
                State::Between => {
                    self.between(b, walk);
                    bytes = rest;
                }
                State::Text(true) => {
                    self.keep(&[b]);
                    self.line += u64::from(b == b'\n');
                    self.state = State::Text(false);
                    bytes = rest;
                }
                State::Text(false) => {
                    let end = memchr::memchr3(b'"', b'\\', b'\n', bytes).unwrap_or(bytes.len());
                    let (text, rest) = bytes.split_at(end);
                    self.keep(text);
                    match rest.first() {
                        None => {}
                        Some(b'"') if self.beyond > 0 => self.state = State::Between,
                        Some(b'"') => self.take(walk),
                        Some(b'\\') => {
                            self.escapes = true;
                            self.keep(b"\\");
                            self.state = State::Text(true);
                        }
                        Some(_) => {
                            self.keep(b" ");
                            self.end_of_line(walk);
                        }
                    }
                    bytes = rest.get(1..).unwrap_or_default();
                }
                State::Word => {
                    if matches!(b, b',' | b'}' | b']' | b':' | b'"' | b'{' | b'[') || b.is_ascii_whitespace()
                    {
                        if self.beyond > 0 {
                            self.state = State::Between;
                        } else {
                            self.take(walk);
                        }
                    } else {
                        self.keep(&[b]);
                        bytes = rest;
                    }
                }
            }
        }
    }

    fn finish(&mut self, walk: &mut dyn Walk) {
        if self.state == State::Word && self.beyond == 0 {
            self.take(walk);
        }
        if !self.open.is_empty() || self.state != State::Between {
            self.line = self.began;
            self.give_up(walk, "a bracket that closes", "the end of the file", true);
        }
    }
}
