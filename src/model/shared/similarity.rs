//! How alike users or items are: the vectors that are compared, and their similarities by sparse accumulation.
//!
//! Users are compared by their ratings of items, items by the ratings of their users. Either way
//! there are *things* with a sparse vector over *columns*, and the inverted index lists the
//! things of each column. The similarities of one thing to all others come from walking the
//! inverted lists of its own columns and adding up into one row of sums: the work is the number
//! of shared entries, the memory one row, and no `(things, things)` matrix ever exists.

use super::baselines::Baselines;
use super::lists::{Near, Nearest, Sums};
use super::preference::strength;
use crate::kernel;
use crate::memory::Need;
use crate::ratings::{Csr, Feedback, Ratings};

crate::choices! {
    /// How alike two vectors of ratings are. With `x` and `y` the entries of the two, `n` the
    /// number of shared columns and β the shrinkage:
    pub enum Similarity {
        /// Pearson on baselines for ratings, TF-IDF for choices and counts.
        Automatic = "automatic",
        /// Cosine of the ratings, over whole vectors: Σxy / (‖x‖ ‖y‖).
        Cosine = "cosine",
        /// Cosine in which what everybody chooses, or who chooses everything, weighs less.
        Tfidf = "tfidf",
        /// Product of BM25 weights: as TF-IDF, and long rows weigh less as well. Not limited to 1.
        Bm25 = "bm25",
        /// Cosine of the ratings less each person's mean (adjusted cosine), shrunk.
        CentredCosine = "centred_cosine",
        /// Pearson correlation over shared ratings, less the means of the two compared, shrunk.
        Pearson = "pearson",
        /// Pearson correlation over shared ratings, less the baselines of user and item, shrunk.
        PearsonBaseline = "pearson_baseline",
    }
}

impl Similarity {
    /// The similarity that `Automatic` stands for.
    pub fn resolve(self, feedback: Feedback) -> Self {
        match (self, feedback) {
            (Similarity::Automatic, Feedback::Explicit) => Similarity::PearsonBaseline,
            (Similarity::Automatic, Feedback::Implicit) => Similarity::Tfidf,
            (named, _) => named,
        }
    }

    /// Whether lengths are taken over shared columns only.
    fn over_shared(self) -> bool {
        matches!(self, Similarity::Pearson | Similarity::PearsonBaseline)
    }
}

crate::params! {
    /// What two things are compared by.
    pub struct SimilarityParams {
        /// How the similarity of two is measured.
        similarity: Similarity = Similarity::Automatic;
        /// Those with less in common are not similar.
        min_support: u32 = 1 => 1..=100000, "ratings in common";
        /// How soon repeated choices saturate. BM25 only.
        bm25_k1: f32 = 1.2 => 0.0..=1000.0, "";
        /// How far those with many choices are held back. BM25 only.
        bm25_b: f32 = 0.75 => 0.0..=1.0, "";
    }
}

/// What two things are compared by, apart from the ratings.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The similarity; not `Automatic`.
    pub similarity: Similarity,
    /// β of `n / (n + β)` (correlations: `n - 1` for `n`), in shared columns.
    pub shrinkage: f32,
    /// Fewer shared columns give similarity 0, and BM25's parameters.
    pub params: SimilarityParams,
}

impl Comparison {
    /// By these parameters, on data of this feedback.
    pub fn new(params: &SimilarityParams, shrinkage: f32, feedback: Feedback) -> Self {
        Comparison { similarity: params.similarity.resolve(feedback), shrinkage, params: params.clone() }
    }
}

/// Which axis of the ratings is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Things {
    /// Users, by their items.
    Users,
    /// Items, by their users.
    Items,
}

/// The vectors of all things, held by column.
#[derive(Debug, Clone)]
pub struct Vectors {
    things: Things,
    comparison: Comparison,
    feedback: Feedback,
    /// `(n_columns)`: weight or offset of a column, as the similarity wants it; may be empty.
    columns: Vec<f32>,
    /// Parallel to the entries of the inverted index.
    entries: Vec<f32>,
    /// `(n_things)`: ‖x‖ over whole vectors; empty when lengths are over shared columns.
    lengths: Vec<f64>,
    /// `(n_things)`: the product of two in parts of which the similarity is, as far as it goes by the other thing; empty as
    /// `lengths`.
    shares: Vec<f32>,
    /// BM25: mean sum of a row.
    mean_sum: f32,
}

/// Vectors that are being made, in slices: a column after the other.
#[derive(Debug)]
pub struct Making {
    vectors: Vectors,
    /// What a thing's entries need of its whole row.
    stats: Vec<f32>,
    /// The sum of a thing's squares so far; empty where nobody asks.
    squares: Vec<f64>,
    /// The column that comes next.
    next: u32,
}

