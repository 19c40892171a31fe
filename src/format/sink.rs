//! Where parsers put what they find.

use super::personal::{OwnItem, OwnItems};
use super::shown;
use crate::error::Position;
use crate::ratings::{Builder, FeatureKind, Feedback, Noun, Shape};
use crate::report::{FileReport, Skipped, SkippedLine, Sureness};
use std::fmt::Display;

/// Where parsers put what they find: rows into the [`Builder`], the account into the report.
#[derive(Debug, Default)]
pub struct Sink {
    pub(crate) builder: Builder,
    files: Vec<(FileReport, Kinds)>,
    pub(crate) skipped: Skipped,
    pub(crate) own: OwnItems,
    /// The file being read, and its rows that are not descriptions.
    file: FileReport,
    kinds: Kinds,
    /// True when no other file is read.
    alone: bool,
    /// What stands before the row in the ids of people that the file does not name.
    prefix: String,
    /// The file broke off: what is incomplete at its end cannot be trusted.
    cut: bool,
    /// Users whose hash lies above are left out.
    keep_below: Option<u64>,
    implicit: Option<bool>,
    /// Whether a line of UTF-8 that is not ASCII has come; `None` when nobody asks.
    utf8: Option<bool>,
    /// The line of the file on which the row being read begins, where its parser counts rows of its own.
    place: Option<u64>,
}

/// Rows of a file by what they are.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    pub ratings: u64,
    pub choices: u64,
    pub pairs: u64,
}

impl Sink {
    /// An empty sink that keeps this share of the users (all without one), chosen by their ids, and
    /// takes values as plain yeses (true), as ratings (false), or as the files suggest.
    pub fn new(keep_users: Option<f32>, implicit: Option<bool>) -> Self {
        let keep_below = keep_users.map(|share| (f64::from(share) * u64::MAX as f64) as u64);
        let mut sink = Sink { keep_below, implicit, ..Sink::default() };
        if implicit == Some(true) {
            sink.builder.set_binary();
        }
        sink
    }

    /// Says whether a single file is read, so that its rows need no name to tell them from others.
    pub fn set_alone(&mut self, alone: bool) {
        self.alone = alone;
    }

    /// True when no other file is read.
    pub fn is_alone(&self) -> bool {
        self.alone
    }

    /// Tells once what the rows of the file were taken for.
    pub fn tell(&mut self, sentence: &str) {
        if self.file.note.is_empty() {
            self.set_sureness(Sureness::Told);
            self.note(sentence);
        }
    }

    /// What follows comes from this file.
    pub fn begin_file(&mut self, name: &str) {
        self.file = FileReport { name: name.to_owned(), ..FileReport::default() };
        self.kinds = Kinds::default();
        self.prefix.clear();
        self.utf8 = None;
        self.cut = false;
        self.place = None;
    }

    /// From here on it is noticed when a line is UTF-8 and not ASCII.
    pub(crate) fn watch_utf8(&mut self) {
        self.utf8 = Some(false);
    }

    /// True from [`Sink::watch_utf8`] until such a line has come.
    #[inline]
    pub(crate) fn watches_utf8(&self) -> bool {
        self.utf8 == Some(false)
    }

    /// A line is UTF-8 and not ASCII.
    pub(crate) fn saw_utf8(&mut self) {
        self.utf8 = Some(true);
    }

    /// True when such a line has come.
    pub(crate) fn has_utf8(&self) -> bool {
        self.utf8 == Some(true)
    }

    /// What is skipped from here on stands on this line of the file, whatever the parser of its rows counts.
    pub(crate) fn set_place(&mut self, line: u64) {
        self.place = Some(line);
    }

    /// The name of the file being read.
    pub fn file_name(&self) -> &str {
        &self.file.name
    }

    /// The file was taken for this format.
    pub fn set_format(&mut self, format: String) {
        self.file.format = format;
    }

