//! The end of a load: everything is sorted and joined, and the account is drawn up.

use super::remarks::{losses, remarks};
use super::{Loaded, Loader, Step, base_name, file_error};
use crate::error::{ErrorKind, Result};
use crate::format::personal::{self, OwnItem};
use crate::ratings::{Axis, Built, Feedback, Ratings, Shape};
use crate::report::{FileReport, Report, Sureness};

impl Loader {
    /// Sorts and joins everything.
    ///
    /// # Errors
    /// When no file held ratings; the error tells what stood in the way.
    pub fn finish(self) -> Result<Loaded> {
        if !matches!(self.step, Step::Finished) {
            return Err(ErrorKind::State { expected: "feed all bytes" }.into());
        }
        let Loader { mut sink, sources, options, splits, mut notes, previews, .. } = self;
        let own = std::mem::take(&mut sink.own).into_items();
        if sink.builder.is_empty() && personal::into_ratings(&own, &mut sink) {
            notes.push("Few of what was seen are rated, so that all count as choices.".into());
        }
        let builder = std::mem::take(&mut sink.builder);
        let skipped = std::mem::take(&mut sink.skipped);
        if builder.is_empty() {
            // What is no rating, choice or pair is a description.
            let (files, _) = sink.into_files(Shape::Pairs, Feedback::Implicit);
            // A table whose columns nobody understood, or were taken for what no row of it fits, is the
            // cause, and not a line of it or of another file.
            let mistaken = |file: &&FileReport| file.sureness == Sureness::Told && file.rows == 0;
            let asked = files.iter().find(|file| file.sureness == Sureness::Asked);
            let asked = asked.or_else(|| files.iter().find(mistaken));
            if let (None, Some(first)) = (asked, skipped.first.into_iter().next()) {
                let (position, expected, found) = (first.position, first.expected, first.found);
                return Err(ErrorKind::File { position, expected, found }.into());
            }
            let unread = || files.iter().find(|file| file.format.is_empty());
            let file = asked.or_else(unread).or(files.first());
            let name = file.map_or(sources[0].name.as_str(), |f| f.name.as_str());
            let found = match file {
                Some(file) if mistaken(&file) => &format!("no row that fits: {}", file.note),
                Some(file) if !file.note.is_empty() => file.note.as_str(),
                Some(file) if !file.format.is_empty() && file.rows == 0 => "no row",
                Some(_) => "only descriptions of users or items",
                None => "no file that could be one",
            };
            return Err(file_error(name, 0, "ratings of items by users", found));
        }
        let titled = builder.described_items();
        let mut built = builder.build()?;
        let (files, left_out) = sink.into_files(built.ratings.shape(), built.ratings.feedback());
        // Whoever gives 1 to all chose them, and says no more.
        if options.implicit.is_none() && says_yes(&built) {
            built.ratings = built.ratings.binarized();
            built.test = built.test.map(|test| test.binarized());
            notes.push("All ratings are 1: each was taken for a choice.".into());
        }
        let ratings = &built.ratings;
        let first = base_name(&sources[0].name);
        let name = match sources.len() {
            1 => first.to_owned(),
            n => format!("{first} and {} more", n - 1),
        };
        let mut report = Report::of(name, ratings, built.test.as_ref());
        notes.extend(remarks(&built, titled, options.keep_users, &report));
        notes.extend(losses(&left_out));
        report.duplicates = built.duplicates;
        report.added_up = built.added_up;
        report.files = files;
        report.skipped = skipped;
        report.notes = notes;
        report.splits = splits;
        Ok(Loaded { ratings: built.ratings, test: built.test, report, previews, own })
    }

    /// Whether the files held ratings, choices or pairs.
    pub fn has_rows(&self) -> bool {
        !self.sink.builder.is_empty()
    }

    /// What the files say of items, when they hold no ratings.
    ///
    /// # Errors
    /// When they say nothing.
    pub fn finish_items(self) -> Result<Axis> {
        if !matches!(self.step, Step::Finished) {
            return Err(ErrorKind::State { expected: "feed all bytes" }.into());
        }
        let items = self.sink.builder.described();
        if items.is_empty() {
            return Err(file_error(&self.sources[0].name, 0, "ratings, or titles of items", "neither"));
        }
        Ok(items)
    }

    /// The entries of one person's export, when that is all that the files hold.
    ///
    /// # Errors
    /// When they hold no export, or ratings of other people as well.
    pub fn finish_own(self) -> Result<Vec<OwnItem>> {
        if !matches!(self.step, Step::Finished) {
            return Err(ErrorKind::State { expected: "feed all bytes" }.into());
        }
        let found = match (self.sink.own.is_empty(), self.sink.builder.is_empty()) {
            (false, true) => return Ok(self.sink.own.into_items()),
            (false, false) => "ratings of other people as well",
            (true, false) => "ratings of several people",
            (true, true) => "neither ratings nor titles",
        };
        Err(file_error(
            &self.sources[0].name,
            0,
            "an export of Letterboxd, IMDb or Goodreads, or another list of one person",
            found,
        ))
    }
}

/// True when all of several ratings are 1.
fn says_yes(built: &Built) -> bool {
    let ones = |ratings: &Ratings| ratings.by_user().values().iter().all(|&value| value == 1.0);
    let explicit = built.ratings.feedback() == Feedback::Explicit;
    explicit && built.ratings.len() >= SEVERAL && ones(&built.ratings) && built.test.as_ref().is_none_or(ones)
}

/// How many ratings tell that all are the same, or that all are of different people.
pub const SEVERAL: usize = 10;
