//! What the neighbourhood models share: baselines, the vectors that are compared, and their
//! similarities by sparse accumulation.
//!
//! Users are compared by their ratings of items, items by the ratings of their users. Either way
//! there are *things* with a sparse vector over *columns*, and the inverted index lists the
//! things of each column. The similarities of one thing to all others come from walking the
//! inverted lists of its own columns and adding up into one row of sums: the work is the number
//! of shared entries, the memory one row, and no `(things, things)` matrix ever exists.

use crate::kernel;
use crate::order;
use crate::ratings::{Csr, Feedback, Ratings, Scale};

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

/// What two things are compared by, apart from the ratings.
#[derive(Debug, Clone, Copy)]
pub struct Comparison {
    /// The similarity; not `Automatic`.
    pub similarity: Similarity,
    /// β of `n / (n + β)` (correlations: `n - 1` for `n`), in shared columns.
    pub shrinkage: f32,
    /// Fewer shared columns give similarity 0.
    pub min_support: u32,
    /// BM25: how soon repeated choices saturate.
    pub bm25_k1: f32,
    /// BM25: how far long rows are held back, 0 to 1.
    pub bm25_b: f32,
}

/// The damping of people's and items' offsets, in ratings. See [`Baselines`].
const USER_DAMPING: f32 = 5.0;
const ITEM_DAMPING: f32 = 3.0;

/// Sweeps of [`Baselines::sweep`] until the offsets stand still to three digits.
pub const SWEEPS: u32 = 10;

/// Overall mean and the offsets of users and items from it: `b_ui = μ + b_u + b_i`, by
/// alternating damped means (Koren, 2010, “Factor in the neighbors”, section 2.1).
#[derive(Debug, Clone)]
pub struct Baselines {
    /// μ, in rating units.
    pub mean: f32,
    /// `(n_users)`, in rating units.
    pub users: Vec<f32>,
    /// `(n_items)`, in rating units.
    pub items: Vec<f32>,
}

impl Baselines {
    /// All offsets zero.
    pub fn new(ratings: &Ratings) -> Self {
        Baselines {
            mean: ratings.mean(),
            users: vec![0.0; ratings.n_users()],
            items: vec![0.0; ratings.n_items()],
        }
    }

    /// One sweep: item offsets with the users' as they are, then user offsets. Two look-ups far
    /// apart for each rating, so it takes the time of about eight multiply-adds a rating.
    pub fn sweep(&mut self, ratings: &Ratings) {
        let offset =
            |(columns, values), others: &[f32], damping| offset(self.mean, columns, values, others, damping);
        for (i, b) in self.items.iter_mut().enumerate() {
            *b = offset(ratings.by_item().row(i as u32), &self.users, ITEM_DAMPING);
        }
        for (u, b) in self.users.iter_mut().enumerate() {
            *b = offset(ratings.by_user().row(u as u32), &self.items, USER_DAMPING);
        }
    }

    /// `b_u` of anybody with these ratings, in training or not.
    pub fn user(&self, items: &[u32], values: &[f32]) -> f32 {
        offset(self.mean, items, values, &self.items, USER_DAMPING)
    }
}

fn offset(mean: f32, columns: &[u32], values: &[f32], others: &[f32], damping: f32) -> f32 {
    let sum: f32 = columns.iter().zip(values).map(|(&c, &v)| v - mean - others[c as usize]).sum();
    sum / (columns.len() as f32 + damping)
}

/// The strength of a choice: 1 for a plain one, `log₂(1 + c)` for a count, so that a thousand
/// plays do not outweigh a hundred other artists.
#[inline]
pub fn strength(value: f32) -> f32 {
    if value == 1.0 { 1.0 } else { kernel::ln(1.0 + value.max(0.0)) * std::f32::consts::LOG2_E }
}