/// A row whose neighbours are looked for.
struct Row {
    thing: Option<u32>,
    /// ‖x‖² and ‖x‖ over the whole row.
    square: f64,
    length: f64,
    is_cosine: bool,
}

/// What rounding leaves of a bound at least.
const LESS: f64 = 1.0 - 1e-5;

/// Multiply-adds in whose time an entry is made, before the browser has compiled how for good.
const ENTRY_WORK: u64 = 128;

impl Making {
    /// Makes the next entries, for about so many multiply-adds; true when all are made.
    #[inline(never)]
    pub fn step(&mut self, ratings: &Ratings, budget: u64) -> bool {
        let Making { vectors, stats, squares, next } = self;
        let (_, inverted) = sides(ratings, vectors.things);
        let mut work = 0;
        while (*next as usize) < inverted.rows() && work < budget {
            let (of, values) = inverted.row(*next);
            for (&thing, &value) in of.iter().zip(values) {
                let x = vectors.entry(stats[thing as usize], *next, value);
                vectors.entries.push(x);
                if let Some(square) = squares.get_mut(thing as usize) {
                    *square += f64::from(x) * f64::from(x);
                }
            }
            work += ENTRY_WORK * of.len() as u64 + 1;
            *next += 1;
        }
        *next as usize == inverted.rows()
    }

    /// The vectors, when all are made.
    pub fn finish(self) -> Vectors {
        let lengths: Vec<f64> = self.squares.into_iter().map(f64::sqrt).collect();
        let shares = match self.vectors.comparison.similarity {
            Similarity::Bm25 => vec![1.0; lengths.len()],
            _ => lengths.iter().map(|&length| length as f32).collect(),
        };
        Vectors { lengths, shares, ..self.vectors }
    }
}

impl Vectors {
    /// What the vectors, the baselines and the sums over things will hold.
    pub fn need(ratings: &Ratings, things: Things) -> Need {
        let (rows, inverted) = sides(ratings, things);
        let (n, columns) = (rows.rows(), inverted.rows());
        Need::NONE.matrix(ratings.by_user().nnz(), 1).matrix(n + columns, 2).matrix(n, 4).matrix(n, 6)
    }

    /// The vectors of users or of items. `baselines` matter for `pearson_baseline` only.
    pub fn new(ratings: &Ratings, things: Things, comparison: Comparison, baselines: &Baselines) -> Self {
        let mut making = Self::making(ratings, things, comparison, baselines);
        making.step(ratings, u64::MAX);
        making.finish()
    }

    /// The same in slices.
    #[inline(never)]
    pub fn making(
        ratings: &Ratings,
        things: Things,
        comparison: Comparison,
        baselines: &Baselines,
    ) -> Making {
        let (rows, inverted) = sides(ratings, things);
        let mut vectors = Vectors {
            things,
            comparison,
            feedback: ratings.feedback(),
            columns: Vec::new(),
            entries: Vec::with_capacity(ratings.by_user().nnz()),
            lengths: Vec::new(),
            shares: Vec::new(),
            mean_sum: 1.0,
        };
        let n_columns = inverted.rows() as u32;
        let similarity = vectors.comparison.similarity;
        match similarity {
            Similarity::Tfidf | Similarity::Bm25 => {
                // One more than there are things, so that what everybody chose still counts.
                let all = rows.rows() as f32 + 1.0;
                let weight = |c| kernel::ln(all / inverted.row_len(c).max(1) as f32);
                vectors.columns = (0..n_columns).map(weight).collect();
                let sum: f64 = ratings.by_user().values().iter().map(|&v| f64::from(vectors.weight(v))).sum();
                vectors.mean_sum = (sum / rows.rows().max(1) as f64) as f32;
            }
            Similarity::CentredCosine if things == Things::Items => {
                vectors.columns = (0..n_columns).map(|c| mean(inverted.row(c).1)).collect();
            }
            Similarity::PearsonBaseline if things == Things::Items => {
                vectors.columns.clone_from(&baselines.users)
            }
            Similarity::PearsonBaseline => vectors.columns.clone_from(&baselines.items),
            _ => {}
        }
        let stats: Vec<f32> = (0..rows.rows() as u32)
            .map(|thing| {
                let (columns, values) = rows.row(thing);
                vectors.stat(baselines, Some(thing), columns, values)
            })
            .collect();
        let squares = vec![0f64; if similarity.over_shared() { 0 } else { rows.rows() }];
        Making { vectors, stats, squares, next: 0 }
    }

