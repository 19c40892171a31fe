//! Rows → [`Ratings`]: what users think of items, indexed both ways.

mod builder;
mod catalog;
mod csr;
mod file;
pub(crate) mod fold;
mod ids;
mod noun;
mod pieces;
mod search;
mod starters;
mod widen;

pub use builder::{Builder, Built};
pub use catalog::{Axis, Catalog, FeatureKind, Features};
pub use csr::{Csr, Transposing};
pub(crate) use file::{get_csr, put_csr};
pub use ids::{Ids, UNKNOWN};
pub use noun::Noun;
pub use pieces::Arriving;
pub use starters::{somebody, starters};

use std::sync::Arc;

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Feedback {
    /// How much a person likes an item: stars, points. Low values are dislikes.
    Explicit,
    /// That, or how often, a person chose an item: plays, purchases. There are no dislikes.
    Implicit,
}

/// Whether rows are people or items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Rows are users, columns are items.
    Ratings,
    /// Rows and columns are the same items (also bought, also viewed): a symmetric matrix, in which each pair has
    /// its weight in the rows of both its items. Both axes have the same ids in the same order.
    Pairs,
}

/// The lowest and highest value, to which predictions are clipped.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Scale {
    /// Lowest value, in rating units.
    pub min: f32,
    /// Highest value, in rating units.
    pub max: f32,
}

impl Scale {
    /// The value, moved to the nearer end when it lies outside.
    #[inline]
    pub fn clip(self, value: f32) -> f32 {
        value.max(self.min).min(self.max)
    }

    /// The smallest scale with all these values; 0 to 0 when there are none.
    pub fn of(values: &[f32]) -> Self {
        // Several at a time: a comparison needs not wait for the one before.
        let (mut mins, mut maxs) = ([f32::INFINITY; 8], [f32::NEG_INFINITY; 8]);
        let (chunks, rest) = values.as_chunks::<8>();
        for chunk in chunks {
            for ((min, max), &value) in mins.iter_mut().zip(&mut maxs).zip(chunk) {
                *min = if value < *min { value } else { *min };
                *max = if value > *max { value } else { *max };
            }
        }
        let min = mins.iter().chain(rest).copied().fold(f32::INFINITY, f32::min);
        let max = maxs.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
        if min <= max { Scale { min, max } } else { Scale { min: 0.0, max: 0.0 } }
    }
}

/// Who rated what, how, and when: a sparse `(n_users, n_items)` matrix held by user and by item.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    catalog: Arc<Catalog>,
    by_user: Csr,
    /// `None` for pairs: a symmetric matrix is its own transpose.
    by_item: Option<Csr>,
    /// Seconds since 1970, parallel to the entries of `by_user`; empty when no row had a time.
    times: Vec<u32>,
    feedback: Feedback,
    shape: Shape,
    scale: Scale,
    mean: f32,
}

impl Ratings {
    /// From entries by user; for [`Shape::Pairs`] those of both sides. `times` is parallel to the entries, or empty.
    pub fn new(
        catalog: Arc<Catalog>,
        by_user: Csr,
        times: Vec<u32>,
        feedback: Feedback,
        shape: Shape,
        scale: Scale,
    ) -> Self {
        debug_assert!(times.is_empty() || times.len() == by_user.nnz());
        debug_assert_eq!(by_user.rows(), catalog.users.len());
        debug_assert_eq!(by_user.width(), catalog.items.len());
        let by_item = (shape == Shape::Ratings).then(|| by_user.transpose());
        debug_assert!(by_item.is_some() || by_user == by_user.transpose(), "pairs on both sides");
        let sum: f64 = by_user.values().iter().map(|&v| f64::from(v)).sum();
        let mean = (sum / by_user.nnz().max(1) as f64) as f32;
        Ratings { catalog, by_user, by_item, times, feedback, shape, scale, mean }
    }