/// How far a value speaks for an item, in models that know no dislike: the strength of a choice,
/// or a rating's place on its scale from 0 (the lowest) to 1.
#[inline]
pub fn preference(ratings: &Ratings, value: f32) -> f32 {
    let Scale { min, max } = ratings.scale();
    match ratings.feedback() {
        Feedback::Implicit => strength(value),
        // On a scale of one value every rating is the best.
        Feedback::Explicit if max > min => (value - min) / (max - min),
        Feedback::Explicit => 1.0,
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

/// Similarity to one other thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The other thing.
    pub index: u32,
    /// How similar.
    pub similarity: f32,
    /// Σxy, of which the similarity is a multiple.
    pub product: f32,
}

impl Near {
    /// Sorts by descending similarity; ties stand in order of index.
    pub fn key(&self) -> u64 {
        order::best_first(self.similarity, self.index)
    }
}

/// Leaves the `k` (at least 1) nearest, in the order they had.
pub fn keep_nearest(near: &mut Vec<Near>, k: usize) {
    let mut keys: Vec<u64> = near.iter().map(Near::key).collect();
    if let Some(bound) = order::bound(&mut keys, k) {
        near.retain(|near| near.key() <= bound);
    }
}

/// Puts neighbours in order of index.
pub fn sort_by_index(near: &mut [Near]) {
    let mut keys: Vec<u64> = near.iter().zip(0..).map(|(near, at)| order::pair(near.index, at)).collect();
    order::sort(&mut keys);
    let sorted: Vec<Near> = keys.iter().map(|&key| near[order::halves(key).1 as usize]).collect();
    near.copy_from_slice(&sorted);
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
    /// BM25: mean sum of a row.
    mean_sum: f32,
}

impl Vectors {
    /// The vectors of users or of items. `baselines` matter for `pearson_baseline` only.
    pub fn new(ratings: &Ratings, things: Things, comparison: Comparison, baselines: &Baselines) -> Self {
        let (rows, inverted) = sides(ratings, things);
        let mut vectors = Vectors {
            things,
            comparison,
            feedback: ratings.feedback(),
            columns: Vec::new(),
            entries: Vec::with_capacity(ratings.len()),
            lengths: Vec::new(),
            mean_sum: 1.0,
        };
        let n_columns = inverted.rows() as u32;
        match comparison.similarity {
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
        let mut squares = vec![0f64; if comparison.similarity.over_shared() { 0 } else { rows.rows() }];
        for c in 0..n_columns {
            let (of, values) = inverted.row(c);
            for (&thing, &value) in of.iter().zip(values) {
                let x = vectors.entry(stats[thing as usize], c, value);
                vectors.entries.push(x);
                if let Some(square) = squares.get_mut(thing as usize) {
                    *square += f64::from(x) * f64::from(x);
                }
            }
        }
        vectors.lengths = squares.into_iter().map(f64::sqrt).collect();
        vectors
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
                1.0 - self.comparison.bm25_b + self.comparison.bm25_b * sum / self.mean_sum
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
                let (k1, w) = (self.comparison.bm25_k1, self.weight(value));
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

    /// Finds every thing that shares a column with this row and has a similarity other than 0,
    /// in order of first meeting. `thing` is left out. Returns the number of multiply-adds.
    ///
    /// `columns` and `values` are the ratings of the row, `inverted` the index that
    /// [`Vectors::new`] saw.
    pub fn near(
        &self,
        baselines: &Baselines,
        inverted: &Csr,
        (thing, columns, values): (Option<u32>, &[u32], &[f32]),
        sums: &mut Sums,
        near: &mut Vec<Near>,
    ) -> usize {
        let stat = self.stat(baselines, thing, columns, values);
        sums.begin(inverted.width());
        let shared = self.comparison.similarity.over_shared();
        let (mut square, mut work) = (0f64, 0);
        for (&column, &value) in columns.iter().zip(values) {
            let x = self.entry(stat, column, value);
            square += f64::from(x) * f64::from(x);
            let range = inverted.range(column);
            work += range.len();
            let (things, entries) = (&inverted.columns()[range.clone()], &self.entries[range]);
            if shared { sums.add_moments(x, things, entries) } else { sums.add_products(x, things, entries) }
        }
        let length = square.sqrt();
        near.clear();
        for (index, [n, product, xx, yy]) in sums.take() {
            if Some(index) == thing || n < self.comparison.min_support as f32 {
                continue;
            }
            let lengths = match self.lengths.get(index as usize) {
                Some(other) => length * other,
                None => (f64::from(xx) * f64::from(yy)).sqrt(),
            };
            let similarity = self.similarity(n, product, lengths);
            if similarity != 0.0 {
                near.push(Near { index, similarity, product });
            }
        }
        work
    }

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

/// One row of sums over things, and the list of those that are not zero. Kept between rows so
/// that only what was used is cleared.
#[derive(Debug, Default)]
pub struct Sums {
    /// `(n_things, 4)`: n, Σxy, Σx², Σy² over shared columns.
    rows: Vec<[f32; 4]>,
    met: Vec<u32>,
}

impl Sums {
    /// Makes room for this many things.
    pub fn begin(&mut self, n_things: usize) {
        self.rows.resize(n_things, [0.0; 4]);
        self.met.clear();
    }

    /// Adds `x y` for each thing, and 1 to its count.
    pub fn add_products(&mut self, x: f32, things: &[u32], entries: &[f32]) {
        for (&thing, &y) in things.iter().zip(entries) {
            let row = &mut self.rows[thing as usize];
            if row[0] == 0.0 {
                self.met.push(thing);
            }
            row[0] += 1.0;
            row[1] += x * y;
        }
    }

    /// The same, and the squares of both for lengths over shared columns.
    pub fn add_moments(&mut self, x: f32, things: &[u32], entries: &[f32]) {
        for (&thing, &y) in things.iter().zip(entries) {
            let row = &mut self.rows[thing as usize];
            if row[0] == 0.0 {
                self.met.push(thing);
            }
            let terms = [1.0, x * y, x * x, y * y];
            for (sum, term) in row.iter_mut().zip(terms) {
                *sum += term;
            }
        }
    }

    /// Every thing that was met with its sums, in order of first meeting; the sums are cleared.
    pub fn take(&mut self) -> impl Iterator<Item = (u32, [f32; 4])> {
        let rows = &mut self.rows;
        self.met.drain(..).map(|thing| (thing, std::mem::take(&mut rows[thing as usize])))
    }
}

/// The neighbours of items, as they are found: item after item, the `k` nearest of each.
#[derive(Debug)]
pub struct Lists {
    k: usize,
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Lists {
    /// No item yet.
    pub fn new(k: u32) -> Self {
        Lists { k: k as usize, starts: vec![0], columns: Vec::new(), values: Vec::new() }
    }

    /// How many items have their list.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Adds the next item's list: the `k` nearest with a positive similarity.
    pub fn push(&mut self, near: &mut Vec<Near>) {
        near.retain(|near| near.similarity > 0.0);
        keep_nearest(near, self.k);
        sort_by_index(near);
        self.columns.extend(near.iter().map(|near| near.index));
        self.values.extend(near.iter().map(|near| near.similarity));
        self.starts.push(self.columns.len());
    }

    /// The lists turned round, `(n, n)`: row j has the items i that count j among their
    /// neighbours, with s_ij. So a person's scores cost as much as the person has items. Items
    /// without a list so far have no neighbours.
    pub fn neighbour_of(mut self, n: usize) -> Csr {
        self.starts.resize(n + 1, self.columns.len());
        Csr::new(self.starts, self.columns, self.values, n).unwrap_or(Csr::empty(n, n)).transpose()
    }
}

/// The entry at this place, or 0.
pub fn entry(matrix: &Csr, row: u32, column: u32) -> f32 {
    let (columns, values) = matrix.row(row);
    columns.binary_search(&column).map_or(0.0, |at| values[at])
}

/// `out += Σ weights_j · row j`, over these rows.
pub fn add_rows(matrix: &Csr, rows: &[u32], weights: &[f32], out: &mut [f32]) {
    for (&row, weight) in rows.iter().zip(weights) {
        let (columns, values) = matrix.row(row);
        for (&column, value) in columns.iter().zip(values) {
            out[column as usize] += weight * value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        if n < f64::from(comparison.min_support) || xx * yy == 0.0 {
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
            let mut baselines = Baselines::new(&ratings);
            (0..SWEEPS).for_each(|_| baselines.sweep(&ratings));
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
            for similarity in [
                Similarity::Cosine,
                Similarity::Tfidf,
                Similarity::Bm25,
                Similarity::CentredCosine,
                Similarity::Pearson,
                Similarity::PearsonBaseline,
            ] {
                let comparison =
                    Comparison { similarity, shrinkage: 3.0, min_support: 2, bm25_k1: 1.2, bm25_b: 0.75 };
                let vectors = Vectors::new(&ratings, things, comparison, &baselines);
                let (mut sums, mut near) = (Sums::default(), Vec::new());
                for a in 0..rows.rows() as u32 {
                    let (columns, values) = rows.row(a);
                    vectors.near(&baselines, inverted, (Some(a), columns, values), &mut sums, &mut near);
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
