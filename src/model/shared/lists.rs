//! Neighbours: sums over things that are met, the nearest of them, and the lists that items keep.

use crate::bytes::{Reader, Writer};
use crate::error::{Error, Result};
use crate::memory::Need;
use crate::order;
use crate::ratings::Csr;

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

/// Finds about the `most` nearest of all that are added: all that are among so many, and some that are not.
#[derive(Debug)]
pub struct Nearest<'a> {
    near: &'a mut Vec<Near>,
    most: usize,
    least: f32,
}

impl<'a> Nearest<'a> {
    /// Adds to `near`.
    pub fn new(near: &'a mut Vec<Near>, most: usize) -> Self {
        Nearest { near, most, least: 0.0 }
    }

    /// What is less similar is not among them; 0 as long as there are few.
    pub fn least(&self) -> f32 {
        self.least
    }

    /// Adds one, if it is similar.
    pub fn add(&mut self, found: Near) {
        if found.similarity <= 0.0 || found.similarity < self.least {
            return;
        }
        self.near.push(found);
        if self.near.len() >= 2 * self.most.max(8) {
            keep_nearest(self.near, self.most);
            self.least = self.near.iter().map(|near| near.similarity).fold(f32::INFINITY, f32::min);
        }
    }
}

/// Puts neighbours in order of index.
pub fn sort_by_index(near: &mut [Near]) {
    let mut keys: Vec<u64> = near.iter().zip(0..).map(|(near, at)| order::pair(near.index, at)).collect();
    order::sort(&mut keys);
    let sorted: Vec<Near> = keys.iter().map(|&key| near[order::halves(key).1 as usize]).collect();
    near.copy_from_slice(&sorted);
}

/// Puts neighbours in order of descending similarity; ties stand in order of index.
pub fn nearest_first(near: &mut Vec<Near>) {
    order::sort_by(near, &|a, b| a.key().cmp(&b.key()));
}

/// What one search for neighbours came across.
#[derive(Debug, Default, Clone, Copy)]
pub struct Met {
    /// Entries that were added to sums.
    pub entries: u64,
    /// Things that they belong to.
    pub things: u64,
}

impl Met {
    /// The multiply-adds in memory order that take as long: sums and things stand far apart, and for each thing there is a
    /// division and a place in an order.
    pub fn work(self) -> u64 {
        8 * self.entries + 32 * self.things
    }
}

/// Sums that are looked at together.
const BLOCK: usize = 16;

/// One row of sums over things. Kept between rows, and cleared as they are taken, so that only what was used is cleared.
#[derive(Debug, Default)]
pub struct Sums {
    /// `(n_things)`: Σxy.
    products: Vec<f32>,
    /// `(n_things, 4)`: n, Σxy, Σx², Σy² over shared columns.
    moments: Vec<[f32; 4]>,
}

impl Sums {
    /// Adds `x y` for each thing; there are `n_things`.
    pub fn add_products(&mut self, n_things: usize, x: f32, things: &[u32], entries: &[f32]) {
        self.products.resize(n_things, 0.0);
        let sums = &mut self.products[..];
        let ((fours, things), (entries_of_four, entries)) =
            (things.as_chunks::<4>(), entries.as_chunks::<4>());
        for (things, entries) in fours.iter().zip(entries_of_four) {
            let products = entries.map(|y| x * y);
            for (&thing, product) in things.iter().zip(products) {
                sums[thing as usize] += product;
            }
        }
        for (&thing, &y) in things.iter().zip(entries) {
            sums[thing as usize] += x * y;
        }
    }

    /// Adds `1, x y, x², y²` for each thing, for counts and for lengths over shared columns.
    pub fn add_moments(&mut self, n_things: usize, x: f32, things: &[u32], entries: &[f32]) {
        self.moments.resize(n_things, [0.0; 4]);
        let sums = &mut self.moments[..];
        for (&thing, &y) in things.iter().zip(entries) {
            let terms = [1.0, x * y, x * x, y * y];
            for (sum, term) in sums[thing as usize].iter_mut().zip(terms) {
                *sum += term;
            }
        }
    }

    fn things(&self) -> usize {
        self.products.len().max(self.moments.len())
    }

    /// Whether so many entries are found sooner one by one than by looking at all things.
    pub fn are_few(&self, entries: u64) -> bool {
        2 * entries < self.things() as u64
    }

