//! One file while it is read: bytes → text → its parser.

use super::LoadOptions;
use super::memory::Growth;
use crate::error::Result;
use crate::format::archive::crc::Crc;
use crate::format::archive::unpack::{Packing, Trouble, Unpack};
use crate::format::table::Preview;
use crate::format::text::{Decoder, Encoding, text_of_lines};
use crate::format::tree::Flat;
use crate::format::{HEAD, Head, Parser, Sink, recognize, shown};
use crate::report::Sureness;

/// A file while it is read.
pub(super) struct Reading {
    /// Where the bytes begin in the source, where the next ones stand, and where they end.
    pub(super) start: u64,
    pub(super) at: u64,
    pub(super) end: u64,
    /// What the files before held.
    pub(super) before: Growth,
    pub(super) unpack: Unpack,
    pub(super) out: Vec<u8>,
    /// The first bytes, until the format is known, and how many of them are enough to tell it.
    pub(super) head: Vec<u8>,
    enough: usize,
    pub(super) text: Option<(Decoder, Box<dyn Parser>)>,
    /// Of an archive's entry, to compare with what the directory says.
    pub(super) crc: Option<Crc>,
    pub(super) preview: Option<Preview>,
    /// False once it is clear that the file holds nothing of use.
    pub(super) useful: bool,
}

impl Reading {
    pub(super) fn new(start: u64, end: u64, packing: Packing, before: Growth) -> Self {
        Reading {
            start,
            at: start,
            end,
            before,
            unpack: Unpack::new(packing),
            out: Vec::new(),
            head: Vec::new(),
            enough: HEAD,
            text: None,
            crc: None,
            preview: None,
            useful: true,
        }
    }

    pub(super) fn portion(&mut self, rest: &mut &[u8]) -> Result<(), Trouble> {
        let used = self.unpack.portion(rest, &mut self.out)?;
        *rest = &rest[used..];
        Ok(())
    }

    /// Parses what was just unpacked.
    pub(super) fn take_out(&mut self, sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        let out = std::mem::take(&mut self.out);
        self.take(&out, sink, options)?;
        self.out = out;
        Ok(())
    }

    /// Parses the next bytes.
    pub(super) fn take(&mut self, out: &[u8], sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        if let Some(crc) = &mut self.crc {
            crc.update(out);
        }
        if let Some((decoder, parser)) = &mut self.text {
            parser.push(decoder.decode(out), sink)?;
        } else if self.useful {
            let mut rest = out;
            while self.text.is_none() && self.useful && !rest.is_empty() {
                let (head, after) = rest.split_at(rest.len().min(self.enough - self.head.len()));
                self.head.extend_from_slice(head);
                rest = after;
                if self.head.len() < self.enough {
                    continue;
                }
                if self.enough < MOST && is_wide(&self.head) {
                    self.enough *= 2;
                } else {
                    self.open(false, sink, options)?;
                }
            }
            if let Some((decoder, parser)) = &mut self.text {
                parser.push(decoder.decode(rest), sink)?;
            }
        }
        Ok(())
    }

    /// Tells the format by the head, and parses the head.
    pub(super) fn open(&mut self, whole: bool, sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        let columns = options.columns.as_ref().filter(|columns| columns.apply_to(sink.file_name()));
        let forced = columns.and_then(|columns| columns.encoding);
        let mut decoder = Decoder::new(&head, forced);
        let bytes = decoder.decode(&head).to_vec();
        let text = text_of_lines(whole_lines(&bytes, whole));
        let name = sink.file_name().to_owned();
        let mut head = Head::new(&name, &text, whole, columns);
        head.alone = sink.is_alone();
        // Of nested values the formats are shown the table that they make.
        let flat = Flat::of(&head);
        let table = flat.as_ref().map(|flat| flat.head(&head));
        let of_table = flat.as_ref().zip(table.as_ref()).and_then(|(flat, table)| flat.recognize(table));
        let nested = of_table.is_some();
        let found = of_table.or_else(|| recognize(&head));
        let why = found.is_none().then(|| unrecognized(&bytes, &head));
        if found.as_ref().is_none_or(|found| !found.sure) && !is_binary(&bytes) {
            let encoding = match decoder.encoding() {
                Encoding::Utf8 if forced.is_none() => Encoding::of_lines(whole_lines(&bytes, whole)),
                encoding => encoding,
            };
            if encoding != decoder.encoding() {
                sink.watch_utf8();
            }
            self.preview = Preview::of(&name, table.as_ref().unwrap_or(&head), encoding);
            if let (Some(preview), Some(own)) =
                (&mut self.preview, found.as_ref().and_then(|found| found.own))
            {
                preview.columns.set_own(own);
            }
        }
        drop(table);
        let found = match flat {
            Some(flat) if nested => found.map(|found| flat.open(found)),
            _ => found,
        };
        match found {
            Some(found) => {
                sink.set_format(found.format);
                sink.set_nouns(found.nouns);
                if let Some(sentence) = found.told {
                    sink.set_sureness(Sureness::Told);
                    sink.note(sentence);
                }
                let mut parser = found.parser;
                parser.push(&bytes, sink)?;
                self.text = Some((decoder, parser));
            }
            None => {
                if self.preview.is_some() {
                    sink.set_sureness(Sureness::Asked);
                }
                sink.note(why.unwrap_or_default());
                self.useful = false;
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, sink: &mut Sink, options: &LoadOptions) -> Result<()> {
        if self.text.is_none() && self.useful {
            if self.head.is_empty() {
                if !sink.is_cut() {
                    sink.note("the file is empty");
                }
                return Ok(());
            }
            self.open(true, sink, options)?;
        }
        if let Some((mut decoder, mut parser)) = self.text.take() {
            parser.push(decoder.finish(), sink)?;
            parser.finish(sink)?;
        }
        Ok(())
    }
}

/// Most bytes of a head, for tables of so many columns that fewer have no rows.
const MOST: usize = 16 * HEAD;

/// Fewest lines of a head that is long enough.
const FEWEST_LINES: usize = 4;

/// True when a table begins like this whose lines are so long that there is hardly one.
fn is_wide(head: &[u8]) -> bool {
    let nested = head.trim_ascii_start().first().is_none_or(|sign| b"{[<".contains(sign));
    !nested && memchr::memchr_iter(b'\n', head).take(FEWEST_LINES).count() < FEWEST_LINES && !is_binary(head)
}

/// The part of a head that can be decoded by itself: up to the last line end.
fn whole_lines(bytes: &[u8], whole: bool) -> &[u8] {
    if whole {
        return bytes;
    }
    let end = memchr::memrchr(b'\n', bytes).or_else(|| memchr::memrchr(b'\r', bytes));
    match (end, std::str::from_utf8(bytes)) {
        (Some(end), _) => &bytes[..=end],
        (None, Err(error)) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// Why no format took the file.
fn unrecognized(bytes: &[u8], head: &Head<'_>) -> String {
    let start = head.text.trim_start();
    let page = start.get(..15).unwrap_or(start).to_ascii_lowercase();
    if page.starts_with("<!doctype html") || page.starts_with("<html") {
        "a web page (HTML), not a table".into()
    } else if is_binary(bytes) {
        "binary data, not a table".into()
    } else {
        match head.lines().first() {
            Some(line) => format!("no columns of user, item and rating recognized in “{}”", shown(line)),
            None => "no line of text".into(),
        }
    }
}

/// True when more than one byte in a hundred is a control character.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().filter(|&&b| b < 9 || (14..32).contains(&b)).count() * 100 > bytes.len()
}
