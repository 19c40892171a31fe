//! What was read, what was left out, and why: everything the page tells after a load.

use crate::error::Position;
use crate::ratings::{Feedback, Noun, Ratings, Scale, Shape};

/// How many skipped lines are told in full; the others are only counted.
pub const SKIPPED_SHOWN: usize = 10;

/// The account of one load.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Name of the data: the file's, or the first file's with the number of the others.
    pub name: String,
    /// Whether rows are people or items.
    pub shape: Shape,
    /// What the values say.
    pub feedback: Feedback,
    /// What the people are called, one and many; in pairs, what the items are.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[one: string, many: string]"))]
    pub person: Noun,
    /// What the items are called, one and many.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[one: string, many: string]"))]
    pub item: Noun,
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

/// One bar of a histogram: values `v` with `from ≤ v < to`, or `v = from` when both are equal. The last bar holds its upper
/// end as well.
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

/// How surely it is known what the columns of a file mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Sureness {
    /// The file names them, or its layout is one that is known.
    #[default]
    Named,
    /// What stands in them tells; the file's note says what they were taken for.
    Told,
    /// No choice is safe, so the file was not read before a person says what they mean.
    Asked,
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
    /// How surely it is known what its columns mean.
    pub sureness: Sureness,
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
        let (person, item) = match ratings.shape() {
            Shape::Ratings => (catalog.person(), catalog.item()),
            Shape::Pairs => {
                let item = catalog.items.noun.unwrap_or(Noun::PRODUCT);
                (item, item)
            }
        };
        Report {
            name: name.into(),
            shape: ratings.shape(),
            feedback: ratings.feedback(),
            person,
            item,
            ratings: ratings.len(),
            test_ratings: test.map_or(0, Ratings::len),
            users: ratings.n_users(),
            items: ratings.n_items(),
            density: if cells > 0.0 { filled / cells } else { 0.0 },
            scale: ratings.scale(),
            mean: ratings.mean(),
            histogram: histogram(
                ratings.once().map(|(.., value)| value),
                ratings.scale(),
                ratings.feedback(),
            ),
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

/// Most bars of one width.
const BARS: usize = 20;

/// One bar for each distinct value when there are at most 20. Else, for ratings, bars of one width whose ends read well;
/// for counts, whose large values are few, bars that grow by a power of two.
pub fn histogram(values: impl Iterator<Item = f32> + Clone, scale: Scale, feedback: Feedback) -> Vec<Bar> {
    let mut distinct: Vec<Bar> = Vec::new();
    let mut few = true;
    // Where a value was found last, by its bits: most are found there again, without a search.
    let mut places = [0u8; 64];
    for v in values.clone() {
        let place = &mut places[(v.to_bits().wrapping_mul(0x9E37_79B1) >> 26) as usize];
        if let Some(bar) = distinct.get_mut(usize::from(*place)).filter(|bar| bar.from == v) {
            bar.count += 1;
            continue;
        }
        match distinct.binary_search_by(|bar| bar.from.total_cmp(&v)) {
            Ok(at) => {
                distinct[at].count += 1;
                *place = at as u8;
            }
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
    let edges = match feedback {
        Feedback::Explicit => even_edges(scale),
        Feedback::Implicit => growing_edges(values.clone().filter(|&v| v > 0.0), scale),
    };
    let mut bars: Vec<Bar> =
        edges.windows(2).map(|edge| Bar { from: edge[0], to: edge[1], count: 0 }).collect();
    for v in values {
        let at = edges.partition_point(|&edge| edge <= v);
        let at = at.clamp(1, bars.len()) - 1;
        bars[at].count += 1;
    }
    bars
}

/// The ends of bars of one width: 1, 2, 2.5 or 5 times a power of ten, so that they are short numbers.
fn even_edges(scale: Scale) -> Vec<f32> {
    let (min, max) = (f64::from(scale.min), f64::from(scale.max));
    let narrowest = (max - min) / BARS as f64;
    // A width is a whole number of these.
    let (mut unit, mut tens) = (1.0, 0);
    while unit * 10.0 < narrowest {
        (unit, tens) = (unit * 10.0, tens + 1);
    }
    while unit > narrowest && tens > -30 {
        (unit, tens) = (unit / 10.0, tens - 1);
    }
    let step = [1.0, 2.0, 2.5, 5.0].into_iter().find(|step| step * unit >= narrowest).unwrap_or(10.0);
    let width = step * unit;
    let first = (min / width).floor();
    let n = ((max / width).ceil() - first).clamp(1.0, BARS as f64 + 1.0) as usize;
    (0..=n).map(|i| ((first + i as f64) * width) as f32).collect()
}

/// The ends of bars each of which is as many times as high as the one before, from a power of two at or below the
/// lowest of the values; from 0 where the scale begins there.
fn growing_edges(values: impl Iterator<Item = f32>, scale: Scale) -> Vec<f32> {
    let least = values.fold(f32::INFINITY, f32::min);
    let least = if least.is_finite() { least } else { 1.0 };
    let mut from = 1.0f32;
    while from > least {
        from /= 2.0;
    }
    while from * 2.0 <= least {
        from *= 2.0;
    }
    let mut factor = 2.0f32;
    loop {
        let mut edges = Vec::new();
        if scale.min < from {
            edges.push(scale.min);
        }
        let mut edge = from;
        while edge < scale.max && edges.len() <= BARS {
            edges.push(edge);
            edge *= factor;
        }
        if edges.len() <= BARS {
            edges.push(scale.max);
            return edges;
        }
        factor *= 2.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_every_value_once() {
        let stars = [1.0, 2.0, 2.0, 5.0];
        let bars = histogram(stars.into_iter(), Scale::of(&stars), Feedback::Explicit);
        let counts: Vec<_> = bars.iter().map(|b| (b.from, b.count)).collect();
        assert_eq!(counts, [(1.0, 1), (2.0, 2), (5.0, 1)]);
        let many: Vec<f32> = (0..1000).map(|i| i as f32 * 0.1).collect();
        let bars = histogram(many.iter().copied(), Scale::of(&many), Feedback::Explicit);
        assert_eq!(bars.len(), 20);
        assert_eq!(bars.iter().map(|b| b.count).sum::<usize>(), 1000);
        assert!(bars.iter().all(|b| (49..=51).contains(&b.count)), "{bars:?}");
        let empty = histogram(std::iter::empty(), Scale::of(&[]), Feedback::Explicit);
        assert!(empty.is_empty());
    }

    /// The ends of the bars of these values, after a check that every value is in its bar.
    fn edges(values: &[f32], feedback: Feedback) -> Vec<f32> {
        let bars = histogram(values.iter().copied(), Scale::of(values), feedback);
        let last = bars.len() - 1;
        for (i, bar) in bars.iter().enumerate() {
            let within = |&&v: &&f32| v >= bar.from && (v < bar.to || i == last && v == bar.to);
            assert_eq!(bar.count, values.iter().filter(within).count(), "{bar:?} of {bars:?}");
        }
        assert!(bars.len() <= BARS + 1, "{bars:?}");
        bars.iter().map(|bar| bar.from).chain([bars[last].to]).collect()
    }

    #[test]
    fn the_bars_of_ratings_have_short_ends() {
        // Jester: from −9.95 to 10 in hundredths.
        let jester: Vec<f32> = (0..=1995).map(|i| (i as f32 - 995.0) / 100.0).collect();
        let whole: Vec<f32> = (-10..=10).map(|i| i as f32).collect();
        assert_eq!(edges(&jester, Feedback::Explicit), whole);
        for (low, high) in [(0.0, 1.0), (1.0, 100.0), (-0.003, 0.004), (1.0, 7.7), (5e5, 9e8), (-1e9, 1e9)] {
            let values: Vec<f32> = (0..=100).map(|i| low + (high - low) * i as f32 / 100.0).collect();
            for edge in edges(&values, Feedback::Explicit) {
                let digits = format!("{:e}", edge);
                let digits = digits.split('e').next().unwrap_or("").trim_matches(['-', '.']);
                assert!(digits.len() <= 5, "{edge} of {low} to {high}");
            }
        }
    }

    #[test]
    fn the_bars_of_counts_grow() {
        // As plays do: many small counts, a few very large ones.
        let plays: Vec<f32> = (0..400).map(|i| (1.0325f32).powi(i).floor()).collect();
        let ends = edges(&plays, Feedback::Implicit);
        assert_eq!(ends[..5], [1.0, 2.0, 4.0, 8.0, 16.0]);
        assert!(ends.len() > 15, "{ends:?}");
        let hours: Vec<f32> = (0..200).map(|i| i as f32 * 0.1).collect();
        assert_eq!(edges(&hours, Feedback::Implicit)[..3], [0.0, 0.0625, 0.125]);
        let wide: Vec<f32> = (0..30).map(|i| 2f32.powi(i)).collect();
        assert_eq!(edges(&wide, Feedback::Implicit)[..3], [1.0, 4.0, 16.0]);
        let far: Vec<f32> = (0..30).map(|i| 1000.0 + i as f32).collect();
        assert_eq!(edges(&far, Feedback::Implicit), [512.0, 1024.0, 1029.0]);
    }
}