    /// A rating as a weight, for the similarities that know no dislike.
    fn weight(&self, value: f32) -> f32 {
        match self.feedback {
            Feedback::Implicit => strength(value),
            Feedback::Explicit => 1.0,
        }
    }

    /// What a thing's entries need of its whole row: its mean, its offset or its length.
    fn stat(&self, baselines: &Baselines, thing: Option<u32>, columns: &[u32], values: &[f32]) -> f32 {
        match self.comparison.similarity {
            Similarity::Bm25 => {
                let sum: f32 = values.iter().map(|&v| self.weight(v)).sum();
                1.0 - self.comparison.params.bm25_b + self.comparison.params.bm25_b * sum / self.mean_sum
            }
            Similarity::CentredCosine if self.things == Things::Items => 0.0,
            Similarity::CentredCosine | Similarity::Pearson => mean(values),
            Similarity::PearsonBaseline => {
                let offset = match (self.things, thing) {
                    (Things::Items, Some(item)) => baselines.items[item as usize],
                    _ => baselines.user(columns, values),
                };
                baselines.mean + offset
            }
            _ => 0.0,
        }
    }

    /// The entry of a thing's vector for one rating.
    #[inline]
    fn entry(&self, stat: f32, column: u32, value: f32) -> f32 {
        let of_column = self.columns.get(column as usize).copied().unwrap_or(0.0);
        match self.comparison.similarity {
            Similarity::Tfidf => self.weight(value) * of_column,
            Similarity::Bm25 => {
                let (k1, w) = (self.comparison.params.bm25_k1, self.weight(value));
                // A choice without strength has no weight, also where k1 is 0.
                if w > 0.0 { w * (k1 + 1.0) / (k1 * stat + w) * of_column } else { 0.0 }
            }
            Similarity::Cosine | Similarity::Automatic => match self.feedback {
                Feedback::Explicit => value,
                Feedback::Implicit => strength(value),
            },
            _ => value - stat - of_column,
        }
    }

    /// Finds every thing that shares a column with this row and has a similarity other than 0, in any order; or, of those
    /// with a positive one, about the `nearest`: all that are among so many, and some that are not. `thing` is left out.
    ///
    /// `columns` and `values` are the ratings of the row, `inverted` the index that
    /// [`Vectors::new`] saw.
    pub fn near(
        &self,
        baselines: &Baselines,
        inverted: &Csr,
        (thing, columns, values): (Option<u32>, &[u32], &[f32]),
        nearest: Option<usize>,
        sums: &mut Sums,
        near: &mut Vec<Near>,
    ) {
        let stat = self.stat(baselines, thing, columns, values);
        let (width, counted) = (inverted.width(), self.is_counted());
        let (mut square, mut entries) = (0f64, 0);
        for (&column, &value) in columns.iter().zip(values) {
            let x = self.entry(stat, column, value);
            square += f64::from(x) * f64::from(x);
            let range = inverted.range(column);
            entries += range.len() as u64;
            let (things, entries) = (&inverted.columns()[range.clone()], &self.entries[range]);
            match counted {
                true => sums.add_moments(width, x, things, entries),
                false => sums.add_products(width, x, things, entries),
            }
        }
        let length = square.sqrt();
        let is_cosine = self.comparison.similarity != Similarity::Bm25;
        let row = Row { thing, square, length, is_cosine };
        let lists = columns.iter().map(|&column| &inverted.columns()[inverted.range(column)]);
        near.clear();
        let Some(most) = nearest else {
            sums.take(lists, entries, |index, sums| {
                near.extend(self.look(&row, index, sums, 0.0).filter(|found| found.similarity != 0.0));
            });
            return;
        };
        let mut nearest = Nearest::new(near, most);
        if counted || sums.are_few(entries) {
            sums.take(lists, entries, |index, sums| {
                if let Some(found) = self.look(&row, index, sums, nearest.least()) {
                    nearest.add(found);
                }
            });
            return;
        }
        let unit = if is_cosine { length } else { 1.0 };
        sums.take_above(&self.shares, |index, product| {
            if let Some(found) = self.look(&row, index, [1.0, product, 0.0, 0.0], nearest.least()) {
                nearest.add(found);
            }
            (f64::from(nearest.least()) * unit * LESS) as f32
        });
    }

