//! Where parsers put what they find.

use super::personal::OwnItem;
use super::shown;
use crate::error::Position;
use crate::ratings::{Builder, FeatureKind};
use crate::report::{FileReport, Skipped, SkippedLine};
use std::fmt::Display;

/// Where parsers put what they find: rows into the [`Builder`], the account into the report.
#[derive(Debug, Default)]
pub struct Sink {
    pub(crate) builder: Builder,
    pub(crate) files: Vec<FileReport>,
    pub(crate) skipped: Skipped,
    pub(crate) own: Vec<OwnItem>,
    /// The file being read.
    file: FileReport,
    /// The file broke off: what is incomplete at its end cannot be trusted.
    cut: bool,
    /// Users whose hash lies above are left out.
    keep_below: Option<u64>,
    implicit: Option<bool>,
    /// Every value of this file is taken as a plain yes.
    binary: bool,
}

impl Sink {
    /// An empty sink that keeps this share of the users (all without one), chosen by their ids, and
    /// takes values as plain yeses (true), as ratings (false), or as the files suggest.
    pub fn new(keep_users: Option<f32>, implicit: Option<bool>) -> Self {
        let keep_below = keep_users.map(|share| (f64::from(share) * u64::MAX as f64) as u64);
        let mut sink = Sink { keep_below, implicit, ..Sink::default() };
        if implicit == Some(true) {
            sink.builder.set_implicit();
        }
        sink
    }

    /// What follows comes from this file.
    pub fn begin_file(&mut self, name: &str) {
        self.file = FileReport { name: name.to_owned(), ..FileReport::default() };
        self.binary = self.implicit == Some(true);
        self.cut = false;
    }

    /// The name of the file being read.
    pub fn file_name(&self) -> &str {
        &self.file.name
    }

    /// The file was taken for this format.
    pub fn set_format(&mut self, format: String) {
        self.file.format = format;
    }

    /// The file broke off here; parsers drop what is incomplete.
    pub fn set_cut(&mut self) {
        self.cut = true;
    }

    /// True when the end of the file is missing.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The file has been read; its report joins the others.
    pub fn end_file(&mut self) {
        self.files.push(std::mem::take(&mut self.file));
    }

    /// From here on values are counts, or plain choices of 1 each: implicit feedback, unless the
    /// person said that they are ratings.
    pub fn counts(&mut self) {
        self.binary = false;
        if self.implicit != Some(false) {
            self.builder.set_implicit();
        }
    }

    /// A rating in rating units, with its time in seconds since 1970 if known.
    #[inline]
    pub fn rating(&mut self, user: &str, item: &str, value: f32, time: Option<u32>) {
        if self.keep_below.is_some_and(|limit| spread(user) > limit) {
            return;
        }
        self.file.rows += 1;
        self.builder.rating(user, item, if self.binary { 1.0 } else { value }, time);
    }

    /// A weighted pair of items; weights of one pair add up.
    pub fn pair(&mut self, a: &str, b: &str, weight: f32) {
        self.file.rows += 1;
        self.builder.pair(a, b, weight);
    }

    /// A film or book of a person's export.
    pub fn own(&mut self, item: OwnItem) {
        self.file.rows += 1;
        self.own.push(item);
    }

    /// True when every value is taken as a plain yes, whatever it is.
    pub fn is_binary(&self) -> bool {
        self.binary
    }

    /// A row that describes an item or a user was used.
    pub fn described(&mut self) {
        self.file.rows += 1;
    }

    /// An item's title; an empty one is ignored.
    pub fn item_title(&mut self, item: &str, title: &str) {
        if !title.is_empty() {
            self.builder.item_title(item, title);
        }
    }

    /// A feature of an item, with weight 1: `("260", "genre", Category, "Sci-Fi")`.
    pub fn item_feature(&mut self, item: &str, table: &str, kind: FeatureKind, name: &str) {
        if !name.is_empty() {
            self.builder.item_feature(item, table, kind, name, 1.0);
        }
    }

    /// A feature of a user, with weight 1: `("7", "occupation", Attribute, "writer")`.
    pub fn user_feature(&mut self, user: &str, table: &str, kind: FeatureKind, name: &str) {
        if !name.is_empty() {
            self.builder.user_feature(user, table, kind, name, 1.0);
        }
    }

    /// Reports a line that could not be used. `column` counts from 1; 0 is the whole line.
    #[cold]
    pub fn skip(&mut self, line: u64, column: u32, expected: impl Display, found: impl Display) {
        self.file.skipped += 1;
        let file = &self.file.name;
        self.skipped.add(|| SkippedLine {
            position: Position { file: file.clone(), line, column },
            expected: expected.to_string(),
            found: shown(&found.to_string()),
        });
    }

    /// Adds a sentence to what the report tells about this file.
    pub fn note(&mut self, sentence: impl Display) {
        if !self.file.note.is_empty() {
            self.file.note.push_str("; ");
        }
        self.file.note.push_str(&sentence.to_string());
    }
}

/// A share of all 64-bit numbers, the same for the same id in every file (FNV-1a, then the
/// finalizer of SplitMix64 to spread it).
fn spread(id: &str) -> u64 {
    let fnv = id
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3));
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