    /// How surely it is known what the file's columns mean.
    pub fn set_sureness(&mut self, sureness: Sureness) {
        self.file.sureness = sureness;
    }

    /// The file calls people and items so, if it says what they are called.
    pub fn set_nouns(&mut self, (people, items): (Option<Noun>, Option<Noun>)) {
        if let Some(noun) = people {
            self.builder.call_people(noun);
        }
        if let Some(noun) = items {
            self.builder.call_items(noun);
        }
    }

    /// The file broke off here; parsers drop what is incomplete.
    pub fn set_cut(&mut self) {
        self.cut = true;
    }

    /// True when the end of the file is missing.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The reports of all files on what of them is in data of this shape and feedback, and how many
    /// ratings, choices and pairs are not.
    pub(crate) fn into_files(self, shape: Shape, feedback: Feedback) -> (Vec<FileReport>, Kinds) {
        let mut lost = Kinds::default();
        let files = self.files.into_iter().map(|(mut file, Kinds { ratings, choices, pairs })| {
            for (rows, kept, lost) in [
                (pairs, shape == Shape::Pairs, &mut lost.pairs),
                (choices, shape == Shape::Ratings && feedback == Feedback::Implicit, &mut lost.choices),
                (ratings, shape == Shape::Ratings && feedback == Feedback::Explicit, &mut lost.ratings),
            ] {
                if kept {
                    file.rows += rows;
                } else {
                    *lost += rows;
                }
            }
            file
        });
        (files.collect(), lost)
    }

    /// The file has been read; its report joins the others.
    pub fn end_file(&mut self) {
        self.files.push((std::mem::take(&mut self.file), std::mem::take(&mut self.kinds)));
    }

    /// A rating in rating units, with its time in seconds since 1970 if known.
    #[inline]
    pub fn rating(&mut self, user: &str, item: &str, value: f32, time: Option<u32>) {
        if self.keeps(user) {
            let counts = self.is_binary();
            self.kinds.choices += u64::from(counts);
            self.kinds.ratings += u64::from(!counts);
            self.builder.rating(user, item, value, time);
        }
    }

    /// A choice of an item, made this often (1 for a plain one), with its time in seconds since 1970 if
    /// known. It is a rating when the person said that counts are.
    #[inline]
    pub fn choice(&mut self, user: &str, item: &str, count: f32, time: Option<u32>) {
        if self.implicit == Some(false) {
            self.rating(user, item, count, time);
        } else if self.keeps(user) {
            self.kinds.choices += 1;
            self.builder.choice(user, item, count, time);
        }
    }

    /// False when this user is left out of the sample.
    #[inline]
    fn keeps(&self, user: &str) -> bool {
        self.keep_below.is_none_or(|limit| spread(user) <= limit)
    }

    /// A weighted pair of items; weights of one pair add up.
    pub fn pair(&mut self, a: &str, b: &str, weight: f32) {
        self.kinds.pairs += 1;
        self.builder.pair(a, b, weight);
    }

    /// The id of somebody of whom the file says nothing but the row, counted from 1. Where several
    /// files are read, the same row of another file is somebody else.
    pub fn row_id(&mut self, row: u32) -> String {
        if self.alone {
            return row.to_string();
        }
        if self.prefix.is_empty() {
            let name = &self.file.name;
            // Files of one name are told apart by their number.
            let same = self.files.iter().filter(|(file, _)| file.name == *name).count();
            self.prefix = if same == 0 { format!("{name}:") } else { format!("{name} ({}):", same + 1) };
        }
        format!("{}{row}", self.prefix)
    }

    /// An item of a person's export.
    pub fn own(&mut self, item: OwnItem) {
        self.file.rows += 1;
        self.own.push(item);
    }

    /// True when every value is taken as a plain yes, whatever it is.
    pub fn is_binary(&self) -> bool {
        self.implicit == Some(true)
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
        // A column of a row that was made of nested values is none of the line's.
        let (line, column) = self.place.map_or((line, column), |place| (place, 0));
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