    /// What there is to tell of a thing whose similarity to the row may be `least` or more: it is the cosine or less, so whoever
    /// is too far is told without a root and a division.
    #[inline(always)]
    fn look(&self, row: &Row, index: u32, [n, product, xx, yy]: [f32; 4], least: f32) -> Option<Near> {
        if Some(index) == row.thing || n < self.comparison.params.min_support as f32 {
            return None;
        }
        let other = self.lengths.get(index as usize);
        let square = other.map_or(f64::from(xx) * f64::from(yy), |other| row.square * other * other);
        if least > 0.0 {
            let (least, product) = (f64::from(least), f64::from(product));
            if product <= 0.0 || row.is_cosine && product * product < least * least * square * LESS {
                return None;
            }
        }
        let lengths = other.map_or_else(|| square.sqrt(), |other| row.length * other);
        Some(Near { index, similarity: self.similarity(n, product, lengths), product })
    }

    /// Whether a similarity depends on how many columns are shared, or on what stands in these alone.
    fn is_counted(&self) -> bool {
        let similarity = self.comparison.similarity;
        similarity.over_shared()
            || similarity == Similarity::CentredCosine
            || self.comparison.params.min_support > 1
    }

    #[inline(always)]
    fn similarity(&self, n: f32, product: f32, lengths: f64) -> f32 {
        if self.comparison.similarity == Similarity::Bm25 {
            return product;
        }
        if lengths <= f64::MIN_POSITIVE {
            return 0.0;
        }
        let cosine = (f64::from(product) / lengths).clamp(-1.0, 1.0) as f32;
        let n = match self.comparison.similarity {
            Similarity::Pearson | Similarity::PearsonBaseline => n - 1.0,
            Similarity::CentredCosine => n,
            _ => return cosine,
        };
        // A correlation of one shared rating says nothing, shrunk or not.
        if n > 0.0 { cosine * (n / (n + self.comparison.shrinkage)) } else { 0.0 }
    }

    /// The entry of this row for one of its ratings: `x` in `Σxy`.
    pub fn entries_of(&self, baselines: &Baselines, columns: &[u32], values: &[f32]) -> Vec<f32> {
        let stat = self.stat(baselines, None, columns, values);
        columns.iter().zip(values).map(|(&c, &v)| self.entry(stat, c, v)).collect()
    }

    /// The entries of all things in this column, parallel to the inverted index.
    pub fn column(&self, inverted: &Csr, column: u32) -> &[f32] {
        &self.entries[inverted.range(column)]
    }
}