    /// Every rating once as `(user, item, value)`, by user; every pair once, in the row of its smaller index. This is
    /// the order in which ratings are counted, divided and held out.
    pub fn once(&self) -> impl Iterator<Item = (u32, u32, f32)> + Clone + '_ {
        let pairs = self.shape == Shape::Pairs;
        self.by_user.iter().filter(move |&(user, item, _)| !pairs || user < item)
    }

    /// The ratings whose position (in the order of [`Ratings::once`]) is kept, over the same catalog and scale.
    pub fn filtered(&self, keep: impl FnMut(usize) -> bool) -> Ratings {
        let kept: Vec<bool> = (0..self.len()).map(keep).collect();
        self.kept(&kept)
    }

    /// The same, of those that are marked.
    #[inline(never)]
    fn kept(&self, kept: &[bool]) -> Ratings {
        let n = kept.iter().filter(|&&kept| kept).count();
        let pairs = self.shape == Shape::Pairs;
        let mut starts = Vec::with_capacity(self.n_users() + 1);
        starts.push(0);
        // One more, as what is not kept is written, too, and then written over: no jump that would often be guessed wrong.
        let (mut columns, mut values) = (vec![0; n + 1], vec![0.0; n + 1]);
        let mut times = vec![0; if self.times.is_empty() { 0 } else { n + 1 }];
        let (mut position, mut len) = (0, 0);
        for user in 0..self.n_users() as u32 {
            for at in self.by_user.range(user) {
                if pairs && self.by_user.columns()[at] <= user {
                    continue;
                }
                columns[len] = self.by_user.columns()[at];
                values[len] = self.by_user.values()[at];
                if let Some(time) = times.get_mut(len) {
                    *time = self.times[at];
                }
                len += usize::from(kept[position]);
                position += 1;
            }
            starts.push(len);
        }
        columns.truncate(n);
        values.truncate(n);
        times.truncate(n);
        let mut by_user = Csr::new(starts, columns, values, self.n_items())
            .expect("a selection of sorted entries is sorted");
        if pairs {
            by_user = by_user.mirrored().expect("entries right of the diagonal");
        }
        let catalog = Arc::clone(&self.catalog);
        Ratings::new(catalog, by_user, times, self.feedback, self.shape, self.scale)
    }

    /// The same entries, each a plain “yes”: value 1, implicit feedback.
    pub fn binarized(&self) -> Ratings {
        let mut by_user = self.by_user.clone();
        by_user.values_mut().fill(1.0);
        let scale = Scale { min: 0.0, max: 1.0 };
        let catalog = Arc::clone(&self.catalog);
        Ratings::new(catalog, by_user, self.times.clone(), Feedback::Implicit, self.shape, scale)
    }

    /// Ids, titles and features of both axes.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// `(n_users, n_items)`, row-major by user, in rating units.
    #[inline]
    pub fn by_user(&self) -> &Csr {
        &self.by_user
    }

    /// `(n_items, n_users)`, row-major by item, in rating units.
    #[inline]
    pub fn by_item(&self) -> &Csr {
        self.by_item.as_ref().unwrap_or(&self.by_user)
    }

    /// Seconds since 1970, parallel to the entries of [`Ratings::by_user`]; empty when unknown.
    pub fn times(&self) -> &[u32] {
        &self.times
    }

    /// Number of users, with and without ratings.
    pub fn n_users(&self) -> usize {
        self.by_user.rows()
    }

    /// Number of items, with and without ratings.
    pub fn n_items(&self) -> usize {
        self.by_user.width()
    }

    /// Number of ratings; a pair counts once, though it is an entry of both its rows.
    pub fn len(&self) -> usize {
        match self.shape {
            Shape::Ratings => self.by_user.nnz(),
            Shape::Pairs => self.by_user.nnz() / 2,
        }
    }

    /// True when there is no rating.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Mean of all values, in rating units; 0 when there are none.
    pub fn mean(&self) -> f32 {
        self.mean
    }

    /// Lowest and highest value.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// What the values say.
    pub fn feedback(&self) -> Feedback {
        self.feedback
    }

    /// Whether rows are people or items.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Bytes held by the entries (both orders and the times).
    pub fn bytes(&self) -> u64 {
        let entries = |csr: &Csr| 8 * csr.nnz() as u64 + (size_of::<usize>() * (csr.rows() + 1)) as u64;
        entries(&self.by_user) + self.by_item.as_ref().map_or(0, entries) + 4 * self.times.len() as u64
    }
}