    /// Tells every thing with its sums other than zero, each once; the sums are cleared. `met` are the lists of things that
    /// there were, with so many entries: where those are many, all things are looked at instead.
    pub fn take<'a>(
        &mut self,
        met: impl Iterator<Item = &'a [u32]>,
        entries: u64,
        mut tell: impl FnMut(u32, [f32; 4]),
    ) {
        let (things, few) = (self.things(), self.are_few(entries));
        let mut one = |thing: u32| {
            if let Some(product) = self.products.get_mut(thing as usize)
                && *product != 0.0
            {
                tell(thing, [1.0, std::mem::take(product), 0.0, 0.0]);
            }
            if let Some(moments) = self.moments.get_mut(thing as usize)
                && moments[0] != 0.0
            {
                tell(thing, std::mem::take(moments));
            }
        };
        if few {
            met.flatten().for_each(|&thing| one(thing));
        } else {
            (0..things as u32).for_each(one);
        }
    }

    /// Tells every thing whose product is more than its share of a bound, each once and in order; the sums are cleared. The
    /// bound is at first 0 and then what was told last; it never falls.
    pub fn take_above(&mut self, shares: &[f32], mut tell: impl FnMut(u32, f32) -> f32) {
        let mut bound = 0.0;
        let mut one = |(thing, (product, share)): (u32, (&mut f32, &f32)), bound: &mut f32| {
            if *product > *bound * share {
                *bound = tell(thing, *product);
            }
            *product = 0.0;
        };
        let ((blocks, rest), (shares_of_block, shares)) =
            (self.products.as_chunks_mut::<BLOCK>(), shares.as_chunks::<BLOCK>());
        let mut at = 0;
        for (products, shares) in blocks.iter_mut().zip(shares_of_block) {
            if any_above(products, shares, bound) {
                (at..).zip(products.iter_mut().zip(shares)).for_each(|each| one(each, &mut bound));
            } else {
                *products = [0.0; BLOCK];
            }
            at += BLOCK as u32;
        }
        (at..).zip(rest.iter_mut().zip(shares)).for_each(|each| one(each, &mut bound));
    }
}

/// Whether any of these is more than its share of the bound.
#[inline]
fn any_above(products: &[f32; BLOCK], shares: &[f32; BLOCK], bound: f32) -> bool {
    // No branch within, so that the compiler makes vectors of it.
    products.iter().zip(shares).fold(false, |any, (product, share)| any | (*product > bound * share))
}

/// The neighbours of some items, as they are found: item after item, the `k` nearest of each.
#[derive(Debug)]
pub struct Lists {
    k: usize,
    lengths: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Lists {
    /// What the lists of `n` items will hold, while they are turned round.
    pub fn need(n: usize, k: u32) -> Need {
        let links = n.saturating_mul((k as usize).min(n));
        // The lists, and the same by the other item.
        Need::NONE.matrix(links, 2).matrix(links, 1).matrix(links, 1).matrix(n, 8)
    }

    /// No item yet.
    pub fn new(k: u32) -> Self {
        Lists { k: k as usize, lengths: Vec::new(), columns: Vec::new(), values: Vec::new() }
    }

    /// Adds the next item's list: the `k` nearest with a positive similarity.
    pub fn push(&mut self, near: &mut Vec<Near>) {
        near.retain(|near| near.similarity > 0.0);
        keep_nearest(near, self.k);
        sort_by_index(near);
        self.columns.extend(near.iter().map(|near| near.index));
        self.values.extend(near.iter().map(|near| near.similarity));
        self.lengths.push(near.len() as u32);
    }

    /// These lists as bytes, for [`Lists::read`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.list(&self.lengths);
        out.list(&self.columns);
        out.f32s(&self.values);
        out.0
    }

    /// Lists of some of `n` items from their bytes, an item a row.
    ///
    /// # Errors
    /// When the bytes are of something else.
    pub fn read(bytes: &[u8], n: usize) -> Result<Csr> {
        let mut bytes = Reader(bytes);
        let (lengths, columns) = (bytes.list()?, bytes.list()?);
        let mut values = vec![0.0; columns.len()];
        bytes.f32s(&mut values)?;
        let mut starts = vec![0usize];
        starts.extend(lengths.iter().scan(0, |end, &length| {
            *end += length as usize;
            Some(*end)
        }));
        Csr::new(starts, columns, values, n)
            .ok_or_else(|| Error::data("lists of neighbours", "something else"))
    }
}

/// About how many multiply-adds the scores of `n` items take for somebody with these ones: by [`entry`] for each of both,
/// or by [`walk`](add_rows) through all lists, whichever is less; and whether that is the walk. A search in a large matrix
/// waits for memory several times, an entry of a walk mostly once.
pub fn scores_work(matrix: &Csr, items: &[u32], n: usize) -> (u64, bool) {
    let listed: u64 = items.iter().map(|&j| matrix.row_len(j) as u64).sum();
    let (search, walk) = (160 * items.len() as u64 * n as u64, 8 * (listed + matrix.rows() as u64));
    (search.min(walk), walk < search)
}

/// Writes the scores of some items, found in the way that [`scores_work`] says is shorter: by `one`, or by `all`, which
/// writes those of all items.
pub fn several(
    matrix: &Csr,
    (own, items): (&[u32], &[u32]),
    one: impl Fn(u32) -> f32,
    all: impl Fn(&mut [f32]),
    out: &mut [f32],
) {
    let (_, walk) = scores_work(matrix, own, items.len());
    let mut scores = vec![0.0; if walk { matrix.rows() } else { 0 }];
    if walk {
        all(&mut scores);
    }
    for (&item, out) in items.iter().zip(out) {
        *out = scores.get(item as usize).copied().unwrap_or_else(|| one(item));
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