/// `(rows, inverted index)` of the things.
pub fn sides(ratings: &Ratings, things: Things) -> (&Csr, &Csr) {
    match things {
        Things::Users => (ratings.by_user(), ratings.by_item()),
        Things::Items => (ratings.by_item(), ratings.by_user()),
    }
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::shared::baselines::{Damping, SWEEPS, Sweeps};
    use crate::model::shared::lists::keep_nearest;
    use crate::ratings::Builder;

    fn ratings(implicit: bool) -> Ratings {
        let mut random = crate::random::Random::new(9);
        let mut b = Builder::default();
        if implicit {
            b.set_implicit();
        }
        for user in 0..25 {
            for item in 0..18 {
                if random.uniform() < 0.4 {
                    b.rating(&user.to_string(), &item.to_string(), 1.0 + random.below(5) as f32, None);
                }
            }
        }
        b.build().unwrap().ratings
    }

    /// The similarity of two rows by its definition, in double precision, from the entries of
    /// both: `f(thing, column, value)`.
    fn by_definition(
        rows: &Csr,
        (a, b): (u32, u32),
        comparison: &Comparison,
        f: impl Fn(u32, u32, f64) -> f64,
    ) -> f64 {
        let entries = |thing: u32| {
            let (columns, values) = rows.row(thing);
            let entry = |(&c, &v): (&u32, &f32)| (c, f(thing, c, f64::from(v)));
            columns.iter().zip(values).map(entry).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (x, y) = (entries(a), entries(b));
        let shared: Vec<(f64, f64)> = x.iter().filter_map(|(c, x)| Some((*x, *y.get(c)?))).collect();
        let n = shared.len() as f64;
        let product: f64 = shared.iter().map(|(x, y)| x * y).sum();
        let square = |v: &mut dyn Iterator<Item = f64>| v.map(|x| x * x).sum::<f64>();
        let over_shared = comparison.similarity.over_shared();
        let (xx, yy) = match over_shared {
            true => (square(&mut shared.iter().map(|s| s.0)), square(&mut shared.iter().map(|s| s.1))),
            false => (square(&mut x.values().copied()), square(&mut y.values().copied())),
        };
        if n < f64::from(comparison.params.min_support) || xx * yy == 0.0 {
            return 0.0;
        }
        let shrinkage = f64::from(comparison.shrinkage);
        let shrunk = |n: f64| if n > 0.0 { product / (xx * yy).sqrt() * n / (n + shrinkage) } else { 0.0 };
        match comparison.similarity {
            Similarity::Bm25 => product,
            Similarity::CentredCosine => shrunk(n),
            Similarity::Pearson | Similarity::PearsonBaseline => shrunk(n - 1.0),
            _ => product / (xx * yy).sqrt(),
        }
    }

    #[test]
    fn sparse_similarities_are_those_of_the_definitions() {
        for (implicit, things) in
            [(false, Things::Users), (false, Things::Items), (true, Things::Users), (true, Things::Items)]
        {
            let ratings = ratings(implicit);
            let (rows, inverted) = sides(&ratings, things);
            let mut sweeps = Sweeps::new(Baselines::new(&ratings, Damping::USUAL), SWEEPS);
            while !sweeps.is_over() {
                sweeps.step(&ratings, 100);
            }
            let baselines = sweeps.baselines;
            let mean = |csr: &Csr, row: u32| {
                let values = csr.row(row).1;
                values.iter().map(|&v| f64::from(v)).sum::<f64>() / values.len().max(1) as f64
            };
            let weight = |v: f64| if implicit { (1.0 + v).log2() } else { 1.0 };
            let rarity = |c: u32| ((rows.rows() as f64 + 1.0) / inverted.row_len(c) as f64).ln();
            let total = |t: u32| rows.row(t).1.iter().map(|&v| weight(f64::from(v))).sum::<f64>();
            let totals: f64 = (0..rows.rows() as u32).map(total).sum::<f64>() / rows.rows() as f64;
            let user_of = |t: u32, c: u32| if things == Things::Users { t } else { c };
            let item_of = |t: u32, c: u32| if things == Things::Users { c } else { t };
            let entry = |similarity: Similarity, t: u32, c: u32, v: f64| match similarity {
                Similarity::Tfidf => weight(v) * rarity(c),
                Similarity::Bm25 => {
                    let length = 0.25 + 0.75 * total(t) / totals;
                    weight(v) * 2.2 / (1.2 * length + weight(v)) * rarity(c)
                }
                Similarity::CentredCosine => v - mean(ratings.by_user(), user_of(t, c)),
                Similarity::Pearson => v - mean(rows, t),
                Similarity::PearsonBaseline => {
                    let user = baselines.users[user_of(t, c) as usize];
                    let item = baselines.items[item_of(t, c) as usize];
                    v - f64::from(baselines.mean) - f64::from(user) - f64::from(item)
                }
                _ => {
                    if implicit {
                        weight(v)
                    } else {
                        v
                    }
                }
            };
            let similarities = [
                Similarity::Cosine,
                Similarity::Tfidf,
                Similarity::Bm25,
                Similarity::CentredCosine,
                Similarity::Pearson,
                Similarity::PearsonBaseline,
            ];
            // With one shared rating products are enough, with two they have to be counted.
            for (similarity, min_support) in similarities.into_iter().flat_map(|s| [(s, 1), (s, 2)]) {
                let params = SimilarityParams { similarity, min_support, bm25_k1: 1.2, bm25_b: 0.75 };
                let comparison = Comparison::new(&params, 3.0, ratings.feedback());
                let vectors = Vectors::new(&ratings, things, comparison.clone(), &baselines);
                let (mut sums, mut near) = (Sums::default(), Vec::new());
                for a in 0..rows.rows() as u32 {
                    let (columns, values) = rows.row(a);
                    vectors.near(
                        &baselines,
                        inverted,
                        (Some(a), columns, values),
                        None,
                        &mut sums,
                        &mut near,
                    );
                    // Those that are looked for alone are the nearest of all, with the same bits.
                    let mut few = Vec::new();
                    let row = (Some(a), columns, values);
                    vectors.near(&baselines, inverted, row, Some(4), &mut sums, &mut few);
                    keep_nearest(&mut few, 4);
                    let mut nearest = near.clone();
                    nearest.retain(|near| near.similarity > 0.0);
                    keep_nearest(&mut nearest, 4);
                    assert_eq!(few, nearest, "{similarity:?} {things:?} {a}");
                    for b in (0..rows.rows() as u32).filter(|&b| b != a) {
                        let found = near.iter().find(|n| n.index == b).map_or(0.0, |n| n.similarity);
                        let expected =
                            by_definition(rows, (a, b), &comparison, |t, c, v| entry(similarity, t, c, v));
                        assert!(
                            (f64::from(found) - expected).abs() < 2e-5,
                            "{similarity:?} {things:?} {a} {b}: {found} {expected}"
                        );
                    }
                }
            }
        }
    }
}
