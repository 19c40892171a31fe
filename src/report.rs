//! What was read, what was left out, and why: everything the page tells after a load.

use crate::error::Position;
use crate::ratings::{Feedback, Ratings, Scale, Shape};

/// How many skipped lines are told in full; the others are only counted.
pub const SKIPPED_SHOWN: usize = 10;

/// The account of one load.
#[derive(Debug, Clone, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Name of the data: the file's, or the first file's with the number of the others.
    pub name: String,
    /// Whether rows are people or items.
    pub shape: Shape,
    /// What the values say.
    pub feedback: Feedback,
    /// Number of ratings for training, without duplicates.
    pub ratings: usize,
    /// Number of ratings in test files.
    pub test_ratings: usize,
    /// Number of users with ratings.
    pub users: usize,
    /// Number of items with ratings.
    pub items: usize,
    /// Share of the user × item cells that hold a rating, 0 to 1.
    pub density: f64,
    /// Lowest and highest value.
    pub scale: Scale,
    /// Mean of the values, in rating units.
    pub mean: f32,
    /// How many ratings have which value.
    pub histogram: Vec<Bar>,
    /// Rows that a later row for the same user and item replaced.
    pub duplicates: usize,
    /// Rows whose counts were added to another row for the same user and item.
    pub added_up: usize,
    /// Items with a title.
    pub titled: usize,
    /// Genres and other classes that lists can be filtered by, in alphabetical order.
    pub categories: Vec<String>,
    /// What each file or archive entry was taken for.
    pub files: Vec<FileReport>,
    /// Lines that could not be used.
    pub skipped: Skipped,
    /// Plain sentences about what is worth knowing.
    pub notes: Vec<String>,
    /// Predefined splits of the data that an evaluation can ask for (`u1`, `ua`, …).
    pub splits: Vec<String>,
}

/// One bar of a histogram: values `v` with `from ≤ v < to`, or `v = from` when both are equal.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Bar {
    /// Lowest value of the bar, in rating units.
    pub from: f32,
    /// Upper end of the bar, in rating units.
    pub to: f32,
    /// Number of ratings.
    pub count: usize,
}

/// What one file or archive entry was taken for.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FileReport {
    /// Its name, with its archive's in front.
    pub name: String,
    /// The format's name; empty when it was left unread.
    pub format: String,
    /// Rows used.
    pub rows: u64,
    /// Lines that could not be used.
    pub skipped: u64,
    /// Why it was left unread, or what else is worth knowing; often empty.
    pub note: String,
}

/// Lines that could not be used.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Skipped {
    /// How many.
    pub count: u64,
    /// The first few.
    pub first: Vec<SkippedLine>,
}

/// A line that could not be used, and why.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct SkippedLine {
    /// Where.
    pub position: Position,
    /// What should have stood there.
    pub expected: String,
    /// What stood there.
    pub found: String,
}

impl Skipped {
    /// Counts a line and keeps its details when it is one of the first.
    pub fn add(&mut self, line: impl FnOnce() -> SkippedLine) {
        self.count += 1;
        if self.first.len() < SKIPPED_SHOWN {
            self.first.push(line());
        }
    }
}

impl Report {
    /// The figures of these ratings; what concerns files is still empty.
    pub fn of(name: impl Into<String>, ratings: &Ratings, test: Option<&Ratings>) -> Self {
        let catalog = ratings.catalog();
        let cells = ratings.n_users() as f64 * ratings.n_items() as f64;
        // A pair is a cell on both sides of the diagonal.
        let filled = ratings.by_user().nnz() as f64;
        let mut categories: Vec<String> = catalog
            .items
            .features
            .iter()
            .filter(|f| f.kind == crate::ratings::FeatureKind::Category)
            .flat_map(|f| f.vocabulary.iter().map(str::to_owned))
            .collect();
        crate::order::sort_by(&mut categories, &|a, b| a.cmp(b));
        categories.dedup();
        Report {
            name: name.into(),
            shape: ratings.shape(),
            feedback: ratings.feedback(),
            ratings: ratings.len(),
            test_ratings: test.map_or(0, Ratings::len),
            users: ratings.n_users(),
            items: ratings.n_items(),
            density: if cells > 0.0 { filled / cells } else { 0.0 },
            scale: ratings.scale(),
            mean: ratings.mean(),
            histogram: histogram(ratings.once().map(|(.., value)| value), ratings.scale()),
            duplicates: 0,
            added_up: 0,
            titled: catalog.items.titles.iter().filter(|t| !t.is_empty()).count(),
            categories,
            files: Vec::new(),
            skipped: Skipped::default(),
            notes: Vec::new(),
            splits: Vec::new(),
        }
    }
}

/// One bar for each distinct value when there are at most 20, else 20 bins of equal width.
pub fn histogram(values: impl Iterator<Item = f32> + Clone, scale: Scale) -> Vec<Bar> {
    const BARS: usize = 20;
    let mut distinct: Vec<Bar> = Vec::new();
    let mut few = true;
    for v in values.clone() {
        match distinct.binary_search_by(|bar| bar.from.total_cmp(&v)) {
            Ok(at) => distinct[at].count += 1,
            Err(_) if distinct.len() == BARS => {
                few = false;
                break;
            }
            Err(at) => distinct.insert(at, Bar { from: v, to: v, count: 1 }),
        }
    }
    if few {
        return distinct;
    }
    let width = (scale.max - scale.min) / BARS as f32;
    let edge = |i: usize| if i == BARS { scale.max } else { scale.min + width * i as f32 };
    let mut bars: Vec<Bar> = (0..BARS).map(|i| Bar { from: edge(i), to: edge(i + 1), count: 0 }).collect();
    for v in values {
        let at = ((v - scale.min) / width) as usize;
        bars[at.min(BARS - 1)].count += 1;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_every_value_once() {
        let stars = [1.0, 2.0, 2.0, 5.0];
        let bars = histogram(stars.into_iter(), Scale::of(&stars));
        let counts: Vec<_> = bars.iter().map(|b| (b.from, b.count)).collect();
        assert_eq!(counts, [(1.0, 1), (2.0, 2), (5.0, 1)]);
        let many: Vec<f32> = (0..1000).map(|i| i as f32 * 0.1).collect();
        let bars = histogram(many.iter().copied(), Scale::of(&many));
        assert_eq!(bars.len(), 20);
        assert_eq!(bars.iter().map(|b| b.count).sum::<usize>(), 1000);
        assert!(bars.iter().all(|b| (49..=51).contains(&b.count)), "{bars:?}");
        assert!(histogram(std::iter::empty(), Scale::of(&[])).is_empty());
    }
}
